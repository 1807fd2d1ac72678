package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
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
    /** Days are Japanese days. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

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
                                        now))
                        .toList();
        if (reports.isEmpty()) {
            throw new Fault(FaultCode.INSURED_UNKNOWN);
        }
        transaction.executeWithoutResult(_ -> {
            if (audit.append(entry(visitId, reports))) {
                reports.forEach(table::insert);
            }
        });
        return reportId;
    }

    /**
     * What was reported to an insurer, the earliest first.
     *
     * @param after the last one seen; empty to begin, as an unknown one does
     * @param rowsMax most of them
     */
    public List<MismatchReport> of(InsurerNumber insurer, Optional<UUID> after, int rowsMax) {
        return table.page(insurer, after, rowsMax);
    }

    /** One coverage an insurer. */
    private List<Coverage> concerned(UUID person, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZONE);
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

    private static String names(Set<MismatchField> fields) {
        return fields.stream().map(MismatchField::name).collect(Collectors.joining(" "));
    }
}
