package org.onshi.server.corrections;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * An insurer's part of an inspection.
 *
 * @param name what the inspection is called
 * @param rulesBroken whether numbers were taken against the rules; empty before it said so
 * @param recordsInScope records to recheck; 0 where the rules were kept
 * @param recordsChecked of these, rechecked
 * @param recordsWrong of these, found wrong
 */
public record InspectedInsurer(
        UUID inspectionId,
        String name,
        InsurerNumber insurer,
        LocalDate statusDue,
        LocalDate resultDue,
        Instant askedAt,
        Optional<Instant> reportedAt,
        Optional<Boolean> rulesBroken,
        long recordsInScope,
        long recordsChecked,
        long recordsWrong,
        Optional<Instant> doneAt) {

    /** Where it stands. */
    public enum State {
        /** Whether the rules were broken is not known yet. */
        ASKED("報告待ち", "To be reported"),
        /** The rules were broken, records are rechecked. */
        RECHECKING("点検中", "Being rechecked"),
        /** Nothing is left to recheck. */
        DONE("終了", "Done");

        private final String japanese;
        private final String english;

        State(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }

        /** Its name for Japanese readers. */
        public String japanese() {
            return japanese;
        }

        /** Its name for English readers. */
        public String english() {
            return english;
        }
    }

    /** Where it stands. */
    public State state() {
        if (doneAt.isPresent()) {
            return State.DONE;
        }
        return reportedAt.isPresent() ? State.RECHECKING : State.ASKED;
    }

    /** Whether something is owed that was due before this day. */
    public boolean overdue(LocalDate today) {
        return switch (state()) {
            case ASKED -> statusDue.isBefore(today);
            case RECHECKING -> resultDue.isBefore(today);
            case DONE -> false;
        };
    }
}
