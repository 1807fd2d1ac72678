package org.onshi.server.corrections;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes through full matches and changed coverages as long as the server runs. Several servers may
 * run one each: who records a step first counts it.
 */
@Component
final class FullMatchWorker implements SmartLifecycle {
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(5);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(FullMatchWorker.class);

    private final FullMatches matches;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    FullMatchWorker(FullMatches matches) {
        this.matches = matches;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread = Optional.of(Thread.ofVirtual().name("full-match-worker").start(() -> work(end)));
    }

    private void work(CountDownLatch end) {
        try {
            boolean over;
            do {
                over = end.await(stepOrTell().toMillis(), TimeUnit.MILLISECONDS);
            } while (!over);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait then; a step that fails must not be the last one. */
    private Duration stepOrTell() {
        try {
            return switch (matches.step()) {
                case DONE -> Duration.ZERO;
                case SILENT -> AFTER_SILENCE;
                case IDLE -> IDLE;
            };
        } catch (RuntimeException failed) {
            // neither message nor trace: the store's messages quote the row
            LOG.warn("a full match rests after {}", failed.getClass().getName());
            return AFTER_SILENCE;
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("coverages are still being compared");
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
