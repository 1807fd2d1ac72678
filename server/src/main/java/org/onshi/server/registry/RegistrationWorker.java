package org.onshi.server.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works through registration files as long as the server runs. Several servers may run one each:
 * the store decides whose turn it is.
 */
public final class RegistrationWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationWorker.class);
    private static final long STOP_MILLIS_MAX = 20_000;

    private final Registrations registrations;
    private volatile boolean running;
    private Thread thread;
    private long sweepDueNanos = System.nanoTime();

    /** A worker that is not started yet. */
    public RegistrationWorker(Registrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            thread = Thread.ofVirtual().name("registration-worker").start(this::work);
        }
    }

    /** Lets the chunk at hand finish. */
    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        try {
            thread.join(STOP_MILLIS_MAX);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        while (running) {
            try {
                if (!registrations.processChunk()) {
                    sweepWhenDue();
                    Thread.sleep(RegistrationLimits.IDLE);
                }
            } catch (InterruptedException interrupted) {
                running = false;
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                // the store is away or refuses: the file stays where it is and is tried again
                LOG.atWarn()
                        .addKeyValue("failure", failed.getClass().getName())
                        .log("registration rests after a failure");
                rest();
            }
        }
    }

    private void sweepWhenDue() {
        long now = System.nanoTime();
        if (now - sweepDueNanos >= 0) {
            registrations.sweepAbandoned();
            sweepDueNanos = now + RegistrationLimits.SWEEP_PAUSE.toNanos();
        }
    }

    private void rest() {
        try {
            Thread.sleep(RegistrationLimits.AFTER_FAILURE);
        } catch (InterruptedException interrupted) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }
}
