package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of registration files: what waits, its spool, its results. */
final class RegistrationTable {
    /** Any number; the two-part locks of the store are used by nothing else. */
    private static final int QUEUE_LOCK = 0x6f6e7368;

    private static final String LOCK_QUEUE = "SELECT pg_advisory_xact_lock(?, hashtext(?))";

    private static final String QUEUE =
            """
            SELECT count(*), coalesce(sum(spooled_bytes), 0)
            FROM registry.registration
            WHERE insurer_number = ? AND state IN ('RECEIVED', 'PROCESSING')
            """;

    private static final String OPEN =
            """
            INSERT INTO registry.registration (registration_id, insurer_number, state, started_at)
            VALUES (?, ?, 'RECEIVING', ?)
            """;

    private static final String SPOOL =
            """
            INSERT INTO registry.spool (registration_id, block, records, key_id, sealed)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final String RECEIVED =
            """
            UPDATE registry.registration r
            SET state = 'RECEIVED', blocks_total = ?, rows_total = ?, spooled_bytes = ?,
                content_digest = ?, received_at = ?,
                repeats = (
                    SELECT e.registration_id
                    FROM registry.registration e
                    WHERE e.insurer_number = r.insurer_number AND e.content_digest = ?
                    ORDER BY e.received_at DESC, e.registration_id DESC
                    LIMIT 1)
            WHERE r.registration_id = ?
            """;

    private static final String DROP_SPOOL = "DELETE FROM registry.spool WHERE registration_id = ?";

    private static final String DROP_INCOMPLETE =
            """
            WITH dropped AS (
                DELETE FROM registry.registration
                WHERE state = 'RECEIVING' AND (registration_id = ? OR started_at < ?)
                RETURNING registration_id)
            DELETE FROM registry.spool s USING dropped d
            WHERE s.registration_id = d.registration_id
            """;

    private static final String NEXT =
            """
            SELECT r.registration_id, r.insurer_number, r.repeats, r.blocks_total, r.blocks_done
            FROM registry.registration r
            WHERE r.state IN ('RECEIVED', 'PROCESSING')
              AND NOT EXISTS (
                SELECT 1
                FROM registry.registration e
                WHERE e.insurer_number = r.insurer_number
                  AND e.state IN ('RECEIVED', 'PROCESSING')
                  AND (e.received_at, e.registration_id) < (r.received_at, r.registration_id))
            ORDER BY r.received_at, r.registration_id
            LIMIT 1
            FOR UPDATE OF r SKIP LOCKED
            """;

    private static final String BLOCK =
            """
            SELECT key_id, sealed
            FROM registry.spool
            WHERE registration_id = ? AND block = ?
            """;

    private static final String PROGRESS =
            """
            UPDATE registry.registration
            SET state = CASE WHEN ? >= blocks_total THEN 'DONE' ELSE 'PROCESSING' END,
                finished_at = CASE WHEN ? >= blocks_total THEN ?::timestamptz END,
                blocks_done = ?, rows_done = rows_done + ?, accepted = accepted + ?,
                pending = pending + ?, rejected = rejected + ?
            WHERE registration_id = ?
            """;

    private static final String STATUS =
            """
            SELECT registration_id, state, rows_total, rows_done, accepted, pending, rejected
            FROM registry.registration
            WHERE registration_id = ? AND insurer_number = ? AND state <> 'RECEIVING'
            """;

    private static final String COPY_OUTCOMES =
            """
            COPY registry.registration_row (registration_id, line, status, code, blamed, coverage_id)
            FROM STDIN
            """;

    private static final String OUTCOMES =
            """
            SELECT line, status, code, blamed, coverage_id
            FROM registry.registration_row
            WHERE registration_id = ? AND line BETWEEN ? AND ?
            ORDER BY line
            """;

    /** What a file came to in the spool. */
    record Spooled(long blocks, long rows, long bytes) {}

    /** An insurer's files that wait or are being worked through. */
    record Queue(long files, long bytes) {}

    /** A file whose turn it is. */
    record Waiting(
            UUID registrationId,
            InsurerNumber insurer,
            Optional<UUID> repeats,
            long blocksTotal,
            long blocksDone) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    RegistrationTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
    }

    /** Keeps other files of this insurer from joining its queue until the transaction ends. */
    void lockQueue(InsurerNumber insurer) {
        jdbc.sql(LOCK_QUEUE)
                .params(QUEUE_LOCK, insurer.digits())
                .query((row, number) -> number)
                .list();
    }

    Queue queue(InsurerNumber insurer) {
        return jdbc.sql(QUEUE)
                .param(insurer.digits())
                .query((row, number) -> new Queue(row.getLong(1), row.getLong(2)))
                .single();
    }

    void open(UUID registrationId, InsurerNumber insurer, Instant at) {
        jdbc.sql(OPEN)
                .params(registrationId, insurer.digits(), CoverageTable.timestamp(at))
                .update();
    }

    void spool(UUID registrationId, long block, int records, Sealed sealed) {
        jdbc.sql(SPOOL)
                .params(registrationId, block, records, sealed.keyId(), sealed.bytes())
                .update();
    }

    void received(UUID registrationId, Spooled spooled, byte[] digest, Instant at) {
        jdbc.sql(RECEIVED)
                .params(
                        spooled.blocks(),
                        spooled.rows(),
                        spooled.bytes(),
                        digest,
                        CoverageTable.timestamp(at),
                        digest,
                        registrationId)
                .update();
    }

    /** Forgets an upload that was not completed, and any begun before a time. */
    void dropIncomplete(UUID registrationId, Instant begunBefore) {
        jdbc.sql(DROP_INCOMPLETE)
                .params(registrationId, CoverageTable.timestamp(begunBefore))
                .update();
    }

    void dropSpool(UUID registrationId) {
        jdbc.sql(DROP_SPOOL).param(registrationId).update();
    }

    /** The file whose turn it is, locked for this transaction: the oldest of its insurer. */
    Optional<Waiting> next() {
        return jdbc.sql(NEXT)
                .query((row, number) ->
                        new Waiting(
                                row.getObject(1, UUID.class),
                                new InsurerNumber(row.getString(2)),
                                Optional.ofNullable(row.getObject(3, UUID.class)),
                                row.getLong(4),
                                row.getLong(5)))
                .optional();
    }

    Sealed block(UUID registrationId, long block) {
        return jdbc.sql(BLOCK)
                .params(registrationId, block)
                .query((row, number) -> new Sealed(row.getString(1), row.getBytes(2)))
                .single();
    }

    void progress(UUID registrationId, long blocksDone, List<RowOutcome> outcomes, Instant at) {
        jdbc.sql(PROGRESS)
                .params(
                        blocksDone,
                        blocksDone,
                        CoverageTable.timestamp(at),
                        blocksDone,
                        outcomes.size(),
                        count(outcomes, RowStatus.ACCEPTED),
                        count(outcomes, RowStatus.PENDING),
                        count(outcomes, RowStatus.REJECTED),
                        registrationId)
                .update();
    }

    private static long count(List<RowOutcome> outcomes, RowStatus status) {
        return outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }

    Optional<RegistrationStatus> status(UUID registrationId, InsurerNumber insurer) {
        return jdbc.sql(STATUS)
                .params(registrationId, insurer.digits())
                .query((row, number) ->
                        new RegistrationStatus(
                                row.getObject(1, UUID.class),
                                RegistrationStatus.State.valueOf(row.getString(2)),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)))
                .optional();
    }

    void store(UUID registrationId, List<RowOutcome> outcomes) {
        CopyText copy = new CopyText();
        for (RowOutcome outcome : outcomes) {
            copy.cell(registrationId)
                    .cell(outcome.line())
                    .cell(outcome.status())
                    .cell(outcome.code().name())
                    .cell(outcome.column())
                    .cell(outcome.coverageId().map(UUID::toString));
            copy.endRow();
        }
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            copy.into(connection, COPY_OUTCOMES);
                            return true;
                        });
    }

    /** The outcomes of lines first to last, both included, in order. */
    List<RowOutcome> outcomes(UUID registrationId, long first, long last) {
        return jdbc.sql(OUTCOMES)
                .params(registrationId, first, last)
                .query((row, number) -> outcome(row))
                .list();
    }

    private static RowOutcome outcome(ResultSet row) throws SQLException {
        return new RowOutcome(
                row.getLong(1),
                RowStatus.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                RegistrationCode.valueOf(row.getString(3)),
                row.getString(4),
                Optional.ofNullable(row.getObject(5, UUID.class)));
    }
}
