package org.onshi.server.insurerdoor;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.ComparedRatio;
import org.onshi.wire.SharedClock;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ratios held against the insurer's own record of the incomes (facts §7, dual entry). Nothing
 * leaves before the whole file has been compared: the totals stand in a header.
 */
@RestController
@Tag(name = "ratios", description = "負担割合の突合。")
class RatioDoor {
    static final List<String> COLUMNS =
            List.of(
                    "line",
                    "outcome",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "copay_percent",
                    "registered_copay_percent",
                    "limit_class",
                    "registered_limit_class",
                    "message");

    private static final String TOTALS = "Onshi-Totals";
    private static final String CSV = "text/csv";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final RatioComparisons comparisons;
    private final InstantSource clock;

    RatioDoor(RatioComparisons comparisons, InstantSource clock) {
        this.comparisons = comparisons;
        this.clock = clock;
    }

    @Operation(
            summary = "負担割合を自身の台帳と突き合わせる / Compare the registered ratios with your own record",
            description =
                    "UTF-8 の CSV（docs/registration.md、20 万行・32 MiB まで）。on"
                            + " の日（省けば今日）に登録されている負担割合と、列 limit_class"
                            + " があれば適用区分が異なる行だけを返します。登録は変わりません。見たことは監査ログに残ります。 / CSV in UTF-8,"
                            + " 200,000 rows and 32 MiB at most. Answers the rows whose ratio, or"
                            + " limit class where there is that column, is registered otherwise on"
                            + " the day. Changes nothing; recorded in the audit log.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(mediaType = CSV, schema = @Schema(type = "string"))))
    @ApiResponse(
            responseCode = "200",
            description =
                    "一致しない行。outcome は DIFFERENT、NOT_REGISTERED、NOT_IN_FORCE、SEVERAL、UNKNOWN、REFUSED"
                            + " / the rows that are not equal",
            headers =
                    @Header(
                            name = TOTALS,
                            description = "rows=5, equal=3, different=1, …",
                            schema = @Schema(type = "string")),
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @PostMapping(path = "/insurer/ratio-comparisons", consumes = CSV, produces = CSV_UTF8)
    void compare(
            Caller caller,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) Optional<LocalDate> on,
            InputStream body,
            HttpServletResponse response)
            throws IOException {
        try (PassingFile answer = PassingFile.create()) {
            RatioTotals totals;
            try (CsvWriter csv =
                    CsvWriter.builder()
                            .lineDelimiter(LineDelimiter.LF)
                            .build(answer.out(), StandardCharsets.UTF_8)) {
                csv.writeRecord(COLUMNS);
                totals =
                        comparisons.run(
                                new InsurerNumber(caller.code()),
                                caller.auditName(),
                                on.orElseGet(this::today),
                                body,
                                row -> csv.writeRecord(cells(row)),
                                () -> {});
            }
            response.setContentType(CSV_UTF8);
            response.setHeader(TOTALS, totals.header());
            try (InputStream whole = answer.in()) {
                whole.transferTo(response.getOutputStream());
            }
        }
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
    }

    /** Of {@link #COLUMNS}. */
    static List<String> cells(ComparedRatio row) {
        return List.of(
                Long.toString(row.line()),
                row.outcome().name(),
                row.stated().map(it -> it.identifier().symbol()).orElse(""),
                row.stated().map(it -> it.identifier().number()).orElse(""),
                row.stated().map(it -> it.identifier().branch()).orElse(""),
                row.stated().map(it -> it.birthDate().toString()).orElse(""),
                row.stated().map(ComparedRatio.Stated::copayPercent).orElse(""),
                row.registered().copayPercent().orElse(""),
                row.stated().map(ComparedRatio.Stated::writtenLimitClass).orElse(""),
                row.registered().limitClass().orElse(""),
                row.japanese() + " / " + row.english());
    }
}
