package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of one version of a segment, each in its canonical text (dates as {@code YYYY-MM-DD},
 * codes as their wire value); a fact that is not registered is absent. Immutable.
 */
public final class Facts {
    private static final Facts NONE = new Facts(new EnumMap<>(Fact.class));

    private final Map<Fact, String> values;

    private Facts(EnumMap<Fact, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** No fact at all. */
    public static Facts none() {
        return NONE;
    }

    /** These facts; an empty text means absent. */
    public static Facts of(Map<Fact, String> values) {
        EnumMap<Fact, String> kept = new EnumMap<>(Fact.class);
        values.forEach((fact, value) -> {
            if (!value.isEmpty()) {
                kept.put(fact, value);
            }
        });
        return new Facts(kept);
    }

    /** The value of a fact, if registered. */
    public Optional<String> get(Fact fact) {
        return Optional.ofNullable(values.get(fact));
    }

    /** The value of a fact, "" when not registered. */
    public String text(Fact fact) {
        return values.getOrDefault(fact, "");
    }

    /** Whether a day lies from one date to another, both included; one not registered is open. */
    boolean within(LocalDate day, Fact first, Fact last) {
        return get(first).map(LocalDate::parse).filter(day::isBefore).isEmpty()
                && get(last).map(LocalDate::parse).filter(day::isAfter).isEmpty();
    }

    /** The same facts but one; an empty text takes the fact away. */
    public Facts with(Fact fact, String value) {
        EnumMap<Fact, String> changed = new EnumMap<>(Fact.class);
        changed.putAll(values);
        if (value.isEmpty()) {
            changed.remove(fact);
        } else {
            changed.put(fact, value);
        }
        return new Facts(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts facts && values.equals(facts.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names the registered facts, never their values. */
    @Override
    public String toString() {
        return "Facts" + values.keySet();
    }
}
