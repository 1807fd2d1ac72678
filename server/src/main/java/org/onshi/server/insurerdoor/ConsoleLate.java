package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.duties.Timeliness;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Registrations that came late, and through whom (遅延, requirements B-10). Days of registration are
 * nobody's data and may stand in the address.
 */
@ConsoleController
class ConsoleLate {
    private static final List<String> COLUMNS =
            List.of(
                    "timeliness",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "notified_on",
                    "registered_on");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final LateDoor door;
    private final InstantSource clock;

    ConsoleLate(ConsolePages pages, ConsoleLog log, LateDoor door, InstantSource clock) {
        this.pages = pages;
        this.log = log;
        this.door = door;
        this.clock = clock;
    }

    /** The days asked for, both included, as a person counts them. */
    private record Days(String from, String to) {
        LocalDate first() {
            return day(from, "from");
        }

        LocalDate afterLast() {
            return day(to, "to").plusDays(1);
        }

        private static LocalDate day(String text, String field) {
            try {
                LocalDate day = LocalDate.parse(text);
                if (day.getYear() < YEAR_MIN || day.getYear() > YEAR_MAX) {
                    throw new Fault(FaultCode.IDENTIFIER_MALFORMED, field);
                }
                return day;
            } catch (DateTimeException malformed) {
                throw new Fault(FaultCode.IDENTIFIER_MALFORMED, field);
            }
        }

        /** Nothing was registered before there was a registry, and years have four digits. */
        private static final int YEAR_MIN = 2020;

        private static final int YEAR_MAX = 9_998;
    }

    /** Without days: this month and the one before. */
    private Days asked(String from, String to) {
        LocalDate today = clock.instant().atZone(SharedClock.ZONE).toLocalDate();
        return new Days(
                from.isBlank() ? today.minusMonths(1).withDayOfMonth(1).toString() : from.strip(),
                to.isBlank() ? today.toString() : to.strip());
    }

    @GetMapping("/console/late")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam Optional<UUID> after) {
        Days days = asked(from, to);
        Map<String, Object> model = new HashMap<>();
        model.put("from", days.from());
        model.put("to", days.to());
        model.put("wrong", "");
        model.put("rows", List.of());
        model.put("next", "");
        model.put("first", after.isEmpty());
        try {
            LateDoor.Page page = read(user, days, after);
            model.put("rows", page.late().stream().map(ConsoleLate::row).toList());
            model.put("next", page.next().map(UUID::toString).orElse(""));
        } catch (Fault fault) {
            ConsoleForm.wrong(model, fault, "from", ConsoleLate::label);
        }
        return pages.page("late", user, model);
    }

    @GetMapping("/console/late.csv")
    void export(
            ConsoleUser user,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            HttpServletResponse response)
            throws IOException {
        Days days = asked(from, to);
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "late.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, days, after),
                    LateDoor.Page::next,
                    LateDoor.Page::late,
                    ConsoleLate::cells);
        }
    }

    private LateDoor.Page read(ConsoleUser user, Days days, Optional<UUID> after) {
        LocalDate first = days.first();
        LocalDate afterLast = days.afterLast();
        return log.noted(
                user.account(),
                AuditEvent.LATE_REGISTRATION_READ,
                () -> door.late(user.insurer(), user.auditName(), first, afterLast, after),
                page -> Integer.toString(page.late().size()));
    }

    private static Map<String, Object> row(LateDoor.Late one) {
        Timeliness timeliness = Timeliness.valueOf(one.timeliness());
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("late", timeliness.japanese());
        row.put("lateEn", timeliness.english());
        row.put("acquired", one.acquiredOn().toString());
        row.put("notified", one.notifiedOn().toString());
        row.put("registered", one.registeredOn().toString());
        return row;
    }

    private static List<String> cells(LateDoor.Late one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                one.timeliness(),
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                one.acquiredOn().toString(),
                one.notifiedOn().toString(),
                one.registeredOn().toString());
    }

    private static String label(String field) {
        return switch (field) {
            case "from" -> "登録日（から）";
            case "to" -> "登録日（まで）";
            default -> field;
        };
    }
}
