package org.onshi.server.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work done in rounds as long as the server runs: one round after the other while there is
 * something to do, then a pause. A round that fails is told in the log and is not the last one.
 * Several servers may do the same work, each in rounds of its own: the store decides who takes
 * what.
 */
public final class Rounds implements SmartLifecycle {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final BooleanSupplier round;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    /**
     * @param name of the work, as the log and the thread are to call it
     * @param pause after a round that found nothing to do, or failed
     * @param round does some of the work; true when there may be more. Short: the server waits ten
     *     seconds for it when it stops
     */
    public Rounds(String name, Duration pause, BooleanSupplier round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread = Optional.of(Thread.ofVirtual().name(name).start(() -> again(end)));
    }

    private void again(CountDownLatch end) {
        try {
            do {
                work(end);
            } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(CountDownLatch end) {
        try {
            while (round.getAsBoolean() && end.getCount() > 0) {
                LOG.debug("{}: some was done, looking for more", name);
            }
        } catch (RuntimeException failed) {
            LOG.warn("{}: waits after {}", name, failed.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("{}: the last round is not over", name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread = Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return thread.isPresent();
    }
}
