package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.MatchingRule;
import org.onshi.server.matching.Outcome;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.PendingCoverage;
import org.onshi.server.registry.Pendings;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of pending coverages (requirements B-05, B-07): each compared with the resident
 * register attribute by attribute, beside what this insurer has registered of the same person, and
 * confirmed. The register's own values are kept nowhere and shown to nobody.
 */
@ConsoleController
class ConsolePendings {
    /** Other coverages of the same person drawn beside a pending one. */
    private static final int OTHERS_MAX = 5;

    private static final List<String> COLUMNS =
            List.of(
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "code",
                    "column",
                    "compared",
                    "confirmable",
                    "since");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final PendingDoor door;
    private final Pendings pendings;
    private final Registry registry;
    private final InstantSource clock;

    ConsolePendings(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            PendingDoor door,
            Pendings pendings,
            Registry registry,
            InstantSource clock) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.door = door;
        this.pendings = pendings;
        this.registry = registry;
        this.clock = clock;
    }

    @GetMapping("/console/pendings")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> after) {
        PendingDoor.Page page = read(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.pending().stream().map(ConsolePendings::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("pendings", user, model);
    }

    @GetMapping("/console/pendings.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "pendings.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, after),
                    PendingDoor.Page::next,
                    PendingDoor.Page::pending,
                    ConsolePendings::cells);
        }
    }

    private PendingDoor.Page read(ConsoleUser user, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.PENDING_READ,
                () -> door.pending(user.insurer(), user.auditName(), after),
                page -> Integer.toString(page.pending().size()));
    }

    private static List<String> cells(PendingDoor.Pending one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                own.lostOn().map(LocalDate::toString).orElse(""),
                one.code(),
                one.column(),
                one.compared().stream()
                        .map(it -> it.attribute() + "=" + it.outcome())
                        .collect(Collectors.joining(" ")),
                Boolean.toString(one.confirmable()),
                ConsolePages.second(one.since()));
    }

    private static Map<String, Object> row(PendingDoor.Pending one) {
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("why", one.message());
        row.put("whyEn", one.messageEn());
        row.put("code", one.code());
        row.put("since", ConsolePages.time(one.since()));
        row.put("confirmable", one.confirmable());
        return row;
    }

    /** One of them beside whatever else this insurer has registered of the same person. */
    @GetMapping("/console/pendings/{id}")
    ResponseEntity<byte[]> compare(ConsoleUser user, @PathVariable UUID id) {
        PendingCoverage one = find(user, id);
        Coverage own = one.coverage();
        List<Coverage> others = others(user, own);
        log.record(
                user.account(),
                AuditEvent.PENDING_READ,
                Stream.concat(Stream.of(own), others.stream())
                        .map(it ->
                                new ConsoleLog.About(
                                        it.personId(),
                                        Map.of(
                                                "page",
                                                id.toString(),
                                                "coverage",
                                                it.coverageId().toString())))
                        .toList(),
                id.toString());
        Map<String, Object> model =
                new HashMap<>(ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(own)));
        model.put("why", one.code().whatJa(one.column()));
        model.put("mend", one.code().mendJa());
        model.put("whyEn", one.code().whatEn(one.column()));
        model.put("mendEn", one.code().mendEn());
        model.put("code", one.code().name());
        model.put("since", ConsolePages.time(one.since()));
        model.put("seen", one.since().toString());
        model.put("confirmable", one.confirmable());
        model.put("attributes", attributes(own, one.compared()));
        model.put("others", others.stream().map(it -> beside(own, it)).toList());
        model.put("reasons", reasons());
        return pages.page("pending", user, model);
    }

    private PendingCoverage find(ConsoleUser user, UUID id) {
        return pendings.find(user.insurer(), id).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /**
     * What this insurer has registered besides of whoever it is: under the same identifier and
     * birth date, and of the same person.
     */
    private List<Coverage> others(ConsoleUser user, Coverage own) {
        InsuredIdentifier identifier = own.identifier();
        Map<UUID, Coverage> found = new LinkedHashMap<>();
        Stream.concat(
                        registry.standing(user.insurer(), identifier, own.birthDate()).stream(),
                        registry.coveragesOf(own.personId(), clock.instant()).stream())
                .filter(it -> it.insurer().equals(user.insurer()))
                .filter(it -> !it.coverageId().equals(own.coverageId()))
                .filter(it -> it.invalidatedAt().isEmpty())
                .sorted(Comparator.comparing(Coverage::segmentFrom))
                .forEach(it -> found.put(it.coverageId(), it));
        return found.values().stream().limit(OTHERS_MAX).toList();
    }

    private static Map<String, Object> beside(Coverage own, Coverage other) {
        Map<String, Object> beside = ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(other));
        beside.put("rows", SideBySide.attributes(own, other));
        return beside;
    }

    /** How each attribute of a coverage compared with the resident register. */
    static List<Map<String, Object>> attributes(
            Coverage own, List<PendingCoverage.Compared> comparison) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PendingCoverage.Compared compared : comparison) {
            Attribute attribute = Attribute.valueOf(compared.attribute());
            Outcome outcome = Outcome.valueOf(compared.outcome());
            rows.add(
                    Map.of(
                            "label", attribute.japanese(),
                            "labelEn", attribute.english(),
                            "value", SideBySide.readable(own, attribute),
                            "outcome", outcome.name(),
                            "outcomeJa", outcome.japanese(),
                            "outcomeEn", outcome.english(),
                            "rules",
                                    compared.rules().stream()
                                            .map(MatchingRule::valueOf)
                                            .map(MatchingRule::japanese)
                                            .collect(Collectors.joining("、"))));
        }
        return rows;
    }

    /** What a clerk may confirm by. */
    static List<Map<String, String>> reasons() {
        return Stream.of(ConfirmationReason.values())
                .map(it ->
                        Map.of("value", it.name(), "label", it.japanese(), "labelEn", it.english()))
                .toList();
    }

    @PostMapping("/console/pendings/{id}/confirm")
    ResponseEntity<byte[]> confirm(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam Optional<Instant> since) {
        rights.need(user, user.account().role().works());
        find(user, id);
        pendings.confirm(
                user.insurer(),
                new Pendings.Confirmation(
                        id,
                        since.orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "since")),
                        user.clerk(),
                        ClerksWord.reason(reason)),
                user.auditName(),
                () -> log.note(user.account(), AuditEvent.PENDING_CONFIRMED, id.toString()));
        return ConsolePages.recorded("/console/pendings");
    }
}
