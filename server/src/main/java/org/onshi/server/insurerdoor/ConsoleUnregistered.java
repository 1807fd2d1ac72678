package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.duties.UnregisteredCause;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The work list of unregistered persons by their cause (未登録, requirements B-13). */
@ConsoleController
class ConsoleUnregistered {
    private static final List<String> COLUMNS =
            List.of(
                    "cause",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "code",
                    "individual_number_missing_reason");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final UnregisteredDoor door;

    ConsoleUnregistered(ConsolePages pages, ConsoleLog log, UnregisteredDoor door) {
        this.pages = pages;
        this.log = log;
        this.door = door;
    }

    @GetMapping("/console/unregistered")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam Optional<UnregisteredCause> cause,
            @RequestParam Optional<UUID> after) {
        UnregisteredDoor.Page page = read(user, cause, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.unregistered().stream().map(ConsoleUnregistered::row).toList());
        model.put("cause", cause.map(Enum::name).orElse(""));
        model.put("causes", Stream.of(UnregisteredCause.values()).map(it -> choice(it)).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("unregistered", user, model);
    }

    @GetMapping("/console/unregistered.csv")
    void export(
            ConsoleUser user,
            @RequestParam Optional<UnregisteredCause> cause,
            HttpServletResponse response)
            throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "unregistered.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, cause, after),
                    UnregisteredDoor.Page::next,
                    UnregisteredDoor.Page::unregistered,
                    ConsoleUnregistered::cells);
        }
    }

    private UnregisteredDoor.Page read(
            ConsoleUser user, Optional<UnregisteredCause> cause, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.UNREGISTERED_READ,
                () -> door.unregistered(user.insurer(), user.auditName(), cause, after),
                page -> Integer.toString(page.unregistered().size()));
    }

    private static Map<String, String> choice(UnregisteredCause cause) {
        return Map.of("value", cause.name(), "label", cause.japanese(), "labelEn", cause.english());
    }

    private static Map<String, Object> row(UnregisteredDoor.Unregistered one) {
        UnregisteredCause cause = UnregisteredCause.valueOf(one.cause());
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("cause", cause.japanese());
        row.put("causeEn", cause.english());
        row.put("late", cause == UnregisteredCause.LATE);
        row.put("why", one.message());
        row.put("whyEn", one.messageEn());
        row.put("code", one.code());
        return row;
    }

    private static List<String> cells(UnregisteredDoor.Unregistered one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                one.cause(),
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                own.lostOn().map(LocalDate::toString).orElse(""),
                one.code(),
                one.missingReason().orElse(""));
    }
}
