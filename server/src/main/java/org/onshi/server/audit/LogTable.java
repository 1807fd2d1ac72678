package org.onshi.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The SQL of the sequencer and of proofs: tree, tiles, checkpoints, and the waiting entries. */
final class LogTable {
    private static final RowMapper<Tree> TREE =
            (row, number) ->
                    new Tree(
                            Merkle.Frontier.of(row.getLong("size"), row.getBytes("frontier")),
                            new Merkle.Hash(row.getBytes("root")));
    private static final RowMapper<StoredCheckpoint> CHECKPOINT =
            (row, number) ->
                    new StoredCheckpoint(
                            row.getLong("tree_size"),
                            row.getTimestamp("signed_at").toInstant(),
                            row.getString("note"));

    private static final String LOCK_TREE = "SELECT size, frontier, root FROM audit.lock_tree()";
    private static final String READ_TREE =
            "SELECT size, frontier, root FROM audit.tree WHERE tree_id = 1";

    /** Stale statistics must not turn the look for waiting entries into a scan of the whole log. */
    private static final String KEEP_TO_THE_INDEX =
            """
            SELECT set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true)
            """;

    private static final String WAITING =
            """
            SELECT entry_id, recorded_at, body FROM audit.entry WHERE leaf_index IS NULL LIMIT ?
            """;
    private static final String INTEGRATE = "SELECT audit.integrate(?, ?, ?, ?)";
    private static final String STORE_TILE = "SELECT audit.store_tile(?::smallint, ?, ?)";
    private static final String READ_TILE =
            "SELECT hashes FROM audit.tile WHERE tile_level = ? AND tile_index = ?";
    private static final String INSERT_CHECKPOINT =
            "INSERT INTO audit.checkpoint (tree_size, signed_at, note) VALUES (?, ?, ?)";
    private static final String NEWEST_CHECKPOINT =
            """
            SELECT tree_size, signed_at, note FROM audit.checkpoint
            ORDER BY tree_size DESC LIMIT 1
            """;
    private static final String CHECKPOINTS_AFTER =
            """
            SELECT tree_size, signed_at, note FROM audit.checkpoint
            WHERE tree_size > ? ORDER BY tree_size LIMIT ?
            """;

    private final JdbcTemplate jdbc;

    LogTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** The tree as integrated so far. */
    record Tree(Merkle.Frontier frontier, Merkle.Hash root) {
        long size() {
            return frontier.size();
        }
    }

    /** A committed entry without a place. */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way, never compared
    record Waiting(UUID entryId, Instant recordedAt, byte[] body) {}

    /** A signed checkpoint as the database keeps it. */
    record StoredCheckpoint(long treeSize, Instant signedAt, String note) {}

    /** The tree, locked until the transaction ends; empty while another server integrates. */
    Optional<Tree> lockTree() {
        return jdbc.query(LOCK_TREE, TREE).stream().findFirst();
    }

    Tree tree() {
        return jdbc.query(READ_TREE, TREE).stream().findFirst().orElseThrow();
    }

    List<Waiting> waiting(int max) {
        jdbc.query(KEEP_TO_THE_INDEX, row -> {});
        return jdbc.query(
                WAITING,
                (row, number) ->
                        new Waiting(
                                row.getObject("entry_id", UUID.class),
                                row.getTimestamp("recorded_at").toInstant(),
                                row.getBytes("body")),
                max);
    }

    void integrate(long seenSize, List<UUID> entries, Merkle.Frontier after) {
        jdbc.execute((Connection connection) -> {
            try (PreparedStatement call = connection.prepareStatement(INTEGRATE)) {
                call.setLong(1, seenSize);
                call.setArray(2, connection.createArrayOf("uuid", entries.toArray()));
                call.setBytes(3, after.stored());
                call.setBytes(4, after.root().raw());
                return call.execute();
            }
        });
    }

    void storeTiles(Map<Tiles.Key, byte[]> tiles) {
        tiles.forEach((key, hashes) ->
                jdbc.query(STORE_TILE, row -> {}, key.level(), key.index(), hashes));
    }

    Tiles tiles() {
        return new Tiles((level, index) ->
                jdbc.query(READ_TILE, (row, number) -> row.getBytes(1), level, index).stream()
                        .findFirst()
                        .orElse(new byte[0]));
    }

    void insertCheckpoint(StoredCheckpoint checkpoint) {
        jdbc.update(
                INSERT_CHECKPOINT,
                checkpoint.treeSize(),
                Timestamp.from(checkpoint.signedAt()),
                checkpoint.note());
    }

    /** That of the largest tree; empty before the log was begun. */
    Optional<StoredCheckpoint> newestCheckpoint() {
        return jdbc.query(NEWEST_CHECKPOINT, CHECKPOINT).stream().findFirst();
    }

    /** Checkpoints of trees larger than this, smallest first. */
    List<StoredCheckpoint> checkpointsAfter(long size, int max) {
        return jdbc.query(CHECKPOINTS_AFTER, CHECKPOINT, size, max);
    }
}
