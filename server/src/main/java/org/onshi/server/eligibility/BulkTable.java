package org.onshi.server.eligibility;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Verdict;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of bulk requests of one purpose. */
final class BulkTable {
    /** What is wanted for many people. */
    enum Purpose {
        /** 一括照会. */
        CHECK,
        /** 照会番号一括登録. */
        REFERENCE
    }

    private static final String INSERT =
            """
            INSERT INTO eligibility.bulk
                (bulk_id, facility_code, purpose, state, received_at, units_total, message,
                    message_digest)
            VALUES (?, ?, ?, 'WAITING', ?, ?, ?, ?)
            ON CONFLICT (bulk_id) DO NOTHING
            """;
    private static final String RECEIVED =
            "SELECT received_at, message_digest FROM eligibility.bulk WHERE bulk_id = ?";
    private static final String WAITING_OF =
            "SELECT count(*) FROM eligibility.bulk WHERE facility_code = ? AND state = 'WAITING'";
    private static final String LOCK_NEXT =
            """
            SELECT bulk_id, facility_code, units_done, units_total
            FROM eligibility.bulk
            WHERE purpose = ? AND state = 'WAITING'
            ORDER BY received_at, bulk_id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;
    private static final String MESSAGE = "SELECT message FROM eligibility.bulk WHERE bulk_id = ?";
    private static final String INSERT_ROW =
            """
            INSERT INTO eligibility.bulk_row
                (bulk_id, position, check_id, checked_at, verdict, person_id, version_ids, reason,
                    refused)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PROGRESS =
            """
            UPDATE eligibility.bulk
            SET units_done = ?, state = CASE WHEN ? = units_total THEN 'DONE' ELSE state END,
                finished_at = CASE WHEN ? = units_total THEN ? ELSE finished_at END
            WHERE bulk_id = ?
            """;
    private static final String STATE =
            """
            SELECT state, units_done, units_total, finished_at
            FROM eligibility.bulk
            WHERE bulk_id = ? AND facility_code = ? AND purpose = ?
            """;
    private static final String ROWS =
            """
            SELECT check_id, checked_at, verdict, person_id, version_ids, reason, refused
            FROM eligibility.bulk_row
            WHERE bulk_id = ?
            ORDER BY position
            """;
    private static final String DELETE_ROWS =
            """
            DELETE FROM eligibility.bulk_row
            WHERE bulk_id IN (SELECT bulk_id FROM eligibility.bulk WHERE finished_at < ?)
            """;
    private static final String DELETE = "DELETE FROM eligibility.bulk WHERE finished_at < ?";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Purpose purpose;

    BulkTable(DataSource dataSource, Purpose purpose) {
        this.purpose = purpose;
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
    }

    /** When an inquiry came, and the digest of its message. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it is used
    record Received(Instant at, byte[] digest) {}

    /** The oldest inquiry waiting, locked. */
    record Next(UUID bulkId, FacilityCode facility, int rowsDone, int rowsTotal) {}

    /** How far an inquiry is. */
    record State(boolean done, int rowsDone, int rowsTotal, Optional<Instant> finishedAt) {}

    /**
     * What was found in one row.
     *
     * @param checkId the entry of the audit log; empty when the row could not be read
     * @param refused why a registration was refused
     */
    record RowRecord(
            Optional<UUID> checkId,
            Optional<Instant> checkedAt,
            Optional<Verdict> verdict,
            Optional<UUID> person,
            List<UUID> versions,
            Optional<UnknownReason> reason,
            Optional<FaultCode> refused) {
        static RowRecord registration(UUID entryId, ReferenceNumbers.Outcome outcome) {
            return new RowRecord(
                    Optional.of(entryId),
                    Optional.of(outcome.at()),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    outcome.refused());
        }

        static RowRecord notRead() {
            return new RowRecord(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    boolean insert(
            UUID bulkId,
            FacilityCode facility,
            Instant at,
            int rows,
            byte[] message,
            byte[] digest) {
        return jdbc.sql(INSERT)
                        .params(
                                bulkId,
                                facility.digits(),
                                purpose.name(),
                                time(at),
                                rows,
                                message,
                                digest)
                        .update()
                == 1;
    }

    Optional<Received> received(UUID bulkId) {
        return jdbc.sql(RECEIVED)
                .param(bulkId)
                .query((row, number) ->
                        new Received(instant(row, 1).orElseThrow(), row.getBytes(2)))
                .optional();
    }

    int waitingOf(FacilityCode facility) {
        return jdbc.sql(WAITING_OF).param(facility.digits()).query(Integer.class).single();
    }

    Optional<Next> lockNext() {
        return jdbc.sql(LOCK_NEXT)
                .param(purpose.name())
                .query((row, number) ->
                        new Next(
                                row.getObject(1, UUID.class),
                                new FacilityCode(row.getString(2)),
                                row.getInt(3),
                                row.getInt(4)))
                .optional();
    }

    byte[] message(UUID bulkId) {
        return jdbc.sql(MESSAGE).param(bulkId).query((row, number) -> row.getBytes(1)).single();
    }

    void insertRows(UUID bulkId, int from, List<RowRecord> records) {
        List<Object[]> rows = new java.util.ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            RowRecord record = records.get(i);
            rows.add(
                    new Object[] {
                        bulkId,
                        from + i,
                        record.checkId().orElse(null),
                        record.checkedAt().map(BulkTable::time).orElse(null),
                        record.verdict().map(Verdict::wire).orElse(null),
                        record.person().orElse(null),
                        record.versions().toArray(UUID[]::new),
                        record.reason().map(UnknownReason::name).orElse(null),
                        record.refused().map(FaultCode::name).orElse(null)
                    });
        }
        batches.batchUpdate(INSERT_ROW, rows);
    }

    void progress(UUID bulkId, int rowsDone, Instant at) {
        jdbc.sql(PROGRESS).params(rowsDone, rowsDone, rowsDone, time(at), bulkId).update();
    }

    Optional<State> state(UUID bulkId, FacilityCode facility) {
        return jdbc.sql(STATE)
                .params(bulkId, facility.digits(), purpose.name())
                .query((row, number) ->
                        new State(
                                row.getString(1).equals("DONE"),
                                row.getInt(2),
                                row.getInt(3),
                                instant(row, 4)))
                .optional();
    }

    List<RowRecord> rows(UUID bulkId) {
        return jdbc.sql(ROWS).param(bulkId).query((row, number) -> record(row)).list();
    }

    int deleteFinishedBefore(Instant end) {
        jdbc.sql(DELETE_ROWS).param(time(end)).update();
        return jdbc.sql(DELETE).param(time(end)).update();
    }

    private static RowRecord record(ResultSet row) throws SQLException {
        Array versions = row.getArray(5);
        return new RowRecord(
                Optional.ofNullable(row.getObject(1, UUID.class)),
                instant(row, 2),
                Optional.ofNullable(row.getString(3)).flatMap(Verdict::of),
                Optional.ofNullable(row.getObject(4, UUID.class)),
                Arrays.asList((UUID[]) versions.getArray()),
                Optional.ofNullable(row.getString(6)).map(UnknownReason::valueOf),
                Optional.ofNullable(row.getString(7)).map(FaultCode::valueOf));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
