package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 内容が違う (requirements A-38): what a facility sees on the document of somebody present and not in
 * the registry, told to whoever insures that person. Fields only: the insurer asks the person for
 * what is right.
 */
@Service
public class MismatchReports {
    /** Days an insurer has for its answer; see docs/divergences.md. */
    static final int DAYS_FOR_ANSWER = 14;

    /** Characters of an answer. */
    public static final int ANSWER_MAX = 200;

    /** As many as fit into a detail of an audit entry. */
    private static final int INSURERS_NAMED_MAX = 20;

    private final MismatchTable table;
    private final Registry registry;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as audit and registry use
     * @param clock the one clock of the process
     */
    public MismatchReports(
            DataSource dataSource,
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new MismatchTable(dataSource);
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Reports to every insurer that covers the person today, or to the last one. The same fields
     * again in the same visit are the same report, told once.
     *
     * @param visitId a visit of that person at that facility
     * @param fields at least one
     * @return the report's id
     * @throws Fault {@link FaultCode#INSURED_UNKNOWN} when the registry shows no coverage of the
     *     person: then nothing of it was shown that could differ
     */
    public UUID report(
            FacilityCode facility, UUID visitId, UUID person, Set<MismatchField> fields) {
        if (fields.isEmpty()) {
            throw new IllegalStateException("a report of nothing");
        }
        Set<MismatchField> ordered = EnumSet.copyOf(fields);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID reportId = CheckId.ofMismatch(visitId, names(ordered));
        List<MismatchReport> reports =
                concerned(person, now).stream()
                        .map(coverage ->
                                new MismatchReport(
                                        reportId,
                                        coverage.insurer(),
                                        coverage.coverageId(),
                                        person,
                                        facility,
                                        ordered,
                                        now,
                                        day(now).plusDays(DAYS_FOR_ANSWER),
                                        Optional.empty()))
                        .toList();
        if (reports.isEmpty()) {
            throw new Fault(FaultCode.INSURED_UNKNOWN);
        }
        transaction.executeWithoutResult(_ -> {
            if (audit.append(entry(visitId, reports))) {
                // in one order, so that two reports to the same insurers wait and do not deadlock
                reports.stream()
                        .sorted(Comparator.comparing(it -> it.insurer().digits()))
                        .forEach(table::insert);
            }
        });
        return reportId;
    }

    /**
     * Closes a report with the insurer's answer, which its facility may read (requirements B-22).
     * The same answer again changes nothing.
     *
     * @param text without anybody's data: what was found, and what is done
     * @param by the caller as audit entries name it
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_TOO_LONG} above {@value
     *     #ANSWER_MAX} characters, {@link FaultCode#CHARACTER_REFUSED} for control characters,
     *     {@link FaultCode#NOT_FOUND} for a report that did not go to this insurer, {@link
     *     FaultCode#REPORT_CLOSED} where another answer stands
     */
    public MismatchReport close(InsurerNumber insurer, UUID reportId, String text, String by) {
        String answer = answer(text);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transaction.execute(_ -> {
            boolean changed =
                    table.answer(insurer, reportId, new MismatchReport.Answer(answer, now));
            MismatchReport report =
                    table.of(insurer, reportId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
            if (changed) {
                audit.append(
                        AuditEntry.about(
                                report.personId(),
                                UUID.randomUUID(),
                                AuditEvent.MISMATCH_ANSWERED,
                                now,
                                by,
                                Map.of("report", reportId.toString())));
            } else if (!report.answer().orElseThrow().text().equals(answer)) {
                throw new Fault(FaultCode.REPORT_CLOSED, "answer");
            }
            return report;
        });
    }

    private static String answer(String text) {
        String answer = text.strip();
        if (answer.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "answer");
        }
        if (answer.codePointCount(0, answer.length()) > ANSWER_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "answer");
        }
        if (answer.chars().anyMatch(Character::isISOControl)) {
            throw new Fault(FaultCode.CHARACTER_REFUSED, "answer");
        }
        return answer;
    }

    /**
     * What became of a facility's own report, one for each insurer it went to.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for one that is not this facility's
     */
    public List<MismatchReport> of(FacilityCode facility, UUID reportId) {
        List<MismatchReport> found = table.of(facility, reportId);
        if (found.isEmpty()) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        return found;
    }

    /** Records who read a report; one entry, since its rows are of one person. */
    public void read(List<MismatchReport> rows, String by) {
        MismatchReport any = rows.getFirst();
        audit.append(
                AuditEntry.about(
                        any.personId(),
                        UUID.randomUUID(),
                        AuditEvent.MISMATCH_READ,
                        clock.instant(),
                        by,
                        Map.of("report", any.reportId().toString())));
    }

    /** The day by which a report's state is told. */
    public LocalDate today() {
        return day(clock.instant());
    }

    /**
     * What was reported to an insurer, in the order in which it was recorded: a report recorded
     * later is on a later page, whenever its transaction began.
     *
     * @param after the last one seen; empty to begin, as an unknown one does
     * @param rowsMax most of them
     */
    public List<MismatchReport> of(InsurerNumber insurer, Optional<UUID> after, int rowsMax) {
        return table.page(insurer, Optional.empty(), after, rowsMax);
    }

    /**
     * The same, of those that are answered or of those that are not.
     *
     * @param after the last one seen, answered meanwhile or not; empty to begin
     */
    public List<MismatchReport> of(
            InsurerNumber insurer, boolean answered, Optional<UUID> after, int rowsMax) {
        return table.page(insurer, Optional.of(answered), after, rowsMax);
    }

    /** One that went to an insurer. */
    public Optional<MismatchReport> find(InsurerNumber insurer, UUID reportId) {
        return table.of(insurer, reportId);
    }

    /**
     * How many an insurer owes an answer.
     *
     * @param countedMax where counting ends
     */
    public long unanswered(InsurerNumber insurer, int countedMax) {
        return table.unanswered(insurer, countedMax);
    }

    /** One coverage an insurer. */
    private List<Coverage> concerned(UUID person, Instant now) {
        LocalDate today = day(now);
        List<Coverage> shown = registry.coveragesOf(person, now);
        List<Coverage> holding = shown.stream().filter(it -> it.holdsOn(today)).toList();
        Comparator<Coverage> byStart = Comparator.comparing(Coverage::segmentFrom);
        if (holding.isEmpty()) {
            return shown.stream().max(byStart).stream().toList();
        }
        return List.copyOf(
                holding.stream()
                        .collect(
                                Collectors.toMap(
                                        it -> it.insurer().digits(),
                                        Function.identity(),
                                        BinaryOperator.maxBy(byStart),
                                        TreeMap::new))
                        .values());
    }

    /** Its id is the report's, which makes a repetition harmless. */
    private static AuditEntry entry(UUID visitId, List<MismatchReport> reports) {
        MismatchReport any = reports.getFirst();
        return AuditEntry.about(
                any.personId(),
                any.reportId(),
                AuditEvent.MISMATCH_REPORTED,
                any.at(),
                CheckRecord.caller(any.facility()),
                Map.of(
                        "visit",
                        visitId.toString(),
                        "fields",
                        names(any.fields()),
                        "insurers",
                        reports.stream()
                                .limit(INSURERS_NAMED_MAX)
                                .map(it -> it.insurer().digits())
                                .collect(Collectors.joining(" "))));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, SharedClock.ZONE);
    }

    private static String names(Set<MismatchField> fields) {
        return fields.stream().map(MismatchField::name).collect(Collectors.joining(" "));
    }
}
