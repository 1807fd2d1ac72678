package org.onshi.server.callers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Writes the sums of refusals once a minute and at the end. */
final class MinuteSums implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MinuteSums.class);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    private final Strangers strangers;
    private final Misuses misuses;
    private final Duration interval;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> timer = Optional.empty();

    MinuteSums(Strangers strangers, Misuses misuses, Duration interval) {
        this.strangers = strangers;
        this.misuses = misuses;
        this.interval = interval;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        timer =
                Optional.of(
                        Thread.ofPlatform()
                                .daemon()
                                .name("minute-sums")
                                .start(() -> sumUpEveryInterval(end)));
    }

    private void sumUpEveryInterval(CountDownLatch end) {
        try {
            while (!end.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                sumUp();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a round at work, which may put counts back, before it writes the last sums. */
    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (timer.isPresent() && !timer.get().join(JOIN_LIMIT)) {
                LOG.warn("the sums of the last minutes are still being written");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        timer = Optional.empty();
        sumUp();
    }

    private void sumUp() {
        orTell(strangers::sumUp);
        orTell(misuses::sumUp);
    }

    /** A round that fails must not be the last one. */
    private static void orTell(Runnable sums) {
        try {
            sums.run();
        } catch (RuntimeException failed) {
            LOG.error("refusals of this minute could not be summed up", failed);
        }
    }

    /** Before the doors open, and until after they have closed. */
    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public boolean isRunning() {
        return timer.isPresent();
    }
}
