package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.CallerRooms;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.ProposedFiles;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.RegistrationStatus;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.RowOutcome;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RowStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Many cancellations at once, by four eyes (requirements J-13): a file of CANCEL rows is one
 * proposal, which says row by row what would happen. It is decided like every other, in {@link
 * ConsoleProposals}.
 */
@ConsoleController
class ConsoleProposedFiles {
    /** Rows that the page shows; the CSV has them all. */
    private static final int ROWS_SHOWN = 50;

    private static final List<String> COLUMNS =
            List.of(
                    "line",
                    "result",
                    "code",
                    "message",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on");

    /** Each row is looked up while the file comes in. */
    private final CallerRooms proposalsOfOne = new CallerRooms(1);

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Proposals proposals;
    private final ProposedFiles files;
    private final RegistrationReception reception;
    private final Registrations registrations;
    private final Registry registry;

    ConsoleProposedFiles(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Proposals proposals,
            ProposedFiles files,
            RegistrationReception reception,
            Registrations registrations,
            Registry registry) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.proposals = proposals;
        this.files = files;
        this.reception = reception;
        this.registrations = registrations;
        this.registry = registry;
    }

    /** The reason stands before the file, since the file is read as it comes. */
    @PostMapping("/console/files/cancellations")
    ResponseEntity<byte[]> propose(ConsoleUser user, HttpServletRequest request)
            throws IOException {
        rights.need(user, user.account().role().works());
        return alone(
                user,
                () -> {
                    ConsoleUpload.Sent sent = ConsoleUpload.sent(user, request);
                    return proposed(user, sent.content(), reason(sent));
                });
    }

    /**
     * To take back what a file registered: the clerk brings it again, and nothing of it is proposed
     * before all of it is known to be the same.
     */
    @PostMapping("/console/files/{id}/cancellations")
    ResponseEntity<byte[]> proposeOf(
            ConsoleUser user, @PathVariable UUID id, HttpServletRequest request)
            throws IOException {
        rights.need(user, user.account().role().works());
        RegistrationStatus status =
                registrations
                        .status(user.insurer(), id)
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        if (!status.state().ended()) {
            throw new Fault(FaultCode.NOT_YET);
        }
        return alone(
                user,
                () -> {
                    ConsoleUpload.Sent sent = ConsoleUpload.sent(user, request);
                    String why = reason(sent);
                    try (PassingFile passing = PassingFile.create()) {
                        new TakenBackRows(reception, registrations, user.insurer(), id)
                                .write(sent.content(), passing.out());
                        try (InputStream rows = passing.in()) {
                            return proposed(user, rows, why);
                        }
                    }
                });
    }

    /** What takes a file in. */
    @FunctionalInterface
    private interface Proposing {
        UUID proposed() throws IOException;
    }

    /** One file of one person at a time. */
    private ResponseEntity<byte[]> alone(ConsoleUser user, Proposing proposing) throws IOException {
        if (!proposalsOfOne.enter(user.auditName())) {
            throw new Fault(FaultCode.TOO_MANY_REQUESTS);
        }
        try {
            return ConsolePages.seeOther("/console/proposals/" + proposing.proposed());
        } finally {
            proposalsOfOne.leave(user.auditName());
        }
    }

    private static String reason(ConsoleUpload.Sent sent) {
        return ConsoleForm.reason(sent.fields().getOrDefault("reason", ""));
    }

    private UUID proposed(ConsoleUser user, InputStream rows, String why) throws IOException {
        UUID id = UUID.randomUUID();
        files.receive(
                user.insurer(),
                rows,
                file -> {
                    proposals.propose(
                            id,
                            user.account(),
                            Proposal.Content.cancelFile(
                                    new Proposal.File(
                                            file.registrationId(), file.rows(), file.cancels())),
                            why);
                    record(user, find(user, id), AuditEvent.PROPOSAL_MADE);
                });
        return id;
    }

    /**
     * What would happen if it were approved now, or what came of it.
     *
     * @param said what every proposal's page says
     */
    ResponseEntity<byte[]> page(ConsoleUser user, Proposal proposal, Map<String, Object> said) {
        Proposal.File file = file(proposal);
        List<RowOutcome> block = files.rehearsed(user.insurer(), file.fileId(), 1);
        List<RowOutcome> shown = block.subList(0, Math.min(ROWS_SHOWN, block.size()));
        Map<UUID, Coverage> coverages = seen(user, proposal, shown);
        Map<String, Object> model = new HashMap<>(said);
        model.putAll(ConsoleProposalWords.of(proposal.content().kind(), false));
        model.put("rows", file.rows());
        model.put("cancels", file.cancels());
        model.put("changed", files.changed(user.insurer(), file.fileId()));
        model.put("shown", shown.stream().map(row -> row(row, coverages)).toList());
        model.put("more", file.rows() > shown.size());
        model.put("own", proposals.isOwn(user.account(), proposal));
        model.put("withdraws", proposals.mayWithdraw(user.account(), proposal));
        Optional<RegistrationStatus> came =
                proposal.outcome().flatMap(it -> registrations.status(user.insurer(), it));
        model.put("accepted", came.map(RegistrationStatus::accepted).orElse(0L));
        model.put("rejected", came.map(RegistrationStatus::rejected).orElse(0L));
        return pages.page("proposed-file", user, model);
    }

    /** Every row of the file, and what would come of it if it were approved now. */
    @GetMapping("/console/cancellations/{id}/rows.csv")
    void rows(ConsoleUser user, @PathVariable UUID id, HttpServletResponse response)
            throws IOException {
        Proposal proposal = find(user, id);
        UUID file = file(proposal).fileId();
        List<RowOutcome> rows = files.rehearsed(user.insurer(), file, 1);
        if (rows.isEmpty()) {
            throw new Fault(FaultCode.DECIDED_ALREADY);
        }
        try (ConsoleDownload csv =
                ConsoleDownload.begin(response, "cancellations-" + id + ".csv", COLUMNS)) {
            for (long block = 2; !rows.isEmpty(); block++) {
                Map<UUID, Coverage> coverages = seen(user, proposal, rows);
                rows.forEach(row -> csv.row(cells(row, coverages)));
                rows = files.rehearsed(user.insurer(), file, block);
            }
        }
    }

    /** Records whose coverages are shown before they are. */
    private Map<UUID, Coverage> seen(ConsoleUser user, Proposal proposal, List<RowOutcome> rows) {
        Map<UUID, Coverage> coverages =
                registry.own(
                        user.insurer(),
                        rows.stream().flatMap(row -> row.coverageId().stream()).toList());
        log.record(
                user.account(),
                AuditEvent.PROPOSAL_READ,
                coverages.values().stream()
                        .map(it ->
                                new ConsoleLog.About(
                                        it.personId(),
                                        ConsoleProposals.details(proposal, it.coverageId())))
                        .toList(),
                proposal.proposalId().toString());
        return coverages;
    }

    private static Map<String, Object> row(RowOutcome row, Map<UUID, Coverage> coverages) {
        Map<String, Object> shown = new HashMap<>(ConsoleFiles.outcome(row));
        boolean cancels = ProposedFiles.cancels(row);
        shown.put("cancels", cancels);
        shown.put("refused", row.coverageId().isEmpty());
        shown.putAll(
                row.coverageId()
                        .map(coverages::get)
                        .map(ConflictDoor.OwnCoverage::of)
                        .map(ConsoleConflicts::coverage)
                        .orElse(Map.of()));
        shown.putIfAbsent("coverage", "");
        return shown;
    }

    private static List<String> cells(RowOutcome row, Map<UUID, Coverage> coverages) {
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(row.line()));
        cells.add(
                ProposedFiles.cancels(row)
                        ? "CANCEL"
                        : row.status() == RowStatus.REJECTED ? "REJECTED" : "UNCHANGED");
        cells.add(row.code().name());
        cells.add(ProposedFiles.cancels(row) ? "" : row.message());
        Optional<ConflictDoor.OwnCoverage> own =
                row.coverageId().map(coverages::get).map(ConflictDoor.OwnCoverage::of);
        cells.add(own.map(ConflictDoor.OwnCoverage::symbol).orElse(""));
        cells.add(own.map(ConflictDoor.OwnCoverage::number).orElse(""));
        cells.add(own.map(ConflictDoor.OwnCoverage::branch).orElse(""));
        cells.add(own.map(it -> it.birthDate().toString()).orElse(""));
        cells.add(own.map(it -> it.acquiredOn().toString()).orElse(""));
        cells.add(own.flatMap(ConflictDoor.OwnCoverage::lostOn).map(Object::toString).orElse(""));
        return cells;
    }

    /**
     * Lets the file join the queue, in the caller's transaction.
     *
     * @return its id
     */
    UUID release(ConsoleUser user, Proposal proposal) {
        UUID file = file(proposal).fileId();
        files.release(user.insurer(), file);
        return file;
    }

    /** Forgets the file of a proposal that has one, in the caller's transaction. */
    void drop(ConsoleUser user, Proposal proposal) {
        proposal.content().file().ifPresent(it -> files.drop(user.insurer(), it.fileId()));
    }

    /**
     * One entry, however many rows: each coverage gets its own when it is cancelled, with the
     * file's id.
     */
    void record(ConsoleUser user, Proposal proposal, AuditEvent event) {
        Proposal.File file = file(proposal);
        Map<String, String> details = new HashMap<>();
        details.put("proposal", proposal.proposalId().toString());
        details.put("kind", proposal.content().kind().name());
        details.put("registration", file.fileId().toString());
        details.put("rows", Long.toString(file.rows()));
        details.put("cancels", Long.toString(file.cancels()));
        details.put("proposer", proposal.proposer().toString());
        proposal.decider().ifPresent(id -> details.put("decider", id.toString()));
        log.record(user.account(), event, details, proposal.proposalId().toString());
    }

    private Proposal find(ConsoleUser user, UUID id) {
        return proposals
                .find(user.account().organisation(), id)
                .filter(it -> it.content().file().isPresent())
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static Proposal.File file(Proposal proposal) {
        return proposal.content().file().orElseThrow();
    }
}
