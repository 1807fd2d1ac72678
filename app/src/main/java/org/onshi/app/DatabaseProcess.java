package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.onshi.postgres.PostgresBinaries;
import org.onshi.postgres.PostgresServer;

/** The demo's PostgreSQL. */
final class DatabaseProcess implements Supervised {
    /**
     * Checkpoints need not be prompt here, but a killed store must be back within 5 s, so the log
     * to recover from stays short; statements are counted, which the measurements report.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "max_wal_size", "1GB",
                    "checkpoint_timeout", "5min",
                    "shared_preload_libraries", "pg_stat_statements");

    private final DataFolder folder;
    private final int port;
    private PostgresServer server;
    private boolean stopAsked;

    DatabaseProcess(DataFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public synchronized void start() {
        if (stopAsked) {
            throw new CommandFault("postgres は停止中です。", "postgres is being stopped.");
        }
        if (server != null) {
            server.stop();
        }
        server =
                PostgresServer.start(
                        new PostgresServer.Settings(
                                folder.database(), port, PostgresBinaries.chosen(), SETTINGS));
        // the supervisor stops it after those that use it
        server.stoppedByOwner();
        DataFolder.writePrivate(folder.pid(name()), server.pid() + "\n");
    }

    synchronized PostgresServer server() {
        return server;
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        CompletableFuture<PostgresServer> end = server().onExit();
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process never fails", e);
        }
    }

    @Override
    public synchronized void askToStop() {
        stopAsked = true;
    }

    @Override
    public synchronized boolean awaitStopped(Duration limit) {
        if (server != null) {
            server.stop();
        }
        try {
            Files.deleteIfExists(folder.pid(name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
