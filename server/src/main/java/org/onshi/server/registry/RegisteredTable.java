package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.SharedClock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of first registrations: ranges of the index {@code coverage_registered}. A coverage's id
 * is made within the chunk that registers it, so it lies close to the time recorded; which day it
 * is, that time says.
 */
final class RegisteredTable {
    /** A chunk takes far less from its time to its last id. */
    private static final Duration ID_FROM_RECORDING_MAX = Duration.ofHours(1);

    private static final int FETCH_ROWS = 1_000;
    private static final UUID NIL = new UUID(0, 0);

    private static final String SLOW =
            """
            SELECT coverage_id, acquired_on, notified_on, registered_on
            FROM (
                SELECT DISTINCT ON (c.coverage_id) c.coverage_id, c.acquired_on, c.notified_on,
                    c.recorded_at,
                    coalesce(h.handed_in_on, (c.recorded_at AT TIME ZONE 'Asia/Tokyo')::date)
                        AS registered_on
                FROM registry.coverage c
                LEFT JOIN registry.handed_in h ON h.coverage_id = c.coverage_id
                WHERE c.insurer_number = ? AND c.coverage_id > greatest(?, ?)
                  AND c.coverage_id < ?
                ORDER BY c.coverage_id, c.recorded_at) first
            WHERE recorded_at >= ? AND recorded_at < ?
              AND (registered_on - greatest(acquired_on, notified_on) > ?
                OR notified_on - acquired_on > ?)
            ORDER BY coverage_id
            LIMIT ?
            """;

    /** One range of the index. */
    private static final String COUNTS =
            """
            SELECT f.acquired_on, f.notified_on,
                coalesce(f.handed_in_on, (f.recorded_at AT TIME ZONE 'Asia/Tokyo')::date)
                    AS registered_on,
                count(*)
            FROM (
                SELECT DISTINCT ON (c.coverage_id) c.acquired_on, c.notified_on, c.recorded_at,
                    h.handed_in_on
                FROM registry.coverage c
                LEFT JOIN registry.handed_in h ON h.coverage_id = c.coverage_id
                WHERE c.insurer_number = ? AND c.coverage_id >= ? AND c.coverage_id < ?
                ORDER BY c.coverage_id, c.recorded_at) f
            WHERE f.recorded_at >= ? AND f.recorded_at < ?
            GROUP BY f.acquired_on, f.notified_on, registered_on
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;

    RegisteredTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_ROWS);
    }

    List<RegisteredCoverage> slow(
            InsurerNumber insurer,
            LocalDate from,
            LocalDate to,
            int days,
            Optional<UUID> after,
            int most) {
        return jdbc.sql(SLOW)
                .params(
                        insurer.digits(),
                        after.orElse(NIL),
                        firstId(from),
                        endId(to),
                        CoverageTable.timestamp(start(from)),
                        CoverageTable.timestamp(start(to)),
                        days,
                        days,
                        most)
                .query((row, number) ->
                        new RegisteredCoverage(
                                row.getObject(1, UUID.class),
                                row.getObject(2, LocalDate.class),
                                row.getObject(3, LocalDate.class),
                                row.getObject(4, LocalDate.class)))
                .list();
    }

    void counts(
            InsurerNumber insurer, LocalDate from, LocalDate to, Consumer<RegisteredCount> each) {
        streaming.query(
                COUNTS,
                row -> {
                    each.accept(count(row));
                },
                insurer.digits(),
                firstId(from),
                endId(to),
                CoverageTable.timestamp(start(from)),
                CoverageTable.timestamp(start(to)));
    }

    private static RegisteredCount count(ResultSet row) throws SQLException {
        return new RegisteredCount(
                row.getObject(1, LocalDate.class),
                row.getObject(2, LocalDate.class),
                row.getObject(3, LocalDate.class),
                row.getLong(4));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(SharedClock.ZONE).toInstant();
    }

    private static UUID firstId(LocalDate day) {
        return idAt(start(day).minus(ID_FROM_RECORDING_MAX));
    }

    private static UUID endId(LocalDate day) {
        return idAt(start(day).plus(ID_FROM_RECORDING_MAX));
    }

    /** Smaller than every id of that time or later (RFC 9562, version 7). */
    private static UUID idAt(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
