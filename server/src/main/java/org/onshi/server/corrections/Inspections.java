package org.onshi.server.corrections;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Insurers;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 総点検 (requirements J-01): the operating body asks every insurer whether numbers were taken against
 * the rules; whoever says so rechecks its records, and each that is wrong becomes a case of {@link
 * WrongLinks}. Each step is one transaction with its audit entry.
 */
@Service
public class Inspections {
    /** Characters of an inspection's name. */
    public static final int NAME_MAX = 100;

    /** As many records as the country has, and more. */
    public static final long RECORDS_MAX = 1_000_000_000L;

    private static final int INSPECTIONS_MAX = 100;
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    private final InspectionTable table;
    private final WrongLinkTable wrongLinks;
    private final Insurers insurers;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as registry and audit use
     * @param clock the one clock of the process
     */
    public Inspections(
            DataSource dataSource,
            Insurers insurers,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new InspectionTable(dataSource);
        this.wrongLinks = new WrongLinkTable(dataSource);
        this.insurers = insurers;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Asks every insurer of the master data.
     *
     * @param name 1 to {@value #NAME_MAX} characters
     * @param statusDue until when each reports whether the rules were broken
     * @param resultDue until when the records are rechecked; not before
     * @return its id
     * @throws Fault {@link FaultCode#VALUES_CONTRADICT} for days in another order or before today
     */
    public UUID start(String name, LocalDate statusDue, LocalDate resultDue, String by) {
        if (statusDue.isBefore(today()) || resultDue.isBefore(statusDue)) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "result_due");
        }
        UUID inspectionId = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            Instant at = now();
            table.start(inspectionId, name, statusDue, resultDue, at);
            table.ask(inspectionId, insurers.numbers(), at);
            record(inspectionId, AuditEvent.INSPECTION_STARTED, at, by, Map.of());
        });
        return inspectionId;
    }

    /** All inspections with their totals, the latest first; at most a hundred. */
    public List<Inspection> all() {
        return table.all(INSPECTIONS_MAX);
    }

    /**
     * The insurers of an inspection, by number.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public List<InspectedInsurer> of(UUID inspectionId) {
        if (!table.known(inspectionId)) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        return table.of(inspectionId);
    }

    /** An insurer's part of every inspection, the latest first; at most a hundred. */
    public List<InspectedInsurer> of(InsurerNumber insurer) {
        return table.of(insurer, INSPECTIONS_MAX);
    }

    /** An insurer's part of one; empty where it was not asked. */
    public Optional<InspectedInsurer> find(InsurerNumber insurer, UUID inspectionId) {
        return table.find(inspectionId, insurer);
    }

    /**
     * An insurer says whether numbers were taken against the rules.
     *
     * @param recordsInScope how many records it has to recheck; 0 when the rules were kept, which
     *     ends its part
     * @throws Fault {@link FaultCode#NOT_FOUND} where it was not asked, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when it has reported
     */
    public InspectedInsurer report(
            InsurerNumber insurer, UUID inspectionId, long recordsInScope, String by) {
        return transaction.execute(_ -> {
            asked(inspectionId, insurer);
            Instant at = now();
            step(table.report(inspectionId, insurer, recordsInScope, at));
            record(
                    inspectionId,
                    AuditEvent.INSPECTION_REPORTED,
                    at,
                    by,
                    Map.of("records", Long.toString(recordsInScope)));
            return asked(inspectionId, insurer);
        });
    }

    /**
     * An insurer says how far it has come; never back. With the last record its part is done.
     *
     * @param checked records rechecked so far
     * @param wrong of these, found wrong so far
     * @throws Fault {@link FaultCode#NOT_FOUND} where it was not asked, {@link
     *     FaultCode#VALUES_CONTRADICT} for more than there are or fewer than before, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} unless it is rechecking, and for the last record while a
     *     case that the recheck led to is not decided
     */
    public InspectedInsurer progress(
            InsurerNumber insurer, UUID inspectionId, long checked, long wrong, String by) {
        return transaction.execute(_ -> {
            InspectedInsurer known = asked(inspectionId, insurer);
            step(known.state() == InspectedInsurer.State.RECHECKING);
            if (checked > known.recordsInScope() || checked < known.recordsChecked()) {
                throw new Fault(FaultCode.VALUES_CONTRADICT, "records_checked");
            }
            if (wrong > checked || wrong < known.recordsWrong()) {
                throw new Fault(FaultCode.VALUES_CONTRADICT, "records_wrong");
            }
            Instant at = now();
            Optional<Instant> doneAt =
                    Optional.of(at).filter(_ -> checked == known.recordsInScope());
            step(doneAt.isEmpty() || table.undecided(inspectionId, insurer) == 0);
            step(table.progress(inspectionId, insurer, checked, wrong, doneAt));
            record(
                    inspectionId,
                    AuditEvent.INSPECTION_PROGRESSED,
                    at,
                    by,
                    Map.of("checked", Long.toString(checked), "wrong", Long.toString(wrong)));
            return asked(inspectionId, insurer);
        });
    }

    /**
     * A case that the inspection led to. Said again it changes nothing.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} where the insurer was not asked or has no such case
     */
    public void found(InsurerNumber insurer, UUID inspectionId, UUID wrongLinkId, String by) {
        transaction.executeWithoutResult(_ -> {
            asked(inspectionId, insurer);
            WrongLink link =
                    wrongLinks
                            .find(insurer, wrongLinkId)
                            .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
            Instant at = now();
            if (table.found(inspectionId, wrongLinkId, insurer, at)) {
                audit.append(
                        AuditEntry.about(
                                link.personId(),
                                UUID.randomUUID(),
                                AuditEvent.INSPECTION_FOUND,
                                at,
                                by,
                                Map.of(
                                        "inspection", inspectionId.toString(),
                                        "wrong_link", wrongLinkId.toString())));
            }
        });
    }

    /**
     * The cases that an insurer's recheck led to, the latest opened first.
     *
     * @param before the last one of the page before
     * @param rowsMax most of them
     */
    public List<WrongLink> linked(
            InsurerNumber insurer, UUID inspectionId, Optional<UUID> before, int rowsMax) {
        return wrongLinks.linked(insurer, inspectionId, before.orElse(AFTER_ALL), rowsMax);
    }

    /**
     * The other cases of the insurer, in whatever state: those that may still be linked.
     *
     * @param before the last one of the page before
     * @param rowsMax most of them
     */
    public List<WrongLink> unlinked(
            InsurerNumber insurer, UUID inspectionId, Optional<UUID> before, int rowsMax) {
        return wrongLinks.unlinked(insurer, inspectionId, before.orElse(AFTER_ALL), rowsMax);
    }

    /**
     * The result is public from now on, with the totals of this moment.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}, {@link FaultCode#STEP_OUT_OF_ORDER} when it is
     *     already, or the day has not come on which the results are due
     */
    public void publish(UUID inspectionId, String by) {
        transaction.executeWithoutResult(_ -> {
            if (!table.known(inspectionId)) {
                throw new Fault(FaultCode.NOT_FOUND);
            }
            Instant at = now();
            step(table.publish(inspectionId, at, today()));
            record(inspectionId, AuditEvent.INSPECTION_PUBLISHED, at, by, Map.of());
        });
    }

    /** The day by which something is overdue. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
    }

    private InspectedInsurer asked(UUID inspectionId, InsurerNumber insurer) {
        return table.locked(inspectionId, insurer)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static void step(boolean taken) {
        if (!taken) {
            throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
        }
    }

    private void record(
            UUID inspectionId, AuditEvent event, Instant at, String by, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("inspection", inspectionId.toString());
        audit.append(AuditEntry.of(UUID.randomUUID(), event, at, by, details));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
