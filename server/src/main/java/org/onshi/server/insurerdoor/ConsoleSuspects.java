package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.corrections.Suspect;
import org.onshi.server.corrections.Suspects;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of linked coverages that the resident register does not confirm (requirements
 * B-12). A suspect is cleared by one person, who says how it was made sure; viewing is stopped by
 * one person at once, and the case that begins with it takes two.
 */
@ConsoleController
class ConsoleSuspects {
    private static final List<String> COLUMNS =
            List.of(
                    "suspect_id",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "kind",
                    "compared",
                    "clearable",
                    "since");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final SuspectDoor door;
    private final Suspects suspects;
    private final Registry registry;

    ConsoleSuspects(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            SuspectDoor door,
            Suspects suspects,
            Registry registry) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.door = door;
        this.suspects = suspects;
        this.registry = registry;
    }

    @GetMapping("/console/suspects")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam Optional<UUID> after,
            @RequestParam(defaultValue = "false") boolean moved) {
        SuspectDoor.Page page = read(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.suspects().stream().map(ConsoleSuspects::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        model.put("moved", moved);
        return pages.page("suspects", user, model);
    }

    @GetMapping("/console/suspects.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "suspects.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, after),
                    SuspectDoor.Page::next,
                    SuspectDoor.Page::suspects,
                    ConsoleSuspects::cells);
        }
    }

    private SuspectDoor.Page read(ConsoleUser user, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.SUSPECT_READ,
                () -> door.suspects(user.insurer(), user.auditName(), after),
                page -> Integer.toString(page.suspects().size()));
    }

    private static Map<String, Object> row(SuspectDoor.Task one) {
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("suspect", one.suspectId());
        words(row, one.message());
        row.put("code", one.kind());
        row.put("since", ConsolePages.time(one.since()));
        return row;
    }

    /** Each language by itself, for who reads the page aloud. */
    private static void words(Map<String, Object> model, String message) {
        int english = message.indexOf(" / ");
        model.put("why", message.substring(0, english));
        model.put("whyEn", message.substring(english + " / ".length()));
    }

    private static List<String> cells(SuspectDoor.Task one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                one.suspectId().toString(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                own.lostOn().map(LocalDate::toString).orElse(""),
                one.kind(),
                one.compared().stream()
                        .map(it -> it.attribute() + "=" + it.outcome())
                        .collect(Collectors.joining(" ")),
                Boolean.toString(one.clearable()),
                ConsolePages.second(one.since()));
    }

    /** One of them, attribute by attribute; the register's own values are kept nowhere. */
    @GetMapping("/console/suspects/{id}")
    ResponseEntity<byte[]> compare(ConsoleUser user, @PathVariable UUID id) {
        Suspect suspect = suspects.found(user.insurer(), id);
        Coverage own =
                registry.own(user.insurer(), suspect.coverageId())
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        log.record(
                user.account(),
                AuditEvent.SUSPECT_READ,
                SuspectDoor.abouts(suspect, own).toList(),
                id.toString());
        Map<String, Object> model =
                new HashMap<>(ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(own)));
        model.put("suspect", id);
        words(model, SuspectDoor.message(suspect.kind()));
        model.put("code", suspect.kind().name());
        model.put("since", ConsolePages.time(suspect.foundAt()));
        model.put("attributes", ConsolePendings.attributes(own, suspect.compared()));
        model.put("waiting", suspect.decided().isEmpty());
        model.put("clearable", suspect.clearable());
        model.put("finding", suspect.finding());
        model.put("reasons", ConsolePendings.reasons());
        return pages.page("suspect", user, model);
    }

    @PostMapping("/console/suspects/{id}/clear")
    ResponseEntity<byte[]> clear(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam Optional<String> finding) {
        rights.need(user, user.account().role().works());
        suspects.found(user.insurer(), id);
        return decided(
                user,
                () ->
                        suspects.clear(
                                user.insurer(),
                                id,
                                finding.orElseThrow(
                                        () -> new Fault(FaultCode.FIELD_MISSING, "finding")),
                                user.clerk(),
                                ClerksWord.reason(reason),
                                user.auditName()));
    }

    @PostMapping("/console/suspects/{id}/wrong")
    ResponseEntity<byte[]> wrong(ConsoleUser user, @PathVariable UUID id) {
        rights.need(user, user.account().role().works());
        return decided(user, () -> suspects.wrong(user.insurer(), id, user.auditName()));
    }

    /**
     * Leads on to where the work goes on: the case, or the list, which says when nothing is left.
     */
    private ResponseEntity<byte[]> decided(ConsoleUser user, Supplier<Suspect> decision) {
        Suspect suspect =
                log.noted(
                        user.account(),
                        AuditEvent.SUSPECT_DECIDED,
                        decision,
                        it -> it.suspectId().toString());
        Suspect.Decided decided = suspect.decided().orElseThrow();
        return switch (decided.outcome()) {
            case WRONG_LINK ->
                    ConsolePages.seeOther(
                            "/console/wrong-links/" + decided.wrongLinkId().orElseThrow());
            case MOVED -> ConsolePages.seeOther("/console/suspects?moved=true");
            case CLEARED, MENDED -> ConsolePages.recorded("/console/suspects");
        };
    }
}
