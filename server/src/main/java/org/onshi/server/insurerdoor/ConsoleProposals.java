package org.onshi.server.insurerdoor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.DecidedRow;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.RegistrationStatus;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.RowOutcome;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationRow;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Cancelling, correcting, and the steps of a wrong link, by four eyes (requirements J-13, J-02):
 * one person proposes and says why, a supervisor who is another person approves, as long as the
 * coverage stands as it did. An approved cancellation or correction becomes a registration file,
 * worked through like every other.
 */
@ConsoleController
class ConsoleProposals {
    private static final int ROWS_A_PAGE = 50;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Proposals proposals;
    private final Accounts accounts;
    private final Registry registry;
    private final RegistrationReception reception;
    private final Registrations registrations;
    private final ConsoleCorrections corrections;
    private final ConsoleWrongLinkSteps steps;
    private final ConsoleProposedFiles files;
    private final TransactionTemplate transaction;

    ConsoleProposals(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Proposals proposals,
            Accounts accounts,
            Registry registry,
            RegistrationReception reception,
            Registrations registrations,
            ConsoleCorrections corrections,
            ConsoleWrongLinkSteps steps,
            ConsoleProposedFiles files,
            PlatformTransactionManager transactions) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.proposals = proposals;
        this.accounts = accounts;
        this.registry = registry;
        this.reception = reception;
        this.registrations = registrations;
        this.corrections = corrections;
        this.steps = steps;
        this.files = files;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Who, when and why: nobody's data.
     *
     * @param after the last one seen of those that wait
     * @param before the last one seen of those decided
     */
    @GetMapping("/console/proposals")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam Optional<UUID> after,
            @RequestParam Optional<UUID> before) {
        String own = user.account().organisation();
        Map<String, Object> model = new HashMap<>();
        List<Proposal> open = proposals.waiting(own, after, ROWS_A_PAGE + 1);
        List<Proposal> decided = proposals.decided(own, before, ROWS_A_PAGE + 1);
        Map<UUID, String> names = names(user, Stream.concat(open.stream(), decided.stream()));
        page(model, "open", user, open, names);
        page(model, "decided", user, decided, names);
        model.put("first", after.isEmpty() && before.isEmpty());
        model.put("after", after.map(UUID::toString).orElse(""));
        model.put("before", before.map(UUID::toString).orElse(""));
        return pages.page("proposals", user, model);
    }

    private void page(
            Map<String, Object> model,
            String name,
            ConsoleUser user,
            List<Proposal> found,
            Map<UUID, String> names) {
        List<Proposal> shown = found.subList(0, Math.min(ROWS_A_PAGE, found.size()));
        Map<UUID, RegistrationStatus> files =
                registrations.statuses(
                        user.insurer(),
                        shown.stream().flatMap(it -> it.outcome().stream()).toList());
        model.put(
                name,
                shown.stream().map(it -> row(it, names, it.outcome().map(files::get))).toList());
        model.put(
                name + "Next",
                found.size() > ROWS_A_PAGE ? shown.getLast().proposalId().toString() : "");
    }

    /** The last look before anything happens. */
    @GetMapping("/console/proposals/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        Proposal proposal = find(user, id);
        if (proposal.content().file().isPresent()) {
            return files.page(
                    user,
                    proposal,
                    row(proposal, names(user, Stream.of(proposal)), status(user, proposal)));
        }
        List<Coverage> coverages = own(user, proposal);
        log.record(
                user.account(),
                AuditEvent.PROPOSAL_READ,
                coverages.stream()
                        .map(it ->
                                new ConsoleLog.About(
                                        it.personId(), details(proposal, it.coverageId())))
                        .toList(),
                id.toString());
        Map<String, Object> model =
                new HashMap<>(
                        row(proposal, names(user, Stream.of(proposal)), status(user, proposal)));
        boolean cancelled = coverages.stream().anyMatch(it -> it.invalidatedAt().isPresent());
        model.putAll(ConsoleProposalWords.of(proposal.content().kind(), cancelled));
        model.put(
                "coverages",
                coverages.stream()
                        .map(ConflictDoor.OwnCoverage::of)
                        .map(ConsoleConflicts::coverage)
                        .toList());
        boolean open = proposal.state() == Proposal.State.OPEN;
        model.put("overtaken", open && steps.isOvertaken(user, proposal));
        model.put(
                "stale",
                open
                        && isStale(
                                proposal,
                                registry.standingVersions(proposal.content().coverageIds()),
                                coverages));
        model.put("own", proposals.isOwn(user.account(), proposal));
        model.put("withdraws", proposals.mayWithdraw(user.account(), proposal));
        model.put(
                "differences",
                proposal.content().kind() == Proposal.Kind.CORRECT
                        ? coverages.stream()
                                .flatMap(it -> ConsoleCorrections.differences(proposal, it))
                                .toList()
                        : List.of());
        model.put("number", proposal.content().numberDigest().isPresent());
        model.put("wrongLink", proposal.content().wrongLinkId().map(UUID::toString).orElse(""));
        model.put("outcomes", outcomes(user, proposal));
        return pages.page("proposal", user, model);
    }

    /** What came of its rows, and whether each met the very coverage that was approved. */
    private List<Map<String, Object>> outcomes(ConsoleUser user, Proposal proposal) {
        return proposal.outcome().stream()
                .flatMap(file ->
                        registrations
                                .outcomes(user.insurer(), file, 1, Proposals.COVERAGES_MAX)
                                .stream())
                .map(row -> outcome(proposal, row))
                .toList();
    }

    private static Map<String, Object> outcome(Proposal proposal, RowOutcome row) {
        int at = (int) row.line() - 1;
        boolean met =
                row.coverageId().isEmpty()
                        || row.coverageId()
                                .equals(Optional.of(proposal.content().coverageIds().get(at)));
        Map<String, Object> outcome = new HashMap<>(ConsoleFiles.outcome(row));
        outcome.put("met", met);
        return outcome;
    }

    @PostMapping("/console/proposals")
    ResponseEntity<byte[]> propose(
            ConsoleUser user,
            @RequestParam(name = "coverage", defaultValue = "") List<UUID> coverages,
            @RequestParam(defaultValue = "") String reason) {
        rights.need(user, user.account().role().works());
        String why = ConsoleForm.reason(reason);
        if (coverages.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "coverage");
        }
        // the versions first: what changes after that makes the proposal stale
        Set<UUID> base = ProposedRow.versions(registry.standingVersions(coverages));
        Map<UUID, Coverage> own = registry.own(user.insurer(), coverages);
        if (coverages.size() > Proposals.COVERAGES_MAX
                || own.size() != Set.copyOf(coverages).size()) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        List<UUID> distinct = coverages.stream().distinct().toList();
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            proposals.propose(id, user.account(), Proposal.Content.cancel(distinct, base), why);
            record(user, find(user, id), List.copyOf(own.values()), AuditEvent.PROPOSAL_MADE);
        });
        return ConsolePages.seeOther("/console/proposals/" + id);
    }

    /**
     * Lets it happen, as long as every coverage stands as it did when this was proposed.
     *
     * @param number the individual number, typed once more where the proposal changes it
     */
    @PostMapping("/console/proposals/{id}/approve")
    ResponseEntity<byte[]> approve(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(name = "individual_number", defaultValue = "") String number) {
        rights.need(user, user.account().role().approves());
        Proposal proposal = find(user, id);
        requireUndecided(user, proposal);
        if (proposal.content().file().isPresent()) {
            return approveFile(user, proposal);
        }
        // read once: what is compared now is what the rows are bound to
        Map<UUID, Set<UUID>> standing = registry.standingVersions(proposal.content().coverageIds());
        List<Coverage> coverages = own(user, proposal);
        if (isStale(proposal, standing, coverages)) {
            throw new Fault(FaultCode.PROPOSAL_STALE);
        }
        return ConsolePages.seeOther(
                proposal.content().kind().ofWrongLink()
                        ? approveStep(user, proposal, coverages)
                        : approveRows(user, proposal, standing, coverages, number));
    }

    /** The step is taken with the decision; where it leads to. */
    private String approveStep(ConsoleUser user, Proposal proposal, List<Coverage> coverages) {
        transaction.executeWithoutResult(_ -> {
            steps.take(user, proposal);
            decided(
                    user,
                    proposal,
                    coverages,
                    AuditEvent.PROPOSAL_APPROVED,
                    proposals.approve(user.account(), proposal.proposalId(), Optional.empty()));
        });
        return "/console/wrong-links/" + proposal.content().wrongLinkId().orElseThrow();
    }

    /** Its rows become a registration file; where it is to be seen. */
    private String approveRows(
            ConsoleUser user,
            Proposal proposal,
            Map<UUID, Set<UUID>> standing,
            List<Coverage> coverages,
            String number) {
        requireMeant(user, proposal, coverages);
        byte[] rows = ProposedRow.file(rows(proposal, coverages, number));
        Map<Long, DecidedRow> meant = meant(standing, coverages);
        // the file and the decision together: of two deciders only one has sent anything
        UUID file =
                transaction.execute(_ -> {
                    UUID sent = receive(user, rows, meant);
                    decided(
                            user,
                            proposal,
                            coverages,
                            AuditEvent.PROPOSAL_APPROVED,
                            proposals.approve(
                                    user.account(), proposal.proposalId(), Optional.of(sent)));
                    return sent;
                });
        return "/console/files/" + file;
    }

    /** The file and the decision together: it waits in the queue, or for another decision. */
    private ResponseEntity<byte[]> approveFile(ConsoleUser user, Proposal proposal) {
        UUID file =
                transaction.execute(_ -> {
                    UUID released = files.release(user, proposal);
                    decided(
                            user,
                            proposal,
                            List.of(),
                            AuditEvent.PROPOSAL_APPROVED,
                            proposals.approve(
                                    user.account(), proposal.proposalId(), Optional.of(released)));
                    return released;
                });
        return ConsolePages.seeOther("/console/files/" + file);
    }

    /** Whether it is about something that stands otherwise by now, or no more. */
    private static boolean isStale(
            Proposal proposal, Map<UUID, Set<UUID>> standing, List<Coverage> coverages) {
        Proposal.Content content = proposal.content();
        return coverages.size() < content.coverageIds().size()
                || !ProposedRow.versions(standing).equals(content.baseVersions());
    }

    /** The coverage of each row and its versions, so that a row meets no other when its turn is. */
    private static Map<Long, DecidedRow> meant(
            Map<UUID, Set<UUID>> standing, List<Coverage> coverages) {
        Map<Long, DecidedRow> meant = new HashMap<>();
        for (Coverage coverage : coverages) {
            meant.put(
                    meant.size() + 1L,
                    new DecidedRow(
                            coverage.coverageId(),
                            standing.getOrDefault(coverage.coverageId(), Set.of())));
        }
        return meant;
    }

    private List<RegistrationRow> rows(Proposal proposal, List<Coverage> coverages, String number) {
        return switch (proposal.content().kind()) {
            case CORRECT -> List.of(corrections.row(proposal, coverages.getFirst(), number));
            case CANCEL -> {
                List<RegistrationRow> rows = new ArrayList<>();
                for (Coverage coverage : coverages) {
                    rows.add(ProposedRow.cancel(rows.size() + 1L, coverage));
                }
                yield rows;
            }
            case CANCEL_FILE, WRONG_LINK_CONFIRM, WRONG_LINK_DISMISS, WRONG_LINK_COMPLETE ->
                    throw new IllegalStateException("its rows exist already, or never");
        };
    }

    /**
     * A row names a coverage by its identifier, the proposal by its id: only where the one means
     * the other alone may it be approved.
     */
    private void requireMeant(ConsoleUser user, Proposal proposal, List<Coverage> coverages) {
        if (coverages.stream().anyMatch(it -> it.invalidatedAt().isPresent())) {
            throw new Fault(FaultCode.PROPOSAL_STALE);
        }
        // the day of acquisition selects, unless it is itself corrected
        boolean byDay = !proposal.content().changes().containsKey("acquired_on");
        for (Coverage coverage : coverages) {
            long same =
                    registry
                            .standing(user.insurer(), coverage.identifier(), coverage.birthDate())
                            .stream()
                            .filter(it ->
                                    it.identifier()
                                            .branchKey()
                                            .equals(coverage.identifier().branchKey()))
                            .filter(it -> !byDay || it.acquiredOn().equals(coverage.acquiredOn()))
                            .map(Coverage::coverageId)
                            .distinct()
                            .count();
            if (same != 1 || meansAnotherOnceBorn(user, proposal, coverage)) {
                throw new Fault(FaultCode.PROPOSAL_AMBIGUOUS);
            }
        }
    }

    /**
     * A row with a corrected birth date means whoever is registered with that one, first of all.
     */
    private boolean meansAnotherOnceBorn(ConsoleUser user, Proposal proposal, Coverage coverage) {
        return Optional.ofNullable(proposal.content().changes().get("birth_date"))
                .map(LocalDate::parse)
                .map(born -> registry.standing(user.insurer(), coverage.identifier(), born))
                .orElse(List.of())
                .stream()
                .filter(it -> it.identifier().branchKey().equals(coverage.identifier().branchKey()))
                .anyMatch(it -> !it.coverageId().equals(coverage.coverageId()));
    }

    private UUID receive(ConsoleUser user, byte[] rows, Map<Long, DecidedRow> meant) {
        try {
            return reception.receiveDecided(user.insurer(), new ByteArrayInputStream(rows), meant);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @PostMapping("/console/proposals/{id}/refuse")
    ResponseEntity<byte[]> refuse(ConsoleUser user, @PathVariable UUID id) {
        rights.need(user, user.account().role().approves());
        Proposal proposal = find(user, id);
        requireUndecided(user, proposal);
        transaction.executeWithoutResult(_ -> {
            files.drop(user, proposal);
            decided(
                    user,
                    proposal,
                    own(user, proposal),
                    AuditEvent.PROPOSAL_REFUSED,
                    proposals.refuse(user.account(), id));
        });
        return ConsolePages.recorded("/console/proposals");
    }

    /** Whoever proposed it has thought better of it. */
    @PostMapping("/console/proposals/{id}/withdraw")
    ResponseEntity<byte[]> withdraw(ConsoleUser user, @PathVariable UUID id) {
        rights.need(user, user.account().role().works());
        Proposal proposal = find(user, id);
        transaction.executeWithoutResult(_ -> {
            files.drop(user, proposal);
            decided(
                    user,
                    proposal,
                    own(user, proposal),
                    AuditEvent.PROPOSAL_WITHDRAWN,
                    proposals.withdraw(user.account(), id));
        });
        return ConsolePages.recorded("/console/proposals");
    }

    private void requireUndecided(ConsoleUser user, Proposal proposal) {
        if (proposals.isOwn(user.account(), proposal)) {
            throw new Fault(FaultCode.OWN_PROPOSAL);
        }
        if (proposal.state() != Proposal.State.OPEN) {
            throw new Fault(FaultCode.DECIDED_ALREADY);
        }
    }

    /** Records what counts; what does not undoes the transaction. */
    private void decided(
            ConsoleUser user,
            Proposal proposal,
            List<Coverage> coverages,
            AuditEvent event,
            Proposals.Decided decided) {
        switch (decided) {
            case DONE -> record(user, find(user, proposal.proposalId()), coverages, event);
            case OWN -> throw new Fault(FaultCode.OWN_PROPOSAL);
            case OTHERS -> throw new Fault(FaultCode.PROPOSAL_OF_OTHERS);
            case TOO_LATE -> throw new Fault(FaultCode.DECIDED_ALREADY);
        }
    }

    private void record(
            ConsoleUser user, Proposal proposal, List<Coverage> coverages, AuditEvent event) {
        if (proposal.content().file().isPresent()) {
            files.record(user, proposal, event);
            return;
        }
        log.record(
                user.account(),
                event,
                coverages.stream()
                        .map(it ->
                                new ConsoleLog.About(
                                        it.personId(), details(proposal, it.coverageId())))
                        .toList(),
                proposal.proposalId().toString());
    }

    /** All ids of who decided what about which coverage, and the columns, never their values. */
    static Map<String, String> details(Proposal proposal, UUID coverageId) {
        Map<String, String> details = new HashMap<>();
        details.put("proposal", proposal.proposalId().toString());
        details.put("kind", proposal.content().kind().name());
        details.put("coverage", coverageId.toString());
        details.put("proposer", proposal.proposer().toString());
        proposal.decider().ifPresent(id -> details.put("decider", id.toString()));
        proposal.outcome().ifPresent(id -> details.put("registration", id.toString()));
        proposal.content().wrongLinkId().ifPresent(id -> details.put("wrong_link", id.toString()));
        if (proposal.content().kind() == Proposal.Kind.CORRECT) {
            details.put(
                    "columns",
                    String.join(
                            " ", proposal.content().changes().keySet().stream().sorted().toList()));
            details.put("number", Boolean.toString(proposal.content().numberDigest().isPresent()));
        }
        return details;
    }

    private Proposal find(ConsoleUser user, UUID id) {
        return proposals
                .find(user.account().organisation(), id)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /** In the order of the proposal; what is another insurer's by now is left out. */
    private List<Coverage> own(ConsoleUser user, Proposal proposal) {
        Map<UUID, Coverage> own = registry.own(user.insurer(), proposal.content().coverageIds());
        return proposal.content().coverageIds().stream()
                .filter(own::containsKey)
                .map(own::get)
                .toList();
    }

    /** Of whoever proposed and decided. */
    private Map<UUID, String> names(ConsoleUser user, Stream<Proposal> shown) {
        Set<UUID> ids =
                shown.flatMap(it -> Stream.concat(Stream.of(it.proposer()), it.decider().stream()))
                        .collect(Collectors.toSet());
        return accounts.of(user.account().organisation(), ids).stream()
                .collect(Collectors.toMap(Account::accountId, Account::name));
    }

    private Optional<RegistrationStatus> status(ConsoleUser user, Proposal proposal) {
        return proposal.outcome().flatMap(file -> registrations.status(user.insurer(), file));
    }

    /**
     * @param file how far the file is that came of it
     */
    private static Map<String, Object> row(
            Proposal proposal, Map<UUID, String> names, Optional<RegistrationStatus> file) {
        Function<UUID, String> name = id -> names.getOrDefault(id, "（登録のない利用者）");
        Map<String, Object> row = new HashMap<>();
        row.put("id", proposal.proposalId().toString());
        row.put("kindJa", proposal.content().kind().japanese());
        row.put("kindEn", proposal.content().kind().english());
        row.put("count", proposal.content().coverages());
        row.put("reason", proposal.reason());
        row.put("proposer", name.apply(proposal.proposer()));
        row.put("at", ConsolePages.time(proposal.at()));
        row.put("state", proposal.state().name());
        row.put("stateJa", proposal.state().japanese());
        row.put("stateEn", proposal.state().english());
        row.putAll(ConsoleProposalWords.came(file));
        row.put("decider", proposal.decider().map(name).orElse("－"));
        row.put("decidedAt", proposal.decidedAt().map(ConsolePages::time).orElse(""));
        row.put("file", proposal.outcome().map(UUID::toString).orElse(""));
        return row;
    }
}
