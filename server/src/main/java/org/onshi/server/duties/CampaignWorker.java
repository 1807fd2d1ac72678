package org.onshi.server.duties;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Closes campaigns when their deadline is over, as long as the server runs. Several servers may run
 * one each: the store decides who takes what.
 */
final class CampaignWorker implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(CampaignWorker.class);

    private final Campaigns campaigns;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile Optional<Thread> thread = Optional.empty();

    CampaignWorker(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        thread =
                Optional.of(
                        Thread.ofVirtual()
                                .name("campaign-worker")
                                .start(() -> closeAgainAndAgain(end)));
    }

    private void closeAgainAndAgain(CountDownLatch end) {
        try {
            do {
                closeOrTell(end);
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round that fails must not be the last one. */
    private void closeOrTell(CountDownLatch end) {
        try {
            while ((campaigns.writeSome() || campaigns.closeSome()) && end.getCount() > 0) {
                LOG.debug("a campaign got on, looking for more");
            }
        } catch (RuntimeException failed) {
            LOG.warn("campaigns wait to be closed: {}", failed.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (thread.isPresent() && !thread.get().join(JOIN_LIMIT)) {
                LOG.warn("outcomes of campaigns are still being decided");
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
