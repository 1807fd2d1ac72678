package org.onshi.server.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Verifies the whole log against the checkpoints kept outside the database: needs a connection that
 * may read schema {@code audit} (role {@code inspector}), the folder and {@code audit.pub}, and no
 * running server. Reads a snapshot in the log's order, in bounded memory, and stops at the first
 * break.
 *
 * <p>What it cannot see: an entry changed or removed before it got its place (up to a second after
 * its commit), and a tail cut off together with every checkpoint file that attests it.
 */
public final class LogVerifier {
    /** Entries committed just now may wait this long for their place and checkpoint file. */
    public static final Duration WAITING_MAX = Duration.ofSeconds(5);

    private static final int WAITING_LOOKED_AT_MAX = 10_000;
    private static final int PENDING_FILES_MAX = 10_000;
    private static final long PROGRESS_EVERY = 10_000;
    private static final long NOTHING = -1;
    private static final Duration POLL = Duration.ofMillis(100);

    private final CheckpointFolder folder;
    private final AuditKey.Public key;
    private final Duration waitingMax;
    private final LongConsumer progress;

    /** Verifies with the usual limits, silently. */
    public LogVerifier(Path checkpoints, AuditKey.Public key) {
        this(checkpoints, key, WAITING_MAX, entries -> {});
    }

    /**
     * @param checkpoints folder of the checkpoint files
     * @param key from {@code audit.pub}
     * @param waitingMax how long committed entries may wait for their place
     * @param progress told the number of entries verified, every 10,000
     */
    public LogVerifier(
            Path checkpoints, AuditKey.Public key, Duration waitingMax, LongConsumer progress) {
        this.folder = new CheckpointFolder(checkpoints);
        this.key = key;
        this.waitingMax = waitingMax;
        this.progress = progress;
    }

    /**
     * Verifies. The connection's transaction settings are changed; give it one of its own.
     *
     * @throws SQLException when the database cannot be read
     * @throws IOException when the folder cannot be read
     */
    public LogVerdict verify(Connection inspector) throws SQLException, IOException {
        VerificationTable table = new VerificationTable(inspector);
        // Files are written after the commit of what they attest: listed first, they are all due.
        long attested = folder.newest().map(CheckpointFolder.Kept::size).orElse(NOTHING);
        table.beginSnapshot();
        List<UUID> waiting;
        LogVerdict verdict;
        Walk walk = new Walk(table, attested);
        try {
            Optional<LogVerdict.Broken> empty = emptyFolder(table);
            if (empty.isPresent()) {
                return empty.get();
            }
            waiting = table.waiting(WAITING_LOOKED_AT_MAX);
            verdict = walk.verdict();
        } finally {
            table.endSnapshot();
        }
        if (verdict instanceof LogVerdict.Broken) {
            return verdict;
        }
        return awaited(table, waiting, walk.pending).orElse(verdict);
    }

    /**
     * A folder without any checkpoint attests nothing: a log with entries must not pass for one
     * that holds. Looked at after the snapshot began, since a log begins with a file.
     */
    private Optional<LogVerdict.Broken> emptyFolder(VerificationTable table)
            throws SQLException, IOException {
        long size = table.tree().map(VerificationTable.StoredTree::size).orElse(0L);
        return size == 0 || folder.newest().isPresent()
                ? Optional.empty()
                : Optional.of(
                        new LogVerdict.Broken(
                                LogVerdict.Kind.MISSING_CHECKPOINT,
                                OptionalLong.empty(),
                                Optional.empty(),
                                ("保管先に署名が1つもありませんが、ログには %d 件あります。控えのフォルダを --checkpoints で指定してください"
                                                + " / the folder holds no checkpoint although the"
                                                + " log has %d entries; name a copy of the folder"
                                                + " with --checkpoints")
                                        .formatted(size, size)));
    }

    /** What was still on its way must have arrived soon after. */
    private Optional<LogVerdict> awaited(
            VerificationTable table, List<UUID> waiting, Deque<LogTable.StoredCheckpoint> pending)
            throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            Optional<UUID> entry =
                    waiting.isEmpty() ? Optional.empty() : table.stillWaiting(waiting);
            while (!pending.isEmpty() && Files.exists(file(pending.getFirst()))) {
                pending.removeFirst();
            }
            if (entry.isEmpty() && pending.isEmpty()) {
                return Optional.empty();
            }
            if (System.nanoTime() - begun > waitingMax.toNanos()) {
                return Optional.of(
                        entry.isPresent()
                                ? new LogVerdict.Broken(
                                        LogVerdict.Kind.WAITING,
                                        OptionalLong.empty(),
                                        entry,
                                        "committed, but without a place for more than %d s; does the server run?"
                                                .formatted(waitingMax.toSeconds()))
                                : missingFile(pending.getFirst().treeSize()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Path file(LogTable.StoredCheckpoint checkpoint) {
        return folder.file(checkpoint.treeSize(), checkpoint.signedAt());
    }

    private static LogVerdict.Broken missingFile(long size) {
        return new LogVerdict.Broken(
                LogVerdict.Kind.MISSING_CHECKPOINT,
                OptionalLong.empty(),
                Optional.empty(),
                "the checkpoint of %d entries is in the database but not on disk".formatted(size));
    }

    /** Ends the walk with what it found. */
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient LogVerdict.Broken broken;

        Found(LogVerdict.Broken broken) {
            this.broken = broken;
        }
    }

    /** An entry and its stored hash differ: the next checkpoint's root tells which of them lies. */
    private record Suspect(long place, LogVerdict.Broken ifRootHolds, LogVerdict.Broken ifNot) {}

    /** One pass over one snapshot. */
    private final class Walk {
        private final VerificationTable table;
        private final long attested;
        private final Deque<LogTable.StoredCheckpoint> pending = new ArrayDeque<>();
        private final Merkle.Frontier frontier = new Merkle.Frontier();
        private final UpperTiles upper;
        private Optional<Suspect> suspect = Optional.empty();
        private VerificationTable.LeafTile tile = new VerificationTable.LeafTile(-1, new byte[0]);
        private long checkpoints;
        private long lastCheckpoint = NOTHING;
        private long treeSize;

        Walk(VerificationTable table, long attested) {
            this.table = table;
            this.attested = attested;
            this.upper = new UpperTiles(table);
        }

        LogVerdict verdict() throws SQLException, IOException {
            try (var entries = table.entries();
                    var stored = table.checkpoints();
                    var tiles = table.leafTiles()) {
                VerificationTable.StoredTree tree =
                        table.tree()
                                .orElseThrow(
                                        () -> found(LogVerdict.Kind.STORED_TREE, "it is missing"));
                treeSize = tree.size();
                var signed = new Checkpoints(stored, new KeptInOrder(folder));
                while (true) {
                    signed.upTo(frontier.size());
                    Optional<VerificationTable.Placed> entry = entries.next();
                    if (entry.isEmpty()) {
                        break;
                    }
                    take(entry.get(), tiles);
                    if (frontier.size() % PROGRESS_EVERY == 0) {
                        progress.accept(frontier.size());
                    }
                }
                end(tree, signed, tiles);
                return new LogVerdict.Holds(
                        frontier.size(), checkpoints, frontier.root().toString());
            } catch (Found found) {
                return found.broken;
            }
        }

        private void take(
                VerificationTable.Placed entry,
                VerificationTable.Rows<VerificationTable.LeafTile> tiles)
                throws SQLException, Found {
            long place = frontier.size();
            requireItsTurn(entry, place);
            Merkle.Hash leaf = Merkle.leaf(entry.body());
            Optional<Merkle.Hash> expected = storedLeaf(place, tiles);
            if (expected.isEmpty()) {
                suspect(
                        new Suspect(
                                place,
                                broken(LogVerdict.Kind.STORED_HASH, entry, "it is missing"),
                                broken(
                                        LogVerdict.Kind.REWRITTEN,
                                        entry,
                                        "its stored hash is missing")));
            } else if (expected.get().equals(leaf)) {
                requireColumnsAsSigned(entry);
            } else if (suspect.isEmpty()) {
                suspect(
                        new Suspect(
                                place,
                                broken(LogVerdict.Kind.STORED_HASH, entry, "it is not the entry's"),
                                editedOrSwapped(entry, leaf)));
            }
            frontier.append(leaf);
            upper.append(leaf);
        }

        private void requireItsTurn(VerificationTable.Placed entry, long place) throws Found {
            if (entry.leafIndex() == place && place < treeSize) {
                return;
            }
            boolean again = entry.leafIndex() < place;
            if (suspect.isPresent() && !(again && suspect.get().place() == entry.leafIndex())) {
                throw new Found(suspect.get().ifNot());
            }
            if (again) {
                throw new Found(
                        broken(
                                LogVerdict.Kind.DUPLICATE_PLACE,
                                entry,
                                "another entry stands at this place, or it is none"));
            }
            if (place < treeSize) {
                throw new Found(
                        new LogVerdict.Broken(
                                LogVerdict.Kind.DELETED,
                                OptionalLong.of(place),
                                Optional.empty(),
                                "no entry stands here; the next is at %d"
                                        .formatted(entry.leafIndex())));
            }
            throw new Found(
                    broken(
                            attested > treeSize
                                    ? LogVerdict.Kind.STORED_TREE
                                    : LogVerdict.Kind.BEYOND_END,
                            entry,
                            "the stored tree ends at %d entries".formatted(treeSize)));
        }

        private Optional<Merkle.Hash> storedLeaf(
                long place, VerificationTable.Rows<VerificationTable.LeafTile> tiles)
                throws SQLException {
            long index = place / Tiles.TILE_HASHES;
            while (tile.index() < index) {
                Optional<VerificationTable.LeafTile> next = tiles.next();
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                tile = next.get();
            }
            int at = (int) (place % Tiles.TILE_HASHES) * Merkle.HASH_BYTES;
            return tile.index() == index && tile.hashes().length >= at + Merkle.HASH_BYTES
                    ? Optional.of(
                            new Merkle.Hash(
                                    Arrays.copyOfRange(tile.hashes(), at, at + Merkle.HASH_BYTES)))
                    : Optional.empty();
        }

        private void requireColumnsAsSigned(VerificationTable.Placed entry) throws Found {
            try {
                EntryFormat.Body body = EntryFormat.decode(entry.body());
                String edited = editedColumn(body, entry);
                if (!edited.isEmpty()) {
                    throw earliest(
                            broken(
                                    LogVerdict.Kind.EDITED_COLUMN,
                                    entry,
                                    "column " + edited + " is not what was signed"));
                }
            } catch (EntryFormat.Unreadable unreadable) {
                throw earliest(broken(LogVerdict.Kind.EDITED_BODY, entry, unreadable.getMessage()));
            }
        }

        private String editedColumn(EntryFormat.Body body, VerificationTable.Placed entry) {
            if (!body.entryId().equals(entry.entryId())) {
                return "entry_id";
            }
            if (!body.at().equals(entry.recordedAt())) {
                return "recorded_at";
            }
            if (!body.event().equals(entry.event())) {
                return "event";
            }
            if (!body.caller().equals(entry.caller())) {
                return "caller";
            }
            return body.person().equals(entry.person()) ? "" : "person_id";
        }

        private LogVerdict.Broken editedOrSwapped(VerificationTable.Placed entry, Merkle.Hash leaf)
                throws SQLException {
            OptionalLong place = table.placeOf(leaf);
            return place.isPresent()
                    ? broken(
                            LogVerdict.Kind.SWAPPED,
                            entry,
                            "what stands here belongs to place " + place.getAsLong())
                    : broken(
                            LogVerdict.Kind.EDITED_BODY,
                            entry,
                            "its content is not what was signed");
        }

        private void suspect(Suspect found) {
            if (suspect.isEmpty()) {
                suspect = Optional.of(found);
            }
        }

        /** The break found now, unless an earlier place is suspect already. */
        private Found earliest(LogVerdict.Broken now) {
            return new Found(suspect.map(Suspect::ifNot).orElse(now));
        }

        private Found found(LogVerdict.Kind kind, String detail) {
            return new Found(
                    new LogVerdict.Broken(kind, OptionalLong.empty(), Optional.empty(), detail));
        }

        private LogVerdict.Broken broken(
                LogVerdict.Kind kind, VerificationTable.Placed entry, String detail) {
            return new LogVerdict.Broken(
                    kind, OptionalLong.of(entry.leafIndex()), Optional.of(entry.entryId()), detail);
        }

        private void end(
                VerificationTable.StoredTree tree,
                Checkpoints signed,
                VerificationTable.Rows<VerificationTable.LeafTile> tiles)
                throws SQLException, IOException, Found {
            if (suspect.isPresent()) {
                throw new Found(suspect.get().ifNot());
            }
            long size = frontier.size();
            long due = Math.max(treeSize, signed.largestSigned(attested));
            if (size < due) {
                throw new Found(
                        new LogVerdict.Broken(
                                LogVerdict.Kind.TRUNCATED,
                                OptionalLong.of(size),
                                Optional.empty(),
                                "the last %d of %d entries are missing"
                                        .formatted(due - size, due)));
            }
            if (size > 0 && lastCheckpoint < size) {
                throw found(
                        LogVerdict.Kind.MISSING_CHECKPOINT,
                        "the newest, of %d entries, is missing in the database".formatted(size));
            }
            boolean asStored =
                    Arrays.equals(tree.root(), frontier.root().raw())
                            && Arrays.equals(tree.frontier(), frontier.stored());
            if (!asStored) {
                throw found(LogVerdict.Kind.STORED_TREE, "its root is not that of the entries");
            }
            boolean tooMany =
                    tile.hashes().length
                                    > (size - Math.max(tile.index(), 0) * Tiles.TILE_HASHES)
                                            * Merkle.HASH_BYTES
                            || tiles.next().isPresent();
            Optional<String> wrongTile = upper.firstWrong();
            if (tooMany || wrongTile.isPresent()) {
                throw found(
                        LogVerdict.Kind.STORED_HASH,
                        wrongTile.orElse("there are more leaf hashes than entries"));
            }
        }

        /** The checkpoints of database and folder, side by side in order of size. */
        private final class Checkpoints {
            private final VerificationTable.Rows<LogTable.StoredCheckpoint> rows;
            private final KeptInOrder files;
            private Optional<LogTable.StoredCheckpoint> row;
            private Optional<CheckpointFolder.Kept> file;

            Checkpoints(VerificationTable.Rows<LogTable.StoredCheckpoint> rows, KeptInOrder files)
                    throws SQLException, IOException {
                this.rows = rows;
                this.files = files;
                this.row = rows.next();
                this.file = files.next();
            }

            private long next() {
                return Math.min(
                        row.map(LogTable.StoredCheckpoint::treeSize).orElse(Long.MAX_VALUE),
                        file.map(CheckpointFolder.Kept::size).orElse(Long.MAX_VALUE));
            }

            void upTo(long size) throws SQLException, IOException, Found {
                for (long at = next(); at <= size; at = next()) {
                    if (at < size || at <= lastCheckpoint) {
                        throw earliest(forged(at, "it stands out of order"));
                    }
                    boolean inDatabase = row.isPresent() && row.get().treeSize() == at;
                    boolean onDisk = file.isPresent() && file.get().size() == at;
                    if (!inDatabase && at == 0 && row.isEmpty() && treeSize == 0) {
                        // a log begins with the file, and its row follows
                        compare(open(at, file.get().note()));
                        lastCheckpoint = at;
                        checkpoints++;
                        file = files.next();
                        continue;
                    }
                    if (!inDatabase) {
                        throw earliest(
                                found(
                                                LogVerdict.Kind.MISSING_CHECKPOINT,
                                                "the one of %d entries is on disk but not in the database"
                                                        .formatted(at))
                                        .broken);
                    }
                    if (!onDisk) {
                        if (at <= attested || pending.size() == PENDING_FILES_MAX) {
                            throw earliest(missingFile(at));
                        }
                        pending.add(row.get());
                    } else if (!file.get().note().equals(row.get().note())) {
                        throw earliest(
                                forged(at, "database and disk differ: " + whichIsForged(at)));
                    }
                    compare(open(at, row.get().note()));
                    lastCheckpoint = at;
                    checkpoints++;
                    row = rows.next();
                    if (onDisk) {
                        file = files.next();
                    }
                }
            }

            private void compare(Checkpoint checkpoint) throws Found {
                long from = Math.max(lastCheckpoint, 0);
                boolean holds = checkpoint.root().equals(frontier.root());
                if (suspect.isPresent()) {
                    throw new Found(holds ? suspect.get().ifRootHolds() : suspect.get().ifNot());
                }
                if (!holds && checkpoint.size() == 0) {
                    throw new Found(forged(0, "its root is not that of no entries"));
                }
                if (!holds) {
                    throw new Found(
                            new LogVerdict.Broken(
                                    LogVerdict.Kind.REWRITTEN,
                                    OptionalLong.of(from),
                                    Optional.empty(),
                                    "an entry from place %d to %d is not what was signed"
                                            .formatted(from, checkpoint.size() - 1)));
                }
            }

            private Checkpoint open(long at, String note) throws Found {
                try {
                    Checkpoint checkpoint = Checkpoint.open(note, key);
                    if (checkpoint.size() != at) {
                        throw earliest(forged(at, "it is one of another size"));
                    }
                    return checkpoint;
                } catch (SignedNote.Forged forged) {
                    throw earliest(forged(at, forged.getMessage()));
                }
            }

            private String whichIsForged(long at) throws IOException {
                List<String> wrong = new ArrayList<>();
                for (var copy :
                        List.of(
                                java.util.Map.entry("database", row.orElseThrow().note()),
                                java.util.Map.entry("disk", file.orElseThrow().note()))) {
                    try {
                        if (Checkpoint.open(copy.getValue(), key).size() != at) {
                            wrong.add(copy.getKey() + ": it is one of another size");
                        }
                    } catch (SignedNote.Forged forged) {
                        wrong.add(copy.getKey() + ": " + forged.getMessage());
                    }
                }
                return String.join("; ", wrong);
            }

            private LogVerdict.Broken forged(long at, String detail) {
                return new LogVerdict.Broken(
                        LogVerdict.Kind.FORGED_CHECKPOINT,
                        OptionalLong.empty(),
                        Optional.empty(),
                        "the checkpoint of %d entries: %s".formatted(at, detail));
            }

            /** The largest size that a checkpoint beyond the entries attests, if one does. */
            long largestSigned(long newestFile) throws SQLException, IOException, Found {
                long largest = 0;
                for (; row.isPresent(); row = rows.next()) {
                    largest = open(row.get().treeSize(), row.get().note()).size();
                }
                for (; file.isPresent() && file.get().size() <= newestFile; file = files.next()) {
                    largest = Math.max(largest, open(file.get().size(), file.get().note()).size());
                }
                return largest;
            }
        }
    }

    /** The folder's checkpoints in order, one day in memory at a time. */
    private static final class KeptInOrder {
        private final Deque<Path> days;
        private final Deque<CheckpointFolder.Kept> day = new ArrayDeque<>();

        KeptInOrder(CheckpointFolder folder) throws IOException {
            this.days = new ArrayDeque<>(folder.days());
        }

        Optional<CheckpointFolder.Kept> next() throws IOException {
            while (day.isEmpty() && !days.isEmpty()) {
                day.addAll(CheckpointFolder.of(days.removeFirst()));
            }
            return Optional.ofNullable(day.pollFirst());
        }
    }

    /** Recomputes the tiles above the leaves, one open tile a level, and compares them. */
    private static final class UpperTiles {
        private static final int FIRST_LEVEL = 1;

        private final VerificationTable table;
        private final List<List<Merkle.Hash>> open = new ArrayList<>();
        private final List<Long> index = new ArrayList<>();
        private Optional<String> wrong = Optional.empty();

        UpperTiles(VerificationTable table) {
            this.table = table;
        }

        void append(Merkle.Hash leaf) throws SQLException {
            push(0, leaf);
        }

        private void push(int level, Merkle.Hash hash) throws SQLException {
            if (open.size() == level) {
                open.add(new ArrayList<>());
                index.add(0L);
            }
            List<Merkle.Hash> tile = open.get(level);
            tile.add(hash);
            if (tile.size() == Tiles.TILE_HASHES) {
                compare(level);
                push(level + 1, Tiles.perfect(tile));
                tile.clear();
                index.set(level, index.get(level) + 1);
            }
        }

        private void compare(int level) throws SQLException {
            boolean stored =
                    level < FIRST_LEVEL
                            || wrong.isPresent()
                            || Arrays.equals(
                                    table.tile(level, index.get(level)),
                                    Merkle.Hash.join(open.get(level)));
            if (!stored) {
                wrong =
                        Optional.of(
                                "tile %d of level %d is not that of the entries"
                                        .formatted(index.get(level), level));
            }
        }

        Optional<String> firstWrong() throws SQLException {
            for (int level = FIRST_LEVEL; level < open.size(); level++) {
                if (!open.get(level).isEmpty()) {
                    compare(level);
                }
            }
            return wrong;
        }
    }
}
