package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.InspectedInsurer;
import org.onshi.server.corrections.Inspections;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** An insurer's part of the inspections of all insurers (requirements J-01). */
@RestController
@Tag(name = "inspections", description = "総点検。")
class InspectionDoor {
    private final Inspections inspections;

    InspectionDoor(Inspections inspections) {
        this.inspections = inspections;
    }

    /** Whether the rules were broken, and how many records that makes; null where absent. */
    record Report(
            @JsonProperty("rules_broken") Boolean rulesBroken,
            @JsonProperty("records_in_scope") Long recordsInScope) {}

    /** How far it has come; null where absent. */
    record Progress(
            @JsonProperty("records_checked") Long recordsChecked,
            @JsonProperty("records_wrong") Long recordsWrong) {}

    /** A case that came of it; null where absent. */
    record Finding(@JsonProperty("wrong_link_id") UUID wrongLinkId) {}

    /** Inspections. */
    record Listed(List<Part> inspections) {}

    /** This insurer's part of one. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Part(
            @JsonProperty("inspection_id") UUID inspectionId,
            String name,
            String state,
            boolean overdue,
            @JsonProperty("status_due") LocalDate statusDue,
            @JsonProperty("result_due") LocalDate resultDue,
            @JsonProperty("rules_broken") Optional<Boolean> rulesBroken,
            @JsonProperty("records_in_scope") long recordsInScope,
            @JsonProperty("records_checked") long recordsChecked,
            @JsonProperty("records_wrong") long recordsWrong) {
        static Part of(InspectedInsurer one, LocalDate today) {
            return new Part(
                    one.inspectionId(),
                    one.name(),
                    one.state().name(),
                    one.overdue(today),
                    one.statusDue(),
                    one.resultDue(),
                    one.rulesBroken(),
                    one.recordsInScope(),
                    one.recordsChecked(),
                    one.recordsWrong());
        }
    }

    @Operation(
            summary = "依頼された総点検を見る / Read the inspections asked of this insurer",
            description = "新しい順に 100 まで。 / The latest first, at most 100.")
    @GetMapping(path = "/insurer/inspections", produces = MediaType.APPLICATION_JSON_VALUE)
    Listed list(Caller caller) {
        LocalDate today = inspections.today();
        return new Listed(
                inspections.of(own(caller)).stream().map(it -> Part.of(it, today)).toList());
    }

    @Operation(
            summary = "点検の要否を報告する / Say whether records have to be rechecked",
            description =
                    "個人番号を定めに反した方法（3 情報だけの照会など）で取得していれば rules_broken と点検する件数。していなければ終了です。 /"
                            + " Whether numbers were taken against the rules, and how many records"
                            + " that makes; otherwise the part is done.")
    @PostMapping(
            path = "/insurer/inspections/{id}/report",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Part report(Caller caller, @PathVariable UUID id, @RequestBody Report report) {
        long records =
                scope(
                        given(report.rulesBroken(), "rules_broken"),
                        Optional.ofNullable(report.recordsInScope()).orElse(0L));
        return Part.of(
                inspections.report(own(caller), id, records, caller.auditName()),
                inspections.today());
    }

    /**
     * How many records a report leaves to recheck.
     *
     * @throws Fault {@link FaultCode#VALUES_CONTRADICT}
     */
    static long scope(boolean broken, long records) {
        if (records < 0 || records > Inspections.RECORDS_MAX || broken != (records > 0)) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "records_in_scope");
        }
        return records;
    }

    @Operation(
            summary = "点検の進み具合を報告する / Say how far the recheck has come",
            description =
                    "これまでの合計。戻せません。すべて終われば DONE。 / Sums so far, never back; DONE with the last.")
    @PostMapping(
            path = "/insurer/inspections/{id}/progress",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Part progress(Caller caller, @PathVariable UUID id, @RequestBody Progress progress) {
        return Part.of(
                inspections.progress(
                        own(caller),
                        id,
                        given(progress.recordsChecked(), "records_checked"),
                        given(progress.recordsWrong(), "records_wrong"),
                        caller.auditName()),
                inspections.today());
    }

    @Operation(
            summary = "見つかった紐付け誤りを結び付ける / Link a case that the inspection led to",
            description =
                    "先に /insurer/wrong-links で閲覧を止めてください。 / Stop viewing first, by"
                            + " /insurer/wrong-links.")
    @PostMapping(
            path = "/insurer/inspections/{id}/findings",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void found(Caller caller, @PathVariable UUID id, @RequestBody Finding finding) {
        inspections.found(
                own(caller), id, given(finding.wrongLinkId(), "wrong_link_id"), caller.auditName());
    }

    private static <T> T given(T value, String field) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
    }

    private static InsurerNumber own(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
