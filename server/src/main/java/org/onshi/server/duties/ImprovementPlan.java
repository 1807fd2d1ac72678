package org.onshi.server.duties;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Clerk;

/**
 * 改善計画: asked of an insurer that was late too often in a month (requirements B-11).
 *
 * @param percent of its registrations of that month, those in time on its part
 * @param submitted what it handed in
 * @param followedUp what came of it
 */
public record ImprovementPlan(
        UUID planId,
        InsurerNumber insurer,
        YearMonth month,
        BigDecimal percent,
        Instant requestedAt,
        Optional<Submitted> submitted,
        Optional<FollowedUp> followedUp) {

    /** Where it stands. */
    public enum State {
        /** 依頼済み. */
        REQUESTED("提出待ち", "To be handed in"),
        /** 提出済み. */
        SUBMITTED("提出済み", "Handed in"),
        /** フォローアップ済み. */
        FOLLOWED_UP("フォローアップ済み", "Followed up");

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
     * The plan.
     *
     * @param by who of the insurer handed it in
     * @param content 1 to 4,000 characters
     */
    public record Submitted(Instant at, Clerk by, String content) {}

    /**
     * The follow-up.
     *
     * @param month later than the plan's
     * @param percent as above; empty when nothing was registered then
     */
    public record FollowedUp(Instant at, YearMonth month, Optional<BigDecimal> percent) {}

    /** Where it stands. */
    public State state() {
        if (followedUp.isPresent()) {
            return State.FOLLOWED_UP;
        }
        return submitted.isPresent() ? State.SUBMITTED : State.REQUESTED;
    }
}
