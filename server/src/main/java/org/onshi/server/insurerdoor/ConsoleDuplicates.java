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
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of persons who share all five attributes with another (重複, requirements B-15), each
 * compared with the other one where that is this insurer's own too.
 */
@ConsoleController
class ConsoleDuplicates {
    private static final List<String> COLUMNS =
            List.of(
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "other_insurer_number",
                    "other_insurer_name");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final DuplicateDoor door;

    ConsoleDuplicates(ConsolePages pages, ConsoleLog log, DuplicateDoor door) {
        this.pages = pages;
        this.log = log;
        this.door = door;
    }

    @GetMapping("/console/duplicates")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> after) {
        DuplicateDoor.Page page = read(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.suspects().stream().map(it -> row(user, it)).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("duplicates", user, model);
    }

    @GetMapping("/console/duplicates.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "duplicates.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, after),
                    DuplicateDoor.Page::next,
                    DuplicateDoor.Page::suspects,
                    ConsoleDuplicates::cells);
        }
    }

    private DuplicateDoor.Page read(ConsoleUser user, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.DUPLICATE_READ,
                () -> door.suspects(user.insurer(), user.auditName(), after),
                page -> Integer.toString(page.suspects().size()));
    }

    /** Both beside each other, as far as they are this insurer's. */
    @GetMapping("/console/duplicates/{id}")
    ResponseEntity<byte[]> compare(ConsoleUser user, @PathVariable UUID id) {
        DuplicateDoor.Pair pair =
                log.noted(
                        user.account(),
                        AuditEvent.DUPLICATE_READ,
                        () -> door.pair(user.insurer(), user.auditName(), id),
                        _ -> id.toString());
        Map<String, Object> model = new HashMap<>();
        model.put("own", ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(pair.own())));
        model.put(
                "other",
                pair.other()
                        .map(ConflictDoor.OwnCoverage::of)
                        .map(ConsoleConflicts::coverage)
                        .orElse(Map.of()));
        // alone it stands beside nothing
        model.put("compared", SideBySide.whole(pair.own(), pair.other().orElse(pair.own())));
        model.put("insurerName", pair.otherInsurer().name().orElse("名称不明"));
        model.put("insurerNumber", pair.otherInsurer().insurerNumber());
        return pages.page("duplicate", user, model);
    }

    private static Map<String, Object> row(ConsoleUser user, DuplicateDoor.Suspect one) {
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("id", one.duplicateId().toString());
        row.put("other", one.other().name().orElse("名称不明"));
        row.put("otherNumber", one.other().insurerNumber());
        row.put("within", one.other().insurerNumber().equals(user.insurer().digits()));
        return row;
    }

    private static List<String> cells(DuplicateDoor.Suspect one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                own.lostOn().map(LocalDate::toString).orElse(""),
                one.other().insurerNumber(),
                one.other().name().orElse(""));
    }
}
