package org.onshi.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Something irreversible that one person proposes and another approves.
 *
 * @param proposalId the proposal
 * @param organisation whose
 * @param proposer the account that proposed it
 * @param proposerPerson the person of that account then ({@link Account#person})
 * @param content what is proposed
 * @param reason for whoever approves; no personal data
 * @param at when it was proposed
 * @param state where it stands
 * @param decider who approved or refused it
 * @param decidedAt when, or when it was withdrawn
 * @param outcome the registration file that came of it
 */
public record Proposal(
        UUID proposalId,
        String organisation,
        UUID proposer,
        String proposerPerson,
        Content content,
        String reason,
        Instant at,
        State state,
        Optional<UUID> decider,
        Optional<Instant> decidedAt,
        Optional<UUID> outcome) {
    /** What is proposed. */
    public enum Kind {
        /** 取消: they were registered by mistake as a whole. */
        CANCEL("取消", "A cancellation"),
        /** 一括取消: so many of them that they come as a file. */
        CANCEL_FILE("一括取消", "A file of cancellations"),
        /** 訂正: what was recorded of one was wrong from its start. */
        CORRECT("訂正", "A correction"),
        /** 紐付け誤りの確認: the coverage stands with another person than the one it is of. */
        WRONG_LINK_CONFIRM("紐付け誤りの確認", "Confirming a wrong link"),
        /** 紐付け誤りの否定: it was right; viewing goes on. */
        WRONG_LINK_DISMISS("紐付け誤りではないことの確認", "Dismissing a wrong link"),
        /** 紐付け誤りの訂正の完了: what came with it follows; viewing goes on. */
        WRONG_LINK_COMPLETE("紐付け誤りの訂正の完了", "Completing the correction of a wrong link");

        private final String japanese;
        private final String english;

        Kind(String japanese, String english) {
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

        /** Whether it is a step of a wrong link's case. */
        public boolean ofWrongLink() {
            return switch (this) {
                case CANCEL, CANCEL_FILE, CORRECT -> false;
                case WRONG_LINK_CONFIRM, WRONG_LINK_DISMISS, WRONG_LINK_COMPLETE -> true;
            };
        }
    }

    /**
     * What is proposed, and what it rests on.
     *
     * @param coverageIds the coverages it is about; exactly one but for {@link Kind#CANCEL}, none
     *     of a {@link Kind#CANCEL_FILE}, whose rows name them
     * @param baseVersions the versions of them that stood when it was made: where others stand, it
     *     is about something nobody looked at
     * @param changes of a correction the new values by column of the registration file; "-" clears
     * @param numberDigest of a correction of the individual number, a keyed digest of it
     * @param wrongLinkId the case, of a step of one
     * @param file of many cancellations the file that waits
     */
    public record Content(
            Kind kind,
            List<UUID> coverageIds,
            Set<UUID> baseVersions,
            Map<String, String> changes,
            Optional<String> numberDigest,
            Optional<UUID> wrongLinkId,
            Optional<File> file) {
        public Content {
            coverageIds = List.copyOf(coverageIds);
            baseVersions = Set.copyOf(baseVersions);
            changes = Map.copyOf(changes);
        }

        /**
         * To cancel.
         *
         * @param coverageIds one to {@link Proposals#COVERAGES_MAX}
         */
        public static Content cancel(List<UUID> coverageIds, Set<UUID> baseVersions) {
            if (coverageIds.isEmpty() || coverageIds.size() > Proposals.COVERAGES_MAX) {
                throw new IllegalArgumentException("a proposal of nothing, or of too much");
            }
            return new Content(
                    Kind.CANCEL,
                    coverageIds,
                    baseVersions,
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** To cancel what the rows of a file name. */
        public static Content cancelFile(File file) {
            return new Content(
                    Kind.CANCEL_FILE,
                    List.of(),
                    Set.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(file));
        }

        /** To correct. */
        public static Content correct(
                UUID coverageId,
                Set<UUID> baseVersions,
                Map<String, String> changes,
                Optional<String> numberDigest) {
            if (changes.isEmpty() && numberDigest.isEmpty()) {
                throw new IllegalArgumentException("a proposal of nothing");
            }
            return new Content(
                    Kind.CORRECT,
                    List.of(coverageId),
                    baseVersions,
                    changes,
                    numberDigest,
                    Optional.empty(),
                    Optional.empty());
        }

        /** To take a step of a wrong link's case. */
        public static Content wrongLink(
                Kind step, UUID wrongLinkId, UUID coverageId, Set<UUID> baseVersions) {
            if (!step.ofWrongLink()) {
                throw new IllegalArgumentException("no step of a wrong link");
            }
            return new Content(
                    step,
                    List.of(coverageId),
                    baseVersions,
                    Map.of(),
                    Optional.empty(),
                    Optional.of(wrongLinkId),
                    Optional.empty());
        }

        /** How many coverages it is about. */
        public long coverages() {
            return file.map(File::cancels).orElse((long) coverageIds.size());
        }

        /** Nothing of what is proposed. */
        @Override
        public String toString() {
            return "Content[" + kind + "]";
        }
    }

    /**
     * A file that waits in the registry.
     *
     * @param fileId its id there
     * @param rows all its rows
     * @param cancels coverages that they cancelled when it was proposed
     */
    public record File(UUID fileId, long rows, long cancels) {}

    /** Where it stands. */
    public enum State {
        /** Waits for another person. */
        OPEN("承認待ち", "Waits"),
        /** Approved. */
        APPROVED("承認", "Approved"),
        /** Refused. */
        REFUSED("却下", "Refused"),
        /** Taken back by whoever proposed it, before anybody decided. */
        WITHDRAWN("取下げ", "Withdrawn");

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

    /** Ids only. */
    @Override
    public String toString() {
        return "Proposal[" + proposalId + "]";
    }
}
