package org.onshi.server.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dated rules (requirements K-12; design 3.8): a rule is asked with the day it is applied to, so
 * that past days keep past rules. Immutable; the data are {@code rules/rules.csv}, periods
 * half-open, and what has changed since (setting {@code onshi.rules.changes}).
 */
public final class Rules {
    private static final String RESOURCE = "/rules/rules.csv";
    private static final String HEADER = "key,from,to,value,source";
    private static final Pattern ROW =
            Pattern.compile(
                    "([a-z][a-z.-]*),([0-9-]*),([0-9-]*),([A-Z0-9_]+(?:"
                            + " [A-Z0-9_]+)*),(?:\"[^\"]+\"|[^\",]+)");
    private static final Rules PUBLISHED = load();

    private final Map<String, List<Ruling>> rulings;

    private Rules(Map<String, List<Ruling>> rulings) {
        this.rulings = rulings;
    }

    /** The rules as published. */
    public static Rules published() {
        return PUBLISHED;
    }

    /**
     * Reads rules of the file's form: {@code key,from,to,value,source}, a row a period; a source
     * that names only a month means its first day.
     *
     * @throws IllegalArgumentException when a row is malformed, or two periods of a rule overlap
     */
    static Rules read(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("the header of the rules must be " + HEADER);
        }
        Map<String, List<Ruling>> rulings = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                throw new IllegalArgumentException("not a rule: " + line);
            }
            rulings.computeIfAbsent(row.group(1), key -> new ArrayList<>())
                    .add(
                            new Ruling(
                                    day(row.group(2), LocalDate.MIN),
                                    day(row.group(3), LocalDate.MAX),
                                    row.group(4)));
        }
        rulings.forEach(Rules::refuseOverlap);
        return new Rules(Collections.unmodifiableMap(rulings));
    }

    /**
     * These rules, but of each that stands in the lines all periods are theirs.
     *
     * @param lines of the form that {@link #read} takes
     * @throws IllegalArgumentException as there; for a rule that is none of these; and for a number
     *     where there is none, or none where there is one
     */
    Rules changedBy(List<String> lines) {
        Rules changes = read(lines);
        Map<String, List<Ruling>> all = new TreeMap<>(rulings);
        changes.rulings.forEach((key, periods) -> {
            List<Ruling> before = rulings.get(key);
            if (before == null) {
                throw new IllegalArgumentException("no such rule: " + key);
            }
            boolean numbers = before.getFirst().isNumber();
            if (periods.stream().anyMatch(period -> period.isNumber() != numbers)) {
                throw new IllegalArgumentException(
                        "the rule says " + (numbers ? "a number: " : "no number: ") + key);
            }
            all.put(key, periods);
        });
        return new Rules(Collections.unmodifiableMap(all));
    }

    /**
     * What a rule said in one period, [from, to).
     *
     * @param from first day; {@link LocalDate#MIN} where nobody remembers another rule
     * @param to first day no longer; {@link LocalDate#MAX} where no end is known
     * @param value the rule's value: a word or several, a number, or ON
     */
    private record Ruling(LocalDate from, LocalDate to, String value) {
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && day.isBefore(to);
        }

        boolean isNumber() {
            return value.chars().allMatch(Character::isDigit);
        }
    }

    /** Whether the rule had this value that day; never when there was no such rule then. */
    public boolean says(Rule rule, LocalDate day, String value) {
        return value(rule.key(), day).filter(value::equals).isPresent();
    }

    /** What a rule said that day; empty when there was no such rule then. */
    public Optional<String> value(Rule rule, LocalDate day) {
        return value(rule.key(), day);
    }

    /** What the rule of a key said that day; empty when there was no such rule then. */
    Optional<String> value(String key, LocalDate day) {
        return rulings.getOrDefault(key, List.of()).stream()
                .filter(ruling -> ruling.holds(day))
                .findFirst()
                .map(Ruling::value);
    }

    /**
     * The number a rule said that day; empty when there was no such rule then.
     *
     * @throws IllegalStateException when what it says is not a number
     */
    public OptionalInt number(Rule rule, LocalDate day) {
        return value(rule, day).stream().mapToInt(value -> number(rule, value)).findFirst();
    }

    /**
     * The smallest number a rule ever said; empty when it never said anything.
     *
     * @throws IllegalStateException when what it says is not a number
     */
    public OptionalInt leastNumber(Rule rule) {
        return rulings.getOrDefault(rule.key(), List.of()).stream()
                .mapToInt(ruling -> number(rule, ruling.value()))
                .min();
    }

    private static int number(Rule rule, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException word) {
            throw new IllegalStateException("not a number: " + rule.key(), word);
        }
    }

    private static LocalDate day(String text, LocalDate open) {
        return text.isEmpty() ? open : LocalDate.parse(text);
    }

    private static void refuseOverlap(String key, List<Ruling> periods) {
        periods.sort(Comparator.comparing(Ruling::from));
        for (int i = 0; i < periods.size(); i++) {
            boolean backwards = !periods.get(i).from().isBefore(periods.get(i).to());
            boolean overlaps = i > 0 && periods.get(i).from().isBefore(periods.get(i - 1).to());
            if (backwards || overlaps) {
                throw new IllegalArgumentException("periods of the rule overlap: " + key);
            }
        }
    }

    private static Rules load() {
        try (InputStream in = Rules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return read(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
