package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.ComparedRatio;
import org.onshi.server.registry.RatioOutcome;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The second record of ratios, brought as a file and compared at once (facts §7): on the page as
 * far as it is looked at there, or whole as a CSV. Nothing of it is kept.
 */
@ConsoleController
class ConsoleRatios {
    private static final int ROWS_SHOWN = 200;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final RatioComparisons comparisons;
    private final RatioDoor door;

    ConsoleRatios(
            ConsolePages pages, ConsoleLog log, RatioComparisons comparisons, RatioDoor door) {
        this.pages = pages;
        this.log = log;
        this.comparisons = comparisons;
        this.door = door;
    }

    @GetMapping("/console/files/ratios")
    ResponseEntity<byte[]> form(ConsoleUser user) {
        Map<String, Object> model = new HashMap<>();
        model.put("on", door.today().toString());
        model.put("compared", false);
        return pages.page("ratios", user, model);
    }

    @PostMapping("/console/files/ratios")
    ResponseEntity<byte[]> compare(ConsoleUser user, HttpServletRequest request)
            throws IOException {
        ConsoleUpload.Sent sent = ConsoleUpload.sent(user, request);
        LocalDate on = day(sent);
        List<Map<String, Object>> rows = new ArrayList<>();
        RatioTotals totals =
                run(
                        user,
                        on,
                        sent,
                        row -> {
                            if (rows.size() < ROWS_SHOWN) {
                                rows.add(row(row));
                            }
                        });
        Map<String, Object> model = new HashMap<>();
        model.put("on", on.toString());
        model.put("compared", true);
        model.put("total", totals.all());
        model.put("equal", totals.of(RatioOutcome.EQUAL));
        model.put("told", totals.all() - totals.of(RatioOutcome.EQUAL));
        model.put(
                "counts",
                totals.outcomes().stream()
                        .map(it ->
                                Map.of(
                                        "label", label(it),
                                        "labelEn", labelEn(it),
                                        "rows", totals.of(it)))
                        .toList());
        model.put("rows", rows);
        model.put("max", ROWS_SHOWN);
        return pages.page("ratios", user, model);
    }

    /** Every row that is not equal; whole before it leaves, as for a machine. */
    @PostMapping("/console/files/ratios.csv")
    void export(ConsoleUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ConsoleUpload.Sent sent = ConsoleUpload.sent(user, request);
        LocalDate on = day(sent);
        try (PassingFile answer = PassingFile.create()) {
            try (ConsoleDownload csv = ConsoleDownload.begin(answer.out(), RatioDoor.COLUMNS)) {
                run(user, on, sent, row -> csv.row(RatioDoor.cells(row)));
            }
            ConsoleDownload.announce(response, "ratios-" + on + ".csv");
            try (InputStream whole = answer.in()) {
                whole.transferTo(response.getOutputStream());
            }
        }
    }

    private RatioTotals run(
            ConsoleUser user, LocalDate on, ConsoleUpload.Sent sent, Consumer<ComparedRatio> told)
            throws IOException {
        return comparisons.run(
                user.insurer(),
                user.auditName(),
                on,
                sent.content(),
                told,
                () -> log.note(user.account(), AuditEvent.RATIOS_COMPARED, on.toString()));
    }

    private static LocalDate day(ConsoleUpload.Sent sent) {
        return ConsoleForm.day(sent.fields().getOrDefault("on", ""), "on");
    }

    private static Map<String, Object> row(ComparedRatio row) {
        Map<String, Object> shown = new HashMap<>();
        shown.put("line", row.line());
        shown.put("who", row.stated().map(ConsoleRatios::who).orElse(""));
        shown.put("birth", row.stated().map(it -> it.birthDate().toString()).orElse(""));
        shown.put("outcome", label(row.outcome()));
        shown.put("outcomeEn", labelEn(row.outcome()));
        shown.put("message", row.japanese());
        shown.put("messageEn", row.english());
        shown.put(
                "stated",
                row.stated().map(it -> said(it.copayPercent(), it.writtenLimitClass())).orElse(""));
        shown.put(
                "registered",
                said(
                        row.registered().copayPercent().orElse(""),
                        row.registered().limitClass().orElse("")));
        shown.put(
                "coverage", row.whom().map(Candidate::coverageId).map(Object::toString).orElse(""));
        return shown;
    }

    private static String who(ComparedRatio.Stated stated) {
        return String.join(
                " ・ ",
                stated.identifier().symbol(),
                stated.identifier().number(),
                stated.identifier().branch());
    }

    private static String said(String percent, String limitClass) {
        return (percent.isEmpty() ? "" : percent + "% ") + limitClass;
    }

    private static String label(RatioOutcome outcome) {
        return switch (outcome) {
            case EQUAL -> "一致";
            case DIFFERENT -> "相違";
            case NOT_REGISTERED -> "割合の登録なし";
            case NOT_IN_FORCE -> "この日の資格なし";
            case SEVERAL -> "一つに決まらない";
            case UNKNOWN -> "登録なし";
            case REFUSED -> "読めない行";
        };
    }

    private static String labelEn(RatioOutcome outcome) {
        return switch (outcome) {
            case EQUAL -> "equal";
            case DIFFERENT -> "different";
            case NOT_REGISTERED -> "no ratio registered";
            case NOT_IN_FORCE -> "not covered that day";
            case SEVERAL -> "several";
            case UNKNOWN -> "not registered";
            case REFUSED -> "unreadable";
        };
    }
}
