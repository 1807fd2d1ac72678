package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.wire.BulkReferenceNumberRequest;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 照会番号一括登録 (requirements A-30): many numbers of one facility, taken at once and registered in the
 * background as {@link ReferenceNumbers} does, each with an entry of its own. It waits in the queue
 * of bulk inquiries and survives a killed server like them.
 */
@Service
public class BulkReferenceNumbers {
    private final BulkTable table;
    private final BulkIntake intake;
    private final ReferenceNumbers references;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private Runnable awaited = () -> {};

    /**
     * @param transactions of the same data source as audit and registry use
     */
    public BulkReferenceNumbers(
            DataSource dataSource,
            ReferenceNumbers references,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new BulkTable(dataSource, BulkTable.Purpose.REFERENCE);
        this.references = references;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.intake = new BulkIntake(table, audit, transaction, this::now);
    }

    /** What has become of a bulk registration. */
    public sealed interface State {
        /** No bulk registration of this facility has this reception number. */
        record NotFound() implements State {}

        /** It waits or is being worked on. */
        record Running() implements State {}

        /**
         * It is done.
         *
         * @param upload the message it came with
         * @param finishedAt when the last one was registered
         * @param rows in the order of the request
         */
        record Done(Element upload, Instant finishedAt, List<Row> rows) implements State {
            public Done {
                rows = List.copyOf(rows);
            }
        }
    }

    /**
     * One number of it.
     *
     * @param unit what was asked
     * @param outcome empty for a unit at fault
     */
    public record Row(
            BulkReferenceNumberRequest.Unit unit, Optional<ReferenceNumbers.Outcome> outcome) {}

    /**
     * Takes registrations; they are kept when this returns.
     *
     * @param upload the message
     * @param request the same, read
     * @param key the caller's Idempotency-Key
     * @throws Fault as {@link BulkChecks#take}; both share one limit of what waits
     */
    public BulkChecks.Taken take(
            FacilityCode facility,
            Element upload,
            BulkReferenceNumberRequest request,
            Optional<UUID> key) {
        UUID bulkId =
                key.map(it -> CheckId.ofBulkReference(facility, it)).orElseGet(UUID::randomUUID);
        Instant receivedAt = intake.take(bulkId, facility, upload, request.units().size());
        awaited.run();
        return new BulkChecks.Taken(bulkId.toString(), receivedAt);
    }

    /** What has become of registrations of this facility; handing the results over is recorded. */
    public State state(FacilityCode facility, String receptionNumber) {
        Optional<UUID> bulkId = BulkIntake.bulkId(receptionNumber);
        Optional<BulkTable.State> found = bulkId.flatMap(id -> table.state(id, facility));
        if (found.isEmpty()) {
            return new State.NotFound();
        }
        if (!found.get().done()) {
            return new State.Running();
        }
        Element upload = JsonMessage.read(table.message(bulkId.get()));
        List<BulkReferenceNumberRequest.Unit> units = request(upload).units();
        List<BulkTable.RowRecord> records = table.rows(bulkId.get());
        List<Row> rows = new ArrayList<>(units.size());
        for (int i = 0; i < units.size(); i++) {
            BulkTable.RowRecord record = records.get(i);
            rows.add(
                    new Row(
                            units.get(i),
                            record.checkedAt()
                                    .map(at ->
                                            new ReferenceNumbers.Outcome(at, record.refused()))));
        }
        intake.fetched(bulkId.get(), facility);
        return new State.Done(upload, found.get().finishedAt().orElseThrow(), rows);
    }

    /** Registers the next rows of the oldest request in one transaction; false when none waits. */
    synchronized boolean workOnce() {
        return Boolean.TRUE.equals(
                transaction.execute(status -> {
                    Optional<BulkTable.Next> next = table.lockNext();
                    next.ifPresent(this::work);
                    return next.isPresent();
                }));
    }

    /** Who is told that there is work. */
    void awaitedBy(Runnable worker) {
        this.awaited = worker;
    }

    private void work(BulkTable.Next next) {
        List<BulkReferenceNumberRequest.Unit> units =
                request(JsonMessage.read(table.message(next.bulkId()))).units();
        int until = Math.min(next.rowsTotal(), next.rowsDone() + BulkLimits.ROWS_A_TRANSACTION_MAX);
        List<BulkTable.RowRecord> records = new ArrayList<>();
        for (int position = next.rowsDone(); position < until; position++) {
            records.add(
                    switch (units.get(position)) {
                        case BulkReferenceNumberRequest.Unit.Faulty faulty ->
                                BulkTable.RowRecord.notRead();
                        case BulkReferenceNumberRequest.Unit.Good good ->
                                registered(next, position, good);
                    });
        }
        table.insertRows(next.bulkId(), next.rowsDone(), records);
        table.progress(next.bulkId(), until, now());
    }

    private BulkTable.RowRecord registered(
            BulkTable.Next next, int position, BulkReferenceNumberRequest.Unit.Good good) {
        UUID entryId = CheckId.ofRow(next.bulkId(), position);
        ReferenceNumbers.Outcome outcome =
                references
                        .record(
                                entryId,
                                next.facility(),
                                good.registration(),
                                Map.of("bulk", next.bulkId().toString()))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "a row of a bulk registration is recorded already"));
        return BulkTable.RowRecord.registration(entryId, outcome);
    }

    private static BulkReferenceNumberRequest request(Element upload) {
        return switch (BulkReferenceNumberRequest.parse(upload)) {
            case Parsed.Good<BulkReferenceNumberRequest>(BulkReferenceNumberRequest request) ->
                    request;
            case Parsed.Faulty<BulkReferenceNumberRequest> faulty ->
                    throw new IllegalStateException(
                            "a bulk registration that was taken cannot be read any more");
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
