package org.onshi.server.operatordoor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.InspectedInsurer;
import org.onshi.server.corrections.Inspection;
import org.onshi.server.corrections.Inspections;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Inspections of all insurers: asked for, counted and published (requirements J-01). */
@RestController
@Tag(name = "inspections", description = "総点検。")
class InspectionDesk {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final Inspections inspections;

    InspectionDesk(Inspections inspections) {
        this.inspections = inspections;
    }

    /** What to ask for; absent members are null here, as JSON has it. */
    record StartRequest(
            String name,
            @JsonProperty("status_due") String statusDue,
            @JsonProperty("result_due") String resultDue) {}

    /** What was begun. */
    record Started(@JsonProperty("inspection_id") UUID inspectionId) {}

    @Operation(
            summary = "総点検を始める / Begin an inspection of all insurers",
            description =
                    "基本情報にあるすべての保険者に依頼します。name は 100 文字まで、status_due は作業の要否の報告期限、result_due"
                        + " は作業の終了期限。 / Every insurer of the master data is asked; status_due is"
                        + " until when each reports, result_due until when its records are"
                        + " rechecked.")
    @PostMapping(
            path = "/operator/inspections",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(Caller caller, @RequestBody StartRequest request) {
        String name = given(request.name(), "name").strip();
        if (name.length() > Inspections.NAME_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "name");
        }
        return new Started(
                inspections.start(
                        name,
                        day(request.statusDue(), "status_due"),
                        day(request.resultDue(), "result_due"),
                        caller.auditName()));
    }

    @Operation(
            summary = "総点検の集計 / Inspections and their totals",
            description =
                    "CSV: inspection_id,requested_on,status_due,result_due,published_on,insurers,reported,"
                        + "rechecking,done,records_in_scope,records_checked,records_remaining,"
                        + "records_wrong,wrong_percent,cases,access_log_checked,viewed_by_others。割合は点検済みに対するもので、計算した値です。"
                        + " / The percentage is of those rechecked, and computed.")
    @GetMapping(path = "/operator/inspections", produces = CSV_UTF8)
    byte[] list() {
        String header =
                "inspection_id,requested_on,status_due,result_due,published_on,insurers,reported,"
                        + "rechecking,done,records_in_scope,records_checked,records_remaining,"
                        + "records_wrong,wrong_percent,cases,access_log_checked,viewed_by_others\n";
        return (header
                        + inspections.all().stream()
                                .map(InspectionDesk::line)
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Inspection one) {
        Inspection.Totals totals = one.totals();
        return joined(
                List.of(
                        one.inspectionId(),
                        day(one.requestedAt()),
                        one.statusDue(),
                        one.resultDue(),
                        one.publishedAt().map(InspectionDesk::day).orElse(""),
                        totals.insurers(),
                        totals.reported(),
                        totals.rechecking(),
                        totals.done(),
                        totals.recordsInScope(),
                        totals.recordsChecked(),
                        totals.recordsRemaining(),
                        totals.recordsWrong(),
                        totals.wrongPercent().map(BigDecimal::toPlainString).orElse(""),
                        totals.cases(),
                        totals.looksFollowed(),
                        totals.viewed()));
    }

    @Operation(
            summary = "総点検の保険者ごとの状況 / The insurers of an inspection",
            description =
                    "CSV: insurer_number,state,overdue,rules_broken,records_in_scope,records_checked,records_wrong,reported_on,done_on。state"
                        + " は ASKED, RECHECKING, DONE。")
    @GetMapping(path = "/operator/inspections/{id}/insurers", produces = CSV_UTF8)
    byte[] insurers(@PathVariable UUID id) {
        LocalDate today = inspections.today();
        String header =
                "insurer_number,state,overdue,rules_broken,records_in_scope,records_checked,"
                        + "records_wrong,reported_on,done_on\n";
        return (header
                        + inspections.of(id).stream()
                                .map(it -> line(it, today))
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(InspectedInsurer one, LocalDate today) {
        return joined(
                List.of(
                        one.insurer().digits(),
                        one.state(),
                        one.overdue(today),
                        one.rulesBroken().map(Object::toString).orElse(""),
                        one.recordsInScope(),
                        one.recordsChecked(),
                        one.recordsWrong(),
                        one.reportedAt().map(InspectionDesk::day).orElse(""),
                        one.doneAt().map(InspectionDesk::day).orElse("")));
    }

    @Operation(
            summary = "総点検の結果を公表済みにする / Make the result of an inspection public",
            description = "取り消せません。 / Cannot be undone.")
    @PostMapping(path = "/operator/inspections/{id}/publication")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void publish(Caller caller, @PathVariable UUID id) {
        inspections.publish(id, caller.auditName());
    }

    private static String joined(List<Object> cells) {
        return cells.stream().map(Object::toString).collect(Collectors.joining(",")) + "\n";
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, SharedClock.ZONE).toString();
    }

    private static LocalDate day(String text, String field) {
        try {
            return LocalDate.parse(given(text, field));
        } catch (DateTimeException none) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, field);
        }
    }

    private static String given(String text, String field) {
        return Optional.ofNullable(text)
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
    }
}
