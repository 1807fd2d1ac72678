package org.onshi.server.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * 未登録者へのお知らせ of one insurer (requirements B-14).
 *
 * @param deadline the last day for an answer
 * @param writtenAt when the last letter was written; empty while some are not
 * @param closedAt when the outcomes were decided; after the deadline
 * @param targets people it is about
 * @param outcomes how many of them by outcome; none before it is closed
 */
public record Campaign(
        UUID campaignId,
        LocalDate deadline,
        Instant startedAt,
        Optional<Instant> writtenAt,
        Optional<Instant> closedAt,
        long targets,
        Map<Outcome, Long> outcomes) {
    public Campaign {
        Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome, outcomes.getOrDefault(outcome, 0L));
        }
        outcomes = Map.copyOf(all);
    }

    /** What came of a letter. */
    public enum Outcome {
        /** Registered with a number by the deadline. */
        REGISTERED("登録された", "Registered"),
        /** Nothing came: a 資格確認書 is ordered. */
        NO_ANSWER("回答なし", "No answer"),
        /** The letter came back, or there was no address to write to. */
        UNDELIVERABLE("届かなかった", "Undeliverable"),
        /** The letter was not printed by the deadline: nobody was asked, nothing is ordered. */
        NOT_SENT("出していない", "Not sent"),
        /** Not insured there any more. */
        NO_LONGER_INSURED("喪失・取消", "No longer insured");

        private final String japanese;
        private final String english;

        Outcome(String japanese, String english) {
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
    public enum State {
        /** Letters are being written. */
        WRITING("お知らせを作成中", "Letters are being written"),
        /** All are written; answers come in. */
        RUNNING("回答待ち", "Answers come in"),
        /** The deadline is over and every outcome decided. */
        CLOSED("終了", "Closed");

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
        if (closedAt.isPresent()) {
            return State.CLOSED;
        }
        return writtenAt.isPresent() ? State.RUNNING : State.WRITING;
    }
}
