package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.MismatchField;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The work list of what facilities reported (requirements A-38). */
@ConsoleController
class ConsoleMismatches {
    /** Cells of a coverage in an export. */
    private static final int COVERAGE_CELLS = 5;

    private static final int ROWS_A_PAGE = 50;

    private static final List<String> COLUMNS =
            List.of(
                    "reported_at",
                    "facility_code",
                    "fields",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final MismatchDoor mismatches;

    ConsoleMismatches(ConsolePages pages, ConsoleLog log, MismatchDoor mismatches) {
        this.pages = pages;
        this.log = log;
        this.mismatches = mismatches;
    }

    @GetMapping("/console/mismatches")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> after) {
        MismatchDoor.Mismatches page = read(user, after, ROWS_A_PAGE);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.reports().stream().map(ConsoleMismatches::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("mismatches", user, model);
    }

    @GetMapping("/console/mismatches.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "mismatches.csv", COLUMNS)) {
            Optional<UUID> after = Optional.empty();
            do {
                MismatchDoor.Mismatches page = read(user, after, MismatchDoor.PAGE_MAX);
                page.reports().forEach(report -> csv.row(cells(report)));
                after = page.next();
            } while (after.isPresent());
        }
    }

    private MismatchDoor.Mismatches read(ConsoleUser user, Optional<UUID> after, int limit) {
        return log.noted(
                user.account(),
                AuditEvent.MISMATCH_READ,
                () -> mismatches.mismatches(user.insurer(), user.auditName(), after, limit),
                page -> Integer.toString(page.reports().size()));
    }

    private static List<String> cells(MismatchDoor.Mismatch report) {
        List<String> cells = new ArrayList<>();
        cells.add(ConsolePages.second(report.reportedAt()));
        cells.add(report.facilityCode());
        cells.add(
                report.fields().stream()
                        .map(MismatchField::name)
                        .sorted()
                        .collect(Collectors.joining(" ")));
        cells.addAll(
                report.own()
                        .map(own ->
                                List.of(
                                        own.insurerNumber(),
                                        own.symbol(),
                                        own.number(),
                                        own.branch(),
                                        own.birthDate().toString()))
                        .orElseGet(() -> Collections.nCopies(COVERAGE_CELLS, "")));
        return cells;
    }

    private static Map<String, Object> row(MismatchDoor.Mismatch report) {
        // a correction may have given the coverage to another insurer's number
        Map<String, Object> row =
                report.own().map(ConsoleConflicts::coverage).orElseGet(HashMap::new);
        row.putIfAbsent("coverage", "");
        row.put("at", ConsolePages.time(report.reportedAt()));
        row.put("facility", report.facilityCode());
        row.put(
                "fields",
                report.fields().stream()
                        .sorted()
                        .map(ConsoleMismatches::named)
                        .collect(Collectors.joining("、")));
        return row;
    }

    private static String named(MismatchField field) {
        return switch (field) {
            case NAME -> "氏名";
            case NAME_KANA -> "氏名カナ";
            case BIRTH_DATE -> "生年月日";
            case SEX -> "性別";
            case ADDRESS -> "住所";
        };
    }
}
