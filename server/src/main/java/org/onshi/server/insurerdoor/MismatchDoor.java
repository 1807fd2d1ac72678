package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.MismatchReport;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What facilities reported about an insurer's own coverages (requirements A-38, B-22): which fields
 * differ, enough of the coverage to find it and to CORRECT it, and the answer.
 */
@RestController
@Tag(name = "mismatches", description = "施設から報告された、書類と登録内容の相違。")
class MismatchDoor {
    /** Reports in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private static final String PAGE_MAX_TEXT = "100";

    private final MismatchReports reports;
    private final Registry registry;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    MismatchDoor(
            MismatchReports reports,
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.reports = reports;
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Mismatches(List<Mismatch> reports, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Mismatches[" + reports.size() + "]";
        }
    }

    /**
     * One report; the coverage as it is known now, absent where it is the insurer's no longer.
     *
     * @param dueOn last day for the answer
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Mismatch(
            @JsonProperty("report_id") UUID reportId,
            @JsonProperty("reported_at") Instant reportedAt,
            @JsonProperty("facility_code") String facilityCode,
            Set<MismatchField> fields,
            MismatchReport.State state,
            @JsonProperty("due_on") LocalDate dueOn,
            Optional<String> answer,
            @JsonProperty("answered_at") Optional<Instant> answeredAt,
            Optional<ConflictDoor.OwnCoverage> own) {
        @Override
        public String toString() {
            return "Mismatch[" + reportId + "]";
        }
    }

    /**
     * An answer.
     *
     * @param answer null when left out
     */
    record AnswerRequest(String answer) {
        @Override
        public String toString() {
            return "AnswerRequest[…]";
        }
    }

    @Operation(
            summary = "施設から報告された相違を見る / Read the mismatches facilities reported",
            description =
                    "自身の資格に関するものだけ、古い順に limit（1～100）件まで。続きは next を after"
                            + " に。項目名だけで、書類の内容は含みません。見たことは監査ログに残ります。 / Only those of own"
                            + " coverages, the oldest first, at most limit (1 to 100); send next as"
                            + " after for more. Names of fields only. The reading is recorded in"
                            + " the audit log.")
    @GetMapping(path = "/insurer/mismatch-reports", produces = MediaType.APPLICATION_JSON_VALUE)
    Mismatches mismatches(
            Caller caller,
            @RequestParam Optional<UUID> after,
            @RequestParam(defaultValue = PAGE_MAX_TEXT) int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, "limit");
        }
        InsurerNumber own = new InsurerNumber(caller.code());
        return mismatches(own, caller.auditName(), () -> reports.of(own, after, limit + 1), limit);
    }

    /**
     * The same for the console.
     *
     * @param own whose reports are shown
     * @param reader who reads, as audit entries name it
     */
    Mismatches mismatches(
            InsurerNumber own, String reader, boolean answered, Optional<UUID> after, int limit) {
        return mismatches(own, reader, () -> reports.of(own, answered, after, limit + 1), limit);
    }

    /** One of them for the console; the look is recorded. */
    Mismatch mismatch(InsurerNumber own, String reader, UUID reportId) {
        List<MismatchReport> found = reports.find(own, reportId).stream().toList();
        if (found.isEmpty()) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        return mismatches(own, reader, () -> found, 1).reports().getFirst();
    }

    private Mismatches mismatches(
            InsurerNumber own, String reader, Supplier<List<MismatchReport>> reading, int limit) {
        return transaction.execute(_ -> {
            List<MismatchReport> found = reading.get();
            List<MismatchReport> page = found.subList(0, Math.min(limit, found.size()));
            Map<UUID, Coverage> coverages =
                    registry.own(own, page.stream().map(MismatchReport::coverageId).toList());
            record(reader, page, coverages);
            return new Mismatches(
                    page.stream().map(it -> answer(it, coverage(coverages, it))).toList(),
                    found.size() > limit
                            ? Optional.of(page.getLast().reportId())
                            : Optional.empty());
        });
    }

    @Operation(
            summary = "相違の報告に回答して閉じる / Answer a mismatch report, which closes it",
            description =
                    "回答（200 文字以内、個人の情報は書かない）は報告した施設が読めます。同じ回答の再送は 1 回と同じです。 / The answer (at"
                            + " most 200 characters, nobody's data) is shown to the facility that"
                            + " reported; the same answer again changes nothing.")
    @PostMapping(
            path = "/insurer/mismatch-reports/{report_id}/answer",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mismatch close(
            Caller caller,
            @PathVariable("report_id") UUID reportId,
            @RequestBody AnswerRequest request) {
        return answer(
                reports.close(
                        new InsurerNumber(caller.code()),
                        reportId,
                        Optional.ofNullable(request.answer()).orElse(""),
                        caller.auditName()),
                Optional.empty());
    }

    private static Optional<Coverage> coverage(
            Map<UUID, Coverage> coverages, MismatchReport report) {
        return Optional.ofNullable(coverages.get(report.coverageId()));
    }

    private Mismatch answer(MismatchReport report, Optional<Coverage> coverage) {
        return new Mismatch(
                report.reportId(),
                report.at(),
                report.facility().digits(),
                report.fields(),
                report.state(reports.today()),
                report.dueOn(),
                report.answer().map(MismatchReport.Answer::text),
                report.answer().map(MismatchReport.Answer::at),
                coverage.map(ConflictDoor.OwnCoverage::of));
    }

    /**
     * An entry a report, so that each person finds who looked; where a correction moved the
     * coverage, also the one whose it is now. A look that showed nothing is recorded as well.
     */
    private void record(String reader, List<MismatchReport> page, Map<UUID, Coverage> coverages) {
        Instant at = clock.instant();
        String id = UUID.randomUUID().toString();
        if (page.isEmpty()) {
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.MISMATCH_READ,
                            at,
                            reader,
                            Map.of("page", id)));
            return;
        }
        audit.appendAll(
                page.stream()
                        .flatMap(report ->
                                Stream.concat(
                                                Stream.of(report.personId()),
                                                coverage(coverages, report)
                                                        .map(Coverage::personId)
                                                        .stream())
                                        .distinct()
                                        .map(person -> entry(reader, at, id, person, report)))
                        .toList());
    }

    private static AuditEntry entry(
            String reader, Instant at, String page, UUID person, MismatchReport report) {
        return AuditEntry.about(
                person,
                UUID.randomUUID(),
                AuditEvent.MISMATCH_READ,
                at,
                reader,
                Map.of(
                        "page",
                        page,
                        "report",
                        report.reportId().toString(),
                        "coverage",
                        report.coverageId().toString()));
    }
}
