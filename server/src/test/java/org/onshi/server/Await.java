package org.onshi.server;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what a test needs, never for a time: as short as the machine is quick. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Await() {}

    /** Until this holds; fails naming it when that takes too long. */
    public static void until(String what, Callable<Boolean> condition) {
        long begun = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - begun > LIMIT.toNanos()) {
                    throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + what, interrupted);
        } catch (Exception failed) {
            throw new AssertionError("failed while waiting: " + what, failed);
        }
    }
}
