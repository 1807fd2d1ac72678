package org.onshi.server.retention;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Purges as long as the server runs. Several servers may run one each: none deletes what another is
 * deleting.
 */
final class PurgeWorker implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(PurgeWorker.class);

    private final Purges purges;
    private final InstantSource clock;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    PurgeWorker(Purges purges, InstantSource clock) {
        this.purges = purges;
        this.clock = clock;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread =
                Optional.of(
                        Thread.ofVirtual()
                                .name("purge-worker")
                                .start(() -> purgeAgainAndAgain(end)));
    }

    private void purgeAgainAndAgain(CountDownLatch end) {
        try {
            do {
                purgeOrTell(end);
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round that fails must not be the last one. */
    private void purgeOrTell(CountDownLatch end) {
        try {
            while (purges.run(clock.instant()) && end.getCount() > 0) {
                LOG.debug("rows were deleted, looking for more");
            }
        } catch (RuntimeException failed) {
            LOG.warn("what has ended waits to be deleted: {}", failed.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("rows are still being deleted");
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
