package org.onshi.server.corrections;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Link;

/**
 * A coverage that may have been led to another person than the one it is of.
 *
 * @param personId the person it was led to
 * @param coverageId the coverage
 * @param insurer whose coverage it is
 * @param source who or what found it
 * @param linkedAt since when it stood with that person
 * @param suspendedAt when it was detected, and viewing stopped with it
 * @param lookedUp what the audit log said about the time since {@code linkedAt}
 * @param decided what the insurer found out
 * @param corrected when and for whom it was put right
 * @param publishedAt when the operating body made it public
 */
public record WrongLink(
        UUID personId,
        UUID wrongLinkId,
        UUID coverageId,
        InsurerNumber insurer,
        Source source,
        Instant linkedAt,
        Instant suspendedAt,
        Optional<LookedUp> lookedUp,
        Optional<Decided> decided,
        Optional<Corrected> corrected,
        Optional<Instant> publishedAt) {

    /**
     * Whether the coverage was moved to another person, or waits for one, since the case was
     * opened: it was not right then, and what came with it has to follow.
     *
     * @param coverage as it is now
     */
    public boolean isMoved(Coverage coverage) {
        return coverage.invalidatedAt().isEmpty() && !coverage.personId().equals(personId);
    }

    /** Who or what found it. */
    public enum Source {
        /** The insurer itself. */
        INSURER("保険者", "The insurer"),
        /** The person (requirements B-22). */
        PERSON("本人", "The person"),
        /** A facility that saw another name on the document (requirements A-38). */
        FACILITY("医療機関・薬局", "A facility"),
        /** A coverage elsewhere at the same time (requirements B-15). */
        DUPLICATE("資格の重複", "A duplicate coverage"),
        /** The resident register says otherwise (requirements B-07, B-12). */
        RESIDENT_REGISTER("住民登録との照合", "The resident register"),
        /** An inspection of all insurers (requirements J-01). */
        INSPECTION("総点検", "An inspection");

        private final String japanese;
        private final String english;

        Source(String japanese, String english) {
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

    /** How far the process is; no state can be skipped (requirements J-02). */
    public enum State {
        /** Viewing is stopped; the audit log is to be looked through. */
        SUSPENDED(
                "閲覧停止",
                "Viewing stopped",
                "見た人を監査ログから調べる",
                "Look through the audit log for who has looked"),
        /** It is known who looked; the insurer has to ask the person. */
        LOOKED_UP(
                "閲覧者を確認済み",
                "Known who has looked",
                "本人または事業主に確かめて、誤りか否かを判定する",
                "Ask the person or the employer, then decide whether it is wrong"),
        /** It is wrong; the insurer has to send the right number. */
        CONFIRMED(
                "誤りと確認",
                "Found wrong",
                "正しい個人番号に訂正し、判定した人とは別の人が訂正を完了する",
                "Register the right number; somebody other than who decided completes it"),
        /** It was right after all; viewing goes on. An end. */
        DISMISSED("誤りではない（終了）", "Found right: closed", "することはありません", "Nothing is left to do"),
        /** Everything stands with the right person. */
        CORRECTED("訂正済み", "Corrected", "運営主体が公表するのを待つ", "The operating body publishes it"),
        /** It is counted in the figures made public. An end. */
        PUBLISHED("公表済み（終了）", "Published: closed", "することはありません", "Nothing is left to do");

        private final String japanese;
        private final String english;
        private final String nextJapanese;
        private final String nextEnglish;

        State(String japanese, String english, String nextJapanese, String nextEnglish) {
            this.japanese = japanese;
            this.english = english;
            this.nextJapanese = nextJapanese;
            this.nextEnglish = nextEnglish;
        }

        /** Its name for Japanese readers. */
        public String japanese() {
            return japanese;
        }

        /** Its name for English readers. */
        public String english() {
            return english;
        }

        /** What is to be done next, for Japanese readers. */
        public String nextJapanese() {
            return nextJapanese;
        }

        /** What is to be done next, for English readers. */
        public String nextEnglish() {
            return nextEnglish;
        }
    }

    /**
     * What the audit log said.
     *
     * @param viewings how often somebody was shown data of the coverage, or what came under it, as
     *     that person's; 0 for never
     */
    public record LookedUp(Instant at, int viewings) {}

    /**
     * What the insurer found out.
     *
     * @param wrong whether the link was wrong
     * @param by who said so
     */
    public record Decided(Instant at, boolean wrong, Clerk by) {}

    /**
     * How it was put right.
     *
     * @param rightPersonId who the coverage is of; empty when it was cancelled
     * @param by who did it: never the one who decided
     * @param toldPersonId who was told that others saw the data; empty when nobody did, or when
     *     nobody is known whom to tell
     */
    public record Corrected(
            Instant at, Optional<UUID> rightPersonId, Clerk by, Optional<UUID> toldPersonId) {}

    /** Whether the person whose data it was is told that others saw them (requirements J-09). */
    public enum Telling {
        /** Nobody saw them, and nobody is told. */
        NOT_SEEN("見た人はいないため、本人への通知はない", "Nobody saw the data: nobody is told"),
        /** A letter is written. */
        WRITTEN("情報を見られた本人への通知を作成した", "Data were seen, and the person is written to"),
        /** They were seen, and nobody is known whom to tell: the coverage was cancelled. */
        NOBODY_KNOWN(
                "情報が見られたが、知らせる相手がわからない。本人がわかれば保険者から知らせる",
                "Data were seen, but nobody is known whom to tell: tell the person yourself once"
                        + " you know who it is");

        private final String japanese;
        private final String english;

        Telling(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }

        /** What came of it, for Japanese readers. */
        public String japanese() {
            return japanese;
        }

        /** What came of it, for English readers. */
        public String english() {
            return english;
        }
    }

    /** What may be wrong. */
    public Link link() {
        return new Link(personId, coverageId);
    }

    /** How far it is. */
    public State state() {
        if (publishedAt.isPresent()) {
            return State.PUBLISHED;
        }
        if (corrected.isPresent()) {
            return State.CORRECTED;
        }
        if (decided.isPresent()) {
            return decided.get().wrong() ? State.CONFIRMED : State.DISMISSED;
        }
        return lookedUp.isPresent() ? State.LOOKED_UP : State.SUSPENDED;
    }

    /** Whether the person was told; empty while it is not corrected. */
    public Optional<Telling> telling() {
        return corrected.map(it -> {
            if (lookedUp.orElseThrow().viewings() == 0) {
                return Telling.NOT_SEEN;
            }
            return it.toldPersonId().isPresent() ? Telling.WRITTEN : Telling.NOBODY_KNOWN;
        });
    }

    @Override
    public String toString() {
        return "WrongLink[" + wrongLinkId + " " + state() + "]";
    }
}
