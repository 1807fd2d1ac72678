package org.onshi.server.eligibility;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Works on bulk inquiries, one thread a server; several servers share the queue by row locks. After
 * a kill the next server goes on where the last transaction ended.
 */
@Component
class BulkWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BulkWorker.class);

    private final BulkChecks bulk;
    private final BulkReferenceNumbers references;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean running;
    private Thread thread;

    BulkWorker(BulkChecks bulk, BulkReferenceNumbers references) {
        this.bulk = bulk;
        this.references = references;
    }

    @Override
    public synchronized void start() {
        running = true;
        bulk.awaitedBy(work::release);
        references.awaitedBy(work::release);
        thread = Thread.ofPlatform().daemon().name("bulk-checks").start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        work.release();
        try {
            // not interrupted: the transaction under way is short, and breaking it off would only
            // repeat it
            thread.join(BulkLimits.STOP_MAX);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        long cleanAtNanos = System.nanoTime();
        while (running) {
            try {
                if (System.nanoTime() - cleanAtNanos >= 0) {
                    bulk.clean();
                    cleanAtNanos = System.nanoTime() + BulkLimits.CLEANING_PAUSE.toNanos();
                }
                // in turn, so that neither waits for all of the other's
                boolean checked = bulk.workOnce();
                boolean registered = references.workOnce();
                if (!checked && !registered) {
                    pause(BulkLimits.IDLE_PAUSE);
                }
            } catch (DataAccessException | TransactionException silent) {
                LOG.warn(
                        "bulk inquiries wait for the store: {}", silent.getClass().getSimpleName());
                pause(BulkLimits.FAILURE_PAUSE);
            } catch (RuntimeException failure) {
                // the thread must live: other inquiries wait behind this one
                LOG.error("a bulk inquiry could not be worked on", failure);
                pause(BulkLimits.FAILURE_PAUSE);
            }
        }
    }

    private void pause(Duration most) {
        try {
            if (work.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException stopped) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }
}
