package org.onshi.terminal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether the central system answers at all. While it is silent one request at a time probes it,
 * the others wait for the outcome: a thousand waiting requests neither storm it when it comes back
 * nor wait one after the other for their own timeouts.
 */
final class CentralLine {
    /** What the caller may do now. */
    enum Turn {
        /** Try; then say how it went. */
        TRY,
        /** The time of this request is over. */
        GIVE_UP
    }

    /** Told of every answer, when the line breaks, and when it is mended. */
    interface Listener {
        void heard();

        void silent();

        void backAfter(Duration silence);
    }

    private final Duration patience;
    private final Listener listener;
    private boolean silent;
    private boolean probing;
    private long silentSinceNanos;
    private long nextProbeNanos;
    private long pauseNanos;

    /**
     * A line that is taken to be in order.
     *
     * @param patience how long a silent line is tried for a request
     */
    CentralLine(Duration patience, Listener listener) {
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Waits until this request may try, or its time is over: the central system has been silent for
     * the whole patience, seen from this request. Time that requests before it took does not count,
     * or the last of thousands would be given up while all is well.
     *
     * @param seenNanos when the request was seen, on the scale of {@link System#nanoTime()}
     * @param tried whether it tried before
     */
    synchronized Turn await(long seenNanos, boolean tried) throws InterruptedException {
        while (true) {
            if (!silent) {
                return Turn.TRY;
            }
            long now = System.nanoTime();
            long left = leftOf(seenNanos, now);
            boolean due = !probing && now - nextProbeNanos >= 0;
            if (left <= 0 && (tried || !due)) {
                return Turn.GIVE_UP;
            }
            if (due) {
                probing = true;
                return Turn.TRY;
            }
            long wait = probing ? left : Math.min(left, nextProbeNanos - now);
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, 1_000_000));
        }
    }

    /** How long the request may still be tried, as far as the line is concerned. */
    synchronized Duration left(long seenNanos) {
        return silent ? Duration.ofNanos(leftOf(seenNanos, System.nanoTime())) : patience;
    }

    private long leftOf(long seenNanos, long now) {
        return patience.toNanos() - Math.min(now - seenNanos, now - silentSinceNanos);
    }

    /** The central system answered, whatever it said. */
    synchronized void answered() {
        probing = false;
        listener.heard();
        if (silent) {
            silent = false;
            listener.backAfter(Duration.ofNanos(System.nanoTime() - silentSinceNanos));
            notifyAll();
        }
    }

    /**
     * It did not answer.
     *
     * @param triedAtNanos when the try began: one begun before the line was known to be silent says
     *     nothing new
     */
    synchronized void failed(long triedAtNanos) {
        long now = System.nanoTime();
        if (!silent) {
            silent = true;
            silentSinceNanos = now;
            pauseNanos = TerminalLimits.PROBE_PAUSE_MIN.toNanos();
            listener.silent();
        } else if (probing && triedAtNanos - silentSinceNanos > 0) {
            pauseNanos = Math.min(2 * pauseNanos, TerminalLimits.PROBE_PAUSE_MAX.toNanos());
        } else {
            return;
        }
        probing = false;
        nextProbeNanos = now + pauseNanos;
        notifyAll();
    }

    /** The try was broken off from our side; another may probe. */
    synchronized void brokenOff() {
        probing = false;
        notifyAll();
    }
}
