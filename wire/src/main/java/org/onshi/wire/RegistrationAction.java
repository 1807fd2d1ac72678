package org.onshi.wire;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a row of a registration file does (contracts.md §3). */
public enum RegistrationAction {
    /** A coverage begins. */
    ADD(
            EnumSet.of(
                    RegistrationColumn.NAME,
                    RegistrationColumn.NAME_KANA,
                    RegistrationColumn.SEX,
                    RegistrationColumn.ADDRESS,
                    RegistrationColumn.RELATIONSHIP,
                    RegistrationColumn.ACQUIRED_ON,
                    RegistrationColumn.NOTIFIED_ON)),
    /** Facts change from effective_on; an empty cell leaves a fact, "-" clears it. */
    CHANGE(EnumSet.of(RegistrationColumn.EFFECTIVE_ON)),
    /** The coverage ends; lost_on is the first day no longer covered. */
    LOSE(EnumSet.of(RegistrationColumn.LOST_ON, RegistrationColumn.LOSS_REASON)),
    /**
     * A recorded fact was wrong from its start; an empty cell leaves a fact, "-" clears it; old_
     * columns name the row when its identifier was wrong.
     */
    CORRECT(EnumSet.noneOf(RegistrationColumn.class)),
    /** The coverage was registered by mistake as a whole. */
    CANCEL(EnumSet.noneOf(RegistrationColumn.class));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable view of a set nobody else holds
    private final Set<RegistrationColumn> needed;

    RegistrationAction(Set<RegistrationColumn> needed) {
        this.needed = Collections.unmodifiableSet(needed);
    }

    /** The action written so. */
    public static Optional<RegistrationAction> of(String text) {
        for (RegistrationAction action : values()) {
            if (action.name().equals(text)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** The columns needed beside the identifying ones. */
    public Set<RegistrationColumn> needed() {
        return needed;
    }

    /** Whether a cell of "-" clears a fact. */
    public boolean clears() {
        return this == CHANGE || this == CORRECT;
    }
}
