package org.onshi.server.callers;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Writes the sums of refusals once a minute and at the end. */
final class MinuteSums implements SmartLifecycle {
    private final Strangers strangers;
    private final Misuses misuses;
    private final Duration interval;
    private volatile Thread timer;

    MinuteSums(Strangers strangers, Misuses misuses, Duration interval) {
        this.strangers = strangers;
        this.misuses = misuses;
        this.interval = interval;
    }

    @Override
    public void start() {
        timer = Thread.ofPlatform().daemon().name("minute-sums").start(this::sumUpEveryInterval);
    }

    private void sumUpEveryInterval() {
        try {
            while (true) {
                Thread.sleep(interval);
                sumUp();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        timer.interrupt();
        timer = null;
        sumUp();
    }

    private void sumUp() {
        strangers.sumUp();
        misuses.sumUp();
    }

    /** Before the doors open, and until after they have closed. */
    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
