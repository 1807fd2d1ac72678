package org.onshi.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The SQL of verification: reads only, on one connection as {@code inspector}, in bounded memory.
 */
final class VerificationTable {
    private static final int FETCH_ROWS = 2_000;

    private static final String TREE =
            "SELECT size, frontier, root FROM audit.tree WHERE tree_id = 1";
    private static final String ENTRIES =
            """
            SELECT leaf_index, entry_id, recorded_at, event, caller, person_id, body
            FROM audit.entry WHERE leaf_index IS NOT NULL ORDER BY leaf_index, entry_id
            """;
    private static final String CHECKPOINTS =
            "SELECT tree_size, signed_at, note FROM audit.checkpoint ORDER BY tree_size";
    private static final String LEAF_TILES =
            """
            SELECT tile_index, hashes FROM audit.tile WHERE tile_level = 0 ORDER BY tile_index
            """;
    private static final String PLACE_OF_HASH =
            """
            SELECT tile_index, position(? in hashes) FROM audit.tile
            WHERE tile_level = 0 AND position(? in hashes) % 32 = 1
            ORDER BY tile_index LIMIT 1
            """;
    private static final String READ_TILE =
            "SELECT hashes FROM audit.tile WHERE tile_level = ? AND tile_index = ?";
    private static final String WAITING =
            """
            SELECT entry_id FROM audit.entry WHERE leaf_index IS NULL
            ORDER BY recorded_at, entry_id LIMIT ?
            """;
    private static final String STILL_WAITING =
            """
            SELECT entry_id FROM audit.entry
            WHERE leaf_index IS NULL AND entry_id = ANY (?) ORDER BY recorded_at, entry_id LIMIT 1
            """;

    private final Connection connection;

    VerificationTable(Connection connection) {
        this.connection = connection;
    }

    /** An entry at its place. */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way, never compared
    record Placed(
            long leafIndex,
            UUID entryId,
            Instant recordedAt,
            String event,
            String caller,
            Optional<UUID> person,
            byte[] body) {}

    /** The stored state of the tree, unchecked. */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way, never compared
    record StoredTree(long size, byte[] frontier, byte[] root) {}

    /** A tile of leaf hashes. */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way, never compared
    record LeafTile(long index, byte[] hashes) {}

    /** Rows read as they come. */
    static final class Rows<T> implements AutoCloseable {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private final Reader<T> reader;

        private Rows(Connection connection, String sql, Reader<T> reader) throws SQLException {
            this.statement = connection.prepareStatement(sql);
            this.statement.setFetchSize(FETCH_ROWS);
            this.rows = statement.executeQuery();
            this.reader = reader;
        }

        Optional<T> next() throws SQLException {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All that follows until {@link #endSnapshot} sees the database of this moment. */
    void beginSnapshot() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
    }

    void endSnapshot() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    Optional<StoredTree> tree() throws SQLException {
        try (Rows<StoredTree> rows =
                new Rows<>(
                        connection,
                        TREE,
                        row -> new StoredTree(row.getLong(1), row.getBytes(2), row.getBytes(3)))) {
            return rows.next();
        }
    }

    Rows<Placed> entries() throws SQLException {
        return new Rows<>(
                connection,
                ENTRIES,
                row ->
                        new Placed(
                                row.getLong(1),
                                row.getObject(2, UUID.class),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                text(row.getString(4)),
                                text(row.getString(5)),
                                Optional.ofNullable(row.getObject(6, UUID.class)),
                                row.getBytes(7)));
    }

    /** A column emptied by force differs from whatever was signed. */
    private static String text(String column) {
        return column == null ? "" : column;
    }

    Rows<LogTable.StoredCheckpoint> checkpoints() throws SQLException {
        return new Rows<>(
                connection,
                CHECKPOINTS,
                row ->
                        new LogTable.StoredCheckpoint(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3)));
    }

    Rows<LeafTile> leafTiles() throws SQLException {
        return new Rows<>(
                connection, LEAF_TILES, row -> new LeafTile(row.getLong(1), row.getBytes(2)));
    }

    /** The place at which the tree holds this leaf, if it does. */
    OptionalLong placeOf(Merkle.Hash leaf) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PLACE_OF_HASH)) {
            query.setBytes(1, leaf.raw());
            query.setBytes(2, leaf.raw());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? OptionalLong.of(
                                row.getLong(1) * Tiles.TILE_HASHES
                                        + (row.getLong(2) - 1) / Merkle.HASH_BYTES)
                        : OptionalLong.empty();
            }
        }
    }

    byte[] tile(int level, long index) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ_TILE)) {
            query.setInt(1, level);
            query.setLong(2, index);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        }
    }

    List<UUID> waiting(int max) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WAITING)) {
            query.setInt(1, max);
            return ids(query);
        }
    }

    Optional<UUID> stillWaiting(List<UUID> entries) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(STILL_WAITING)) {
            query.setArray(1, connection.createArrayOf("uuid", entries.toArray()));
            return ids(query).stream().findFirst();
        }
    }

    private static List<UUID> ids(PreparedStatement query) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
