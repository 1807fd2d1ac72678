package org.onshi.server.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes presences that have been over for a day: they hold the certificate's serial number, which
 * is needed for the first registration in the same visit and as long as a consent given in it may
 * live (24 hours), to ask whether the certificate still stands. Consents and audit entries keep the
 * visit's id.
 */
final class PresenceSweep implements SmartLifecycle {
    /** Long after a challenge is worth nothing, so that no deletion opens a replay. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(PresenceSweep.class);

    private final PresenceTable table;
    private final InstantSource clock;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    PresenceSweep(PresenceTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread =
                Optional.of(
                        Thread.ofPlatform()
                                .daemon()
                                .name("presence-sweep")
                                .start(() -> sweepAgainAndAgain(end)));
    }

    private void sweepAgainAndAgain(CountDownLatch end) {
        try {
            do {
                sweepOrTell(end);
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round that fails must not be the last one. */
    private void sweepOrTell(CountDownLatch end) {
        try {
            while (sweep() > 0 && end.getCount() > 0) {
                LOG.debug("presences that are over were deleted, looking for more");
            }
        } catch (RuntimeException failed) {
            LOG.warn("presences wait to be deleted: {}", failed.getClass().getSimpleName());
        }
    }

    /** Deletes some; how many. */
    int sweep() {
        return table.delete(clock.instant().minus(KEPT));
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("presences are still being deleted");
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
