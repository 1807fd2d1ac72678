package org.onshi.server.accounts;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Service;

/** Four eyes: what one person proposed waits for another (requirements J-13). */
@Service
public final class Proposals {
    /** Coverages of one proposal; whoever approves reads them all. */
    public static final int COVERAGES_MAX = 100;

    private final ProposalTable table;
    private final InstantSource clock;

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Proposals(DataSource dataSource, InstantSource clock) {
        this.table = new ProposalTable(dataSource);
        this.clock = clock;
    }

    /** What came of a decision. */
    public enum Decided {
        /** It counts. */
        DONE,
        /** Whoever proposed it may not decide, whatever the role. */
        OWN,
        /** Somebody else has decided already. */
        TOO_LATE
    }

    /**
     * Proposes to cancel, in the caller's transaction.
     *
     * @param coverageIds one to {@link #COVERAGES_MAX}
     * @param reason 1 to 200 characters
     */
    public UUID cancel(Account proposer, List<UUID> coverageIds, String reason) {
        if (coverageIds.isEmpty() || coverageIds.size() > COVERAGES_MAX) {
            throw new IllegalArgumentException("a proposal of nothing, or of too much");
        }
        UUID id = UUID.randomUUID();
        table.insert(
                id,
                proposer,
                Proposal.Kind.CANCEL,
                coverageIds,
                Map.of(),
                Optional.empty(),
                reason,
                clock.instant());
        return id;
    }

    /**
     * Proposes to correct, in the caller's transaction.
     *
     * @param id the proposal, made before so that the digest can be of it alone
     * @param changes the new values by column
     * @param numberDigest of the individual number, where it changes
     * @param reason 1 to 200 characters
     */
    public void correct(
            UUID id,
            Account proposer,
            UUID coverageId,
            Map<String, String> changes,
            Optional<String> numberDigest,
            String reason) {
        if (changes.isEmpty() && numberDigest.isEmpty()) {
            throw new IllegalArgumentException("a proposal of nothing");
        }
        table.insert(
                id,
                proposer,
                Proposal.Kind.CORRECT,
                List.of(coverageId),
                changes,
                numberDigest,
                reason,
                clock.instant());
    }

    /**
     * Decides, in the caller's transaction.
     *
     * @param decider of a role that approves
     * @param outcome the registration file that came of an approval; empty for a refusal
     */
    public Decided decide(Account decider, UUID proposalId, Optional<UUID> outcome) {
        if (!decider.role().approves()) {
            throw new IllegalArgumentException("this role approves nothing");
        }
        Optional<Proposal> found = table.find(decider.organisation(), proposalId);
        if (found.isEmpty()) {
            return Decided.TOO_LATE;
        }
        if (found.get().proposer().equals(decider.accountId())) {
            return Decided.OWN;
        }
        return table.decide(decider, proposalId, outcome, clock.instant())
                ? Decided.DONE
                : Decided.TOO_LATE;
    }

    /** One of an organisation. */
    public Optional<Proposal> find(String organisation, UUID proposalId) {
        return table.find(organisation, proposalId);
    }

    /**
     * Those of an organisation that wait, the oldest first, then those decided, the latest first.
     */
    public List<Proposal> of(String organisation, int rowsMax) {
        return table.page(organisation, rowsMax);
    }

    /** How many wait. */
    public long open(String organisation) {
        return table.open(organisation);
    }
}
