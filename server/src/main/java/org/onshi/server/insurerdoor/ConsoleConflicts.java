package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.ConflictSide;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The work list of coverages that overlap another insurer's (requirements B-03). */
@ConsoleController
class ConsoleConflicts {
    private static final List<String> COLUMNS =
            List.of(
                    "state",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "other_insurer_number",
                    "other_insurer_name",
                    "overlap_from",
                    "overlap_to",
                    "recorded_at");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConflictDoor conflicts;

    ConsoleConflicts(ConsolePages pages, ConsoleLog log, ConflictDoor conflicts) {
        this.pages = pages;
        this.log = log;
        this.conflicts = conflicts;
    }

    @GetMapping("/console/conflicts")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam(defaultValue = "OPEN") ConflictSide.State state,
            @RequestParam Optional<UUID> after) {
        ConflictDoor.Conflicts page = read(user, state, after);
        Map<String, Object> model = new HashMap<>();
        model.put("state", state.name());
        model.put("rows", page.conflicts().stream().map(ConsoleConflicts::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("conflicts", user, model);
    }

    @GetMapping("/console/conflicts.csv")
    void export(
            ConsoleUser user,
            @RequestParam(defaultValue = "OPEN") ConflictSide.State state,
            HttpServletResponse response)
            throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "conflicts.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, state, after),
                    ConflictDoor.Conflicts::next,
                    ConflictDoor.Conflicts::conflicts,
                    ConsoleConflicts::cells);
        }
    }

    private ConflictDoor.Conflicts read(
            ConsoleUser user, ConflictSide.State state, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.CONFLICT_READ,
                () ->
                        conflicts.conflicts(
                                user.insurer(), user.auditName(), Optional.of(state), after),
                page -> Integer.toString(page.conflicts().size()));
    }

    private static List<String> cells(ConflictDoor.OwnConflict conflict) {
        ConflictDoor.OwnCoverage own = conflict.own();
        return List.of(
                conflict.state(),
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                day(own.lostOn()),
                conflict.other().insurerNumber(),
                conflict.other().name().orElse(""),
                conflict.overlapFrom().toString(),
                day(conflict.overlapTo()),
                ConsolePages.second(conflict.recordedAt()));
    }

    private static Map<String, Object> row(ConflictDoor.OwnConflict conflict) {
        Map<String, Object> row = coverage(conflict.own());
        row.put("other", conflict.other().name().orElse("名称不明"));
        row.put("otherNumber", conflict.other().insurerNumber());
        row.put("from", conflict.overlapFrom().toString());
        row.put("to", day(conflict.overlapTo()));
        row.put("at", ConsolePages.time(conflict.recordedAt()));
        return row;
    }

    /** What a list shows of an own coverage. */
    static Map<String, Object> coverage(ConflictDoor.OwnCoverage own) {
        Map<String, Object> row = new HashMap<>();
        row.put("coverage", own.coverageId().toString());
        row.put("symbol", own.symbol().isEmpty() ? "－" : own.symbol());
        row.put("number", own.number());
        row.put("branch", own.branch().isEmpty() ? "－" : own.branch());
        row.put("birth", own.birthDate().toString());
        row.put("acquired", own.acquiredOn().toString());
        row.put("lost", day(own.lostOn()));
        return row;
    }

    private static String day(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse("");
    }
}
