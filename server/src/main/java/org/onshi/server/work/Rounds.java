package org.onshi.server.work;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work done in rounds as long as the server runs: one round after the other while there is
 * something to do, then a pause. A round that fails is told in the log and is not the last one; one
 * that ends in an error of the machine is, and the server's health tells it. Several servers may do
 * the same work, each in rounds of its own: the store decides who takes what.
 */
public final class Rounds implements SmartLifecycle {
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final String OWN_CODE = "org.onshi.";
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final Duration afterFailure;
    private final BooleanSupplier round;
    private volatile Optional<Run> current = Optional.empty();

    /**
     * @param name of the work, as the log and the thread are to call it
     * @param pause after a round that found nothing to do, or failed
     * @param round does some of the work; true when there may be more. Short: the server waits
     *     twenty seconds for it when it stops
     */
    public Rounds(String name, Duration pause, BooleanSupplier round) {
        this(name, pause, pause, round);
    }

    /**
     * @param pause after a round that found nothing to do, unless it is {@linkplain #wake cut
     *     short}
     * @param afterFailure after a round that failed, in the same way
     */
    public Rounds(String name, Duration pause, Duration afterFailure, BooleanSupplier round) {
        this.name = name;
        this.pause = pause;
        this.afterFailure = afterFailure;
        this.round = round;
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            Run run = new Run();
            run.thread.start();
            current = Optional.of(run);
        }
    }

    /** There is something to do: a pause ends now. */
    public void wake() {
        current.ifPresent(run -> run.awake.release());
    }

    /** Lets the round at hand finish. */
    @Override
    public synchronized void stop() {
        current.ifPresent(Run::end);
        current = Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return current.map(run -> run.thread.isAlive()).orElse(false);
    }

    /**
     * What the work is called, when it ended without being stopped; only a new start mends that.
     */
    Optional<String> broken() {
        return current.filter(run -> !run.thread.isAlive()).map(_ -> name);
    }

    /**
     * From one start to its stop: rounds still at work when these are started anew end all the
     * same.
     */
    private final class Run {
        private final Semaphore awake = new Semaphore(0);
        private final Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .uncaughtExceptionHandler((_, error) -> tellBroken(error))
                        .unstarted(this::again);
        private volatile boolean over;

        private void again() {
            try {
                while (!over) {
                    if (awake.tryAcquire(work().toNanos(), TimeUnit.NANOSECONDS)) {
                        awake.drainPermits();
                    }
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Works until nothing is left; how long to rest then. */
        private Duration work() {
            try {
                while (round.getAsBoolean() && !over) {
                    LOG.debug("{}: some was done, looking for more", name);
                }
                return pause;
            } catch (RuntimeException failed) {
                // neither message nor trace: the store's messages quote a row
                LOG.warn("{}: waits after {}", name, told(failed));
                return afterFailure;
            }
        }

        private void end() {
            over = true;
            awake.release();
            try {
                if (!thread.join(STOP_MAX)) {
                    LOG.warn("{}: the last round is not over", name);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tellBroken(Throwable error) {
        LOG.error(
                "{} は {} で止まりました。サーバーを再起動してください。 / {} ended with {}: restart the server.",
                name,
                told(error),
                name,
                told(error));
    }

    /** Of what kind it is, and where in our code. */
    private static String told(Throwable failed) {
        return failed.getClass().getName()
                + Arrays.stream(failed.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith(OWN_CODE))
                        .findFirst()
                        .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("");
    }
}
