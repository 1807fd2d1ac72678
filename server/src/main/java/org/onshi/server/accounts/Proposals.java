package org.onshi.server.accounts;

import java.time.InstantSource;
import java.util.List;
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
    private final AccountTable accounts;
    private final InstantSource clock;

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Proposals(DataSource dataSource, InstantSource clock) {
        this.table = new ProposalTable(dataSource);
        this.accounts = new AccountTable(dataSource);
        this.clock = clock;
    }

    /** What came of a decision, or of taking a proposal back. */
    public enum Decided {
        /** It counts. */
        DONE,
        /** Whoever proposed it may not decide, whatever the role and the account. */
        OWN,
        /** It is another person's, who alone takes it back. */
        OTHERS,
        /** Somebody has decided already. */
        TOO_LATE
    }

    /**
     * Proposes, in the caller's transaction.
     *
     * @param id the proposal, made before so that a digest can be of it alone
     * @param reason 1 to 200 characters
     * @return false where a step of the same wrong link waits already
     */
    public boolean propose(UUID id, Account proposer, Proposal.Content content, String reason) {
        return table.insert(id, proposer, content, reason, clock.instant());
    }

    /**
     * Approves, in the caller's transaction.
     *
     * @param decider of a role that approves
     * @param file the registration file that comes of it; empty where none does
     */
    public Decided approve(Account decider, UUID proposalId, Optional<UUID> file) {
        return decide(decider, proposalId, Proposal.State.APPROVED, file);
    }

    /**
     * Refuses, in the caller's transaction.
     *
     * @param decider of a role that approves
     */
    public Decided refuse(Account decider, UUID proposalId) {
        return decide(decider, proposalId, Proposal.State.REFUSED, Optional.empty());
    }

    private Decided decide(
            Account decider, UUID proposalId, Proposal.State state, Optional<UUID> file) {
        if (!decider.role().approves()) {
            throw new IllegalArgumentException("this role approves nothing");
        }
        Optional<Proposal> found = table.find(decider.organisation(), proposalId);
        if (found.isEmpty()) {
            return Decided.TOO_LATE;
        }
        if (isOwn(decider, found.get())) {
            return Decided.OWN;
        }
        return table.decide(decider, proposalId, state, file, clock.instant())
                ? Decided.DONE
                : Decided.TOO_LATE;
    }

    /**
     * Takes a proposal back, in the caller's transaction: only the person who made it, which a name
     * alone does not prove.
     */
    public Decided withdraw(Account by, UUID proposalId) {
        Optional<Proposal> found = table.find(by.organisation(), proposalId);
        if (found.isEmpty()) {
            return Decided.TOO_LATE;
        }
        if (!mayWithdraw(by, found.get())) {
            return Decided.OTHERS;
        }
        return table.withdraw(by.organisation(), proposalId, clock.instant())
                ? Decided.DONE
                : Decided.TOO_LATE;
    }

    /** Whether the person of an account made it, with this account or with another one. */
    public boolean isOwn(Account account, Proposal proposal) {
        return proposal.proposer().equals(account.accountId())
                || proposal.proposerPerson().equals(account.person())
                || accounts.of(account.organisation(), List.of(proposal.proposer())).stream()
                        .anyMatch(account::isSamePerson);
    }

    /** Whether it is certain that the person of an account made it. */
    public boolean mayWithdraw(Account account, Proposal proposal) {
        return proposal.proposer().equals(account.accountId())
                || (account.stated().isPresent()
                        && proposal.proposerPerson().equals(account.person()));
    }

    /** One of an organisation. */
    public Optional<Proposal> find(String organisation, UUID proposalId) {
        return table.find(organisation, proposalId);
    }

    /** The step of a wrong link that waits. */
    public Optional<Proposal> waitingOf(String organisation, UUID wrongLinkId) {
        return table.waitingOf(organisation, wrongLinkId);
    }

    /**
     * Those of an organisation that wait, the oldest first.
     *
     * @param after the last one seen; empty to begin
     */
    public List<Proposal> waiting(String organisation, Optional<UUID> after, int rowsMax) {
        return table.waiting(organisation, after, rowsMax);
    }

    /**
     * Those decided or withdrawn, the latest first.
     *
     * @param after the last one seen; empty to begin
     */
    public List<Proposal> decided(String organisation, Optional<UUID> after, int rowsMax) {
        return table.decided(organisation, after, rowsMax);
    }

    /**
     * How many wait.
     *
     * @param countedMax where counting ends
     */
    public long open(String organisation, int countedMax) {
        return table.open(organisation, countedMax);
    }
}
