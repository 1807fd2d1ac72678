package org.onshi.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.onshi.server.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** A log in a database of its own, with a key and a folder of checkpoints. */
final class LogFixture implements AutoCloseable {
    static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");
    static final Duration SOON = Duration.ofMillis(300);

    final TestDatabase database = TestDatabase.fresh();
    final Audit audit = new Audit(database.server());
    final JdbcTemplate superuser = new JdbcTemplate(database.superuser());
    final Path checkpoints;
    final AuditKey key;
    final Sequencer sequencer;

    LogFixture(Path directory) {
        this.checkpoints = directory.resolve("checkpoints");
        try {
            Files.createDirectories(directory);
            this.key =
                    AuditKey.create(
                            directory.resolve("audit.pem"),
                            directory.resolve("audit.pub"),
                            "onshi.test/audit");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.sequencer = another();
    }

    /** A sequencer as it is after a restart, or in a second server on the same disk. */
    Sequencer another() {
        return on(checkpoints);
    }

    /** A second server with a disk of its own. */
    Sequencer on(Path folder) {
        return new Sequencer(
                database.server(),
                key,
                new CheckpointFolder(folder),
                false,
                InstantSource.fixed(AT),
                Duration.ofMillis(20));
    }

    /** The same, told that its disk is a new one. */
    Sequencer onNew(Path folder) {
        return new Sequencer(
                database.server(),
                key,
                new CheckpointFolder(folder),
                true,
                InstantSource.fixed(AT),
                Duration.ofMillis(20));
    }

    static AuditEntry entry(long number) {
        return AuditEntry.about(
                new UUID(7, number),
                new UUID(0, number),
                AuditEvent.ELIGIBILITY_CHECKED,
                AT.plusMillis(number),
                "facility:0110113719",
                Map.of("verdict", "1", "n", Long.toString(number)));
    }

    void append(int from, int to) {
        List<AuditEntry> entries = IntStream.range(from, to).mapToObj(LogFixture::entry).toList();
        audit.appendAll(entries);
    }

    /** Entries 0 to 599 in six checkpoints of 100. */
    void fill() {
        for (int from = 0; from < 600; from += 100) {
            append(from, from + 100);
            sequencer.attempt();
        }
    }

    private static final List<String> TABLES =
            List.of("audit.entry", "audit.tree", "audit.tile", "audit.checkpoint");

    /** Keeps what there is now, for {@link #restore}. */
    void keep() throws IOException {
        superuser.execute("CREATE SCHEMA kept");
        for (String table : TABLES) {
            superuser.execute(
                    "CREATE TABLE " + table.replace("audit", "kept") + " AS TABLE " + table);
        }
        FileSystemUtils.copyRecursively(checkpoints, checkpoints.resolveSibling("kept"));
    }

    /** Undoes whatever was done to database and folder since {@link #keep}. */
    void restore() throws IOException {
        superuser.execute("TRUNCATE " + String.join(", ", TABLES));
        for (String table : TABLES) {
            superuser.execute("INSERT INTO " + table + " TABLE " + table.replace("audit", "kept"));
        }
        FileSystemUtils.deleteRecursively(checkpoints);
        FileSystemUtils.copyRecursively(checkpoints.resolveSibling("kept"), checkpoints);
    }

    LogVerdict verify() {
        return verify(SOON);
    }

    LogVerdict verify(Duration waitingMax) {
        try (Connection inspector = database.inspector().getConnection()) {
            return new LogVerifier(checkpoints, key.verifierKey(), waitingMax, entries -> {})
                    .verify(inspector);
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    Path file(long size) {
        return new CheckpointFolder(checkpoints).file(size, AT);
    }

    @Override
    public void close() {
        database.close();
    }
}
