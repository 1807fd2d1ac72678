package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of what facilities reported (requirements A-38), and the answer that closes a
 * report (requirements B-22), which its facility reads.
 */
@ConsoleController
class ConsoleMismatches {
    private static final int ROWS_A_PAGE = 50;

    private static final List<String> COLUMNS =
            List.of(
                    "reported_at",
                    "facility_code",
                    "fields",
                    "state",
                    "due_on",
                    "answered_at",
                    "answer",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date");

    /** What an insurer found; the first words of its answer. */
    private enum Found {
        /** The document was right. */
        MENDED("登録内容を訂正しました。", "What was registered is mended"),
        /** The document was wrong or old. */
        REGISTERED_RIGHT("登録内容が正しいことを確かめました。", "What is registered is right"),
        /** Nobody could say. */
        NOT_CERTAIN("本人・事業主に確かめられませんでした。登録内容は変えていません。", "It could not be made certain");

        private final String japanese;
        private final String english;

        Found(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }
    }

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final MismatchDoor mismatches;
    private final MismatchReports reports;

    ConsoleMismatches(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            MismatchDoor mismatches,
            MismatchReports reports) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.mismatches = mismatches;
        this.reports = reports;
    }

    /**
     * @param answered those answered instead of those that wait
     */
    @GetMapping("/console/mismatches")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam(defaultValue = "false") boolean answered,
            @RequestParam Optional<UUID> after) {
        MismatchDoor.Mismatches page = read(user, answered, after, ROWS_A_PAGE);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.reports().stream().map(ConsoleMismatches::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        model.put("answered", answered);
        return pages.page("mismatches", user, model);
    }

    @GetMapping("/console/mismatches.csv")
    void export(
            ConsoleUser user,
            @RequestParam(defaultValue = "false") boolean answered,
            HttpServletResponse response)
            throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "mismatches.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, answered, after, MismatchDoor.PAGE_MAX),
                    MismatchDoor.Mismatches::next,
                    MismatchDoor.Mismatches::reports,
                    ConsoleMismatches::cells);
        }
    }

    private MismatchDoor.Mismatches read(
            ConsoleUser user, boolean answered, Optional<UUID> after, int limit) {
        return log.noted(
                user.account(),
                AuditEvent.MISMATCH_READ,
                () ->
                        mismatches.mismatches(
                                user.insurer(), user.auditName(), answered, after, limit),
                page -> Integer.toString(page.reports().size()));
    }

    /** One report, and the form of its answer while it has none. */
    @GetMapping("/console/mismatches/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        MismatchDoor.Mismatch report =
                log.noted(
                        user.account(),
                        AuditEvent.MISMATCH_READ,
                        () -> mismatches.mismatch(user.insurer(), user.auditName(), id),
                        it -> it.reportId().toString());
        Map<String, Object> model = new HashMap<>(row(report));
        model.put("answer", report.answer().orElse(""));
        model.put("answeredAt", report.answeredAt().map(ConsolePages::time).orElse(""));
        model.put("answerMax", textMax());
        model.put(
                "outcomes",
                Stream.of(Found.values())
                        .map(it -> Map.of("value", it.name(), "ja", it.japanese, "en", it.english))
                        .toList());
        return pages.page("mismatch", user, model);
    }

    /** What fits behind the longest beginning. */
    private static int textMax() {
        return MismatchReports.ANSWER_MAX
                - Stream.of(Found.values()).mapToInt(it -> it.japanese.length()).max().orElse(0);
    }

    /**
     * Closes it.
     *
     * @param outcome what was found; the beginning of the answer
     * @param text more of it, nobody's data; may be empty
     */
    @PostMapping("/console/mismatches/{id}/answer")
    ResponseEntity<byte[]> answer(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String outcome,
            @RequestParam(defaultValue = "") String text) {
        rights.need(user, user.account().role().works());
        if (reports.find(user.insurer(), id).isEmpty()) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        if (outcome.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "outcome");
        }
        Found found =
                Stream.of(Found.values())
                        .filter(it -> it.name().equals(outcome))
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "outcome"));
        log.noted(
                user.account(),
                AuditEvent.MISMATCH_ANSWERED,
                () ->
                        reports.close(
                                user.insurer(),
                                id,
                                found.japanese + text.strip(),
                                user.auditName()),
                it -> it.reportId().toString());
        return ConsolePages.recorded("/console/mismatches");
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
        cells.add(report.state().name());
        cells.add(report.dueOn().toString());
        cells.add(report.answeredAt().map(ConsolePages::second).orElse(""));
        cells.add(report.answer().orElse(""));
        cells.addAll(ConsoleOwnCoverage.cells(report.own().orElseThrow()));
        return cells;
    }

    private static Map<String, Object> row(MismatchDoor.Mismatch report) {
        Map<String, Object> row = ConsoleConflicts.coverage(report.own().orElseThrow());
        row.put("id", report.reportId().toString());
        row.put("state", report.state().name());
        row.put("stateJa", report.state().japanese());
        row.put("stateEn", report.state().english());
        row.put("due", report.dueOn().toString());
        row.put("at", ConsolePages.time(report.reportedAt()));
        row.put("facility", report.facilityCode());
        row.put(
                "fields",
                report.fields().stream()
                        .sorted()
                        .map(ConsoleMismatches::named)
                        .collect(Collectors.joining("、")));
        row.put(
                "fieldsEn",
                report.fields().stream()
                        .sorted()
                        .map(ConsoleMismatches::namedEn)
                        .collect(Collectors.joining(", ")));
        return row;
    }

    private static String namedEn(MismatchField field) {
        return switch (field) {
            case NAME -> "name";
            case NAME_KANA -> "name in kana";
            case BIRTH_DATE -> "birth date";
            case SEX -> "sex";
            case ADDRESS -> "address";
        };
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
