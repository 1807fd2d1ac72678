package org.onshi.server.insurerdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.commons.io.input.TeeInputStream;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.CallerRooms;
import org.onshi.server.registry.ComparedRatio;
import org.onshi.server.registry.RatioComparison;
import org.onshi.server.registry.RatioOutcome;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RatioFile;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationRecord;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares an insurer's ratio file while the sender waits, few rows in memory at a time. The file
 * is read to its end before anybody in it is looked up, so that one over a limit shows nothing. An
 * entry for each person whose registration is told, then one for the run with its totals.
 */
@Component
final class RatioComparisons {
    /** The days a registration file can name. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1868, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);

    /** Files compared at once; each passes the disk. */
    private static final int RUNS_MAX = 4;

    private final CallerRooms ofOneInsurer = new CallerRooms(1);
    private final Semaphore runs = new Semaphore(RUNS_MAX);
    private final RatioComparison comparison;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    RatioComparisons(
            RatioComparison comparison,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.comparison = comparison;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Compares a file.
     *
     * @param own whose insured are compared
     * @param reader who reads, as audit entries name it
     * @param on the day compared
     * @param told is given every row that is not equal, in the order of the file
     * @param with is done in the transaction that records the run
     * @throws Fault of category FILE for a wrong header or a file over a limit, before anybody is
     *     looked up; {@link FaultCode#IDENTIFIER_MALFORMED} for a day nobody can mean; {@link
     *     FaultCode#TOO_MANY_REQUESTS} while another file of this insurer is compared, {@link
     *     FaultCode#OVERLOADED} while several insurers' are
     */
    RatioTotals run(
            InsurerNumber own,
            String reader,
            LocalDate on,
            InputStream upload,
            Consumer<ComparedRatio> told,
            Runnable with)
            throws IOException {
        if (on.isBefore(FIRST_DAY) || on.isAfter(LAST_DAY)) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "on");
        }
        if (!ofOneInsurer.enter(own.digits())) {
            throw new Fault(FaultCode.TOO_MANY_REQUESTS);
        }
        try {
            try (PassingFile whole = PassingFile.create()) {
                keep(upload, on, whole);
                // a slow upload keeps nobody else waiting
                if (!runs.tryAcquire()) {
                    throw new Fault(FaultCode.OVERLOADED);
                }
                try {
                    return compared(own, reader, on, whole, told, with);
                } finally {
                    runs.release();
                }
            }
        } finally {
            ofOneInsurer.leave(own.digits());
        }
    }

    private static void keep(InputStream upload, LocalDate on, PassingFile whole)
            throws IOException {
        try (OutputStream copy = whole.out();
                RatioFile file = RatioFile.read(new TeeInputStream(upload, copy), on)) {
            while (file.next().isPresent()) {
                // to its end, or to the limit it is over
            }
        }
    }

    private RatioTotals compared(
            InsurerNumber own,
            String reader,
            LocalDate on,
            PassingFile whole,
            Consumer<ComparedRatio> told,
            Runnable with)
            throws IOException {
        UUID run = UUID.randomUUID();
        RatioTotals totals = new RatioTotals();
        try (RatioFile file = RatioFile.read(whole.in(), on)) {
            List<RegistrationRecord> rows = rows(file);
            while (!rows.isEmpty()) {
                List<ComparedRatio> compared = new ArrayList<>();
                comparison.compare(
                        own,
                        on,
                        rows,
                        them -> {
                            compared.addAll(them);
                            audit.appendAll(readings(run, reader, them));
                        });
                for (ComparedRatio row : compared) {
                    totals.add(row);
                    if (row.outcome() != RatioOutcome.EQUAL) {
                        told.accept(row);
                    }
                }
                rows = rows(file);
            }
        }
        record(run, reader, on, totals, with);
        return totals;
    }

    private static List<RegistrationRecord> rows(RatioFile file) throws IOException {
        List<RegistrationRecord> rows = new ArrayList<>();
        while (rows.size() < RatioComparison.ROWS_MAX) {
            Optional<RegistrationRecord> row = file.next();
            if (row.isEmpty()) {
                break;
            }
            rows.add(row.get());
        }
        return rows;
    }

    private List<AuditEntry> readings(UUID run, String reader, List<ComparedRatio> rows) {
        Instant at = clock.instant();
        return rows.stream()
                .filter(row -> row.outcome() != RatioOutcome.EQUAL && row.whom().isPresent())
                .map(row ->
                        AuditEntry.about(
                                row.whom().get().personId(),
                                UUID.randomUUID(),
                                AuditEvent.RATIO_READ,
                                at,
                                reader,
                                Map.of(
                                        "comparison", run.toString(),
                                        "coverage", row.whom().get().coverageId().toString(),
                                        "line", Long.toString(row.line()),
                                        "outcome", row.outcome().name())))
                .toList();
    }

    /** The run, and that it named other insurers' insured, if it did. */
    private void record(UUID run, String reader, LocalDate on, RatioTotals totals, Runnable with) {
        Instant at = clock.instant();
        Map<String, String> details = new HashMap<>(totals.named());
        details.put("comparison", run.toString());
        details.put("day", on.toString());
        transaction.executeWithoutResult(_ -> {
            with.run();
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(), AuditEvent.RATIOS_COMPARED, at, reader, details));
            if (totals.ofOthers() > 0) {
                audit.append(
                        AuditEntry.of(
                                UUID.randomUUID(),
                                AuditEvent.OTHER_INSURER,
                                at,
                                reader,
                                Map.of(
                                        "comparison", run.toString(),
                                        "code", RegistrationCode.WRONG_INSURER.name(),
                                        "count", Long.toString(totals.ofOthers()))));
            }
        });
    }
}
