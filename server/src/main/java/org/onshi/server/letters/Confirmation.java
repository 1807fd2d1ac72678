package org.onshi.server.letters;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A person's being asked whether a coverage is theirs (requirements C-07), and how far it has come.
 *
 * @param letterId the number printed on the letter
 * @param coverageId the coverage it asks about
 * @param personId whose it was when the letter was written
 * @param printedAt empty while it waits to be printed
 * @param reminder the letter that asked once more
 * @param answered what the person said, to either letter
 */
public record Confirmation(
        UUID letterId,
        UUID coverageId,
        UUID personId,
        Instant writtenAt,
        Optional<Instant> printedAt,
        Optional<Reminder> reminder,
        Optional<Answered> answered) {

    /** Where it stands. */
    public enum State {
        /** Not printed yet: no answer can have come. */
        TO_PRINT("印刷待ち", "To be printed"),
        /** Printed, without an answer. */
        SENT("回答待ち", "No answer yet"),
        /** Without an answer, and asked once more. */
        REMINDED("回答待ち（再度お知らせ済み）", "Reminded, no answer yet"),
        /** The data are theirs. */
        RIGHT("本人のもの", "It is theirs"),
        /** The data are somebody else's. */
        WRONG("本人のものでない", "It is somebody else's");

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

    /**
     * The second letter.
     *
     * @param letterId the number printed on it
     * @param printedAt empty while it waits to be printed
     */
    public record Reminder(UUID letterId, Optional<Instant> printedAt) {}

    /** What the person said. */
    public record Answered(Letters.Answer answer, Instant at) {}

    /** Where it stands. */
    public State state() {
        if (answered.isPresent()) {
            return switch (answered.get().answer()) {
                case RIGHT -> State.RIGHT;
                case WRONG -> State.WRONG;
            };
        }
        if (printedAt.isEmpty()) {
            return State.TO_PRINT;
        }
        return reminder.isPresent() ? State.REMINDED : State.SENT;
    }
}
