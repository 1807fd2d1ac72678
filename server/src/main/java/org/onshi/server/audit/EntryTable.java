package org.onshi.server.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of {@code audit.entry} that callers' transactions use. */
final class EntryTable {
    private static final String INSERT =
            """
            INSERT INTO audit.entry (entry_id, recorded_at, event, caller, person_id, body)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (entry_id) DO NOTHING
            """;
    private static final String INSERT_MANY =
            """
            INSERT INTO audit.entry (entry_id, recorded_at, event, caller, person_id, body)
            SELECT e.entry_id, e.recorded_at, e.event, e.caller, e.person_id, e.body
            FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::uuid[], ?::bytea[])
                AS e (entry_id, recorded_at, event, caller, person_id, body)
            ON CONFLICT (entry_id) DO NOTHING
            """;
    private static final String BODY = "SELECT body FROM audit.entry WHERE entry_id = ?";
    private static final String PLACE = "SELECT leaf_index FROM audit.entry WHERE entry_id = ?";

    private static final String ABOUT =
            """
            SELECT body FROM audit.entry
            WHERE person_id = ? AND recorded_at >= ? AND recorded_at < ?
                AND (recorded_at, entry_id) > (?, ?)
            ORDER BY recorded_at, entry_id
            LIMIT ?
            """;

    private static final String PLACED =
            """
            SELECT body FROM audit.entry
            WHERE leaf_index >= ? AND leaf_index < ? AND event = ANY (?)
            ORDER BY leaf_index
            """;

    private final JdbcTemplate jdbc;

    EntryTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    boolean insert(AuditEntry entry) {
        int rows =
                jdbc.update(
                        INSERT,
                        entry.entryId(),
                        time(entry.at()),
                        entry.event().code(),
                        entry.caller(),
                        entry.person().orElse(null),
                        EntryFormat.encode(entry));
        return rows == 1;
    }

    int insertAll(List<AuditEntry> entries) {
        return Optional.ofNullable(
                        jdbc.execute((Connection connection) -> insertAll(connection, entries)))
                .orElseThrow();
    }

    private static int insertAll(Connection connection, List<AuditEntry> entries)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MANY)) {
            Array[] columns = {
                array(connection, "uuid", entries.stream().map(AuditEntry::entryId).toArray()),
                array(
                        connection,
                        "timestamptz",
                        entries.stream().map(entry -> time(entry.at())).toArray()),
                array(connection, "text", entries.stream().map(e -> e.event().code()).toArray()),
                array(connection, "text", entries.stream().map(AuditEntry::caller).toArray()),
                array(
                        connection,
                        "uuid",
                        entries.stream().map(entry -> entry.person().orElse(null)).toArray()),
                array(
                        connection,
                        "bytea",
                        entries.stream().map(EntryFormat::encode).toArray(byte[][]::new))
            };
            for (int i = 0; i < columns.length; i++) {
                insert.setArray(i + 1, columns[i]);
            }
            return insert.executeUpdate();
        }
    }

    Optional<byte[]> body(UUID entryId) {
        return jdbc.query(BODY, (row, number) -> row.getBytes(1), entryId).stream().findFirst();
    }

    /**
     * Bodies about a person, in the order of time.
     *
     * @param afterAt time of the last one seen; with its id, to go on behind it
     */
    List<byte[]> about(
            UUID person, Instant from, Instant to, Instant afterAt, UUID afterId, int rowsMax) {
        return jdbc.query(
                ABOUT,
                (row, number) -> row.getBytes(1),
                person,
                time(from),
                time(to),
                time(afterAt),
                afterId,
                rowsMax);
    }

    /** The entry's place in the log; empty when it is unknown or still waiting. */
    Optional<Long> leafIndex(UUID entryId) {
        return jdbc
                .query(
                        PLACE,
                        (row, number) -> Optional.ofNullable(row.getObject(1, Long.class)),
                        entryId)
                .stream()
                .findFirst()
                .flatMap(place -> place);
    }

    /** Bodies with a place in [from, to), of some events, in the order of the log. */
    List<byte[]> placed(long from, long to, List<AuditEvent> events) {
        String[] codes = events.stream().map(AuditEvent::code).toArray(String[]::new);
        return jdbc.query(PLACED, (row, number) -> row.getBytes(1), from, to, codes);
    }

    private static Array array(Connection connection, String type, Object[] values)
            throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
