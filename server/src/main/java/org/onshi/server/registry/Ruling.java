package org.onshi.server.registry;

import java.util.Optional;
import java.util.UUID;
import org.onshi.wire.RegistrationCode;

/** What the rules make of one row. */
sealed interface Ruling {
    /**
     * The row is not accepted.
     *
     * @param code why
     * @param column the column to blame, "" when none is
     */
    record Refused(RegistrationCode code, String column) implements Ruling {}

    /**
     * The registry says so already.
     *
     * @param stay what the row is about
     */
    record Unchanged(Stay stay) implements Ruling {}

    /**
     * The coverage is from now on known as this stay.
     *
     * @param stay what is known from now on
     * @param note {@link RegistrationCode#OK}, a warning, or why the coverage is pending
     * @param column the column the note is about, "" when none is
     * @param use what becomes of the number that led to this ruling
     * @param number that number: of the row, kept beside the coverage, or found by attributes
     * @param abandoned a person to whom a wrong number had led, if the stay leaves one
     * @param comparison how a pending stay compared with the resident register's person; "" when it
     *     was not compared
     */
    record Recorded(
            Stay stay,
            RegistrationCode note,
            String column,
            NumberUse use,
            Optional<VaultLookup> number,
            Optional<UUID> abandoned,
            String comparison)
            implements Ruling {
        /** Without any number. */
        Recorded(Stay stay, RegistrationCode note, String column, String comparison) {
            this(
                    stay,
                    note,
                    column,
                    NumberUse.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    comparison);
        }
    }

    /** The coverage was registered by mistake as a whole. */
    record Cancelled(Stay stay) implements Ruling {}

    /** What becomes of an individual number. */
    enum NumberUse {
        /** There is none, or it is bound to this person already. */
        NONE,
        /** It is bound to the stay's person. */
        BIND,
        /** It is taken off a person who keeps no coverage, and bound to the stay's person. */
        REBIND,
        /** It is kept beside the pending coverage, bound to nobody. */
        KEEP_UNLINKED,
        /** What was kept beside the coverage has no purpose any more. */
        FORGET_KEPT
    }
}
