package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.FaultCode;
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
            SELECT count(*),
                coalesce(sum(spooled_bytes), 0) + (
                    SELECT coalesce(sum(u.spooled_bytes), 0)
                    FROM registry.registration u
                    WHERE u.insurer_number = ? AND u.state IN ('RECEIVING', 'PROPOSED'))
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
            WITH upload AS (
                UPDATE registry.registration
                SET spooled_bytes = spooled_bytes + ?, progressed_at = now()
                WHERE registration_id = ? AND state = 'RECEIVING'
                RETURNING registration_id)
            INSERT INTO registry.spool (registration_id, block, records, key_id, sealed)
            SELECT registration_id, ?, ?, ?, ?
            FROM upload
            """;

    private static final String RECEIVED =
            """
            UPDATE registry.registration r
            SET state = 'RECEIVED', blocks_total = ?, rows_total = ?, spooled_bytes = ?,
                content_digest = ?, one_person = ?, received_at = ?, rows_clearing = ?,
                repeats = (
                    SELECT e.registration_id
                    FROM registry.registration e
                    WHERE e.insurer_number = r.insurer_number AND e.content_digest = ?
                        AND e.state <> 'PROPOSED'
                    ORDER BY e.received_at DESC, e.registration_id DESC
                    LIMIT 1)
            WHERE r.registration_id = ? AND r.state = 'RECEIVING'
            """;

    /** But for a file whose very content was confirmed before. */
    private static final String AWAIT_CONFIRMATION =
            """
            UPDATE registry.registration r
            SET hindrance = ?, attempts = 1, held_since = r.received_at, held_until = ?
            WHERE r.registration_id = ? AND NOT EXISTS (
                SELECT 1
                FROM registry.registration e
                WHERE e.insurer_number = r.insurer_number
                  AND e.content_digest = r.content_digest AND e.confirmed_at IS NOT NULL)
            """;

    /** It has had an attempt, so that whoever tries it now finds it changed. */
    private static final String CONFIRM =
            """
            UPDATE registry.registration
            SET hindrance = NULL, attempts = 0, held_since = NULL, held_until = NULL,
                confirmed_at = ?
            WHERE registration_id = ? AND insurer_number = ? AND hindrance = ? AND NOT given_up
              AND state IN ('RECEIVED', 'PROCESSING')
            """;

    private static final String WITHDRAW =
            """
            UPDATE registry.registration
            SET given_up = true, held_until = NULL
            WHERE registration_id = ? AND insurer_number = ? AND hindrance = ? AND NOT given_up
              AND state IN ('RECEIVED', 'PROCESSING')
            """;

    /** Whatever was sent before: what its rows do is said row by row. */
    private static final String PROPOSED =
            """
            UPDATE registry.registration
            SET state = 'PROPOSED', blocks_total = ?, rows_total = ?, spooled_bytes = ?,
                content_digest = ?, proposed = true
            WHERE registration_id = ? AND state = 'RECEIVING'
            """;

    private static final String PROPOSED_FILES =
            """
            SELECT count(*) FROM registry.registration
            WHERE insurer_number = ? AND state = 'PROPOSED'
            """;

    private static final String PROPOSED_FILE =
            """
            SELECT blocks_total, rows_total, spooled_bytes
            FROM registry.registration
            WHERE registration_id = ? AND insurer_number = ? AND state = 'PROPOSED'
            """;

    private static final String RELEASE =
            """
            UPDATE registry.registration
            SET state = 'RECEIVED', received_at = ?
            WHERE registration_id = ? AND state = 'PROPOSED'
            """;

    private static final String DROP_PROPOSED =
            """
            WITH dropped AS (
                DELETE FROM registry.registration
                WHERE state = 'PROPOSED' AND registration_id = ?
                RETURNING registration_id),
            meant AS (
                DELETE FROM registry.decided_row r USING dropped d
                WHERE r.registration_id = d.registration_id)
            DELETE FROM registry.spool s USING dropped d
            WHERE s.registration_id = d.registration_id
            """;

    private static final String DECIDED =
            """
            INSERT INTO registry.decided_row (registration_id, line, coverage_id, version_ids)
            VALUES (?, ?, ?, ?)
            """;

    private static final String TERMS =
            "SELECT one_person, proposed FROM registry.registration WHERE registration_id = ?";

    private static final String DECIDED_ROWS =
            """
            SELECT line, coverage_id, version_ids
            FROM registry.decided_row
            WHERE registration_id = ? AND line BETWEEN ? AND ?
            """;

    private static final String DROP_SPOOL = "DELETE FROM registry.spool WHERE registration_id = ?";

    private static final String DROP_INCOMPLETE =
            """
            WITH dropped AS (
                DELETE FROM registry.registration
                WHERE state = 'RECEIVING' AND registration_id = ?
                RETURNING registration_id),
            meant AS (
                DELETE FROM registry.decided_row r USING dropped d
                WHERE r.registration_id = d.registration_id)
            DELETE FROM registry.spool s USING dropped d
            WHERE s.registration_id = d.registration_id
            """;

    /** By the store's clock, under which each block was stored: the shared one may be moved. */
    private static final String DROP_ABANDONED =
            """
            WITH dropped AS (
                DELETE FROM registry.registration
                WHERE state = 'RECEIVING' AND progressed_at < now() - make_interval(secs => ?)
                RETURNING registration_id),
            meant AS (
                DELETE FROM registry.decided_row r USING dropped d
                WHERE r.registration_id = d.registration_id)
            DELETE FROM registry.spool s USING dropped d
            WHERE s.registration_id = d.registration_id
            """;

    /** Insurers by turns, the one served longest ago first; of each, its oldest file. */
    private static final String NEXT =
            """
            SELECT r.registration_id, r.insurer_number, r.repeats, r.blocks_total, r.blocks_done,
                r.rows_total, r.rows_done, r.hindrance, r.attempts, r.held_since, r.given_up,
                r.received_at
            FROM registry.registration r
            LEFT JOIN registry.turn t ON t.insurer_number = r.insurer_number
            WHERE r.state IN ('RECEIVED', 'PROCESSING')
              AND (r.held_until IS NULL OR r.held_until <= ?)
              AND NOT EXISTS (
                SELECT 1
                FROM registry.registration e
                WHERE e.insurer_number = r.insurer_number
                  AND e.state IN ('RECEIVED', 'PROCESSING')
                  AND (e.received_at, e.registration_id) < (r.received_at, r.registration_id))
            ORDER BY coalesce(t.served, 0), r.received_at, r.registration_id
            LIMIT 1
            FOR UPDATE OF r SKIP LOCKED
            """;

    /** The same file again, whoever's turn it is. */
    private static final String LOCKED =
            """
            SELECT registration_id, insurer_number, repeats, blocks_total, blocks_done, rows_total,
                rows_done, hindrance, attempts, held_since, given_up, received_at
            FROM registry.registration
            WHERE registration_id = ? AND state IN ('RECEIVED', 'PROCESSING')
            FOR UPDATE
            """;

    private static final String SERVED =
            """
            INSERT INTO registry.turn (insurer_number, served)
            SELECT ?, coalesce(max(served), 0) + 1
            FROM registry.turn
            ON CONFLICT (insurer_number) DO UPDATE SET served = excluded.served
            """;

    private static final String HOLD =
            """
            UPDATE registry.registration
            SET hindrance = ?, attempts = ?, held_since = ?, held_until = ?, given_up = ?
            WHERE registration_id = ? AND blocks_done = ? AND NOT given_up
              AND state IN ('RECEIVED', 'PROCESSING')
            """;

    private static final String GIVE_UP_ROWS =
            """
            INSERT INTO registry.registration_row (registration_id, line, status, code, blamed)
            SELECT ?, line, ?, ?, ''
            FROM generate_series(?::bigint, ?::bigint) AS line
            ON CONFLICT (registration_id, line) DO NOTHING
            """;

    private static final String GAVE_UP_ROWS =
            """
            UPDATE registry.registration f
            SET rows_done = ?, accepted = f.accepted + stands.accepted,
                pending = f.pending + stands.pending, rejected = f.rejected + stands.rejected,
                held_until = NULL,
                state = CASE WHEN ? >= rows_total THEN 'FAILED' ELSE 'PROCESSING' END,
                finished_at = CASE WHEN ? >= rows_total THEN ?::timestamptz END
            FROM (
                SELECT count(*) FILTER (WHERE upper(status) = 'ACCEPTED') AS accepted,
                    count(*) FILTER (WHERE upper(status) = 'PENDING') AS pending,
                    count(*) FILTER (WHERE upper(status) = 'REJECTED') AS rejected
                FROM registry.registration_row
                WHERE registration_id = ? AND line BETWEEN ? AND ?) stands
            WHERE f.registration_id = ?
            """;

    private static final String REST =
            """
            UPDATE registry.registration
            SET held_until = ?
            WHERE registration_id = ? AND given_up AND state IN ('RECEIVED', 'PROCESSING')
            """;

    private static final String HELD =
            """
            SELECT count(*)
            FROM registry.registration
            WHERE state IN ('RECEIVED', 'PROCESSING') AND hindrance <> ?
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
                pending = pending + ?, rejected = rejected + ?,
                hindrance = NULL, attempts = 0, held_since = NULL, held_until = NULL
            WHERE registration_id = ?
            """;

    /** One that was withdrawn does not wait to be confirmed any more. */
    private static final String STATUS =
            """
            SELECT registration_id, state, rows_total, rows_done, accepted, pending, rejected,
                rows_clearing, CASE WHEN given_up AND state IN ('RECEIVED', 'PROCESSING')
                    AND hindrance = 'UNCONFIRMED' THEN NULL ELSE hindrance END
            FROM registry.registration
            WHERE registration_id = ? AND insurer_number = ?
                AND state NOT IN ('RECEIVING', 'PROPOSED')
            """;

    private static final String STATUSES =
            """
            SELECT registration_id, state, rows_total, rows_done, accepted, pending, rejected,
                rows_clearing, CASE WHEN given_up AND state IN ('RECEIVED', 'PROCESSING')
                    AND hindrance = 'UNCONFIRMED' THEN NULL ELSE hindrance END
            FROM registry.registration
            WHERE registration_id = ANY (?) AND insurer_number = ?
                AND state NOT IN ('RECEIVING', 'PROPOSED')
            """;

    /** Ids are time-ordered. */
    private static final String RECENT =
            """
            SELECT registration_id, state, rows_total, rows_done, accepted, pending, rejected,
                rows_clearing, CASE WHEN given_up AND state IN ('RECEIVED', 'PROCESSING')
                    AND hindrance = 'UNCONFIRMED' THEN NULL ELSE hindrance END
            FROM registry.registration
            WHERE insurer_number = ? AND state NOT IN ('RECEIVING', 'PROPOSED')
                AND registration_id < ?
            ORDER BY registration_id DESC
            LIMIT ?
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

    /** The condition is that of the partial index. */
    private static final String REJECTED =
            """
            SELECT line, status, code, blamed, coverage_id
            FROM registry.registration_row
            WHERE registration_id = ? AND line > ? AND upper(status) = 'REJECTED'
            ORDER BY line
            LIMIT ?
            """;

    private static final String CONTENT_DIGEST =
            """
            SELECT content_digest
            FROM registry.registration
            WHERE registration_id = ? AND insurer_number = ?
            """;

    /** What a file came to in the spool. */
    record Spooled(long blocks, long rows, long bytes, long rowsClearing) {}

    /**
     * An insurer's files that wait or are being worked through, and the bytes they take together
     * with those still being received.
     */
    record Queue(long files, long bytes) {}

    /** A file whose turn it is, and what was in its way when it was tried last. */
    record Waiting(
            UUID registrationId,
            InsurerNumber insurer,
            Optional<UUID> repeats,
            long blocksTotal,
            long blocksDone,
            long rowsTotal,
            long rowsDone,
            Optional<Hindrance> hindrance,
            int attempts,
            Optional<Instant> heldSince,
            boolean givenUp,
            Instant receivedAt) {
        /** Whether nobody got on with the same file, nor tried it in vain, in between. */
        boolean isAt(Waiting other) {
            return registrationId.equals(other.registrationId)
                    && blocksDone == other.blocksDone
                    && attempts == other.attempts
                    && givenUp == other.givenUp;
        }
    }

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
                .params(insurer.digits(), insurer.digits())
                .query((row, number) -> new Queue(row.getLong(1), row.getLong(2)))
                .single();
    }

    void open(UUID registrationId, InsurerNumber insurer, Instant at) {
        jdbc.sql(OPEN)
                .params(registrationId, insurer.digits(), CoverageTable.timestamp(at))
                .update();
    }

    /**
     * Stores a block of an upload.
     *
     * @throws IllegalStateException when the upload was forgotten meanwhile
     */
    void spool(UUID registrationId, long block, int records, Sealed sealed) {
        int stored =
                jdbc.sql(SPOOL)
                        .params(
                                sealed.bytes().length,
                                registrationId,
                                block,
                                records,
                                sealed.keyId(),
                                sealed.bytes())
                        .update();
        requireUpload(stored, registrationId);
    }

    /**
     * Puts a complete upload into its insurer's queue.
     *
     * @throws IllegalStateException when the upload was forgotten meanwhile
     */
    void received(
            UUID registrationId, Spooled spooled, byte[] digest, boolean onePerson, Instant at) {
        int received =
                jdbc.sql(RECEIVED)
                        .params(
                                spooled.blocks(),
                                spooled.rows(),
                                spooled.bytes(),
                                digest,
                                onePerson,
                                CoverageTable.timestamp(at),
                                spooled.rowsClearing(),
                                digest,
                                registrationId)
                        .update();
        requireUpload(received, registrationId);
    }

    /** Keeps a file just received from going on until its insurer confirms it. */
    void awaitConfirmation(UUID registrationId, Instant until) {
        jdbc.sql(AWAIT_CONFIRMATION)
                .params(
                        Hindrance.UNCONFIRMED.name(),
                        CoverageTable.timestamp(until),
                        registrationId)
                .update();
    }

    /** Lets a file go on; false when it does not wait for that. */
    boolean confirm(UUID registrationId, InsurerNumber insurer, Instant at) {
        return jdbc.sql(CONFIRM)
                        .params(
                                CoverageTable.timestamp(at),
                                registrationId,
                                insurer.digits(),
                                Hindrance.UNCONFIRMED.name())
                        .update()
                == 1;
    }

    /** Gives a file up that waits to be confirmed; false when it does not. */
    boolean withdraw(UUID registrationId, InsurerNumber insurer) {
        return jdbc.sql(WITHDRAW)
                        .params(registrationId, insurer.digits(), Hindrance.UNCONFIRMED.name())
                        .update()
                == 1;
    }

    /**
     * Keeps a complete upload for two people to decide on.
     *
     * @throws IllegalStateException when the upload was forgotten meanwhile
     */
    void proposed(UUID registrationId, Spooled spooled, byte[] digest) {
        int proposed =
                jdbc.sql(PROPOSED)
                        .params(
                                spooled.blocks(),
                                spooled.rows(),
                                spooled.bytes(),
                                digest,
                                registrationId)
                        .update();
        requireUpload(proposed, registrationId);
    }

    /** How many files of this insurer wait for two people. */
    long proposedFiles(InsurerNumber insurer) {
        return jdbc.sql(PROPOSED_FILES).param(insurer.digits()).query(Long.class).single();
    }

    /** One of this insurer that waits for two people. */
    Optional<Spooled> proposed(UUID registrationId, InsurerNumber insurer) {
        return jdbc.sql(PROPOSED_FILE)
                .params(registrationId, insurer.digits())
                .query((row, number) ->
                        new Spooled(row.getLong(1), row.getLong(2), row.getLong(3), 0))
                .optional();
    }

    /** Puts it into its insurer's queue; false when somebody decided meanwhile. */
    boolean release(UUID registrationId, Instant at) {
        return jdbc.sql(RELEASE).params(CoverageTable.timestamp(at), registrationId).update() == 1;
    }

    /** Forgets one that waits for two people, with all its rows. */
    void dropProposed(UUID registrationId) {
        jdbc.sql(DROP_PROPOSED).param(registrationId).update();
    }

    /** By line, what two people decide on. */
    void decided(UUID registrationId, Map<Long, DecidedRow> rows) {
        template.batchUpdate(
                DECIDED,
                rows.entrySet(),
                RegistrationLimits.CHUNK_ROWS_MAX,
                (statement, row) -> {
                    statement.setObject(1, registrationId);
                    statement.setLong(2, row.getKey());
                    statement.setObject(3, row.getValue().coverageId());
                    statement.setArray(
                            4,
                            statement
                                    .getConnection()
                                    .createArrayOf("uuid", row.getValue().versionIds().toArray()));
                });
    }

    /** Who stands behind lines first to last of a file, both included. */
    FileTerms terms(UUID registrationId, long first, long last) {
        Map<Long, DecidedRow> decided = new HashMap<>();
        jdbc.sql(DECIDED_ROWS)
                .params(registrationId, first, last)
                .query(row -> {
                    decided.put(
                            row.getLong(1),
                            new DecidedRow(
                                    row.getObject(2, UUID.class),
                                    Set.of((UUID[]) row.getArray(3).getArray())));
                });
        return jdbc.sql(TERMS)
                .param(registrationId)
                .query((row, number) ->
                        new FileTerms(row.getBoolean(1), row.getBoolean(2), decided))
                .single();
    }

    private static void requireUpload(int rows, UUID registrationId) {
        if (rows != 1) {
            throw new IllegalStateException("no upload " + registrationId + " any more");
        }
    }

    /** Forgets an upload that was not completed. */
    void dropIncomplete(UUID registrationId) {
        jdbc.sql(DROP_INCOMPLETE).param(registrationId).update();
    }

    /** Forgets uploads that have not got on for so long. */
    void dropAbandoned(Duration rested) {
        jdbc.sql(DROP_ABANDONED).param(rested.toSeconds()).update();
    }

    void dropSpool(UUID registrationId) {
        jdbc.sql(DROP_SPOOL).param(registrationId).update();
    }

    /**
     * The file whose turn it is, locked for this transaction: the oldest of its insurer. Whoever
     * takes it says so by {@link #served}.
     */
    Optional<Waiting> next(Instant now) {
        return jdbc.sql(NEXT)
                .param(CoverageTable.timestamp(now))
                .query((row, number) -> waiting(row))
                .optional();
    }

    /** A file that still waits, kept from others until the transaction ends. */
    Optional<Waiting> locked(UUID registrationId) {
        return jdbc.sql(LOCKED)
                .param(registrationId)
                .query((row, number) -> waiting(row))
                .optional();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getObject(1, UUID.class),
                new InsurerNumber(row.getString(2)),
                Optional.ofNullable(row.getObject(3, UUID.class)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Optional.ofNullable(row.getString(8)).map(Hindrance::valueOf),
                row.getInt(9),
                Optional.ofNullable(row.getObject(10, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getBoolean(11),
                row.getObject(12, OffsetDateTime.class).toInstant());
    }

    /** This insurer had its turn; the others come before its next one. */
    void served(InsurerNumber insurer) {
        jdbc.sql(SERVED).param(insurer.digits()).update();
    }

    /**
     * Lets a file rest that was tried in vain.
     *
     * @return false when somebody else got on with it meanwhile; nothing is changed then
     */
    boolean hold(
            Waiting file,
            Hindrance hindrance,
            int attempts,
            Instant since,
            Instant until,
            boolean givenUp) {
        return jdbc.sql(HOLD)
                        .params(
                                hindrance.name(),
                                attempts,
                                CoverageTable.timestamp(since),
                                CoverageTable.timestamp(until),
                                givenUp,
                                file.registrationId(),
                                file.blocksDone())
                        .update()
                == 1;
    }

    /**
     * Lines first to last, both included, of a file given up get their result, unless they have one
     * already.
     */
    void giveUpRows(UUID registrationId, long first, long last, RegistrationCode code, Instant at) {
        jdbc.sql(GIVE_UP_ROWS)
                .params(registrationId, code.status().name(), code.name(), first, last)
                .update();
        jdbc.sql(GAVE_UP_ROWS)
                .params(
                        last,
                        last,
                        last,
                        CoverageTable.timestamp(at),
                        registrationId,
                        first,
                        last,
                        registrationId)
                .update();
    }

    /** Lets a file given up rest whose rows could not get their results. */
    void rest(UUID registrationId, Instant until) {
        jdbc.sql(REST).params(CoverageTable.timestamp(until), registrationId).update();
    }

    /** How many files are kept from going on by something else than their insurer's word. */
    long held() {
        return jdbc.sql(HELD).param(Hindrance.UNCONFIRMED.name()).query(Long.class).single();
    }

    /** A block of a file; empty when it is gone. */
    Optional<Sealed> block(UUID registrationId, long block) {
        return jdbc.sql(BLOCK)
                .params(registrationId, block)
                .query((row, number) -> new Sealed(row.getString(1), row.getBytes(2)))
                .optional();
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
                .query(RegistrationTable::read)
                .optional();
    }

    List<RegistrationStatus> statuses(Collection<UUID> registrationIds, InsurerNumber insurer) {
        return jdbc.sql(STATUSES)
                .params(registrationIds.toArray(UUID[]::new), insurer.digits())
                .query(RegistrationTable::read)
                .list();
    }

    List<RegistrationStatus> recent(InsurerNumber insurer, UUID before, int filesMax) {
        return jdbc.sql(RECENT)
                .params(insurer.digits(), before, filesMax)
                .query(RegistrationTable::read)
                .list();
    }

    private static RegistrationStatus read(ResultSet row, int number) throws SQLException {
        RegistrationStatus.State state = RegistrationStatus.State.valueOf(row.getString(2));
        Optional<FaultCode> hindrance =
                Optional.ofNullable(row.getString(9)).map(Hindrance::valueOf).map(Hindrance::code);
        boolean waits = !state.ended() && hindrance.flatMap(RegistrationStatus::waitAs).isPresent();
        long rowsTotal = row.getLong(3);
        long rowsDone = row.getLong(4);
        return new RegistrationStatus(
                row.getObject(1, UUID.class),
                state,
                rowsTotal,
                rowsDone,
                row.getLong(5),
                row.getLong(6) + (waits ? rowsTotal - rowsDone : 0),
                row.getLong(7),
                row.getLong(8),
                hindrance);
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

    /** The outcomes of the rejected lines after this one, in order. */
    List<RowOutcome> rejected(UUID registrationId, long after, int rowsMax) {
        return jdbc.sql(REJECTED)
                .params(registrationId, after, rowsMax)
                .query((row, number) -> outcome(row))
                .list();
    }

    /** The keyed digest under which a file's content was stored. */
    Optional<byte[]> contentDigest(UUID registrationId, InsurerNumber insurer) {
        return jdbc.sql(CONTENT_DIGEST)
                .params(registrationId, insurer.digits())
                .query((row, number) -> row.getBytes(1))
                .optional();
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
