package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.onshi.server.duties.DeadlineFigures;
import org.onshi.server.duties.RegistrationDuties;
import org.onshi.server.duties.Timeliness;
import org.onshi.server.duties.UnregisteredCause;
import org.onshi.server.duties.UnregisteredFigures;
import org.onshi.server.duties.UnregisteredPersons;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How insurers do what they owe the registry (requirements B-10, B-13); nobody is named. */
@RestController
@Tag(name = "duties", description = "登録の義務の集計。")
class DutyFigures {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final RegistrationDuties duties;
    private final UnregisteredPersons unregistered;

    DutyFigures(RegistrationDuties duties, UnregisteredPersons unregistered) {
        this.duties = duties;
        this.unregistered = unregistered;
    }

    @Operation(
            summary = "登録の期限の集計 / How insurers keep the deadlines of registration",
            description =
                    "その月（日本の日付、例 2025-04）に初めて登録された資格を保険者ごとに。CSV:"
                            + " insurer_number,on_time,late_insurer,late_employer,late_both,"
                            + "not_judged,insurer_in_time_percent。 / Coverages"
                            + " first registered in the month, by insurer.")
    @GetMapping(path = "/operator/registration-deadlines", produces = CSV_UTF8)
    byte[] deadlines(@RequestParam YearMonth month) {
        String header =
                "insurer_number,"
                        + Arrays.stream(Timeliness.values())
                                .map(it -> it.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(","))
                        + ",insurer_in_time_percent\n";
        return (header
                        + duties.figures(month).stream()
                                .map(DutyFigures::line)
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(DeadlineFigures figures) {
        return figures.insurer().digits()
                + ","
                + Arrays.stream(Timeliness.values())
                        .map(it -> figures.counts().get(it).toString())
                        .collect(Collectors.joining(","))
                + ","
                + figures.insurerInTimePercent().map(BigDecimal::toPlainString).orElse("")
                + "\n";
    }

    @Operation(
            summary = "未登録の方の集計 / Unregistered persons by insurer and cause",
            description =
                    "CSV: as_of,insurer_number,unregistered,number_not_given,in_progress,late,has_no_number,before_duty,after_duty。before_duty"
                        + " は個人番号の記載義務（2023-06）より前の届出。 / before_duty: of a notice that did not have"
                        + " to carry the number yet.")
    @GetMapping(path = "/operator/unregistered", produces = CSV_UTF8)
    byte[] unregistered() {
        String header =
                "as_of,insurer_number,unregistered,"
                        + Arrays.stream(UnregisteredCause.values())
                                .map(it -> it.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(","))
                        + ",before_duty,after_duty\n";
        String today = unregistered.today().toString();
        return (header
                        + unregistered.figures().stream()
                                .map(it -> line(today, it))
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String today, UnregisteredFigures figures) {
        return today
                + ","
                + figures.insurer().digits()
                + ","
                + figures.total()
                + ","
                + Arrays.stream(UnregisteredCause.values())
                        .map(it -> figures.counts().get(it).toString())
                        .collect(Collectors.joining(","))
                + ","
                + figures.beforeDuty()
                + ","
                + (figures.total() - figures.beforeDuty())
                + "\n";
    }
}
