package org.onshi.server.letters;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes the notices that a registration is finished as long as the server runs. Several servers
 * may run one each: one of them follows the log, the others look again later.
 */
final class NoticeWorker implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(NoticeWorker.class);

    private final RegisteredNotices notices;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    NoticeWorker(RegisteredNotices notices) {
        this.notices = notices;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread =
                Optional.of(
                        Thread.ofVirtual()
                                .name("notice-worker")
                                .start(() -> writeAgainAndAgain(end)));
    }

    private void writeAgainAndAgain(CountDownLatch end) {
        try {
            do {
                writeOrTell(end);
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round that fails must not be the last one. */
    private void writeOrTell(CountDownLatch end) {
        try {
            while (notices.writeSome() && end.getCount() > 0) {
                LOG.debug("some of the log was followed, looking for more");
            }
        } catch (RuntimeException failed) {
            LOG.warn("notices wait to be written: {}", failed.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("notices are still being written");
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
