package org.onshi.server.insurerdoor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Deciding on a wrong link and completing its correction, each by two people (requirements J-02,
 * J-13): a page says what follows, one person proposes, a supervisor who is another one approves.
 * Only stopping to view needs nobody else.
 */
@ConsoleController
class ConsoleWrongLinkSteps {
    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final WrongLinks wrongLinks;
    private final Registry registry;
    private final Proposals proposals;
    private final Accounts accounts;
    private final TransactionTemplate transaction;

    ConsoleWrongLinkSteps(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            WrongLinks wrongLinks,
            Registry registry,
            Proposals proposals,
            Accounts accounts,
            PlatformTransactionManager transactions) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.wrongLinks = wrongLinks;
        this.registry = registry;
        this.proposals = proposals;
        this.accounts = accounts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What follows from a step, before it is proposed. */
    @GetMapping("/console/wrong-links/{id}/proposal")
    ResponseEntity<byte[]> page(
            ConsoleUser user, @PathVariable UUID id, @RequestParam(defaultValue = "") String step) {
        rights.need(user, user.account().role().works());
        WrongLink link = find(user, id);
        Proposal.Kind kind = kind(step);
        Coverage coverage = possible(user, link, kind);
        log.record(
                user.account(),
                AuditEvent.WRONG_LINK_READ,
                ConsoleWrongLinks.abouts(List.of(link), Map.of(link.coverageId(), coverage)),
                id.toString());
        Map<String, Object> model = ConsoleOwnCoverage.row(coverage);
        model.put("id", id.toString());
        model.put("step", kind.name());
        model.putAll(ConsoleProposalWords.of(kind, coverage.invalidatedAt().isPresent()));
        return pages.page("wrong-link-step", user, model);
    }

    @PostMapping("/console/wrong-links/{id}/proposal")
    ResponseEntity<byte[]> propose(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String step,
            @RequestParam(defaultValue = "") String reason) {
        rights.need(user, user.account().role().works());
        WrongLink link = find(user, id);
        Proposal.Kind kind = kind(step);
        String why = ConsoleForm.reason(reason);
        Set<UUID> base =
                ProposedRow.versions(registry.standingVersions(List.of(link.coverageId())));
        Coverage coverage = possible(user, link, kind);
        UUID proposal = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            boolean made =
                    proposals.propose(
                            proposal,
                            user.account(),
                            Proposal.Content.wrongLink(kind, id, link.coverageId(), base),
                            why);
            if (!made) {
                throw new Fault(FaultCode.PROPOSAL_WAITS);
            }
            Map<String, String> details =
                    ConsoleProposals.details(
                            proposals.find(user.account().organisation(), proposal).orElseThrow(),
                            link.coverageId());
            log.record(
                    user.account(),
                    AuditEvent.PROPOSAL_MADE,
                    ConsoleLog.About.shown(link.personId(), coverage, details).toList(),
                    proposal.toString());
        });
        return ConsolePages.seeOther("/console/proposals/" + proposal);
    }

    /**
     * Takes an approved step, in the transaction of the approval. Whoever approves decides, and is
     * not who may propose its completion.
     */
    void take(ConsoleUser user, Proposal proposal) {
        WrongLink link = find(user, proposal.content().wrongLinkId().orElseThrow());
        Proposal.Kind kind = proposal.content().kind();
        if (link.state() != before(kind)) {
            throw new Fault(FaultCode.PROPOSAL_STALE);
        }
        switch (kind) {
            case WRONG_LINK_CONFIRM, WRONG_LINK_DISMISS ->
                    wrongLinks.decide(
                            user.insurer(),
                            link.wrongLinkId(),
                            kind == Proposal.Kind.WRONG_LINK_CONFIRM,
                            user.clerk(),
                            proposal.content().baseVersions(),
                            user.auditName());
            case WRONG_LINK_COMPLETE ->
                    wrongLinks.correct(
                            user.insurer(),
                            link.wrongLinkId(),
                            Clerk.loggedIn(proposal.proposer()),
                            proposal.content().baseVersions(),
                            user.auditName());
            case CANCEL, CANCEL_FILE, CORRECT ->
                    throw new IllegalStateException("no step of a wrong link");
        }
    }

    /** Whether the case has left the step behind from which a proposal would lead on. */
    boolean isOvertaken(ConsoleUser user, Proposal proposal) {
        return proposal.content()
                .wrongLinkId()
                .map(id -> find(user, id).state() != before(proposal.content().kind()))
                .orElse(false);
    }

    /** Whether the person of an account decided on a case, with this account or another one. */
    boolean isDecider(ConsoleUser user, WrongLink link) {
        List<UUID> decider =
                link.decided().map(WrongLink.Decided::by).flatMap(Clerk::account).stream().toList();
        return accounts.of(user.account().organisation(), decider).stream()
                .anyMatch(user.account()::isSamePerson);
    }

    /** The step that waits for another person. */
    Optional<Proposal> waiting(ConsoleUser user, UUID wrongLinkId) {
        return proposals.waitingOf(user.account().organisation(), wrongLinkId);
    }

    /**
     * The coverage, where this step of the case is the next one.
     *
     * @throws Fault {@link FaultCode#WRONG_LINK_STEP}, {@link FaultCode#PROPOSAL_WAITS}, {@link
     *     FaultCode#SECOND_CLERK_NEEDED}, {@link FaultCode#WRONG_LINK_NOT_CORRECTED}, {@link
     *     FaultCode#VALUES_CONTRADICT}
     */
    private Coverage possible(ConsoleUser user, WrongLink link, Proposal.Kind kind) {
        if (link.state() != before(kind)) {
            throw new Fault(FaultCode.WRONG_LINK_STEP);
        }
        if (waiting(user, link.wrongLinkId()).isPresent()) {
            throw new Fault(FaultCode.PROPOSAL_WAITS);
        }
        Coverage coverage = registry.own(user.insurer(), link.coverageId()).orElseThrow();
        if (kind == Proposal.Kind.WRONG_LINK_DISMISS && link.isMoved(coverage)) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "wrong");
        }
        if (kind == Proposal.Kind.WRONG_LINK_COMPLETE) {
            if (isDecider(user, link)) {
                throw new Fault(FaultCode.SECOND_CLERK_NEEDED);
            }
            if (coverage.invalidatedAt().isEmpty() && coverage.personId().equals(link.personId())) {
                throw new Fault(FaultCode.WRONG_LINK_NOT_CORRECTED);
            }
        }
        return coverage;
    }

    private static WrongLink.State before(Proposal.Kind kind) {
        return kind == Proposal.Kind.WRONG_LINK_COMPLETE
                ? WrongLink.State.CONFIRMED
                : WrongLink.State.LOOKED_UP;
    }

    private static Proposal.Kind kind(String step) {
        return Stream.of(Proposal.Kind.values())
                .filter(Proposal.Kind::ofWrongLink)
                .filter(it -> it.name().equals(step))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "step"));
    }

    private WrongLink find(ConsoleUser user, UUID id) {
        return wrongLinks
                .find(user.insurer(), id)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }
}
