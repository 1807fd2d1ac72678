package org.onshi.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several connections calling over and over for some seconds.
 *
 * @param latencies one a call
 * @param perSecond calls a second of all connections together, rounded to a tenth
 */
record LoadRun(Latencies latencies, double perSecond) {
    /** Something that is called over and over on one connection. */
    interface Caller extends AutoCloseable {
        void call() throws IOException, SQLException;

        @Override
        void close() throws IOException, SQLException;
    }

    /** Opens one connection. */
    interface Callers {
        Caller open() throws IOException, SQLException;
    }

    /** Runs it. */
    static LoadRun of(int connections, int seconds, Callers callers) {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Latencies>> running = new ArrayList<>();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> callUntil(end, callers)));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> one : running) {
                all.addAll(one.get());
            }
            return new LoadRun(all, Math.round(all.size() * 10.0 / seconds) / 10.0);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a measured call failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Latencies callUntil(long end, Callers callers) throws IOException, SQLException {
        Latencies latencies = new Latencies();
        try (Caller caller = callers.open()) {
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                caller.call();
                latencies.add(System.nanoTime() - begin);
            }
        }
        return latencies;
    }
}
