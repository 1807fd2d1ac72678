package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.registry.Coverage;
import org.onshi.wire.BulkRequest;
import org.onshi.wire.BulkUnit;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.onshi.wire.SearchKey;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 一括照会 (requirements A-03): many people of one facility, taken at once, checked in the background
 * in the order of arrival, answered in the order of the request. Each person is one check with an
 * audit entry of its own, counted as bulk. What is under way survives a killed server: rows,
 * entries and progress commit together.
 */
@Service
public class BulkChecks {
    private final BulkTable table;
    private final BulkIntake intake;
    private final Eligibility eligibility;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private Optional<Loaded> loaded = Optional.empty();
    private Runnable awaited = () -> {};

    /**
     * @param transactions of the same data source as audit and registry use
     */
    public BulkChecks(
            DataSource dataSource,
            Eligibility eligibility,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.table = new BulkTable(dataSource, BulkTable.Purpose.CHECK);
        this.eligibility = eligibility;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.intake = new BulkIntake(table, audit, transaction, eligibility::now);
    }

    /**
     * An inquiry that was taken.
     *
     * @param receptionNumber to ask for the result with; holds for the facility that sent it only
     * @param receivedAt when it was taken; of a repeated request, the first time
     */
    public record Taken(String receptionNumber, Instant receivedAt) {}

    private record Loaded(UUID bulkId, BulkRequest request) {}

    /**
     * Takes an inquiry; it is kept when this returns.
     *
     * @param upload the message
     * @param request the same, read
     * @param key the caller's Idempotency-Key: the same key of the same facility is the same
     *     inquiry
     * @throws Fault {@link FaultCode#IDEMPOTENCY_KEY_REUSED} for another message under the same
     *     key, {@link FaultCode#TOO_MANY_REQUESTS} when too many of this facility wait
     */
    public Taken take(
            FacilityCode facility, Element upload, BulkRequest request, Optional<UUID> key) {
        UUID bulkId = key.map(it -> CheckId.ofBulk(facility, it)).orElseGet(UUID::randomUUID);
        Instant receivedAt = intake.take(bulkId, facility, upload, request.units().size());
        awaited.run();
        return new Taken(bulkId.toString(), receivedAt);
    }

    /** What has become of an inquiry of this facility; handing the results over is recorded. */
    public BulkOutcome outcome(FacilityCode facility, String receptionNumber) {
        Optional<UUID> bulkId = BulkIntake.bulkId(receptionNumber);
        Optional<BulkTable.State> found = bulkId.flatMap(id -> table.state(id, facility));
        if (found.isEmpty()) {
            return new BulkOutcome.NotFound();
        }
        BulkTable.State state = found.get();
        if (!state.done()) {
            return new BulkOutcome.Running(state.rowsDone(), state.rowsTotal());
        }
        Element upload = JsonMessage.read(table.message(bulkId.get()));
        BulkRequest request = request(upload);
        List<BulkOutcome.Row> rows = rows(facility, request, table.rows(bulkId.get()));
        intake.fetched(bulkId.get(), facility);
        return new BulkOutcome.Done(upload, request, state.finishedAt().orElseThrow(), rows);
    }

    /** Checks the next rows of the oldest inquiry in one transaction; false when none waits. */
    synchronized boolean workOnce() {
        return Boolean.TRUE.equals(
                transaction.execute(status -> table.lockNext().map(this::work).isPresent()));
    }

    /** Deletes what is over its time. */
    int clean() {
        Instant end = eligibility.now().minus(BulkLimits.RETENTION);
        return Optional.ofNullable(transaction.execute(status -> table.deleteFinishedBefore(end)))
                .orElse(0);
    }

    /** Who is told that there is work. */
    void awaitedBy(Runnable worker) {
        this.awaited = worker;
    }

    private BulkTable.Next work(BulkTable.Next next) {
        BulkRequest request = loaded(next.bulkId());
        int until = Math.min(next.rowsTotal(), next.rowsDone() + BulkLimits.ROWS_A_TRANSACTION_MAX);
        List<AuditEntry> entries = new ArrayList<>();
        List<BulkTable.RowRecord> records = new ArrayList<>();
        for (int position = next.rowsDone(); position < until; position++) {
            switch (request.units().get(position)) {
                case BulkUnit.Faulty faulty -> records.add(BulkTable.RowRecord.notRead());
                case BulkUnit.Good good -> {
                    AuditEntry entry =
                            eligibility
                                    .find(
                                            CheckId.ofRow(next.bulkId(), position),
                                            question(next.facility(), request, good.search()),
                                            Channel.BULK,
                                            Optional.empty())
                                    .entry();
                    entries.add(entry);
                    records.add(record(CheckRecord.of(entry)));
                }
            }
        }
        audit.appendAll(entries);
        table.insertRows(next.bulkId(), next.rowsDone(), records);
        table.progress(next.bulkId(), until, eligibility.now());
        if (until == next.rowsTotal()) {
            loaded = Optional.empty();
        }
        return next;
    }

    private List<BulkOutcome.Row> rows(
            FacilityCode facility, BulkRequest request, List<BulkTable.RowRecord> records) {
        LocalDate day = request.header().confirmationDate();
        Map<UUID, List<Coverage>> shown =
                eligibility.rows(records.stream().flatMap(it -> check(it, day).stream()).toList());
        List<BulkOutcome.Row> rows = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            BulkUnit unit = request.units().get(i);
            Optional<CheckRecord> check = check(records.get(i), day);
            if (check.isEmpty() || !(unit instanceof BulkUnit.Good(SearchKey search))) {
                rows.add(new BulkOutcome.Row(unit, Optional.empty()));
                continue;
            }
            CheckAnswer answer =
                    eligibility.answer(
                            question(facility, request, search),
                            check.get(),
                            shown.get(check.get().checkId()));
            rows.add(new BulkOutcome.Row(unit, Optional.of(answer)));
        }
        return rows;
    }

    /** Empty for a row that could not be read. */
    private static Optional<CheckRecord> check(BulkTable.RowRecord record, LocalDate day) {
        return record.checkId()
                .map(checkId ->
                        new CheckRecord(
                                checkId,
                                record.checkedAt().orElseThrow(),
                                day,
                                Channel.BULK,
                                record.verdict().orElseThrow(),
                                record.person(),
                                record.versions(),
                                record.reason(),
                                Optional.empty()));
    }

    /** Read once an inquiry, not once a transaction. */
    private BulkRequest loaded(UUID bulkId) {
        if (loaded.filter(it -> it.bulkId().equals(bulkId)).isEmpty()) {
            loaded =
                    Optional.of(
                            new Loaded(bulkId, request(JsonMessage.read(table.message(bulkId)))));
        }
        return loaded.orElseThrow().request();
    }

    private static BulkRequest request(Element upload) {
        return switch (BulkRequest.parse(upload)) {
            case Parsed.Good<BulkRequest>(BulkRequest request) -> request;
            case Parsed.Faulty<BulkRequest> faulty ->
                    throw new IllegalStateException(
                            "a bulk inquiry that was taken cannot be read any more");
        };
    }

    private static Question question(FacilityCode facility, BulkRequest request, SearchKey search) {
        return new Question(
                facility,
                search.insurer(),
                search.identifier(),
                search.birthDate(),
                Optional.of(request.header().confirmationDate()),
                Optional.empty(),
                search.limitConsent());
    }

    private static BulkTable.RowRecord record(CheckRecord check) {
        return new BulkTable.RowRecord(
                Optional.of(check.checkId()),
                Optional.of(check.checkedAt()),
                Optional.of(check.verdict()),
                check.person(),
                check.versions(),
                check.reason(),
                Optional.empty());
    }
}
