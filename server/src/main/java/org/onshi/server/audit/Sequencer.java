package org.onshi.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives committed entries their places in the tree and signs a checkpoint for each batch, also kept
 * as a file. Several servers may run one each: the tree's row lock lets one integrate at a time.
 *
 * <p>It never extends a log that is shorter than, or another than, what this server's own
 * checkpoints attest: then it stops, says so, and the health endpoint goes down. Checks go on being
 * recorded and answered meanwhile; their entries wait.
 */
final class Sequencer {
    /** Entries placed in one transaction. */
    static final int BATCH_ENTRIES_MAX = 10_000;

    private static final int CHECKPOINTS_A_READ_MAX = 1_000;
    private static final long NONE_KEPT = -1;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Duration BEING_WRITTEN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

    private final LogTable table;
    private final TransactionTemplate transaction;
    private final AuditKey key;
    private final CheckpointFolder folder;
    private final boolean folderIsNew;
    private final InstantSource clock;
    private final Duration interval;

    /** What this server knows to be the log's beginning; empty until its checkpoints are read. */
    private Optional<Checkpoint> attested = Optional.empty();

    /** Size of the largest checkpoint in the folder. */
    private long kept = NONE_KEPT;

    /** When the folder was first seen to lack checkpoints that its beginning does not explain. */
    private OptionalLong unexplainedSince = OptionalLong.empty();

    private volatile State state = new State.Starting();
    private volatile boolean running;
    private Thread thread;

    /**
     * @param folderIsNew whether an empty folder is one that never held the log's checkpoints, and
     *     so is to be filled from the database
     */
    Sequencer(
            DataSource dataSource,
            AuditKey key,
            CheckpointFolder folder,
            boolean folderIsNew,
            InstantSource clock,
            Duration interval) {
        this.table = new LogTable(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.key = key;
        this.folder = folder;
        this.folderIsNew = folderIsNew;
        this.clock = clock;
        this.interval = interval;
    }

    /** How it goes. */
    sealed interface State {
        /** Has not read its checkpoints yet. */
        record Starting() implements State {}

        /** Integrates; the log has this many entries. */
        record Integrating(long size) implements State {}

        /** Could not integrate or keep a checkpoint just now, and tries again. */
        record Failing(String why) implements State {}

        /** Does not extend the log, for good; needs a person. */
        record Refusing(String why) implements State {}
    }

    /** The log is not the one that this server's checkpoints attest. */
    private static final class Inconsistent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Inconsistent(String message) {
            super(message);
        }
    }

    /** The folder was said to be new to a log that is none yet. */
    private static final class NotBegun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotBegun() {
            super(
                    "監査ログはまだ始まっていません。onshi.audit.new-checkpoint-folder"
                        + " は2台目以降のサーバーや移した保管先のための設定です。最初のサーバーなら外してください。 / The audit log was not"
                        + " begun yet. onshi.audit.new-checkpoint-folder is for a further server or"
                        + " a moved folder: take it out at the first server.");
        }
    }

    State state() {
        return state;
    }

    void start() {
        running = true;
        thread =
                Thread.ofPlatform()
                        .name("audit-sequencer")
                        .daemon(true)
                        .uncaughtExceptionHandler((_, error) -> broken(error))
                        .start(this::run);
    }

    /** No round follows an error of the machine: the server's health is to tell it. */
    private void broken(Throwable error) {
        state = new State.Refusing(error.getClass().getSimpleName());
        LOG.error(
                "監査ログの処理が異常終了しました（照会への回答と記録は続きます）。サーバーを再起動してください。 / The audit log is no longer"
                        + " extended after an error (checks go on being answered and recorded)."
                        + " Restart the server.",
                error);
    }

    /** Integrates what is committed by now, then ends. */
    void stop() {
        running = false;
        if (thread == null) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            long begun = System.nanoTime();
            attempt();
            LockSupport.parkNanos(interval.toNanos() - (System.nanoTime() - begun));
        }
        attempt();
    }

    /** One round: everything waiting is placed; failures are told and tried again next time. */
    void attempt() {
        if (state instanceof State.Refusing) {
            return;
        }
        try {
            if (attested.isEmpty()) {
                attested = readOwnCheckpoints();
            }
            if (attested.isEmpty()) {
                return;
            }
            while (integrate() == BATCH_ENTRIES_MAX) {
                keepCheckpoints();
            }
            keepCheckpoints();
            recovered();
        } catch (Inconsistent inconsistent) {
            state = new State.Refusing(inconsistent.getMessage());
            LOG.error(
                    "監査ログが保管済みの署名と一致しないため、追記を止めました（照会への回答と記録は続きます）。`onshi audit verify`"
                        + " で最初の不整合を調べてください。 / The audit log does not continue what was signed, so"
                        + " it is no longer extended (checks go on being answered and recorded)."
                        + " Find the first break with `onshi audit verify`. 理由 / reason: {}",
                    inconsistent.getMessage());
        } catch (IOException | RuntimeException failed) {
            if (!(state instanceof State.Failing)) {
                LOG.warn(
                        "監査ログを進められません。自動で再試行します。 / The audit log cannot go on just now and is"
                                + " tried again.",
                        failed);
            }
            state = new State.Failing(failed.getClass().getSimpleName());
        }
    }

    private void recovered() {
        if (state instanceof State.Failing) {
            LOG.info("監査ログの処理が再開しました。 / The audit log goes on again.");
        }
        state = new State.Integrating(attested.orElseThrow().size());
    }

    /** Empty while other servers must be waited for, which only a folder that begins does. */
    private Optional<Checkpoint> readOwnCheckpoints() throws IOException {
        Optional<CheckpointFolder.Kept> newest = folder.newest();
        boolean begins = newest.map(CheckpointFolder.Kept::size).orElse(0L) == 0;
        if (!begins) {
            if (folderIsNew) {
                LOG.warn(
                        "onshi.audit.new-checkpoint-folder"
                            + " は不要になりました。設定から外してください（付けたままでは、空にされたフォルダに気づけません）。 /"
                            + " onshi.audit.new-checkpoint-folder is no longer needed: take it out,"
                            + " or a folder that somebody empties is not noticed.");
            }
            return Optional.of(attestedBy(newest.get()));
        }
        try {
            return Optional.ofNullable(transaction.execute(status -> begin())).orElseThrow();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private Checkpoint attestedBy(CheckpointFolder.Kept newest) throws IOException {
        try {
            Checkpoint checkpoint = Checkpoint.open(newest.note(), key.verifierKey());
            if (checkpoint.size() != newest.size()) {
                throw new Inconsistent(
                        "the newest checkpoint's file is named after another size: "
                                + newest.file());
            }
            kept = checkpoint.size();
            return checkpoint;
        } catch (SignedNote.Forged forged) {
            throw new Inconsistent(
                    "the newest checkpoint on disk is not ours (%s): %s"
                            .formatted(forged.getMessage(), newest.file()));
        }
    }

    /**
     * Begins a folder, under the tree's lock: with the log itself, whose first checkpoint is that
     * of no entries, or later, when it was told that the folder is new. Any other empty folder is
     * one that somebody emptied, perhaps to cut off the log's tail unseen.
     *
     * <p>The file is written before the row is committed: killed between the two, the next start
     * finds a folder of the empty log and no row, and goes on. Of servers that start at the same
     * time the one that was not told that its folder is new begins the log, whichever is quicker.
     *
     * @return empty while another server holds the tree, or may be filling the same folder
     */
    private Optional<Checkpoint> begin() {
        Optional<LogTable.Tree> tree = lockTree();
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<CheckpointFolder.Kept> file = folder.newest();
            Optional<Checkpoint> own =
                    file.isPresent() ? Optional.of(attestedBy(file.get())) : Optional.empty();
            Optional<LogTable.StoredCheckpoint> newest = table.newestCheckpoint();
            if (newest.isEmpty() && tree.get().size() == 0) {
                if (own.isEmpty() && folderIsNew) {
                    throw new NotBegun();
                }
                return Optional.of(withRow(own.isPresent() ? own.get() : firstFile()));
            }
            if (own.isPresent()) {
                return folderIsNew || onlyBegun(tree.get().size()) ? own : Optional.empty();
            }
            if (!folderIsNew) {
                throw new Inconsistent(emptied(tree.get().size()));
            }
            if (newest.isEmpty()) {
                throw new Inconsistent(
                        "the log has %d entries and the database no checkpoint of them"
                                .formatted(tree.get().size()));
            }
            LOG.info(
                    "新しい保管先に、データベースにある署名をすべて書き出します。 / The checkpoint folder is new: all checkpoints"
                            + " are written into it from the database.");
            return Optional.of(requireSigned(newest.get()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Whether a folder with nothing but the checkpoint of no entries is explained by the log's
     * beginning: killed between the first commit and its file, a server leaves exactly one larger
     * checkpoint behind. A server on the same disk may be writing that file just now while others
     * go on, so the folder is looked at again for a moment before it is taken for an emptied one.
     */
    private boolean onlyBegun(long size) {
        List<LogTable.StoredCheckpoint> larger = table.checkpointsAfter(0, 2);
        boolean explained =
                size == 0
                        ? larger.isEmpty()
                        : larger.size() == 1 && larger.getFirst().treeSize() == size;
        if (explained) {
            return true;
        }
        long now = System.nanoTime();
        if (unexplainedSince.isEmpty()) {
            unexplainedSince = OptionalLong.of(now);
        }
        if (now - unexplainedSince.getAsLong() > BEING_WRITTEN_LIMIT.toNanos()) {
            throw new Inconsistent(emptied(size));
        }
        return false;
    }

    private Checkpoint firstFile() throws IOException {
        Checkpoint nothing = new Checkpoint(name(), 0, Merkle.EMPTY_ROOT);
        folder.write(0, clock.instant(), key.sign(nothing.text()));
        kept = 0;
        return nothing;
    }

    private Checkpoint withRow(Checkpoint nothing) {
        if (nothing.size() > 0) {
            return nothing; // the log lost its entries: said by whoever compares it with the tree
        }
        table.insertCheckpoint(
                new LogTable.StoredCheckpoint(0, clock.instant(), key.sign(nothing.text())));
        return nothing;
    }

    private static String emptied(long size) {
        return ("保管先 onshi.audit.checkpoints は空か、始まりの署名しかありませんが、監査ログには %d"
                    + " 件あります。失われた署名を控えから戻すか、新しい保管先（2台目のサーバー、移した保管先）なら一度だけ"
                    + " onshi.audit.new-checkpoint-folder=true を付けて起動してください / the folder"
                    + " onshi.audit.checkpoints is empty or has only the first checkpoint although"
                    + " the log was begun and has %d entries: put the lost checkpoints back from a"
                    + " copy, or, if the folder is new (a second server, a moved folder), start"
                    + " once with onshi.audit.new-checkpoint-folder=true")
                .formatted(size, size);
    }

    /** Places one batch; 0 when nothing waits or another server is at it. */
    private int integrate() {
        Optional<Batch> batch = Optional.ofNullable(transaction.execute(status -> place()));
        batch.ifPresent(placed -> attested = Optional.of(placed.checkpoint()));
        return batch.map(Batch::entries).orElse(0);
    }

    private record Batch(int entries, Checkpoint checkpoint) {}

    private Batch place() {
        Optional<LogTable.Tree> tree = lockTree();
        if (tree.isEmpty()) {
            return new Batch(0, attested.orElseThrow());
        }
        long size = tree.get().size();
        requireContinued(tree.get());
        List<LogTable.Waiting> waiting = new ArrayList<>(table.waiting(BATCH_ENTRIES_MAX));
        Merkle.Frontier frontier = tree.get().frontier().copy();
        if (waiting.isEmpty()) {
            return new Batch(0, new Checkpoint(name(), size, tree.get().root()));
        }
        waiting.sort(
                Comparator.comparing(LogTable.Waiting::recordedAt)
                        .thenComparing(LogTable.Waiting::entryId));
        List<Merkle.Hash> leaves =
                waiting.stream().map(entry -> Merkle.leaf(entry.body())).toList();
        leaves.forEach(frontier::append);
        table.integrate(size, waiting.stream().map(LogTable.Waiting::entryId).toList(), frontier);
        table.storeTiles(grown(size, leaves));
        Checkpoint checkpoint = new Checkpoint(name(), frontier.size(), frontier.root());
        table.insertCheckpoint(
                new LogTable.StoredCheckpoint(
                        checkpoint.size(), signingTime(), key.sign(checkpoint.text())));
        return new Batch(waiting.size(), checkpoint);
    }

    /**
     * Now, but never before the checkpoint before: clocks of servers differ and are set back, and
     * the folders by day must stay in the order of the log.
     */
    private Instant signingTime() {
        Instant now = clock.instant();
        return table.newestCheckpoint()
                .map(LogTable.StoredCheckpoint::signedAt)
                .filter(newest -> newest.isAfter(now))
                .orElse(now);
    }

    private Optional<LogTable.Tree> lockTree() {
        try {
            return table.lockTree();
        } catch (IllegalArgumentException malformed) {
            throw new Inconsistent(malformed.getMessage());
        }
    }

    private Map<Tiles.Key, byte[]> grown(long size, List<Merkle.Hash> leaves) {
        try {
            return table.tiles().append(size, leaves);
        } catch (Tiles.Missing missing) {
            throw new Inconsistent(missing.getMessage());
        }
    }

    /** The tree in the database must be what we attested, or a continuation of it. */
    private void requireContinued(LogTable.Tree tree) {
        Checkpoint known = attested.orElseThrow();
        if (!tree.frontier().root().equals(tree.root())) {
            throw new Inconsistent("the stored frontier is not that of the stored root");
        }
        if (tree.size() < known.size()) {
            throw new Inconsistent(
                    "the log has %d entries, a checkpoint attests %d"
                            .formatted(tree.size(), known.size()));
        }
        boolean ours =
                tree.size() == known.size()
                        ? tree.root().equals(known.root())
                        : continues(known, tree);
        if (!ours) {
            throw new Inconsistent(
                    "the log's %d entries do not continue the %d of a checkpoint"
                            .formatted(tree.size(), known.size()));
        }
    }

    private boolean continues(Checkpoint known, LogTable.Tree tree) {
        try {
            return Merkle.consistent(
                    known.size(),
                    known.root(),
                    tree.size(),
                    tree.root(),
                    Merkle.consistency(table.tiles(), known.size(), tree.size()));
        } catch (Tiles.Missing missing) {
            throw new Inconsistent(missing.getMessage());
        }
    }

    /** Writes the checkpoints that this server's folder lacks, other servers' included. */
    private void keepCheckpoints() throws IOException {
        while (kept < attested.orElseThrow().size()) {
            List<LogTable.StoredCheckpoint> missing =
                    table.checkpointsAfter(kept, CHECKPOINTS_A_READ_MAX);
            if (missing.isEmpty()) {
                throw new Inconsistent("the log's newest checkpoint is missing in the database");
            }
            for (LogTable.StoredCheckpoint checkpoint : missing) {
                requireSigned(checkpoint);
                folder.write(checkpoint.treeSize(), checkpoint.signedAt(), checkpoint.note());
                kept = checkpoint.treeSize();
            }
        }
    }

    private Checkpoint requireSigned(LogTable.StoredCheckpoint stored) {
        try {
            Checkpoint checkpoint = Checkpoint.open(stored.note(), key.verifierKey());
            if (checkpoint.size() != stored.treeSize()) {
                throw new Inconsistent("a checkpoint in the database stands at another size");
            }
            return checkpoint;
        } catch (SignedNote.Forged forged) {
            throw new Inconsistent("a checkpoint in the database: " + forged.getMessage());
        }
    }

    private String name() {
        return key.verifierKey().name();
    }
}
