package org.onshi.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.onshi.postgres.PostgresFault;

/**
 * Keeps processes alive: one that dies is started again within 5 s, and said so. Stops all of them
 * in good order, the first started last, since the others rest on it.
 */
final class Supervisor {
    /**
     * Pause before each start after the first death; the last repeats. All below the promised 5 s.
     */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ZERO,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3));

    /** A process that lived this long starts again without a pause. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    /**
     * All but the first stop together within this; then the database has the rest of the promised
     * 30 s.
     */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private final Consumer<String> say;
    private final List<Supervised> parts = new ArrayList<>();
    private volatile boolean stopping;

    Supervisor(Consumer<String> say) {
        this.say = say;
    }

    /**
     * Starts a process and keeps it alive from then on.
     *
     * @throws CommandFault when it does not start
     */
    void start(Supervised part) {
        synchronized (this) {
            if (stopping) {
                throw new CommandFault("停止中です。", "Stopping.");
            }
            parts.add(part);
        }
        part.start();
        Thread.ofVirtual().name("watch-" + part.name()).start(() -> keepAlive(part));
    }

    private void keepAlive(Supervised part) {
        try {
            int deaths = 0;
            while (true) {
                long alive = System.nanoTime();
                part.awaitEnd();
                // an interrupt from the keyboard reaches the whole group; our own stop follows at
                // once
                Thread.sleep(Duration.ofMillis(200));
                if (stopping) {
                    return;
                }
                deaths = System.nanoTime() - alive > SETTLED.toNanos() ? 0 : deaths;
                say.accept(
                        Bilingual.say(
                                "⚠ " + part.name() + " が終了しました。再起動します…",
                                part.name() + " died; starting it again …"));
                deaths = restart(part, deaths);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int restart(Supervised part, int earlierDeaths) throws InterruptedException {
        int deaths = earlierDeaths;
        while (!stopping) {
            Thread.sleep(PAUSES.get(Math.min(deaths, PAUSES.size() - 1)));
            deaths++;
            long begin = System.nanoTime();
            try {
                part.start();
                say.accept(
                        Bilingual.say(
                                part.name() + " を再起動しました（" + seconds(begin) + " 秒）。",
                                part.name() + " runs again (" + seconds(begin) + " s)."));
                return deaths;
            } catch (UncheckedIOException e) {
                // a full disk keeps it from being started, but not for ever
                tell(
                        Bilingual.say(
                                part.name() + " を起動できません。ディスクの空きを確かめてください。自動で再試行します。",
                                part.name()
                                        + " cannot be started; check the disk's free space. It is"
                                        + " tried again: "
                                        + e.getMessage()));
            } catch (CommandFault | PostgresFault e) {
                tell(e.getMessage());
            }
        }
        return deaths;
    }

    private void tell(String fault) {
        if (!stopping) {
            say.accept(fault);
        }
    }

    /** Whether the end has begun. */
    boolean stopping() {
        return stopping;
    }

    static String seconds(long beginNanos) {
        return "%.1f".formatted((System.nanoTime() - beginNanos) / 1e9);
    }

    /**
     * Stops everything; true when every process ended by itself. A second call waits for the first.
     */
    synchronized boolean stop() {
        stopping = true;
        boolean clean = true;
        try {
            List<Supervised> resting = parts.subList(Math.min(1, parts.size()), parts.size());
            for (Supervised part : resting.reversed()) {
                part.askToStop();
            }
            long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
            for (Supervised part : resting.reversed()) {
                long left = Math.max(1, deadline - System.nanoTime());
                clean &= stopped(part, Duration.ofNanos(left));
            }
            if (!parts.isEmpty()) {
                parts.getFirst().askToStop();
                clean &= stopped(parts.getFirst(), STOP_LIMIT);
            }
            parts.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            clean = false;
        }
        return clean;
    }

    private boolean stopped(Supervised part, Duration limit) throws InterruptedException {
        boolean byItself = part.awaitStopped(limit);
        if (!byItself) {
            say.accept(
                    Bilingual.say(
                            part.name() + " が応答しないため強制終了しました。",
                            part.name() + " did not answer and was killed."));
        }
        return byItself;
    }
}
