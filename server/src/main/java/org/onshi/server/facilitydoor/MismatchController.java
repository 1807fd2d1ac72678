package org.onshi.server.facilitydoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.MismatchReport;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.Presences;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A document that says otherwise than the registry, in a visit (requirements A-38, B-22). */
@RestController
class MismatchController {
    private static final String FIELDS = "fields";

    /** More names than there are fields say one twice. */
    private static final int FIELDS_MAX = MismatchField.values().length;

    private final MismatchReports reports;
    private final Presences presences;

    MismatchController(MismatchReports reports, Presences presences) {
        this.reports = reports;
        this.presences = presences;
    }

    /**
     * What differs.
     *
     * @param fields names of {@link MismatchField}; null when left out
     */
    record MismatchRequest(List<String> fields) {}

    /** The report. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record MismatchReply(UUID reportId) {}

    /** What became of it, by insurer. */
    record OutcomesReply(List<OutcomeReply> insurers) {
        @Override
        public String toString() {
            return "OutcomesReply[" + insurers.size() + "]";
        }
    }

    /** At one insurer. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OutcomeReply(
            String insurerNumber,
            MismatchReport.State state,
            LocalDate dueOn,
            Optional<String> answer) {
        @Override
        public String toString() {
            return "OutcomeReply[" + state + "]";
        }
    }

    @Operation(
            summary = "書類と登録内容の相違を保険者に報告する / Report a mismatch to the insurer",
            description =
                    "項目名だけを送ります（書類の内容は送りません）。同じ受付の同じ項目は 1 件です。 / Names of fields only, never what"
                            + " stands on the document; the same fields in the same visit are one"
                            + " report.")
    @PostMapping(
            path = "/facility/visits/{visit_id}/mismatch",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    MismatchReply report(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody MismatchRequest request) {
        Presence presence =
                presences.require(visitId, OwnName.of(caller), caller.terminal().orElse(""));
        Set<MismatchField> fields = fields(request);
        UUID person = presence.person().orElseThrow(() -> new Fault(FaultCode.CARD_NOT_REGISTERED));
        return new MismatchReply(
                reports.report(OwnName.of(caller), presence.visitId(), person, fields));
    }

    @Operation(
            summary = "報告した相違への回答を見る / Read what became of an own report",
            description =
                    "送った保険者ごとの状態（OPEN・OVERDUE・CLOSED）と回答。見たことは監査ログに残ります。 / State and answer for"
                            + " each insurer it went to. The reading is recorded in the audit log.")
    @GetMapping(
            path = "/facility/mismatch-reports/{report_id}",
            produces = MediaType.APPLICATION_JSON_VALUE)
    OutcomesReply outcome(Caller caller, @PathVariable("report_id") UUID reportId) {
        List<MismatchReport> found = reports.of(OwnName.of(caller), reportId);
        reports.read(found, caller.auditName());
        return new OutcomesReply(found.stream().map(this::reply).toList());
    }

    private OutcomeReply reply(MismatchReport report) {
        return new OutcomeReply(
                report.insurer().digits(),
                report.state(reports.today()),
                report.dueOn(),
                report.answer().map(MismatchReport.Answer::text));
    }

    private static Set<MismatchField> fields(MismatchRequest request) {
        List<String> names = Optional.ofNullable(request.fields()).orElse(List.of());
        if (names.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, FIELDS);
        }
        if (names.size() > FIELDS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, FIELDS);
        }
        Set<MismatchField> fields = EnumSet.noneOf(MismatchField.class);
        for (String name : names) {
            fields.add(
                    Optional.ofNullable(name)
                            .flatMap(MismatchField::named)
                            .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, FIELDS)));
        }
        return fields;
    }
}
