package org.onshi.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something irreversible that one person proposes and another approves.
 *
 * @param proposalId the proposal
 * @param organisation whose
 * @param proposer who proposed it
 * @param kind what is proposed
 * @param coverageIds the coverages it is about; of a correction exactly one
 * @param changes of a correction the new values by column of the registration file; "-" clears
 * @param numberDigest of a correction of the individual number, a keyed digest of it
 * @param reason for whoever approves; no personal data
 * @param at when it was proposed
 * @param state where it stands
 * @param decider who approved or refused it
 * @param decidedAt when
 * @param outcome the registration file that came of it
 */
public record Proposal(
        UUID proposalId,
        String organisation,
        UUID proposer,
        Kind kind,
        List<UUID> coverageIds,
        Map<String, String> changes,
        Optional<String> numberDigest,
        String reason,
        Instant at,
        State state,
        Optional<UUID> decider,
        Optional<Instant> decidedAt,
        Optional<UUID> outcome) {
    /** What is proposed. */
    public enum Kind {
        /** 取消: they were registered by mistake as a whole. */
        CANCEL,
        /** 訂正: what was recorded of one was wrong from its start. */
        CORRECT
    }

    /** Where it stands. */
    public enum State {
        /** Waits for another person. */
        OPEN,
        /** Approved. */
        APPROVED,
        /** Refused. */
        REFUSED
    }

    public Proposal {
        coverageIds = List.copyOf(coverageIds);
        changes = Map.copyOf(changes);
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "Proposal[" + proposalId + "]";
    }
}
