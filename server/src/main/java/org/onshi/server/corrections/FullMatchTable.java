package org.onshi.server.corrections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of full matches: how far they are, and what they counted. */
final class FullMatchTable {
    /** Any number that nothing else in the store locks by. */
    private static final long LOCK = 0x6f6e7368_6d617401L;

    /** A server whose machine is gone without a word loses the lock within a minute. */
    private static final String TAKE_LOCK =
            """
            SELECT pg_try_advisory_lock(?), set_config('tcp_keepalives_idle', '30', false),
                set_config('tcp_keepalives_interval', '10', false),
                set_config('tcp_keepalives_count', '3', false)
            """;

    private static final String RELEASE_LOCK = "SELECT pg_advisory_unlock(?)";

    private static final String START =
            """
            INSERT INTO corrections.full_match (full_match_id, started_at) VALUES (?, ?)
            ON CONFLICT ((true)) WHERE finished_at IS NULL DO NOTHING
            """;

    private static final String OPEN =
            "SELECT full_match_id, seen_to FROM corrections.full_match WHERE finished_at IS NULL";

    /** Locked, so that of a server and the one that went on in its place one counts the persons. */
    private static final String LOCKED =
            """
            SELECT full_match_id, seen_to
            FROM corrections.full_match
            WHERE full_match_id = ? AND seen_to = ? AND finished_at IS NULL
            FOR UPDATE
            """;

    private static final String ADVANCE =
            """
            UPDATE corrections.full_match SET seen_to = ?, matched = matched + ?,
                suspects = suspects + ?, unknown = unknown + ?, cleared = cleared + ?,
                waiting_since = NULL
            WHERE full_match_id = ?
            """;

    /** Whoever could not be compared; the match goes on waiting, if it does. */
    private static final String PASS =
            """
            UPDATE corrections.full_match SET seen_to = ?, set_aside = set_aside + ?
            WHERE full_match_id = ?
            """;

    private static final String FINISH =
            """
            UPDATE corrections.full_match SET finished_at = ?, waiting_since = NULL
            WHERE full_match_id = ?
            """;

    private static final String WAIT =
            """
            UPDATE corrections.full_match SET waiting_since = ?
            WHERE full_match_id = ? AND waiting_since IS NULL AND finished_at IS NULL
            """;

    private static final String GO_ON =
            """
            UPDATE corrections.full_match SET waiting_since = NULL
            WHERE finished_at IS NULL AND waiting_since IS NOT NULL
            """;

    private static final String LATEST =
            """
            SELECT m.full_match_id, m.started_at, m.matched, m.suspects, m.unknown,
                m.set_aside, m.cleared,
                (SELECT count(*) FROM corrections.suspect s
                    WHERE s.full_match_id = m.full_match_id AND s.outcome IS NULL),
                m.waiting_since, m.finished_at
            FROM corrections.full_match m
            ORDER BY m.started_at DESC, m.full_match_id
            LIMIT ?
            """;

    /** A full match that is not finished. */
    record Place(UUID fullMatchId, UUID seenTo) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate sessions;

    FullMatchTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.sessions = new JdbcTemplate(dataSource);
    }

    /**
     * Does something that no other server of the store does at the same time. It is no transaction:
     * the register is asked meanwhile. Whose connection dies, or whose process is killed, has its
     * lock no more; what it still commits is held back by {@link #lock}.
     *
     * @return empty while it is another server's
     */
    <T> Optional<T> alone(Supplier<T> work) {
        return sessions.execute(
                (ConnectionCallback<Optional<T>>)
                        connection -> {
                            if (!answered(connection, TAKE_LOCK)) {
                                return Optional.empty();
                            }
                            try {
                                return Optional.of(work.get());
                            } finally {
                                release(connection);
                            }
                        });
    }

    private static void release(Connection connection) throws SQLException {
        try {
            answered(connection, RELEASE_LOCK);
        } catch (SQLException failed) {
            // what may still hold the lock must not serve anything else
            connection.abort(Runnable::run);
            throw failed;
        }
    }

    private static boolean answered(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** False while another one is not finished. */
    boolean start(UUID fullMatchId, Instant at) {
        return jdbc.sql(START).params(fullMatchId, time(at)).update() == 1;
    }

    Optional<Place> open() {
        return jdbc.sql(OPEN).query(FullMatchTable::place).optional();
    }

    /** Whether it still is there; nobody else gets on with it until the transaction ends. */
    boolean lock(Place place) {
        return jdbc.sql(LOCKED)
                .params(place.fullMatchId(), place.seenTo())
                .query(FullMatchTable::place)
                .optional()
                .isPresent();
    }

    void advance(
            UUID fullMatchId,
            UUID seenTo,
            long matched,
            long suspects,
            long unknown,
            long cleared) {
        jdbc.sql(ADVANCE).params(seenTo, matched, suspects, unknown, cleared, fullMatchId).update();
    }

    void pass(UUID fullMatchId, UUID seenTo, long setAside) {
        jdbc.sql(PASS).params(seenTo, setAside, fullMatchId).update();
    }

    void finish(UUID fullMatchId, Instant at) {
        jdbc.sql(FINISH).params(time(at), fullMatchId).update();
    }

    void await(UUID fullMatchId, Instant since) {
        jdbc.sql(WAIT).params(time(since), fullMatchId).update();
    }

    /** The register answers again. */
    void goOn() {
        jdbc.sql(GO_ON).update();
    }

    List<FullMatch> latest(int most) {
        return jdbc.sql(LATEST)
                .param(most)
                .query((row, number) ->
                        new FullMatch(
                                row.getObject(1, UUID.class),
                                instant(row, 2).orElseThrow(),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                instant(row, 9),
                                instant(row, 10)))
                .list();
    }

    private static Place place(ResultSet row, int number) throws SQLException {
        return new Place(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
