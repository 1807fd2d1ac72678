package org.onshi.server.callers;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How slowly a request's body may come. Idle time alone lets a caller that sends one byte a minute
 * hold its place at the door for years.
 *
 * <p>Only the time spent waiting for bytes counts. Jetty's own {@code minRequestDataRate} divides
 * by the time since the first byte, so a pause of ours between two reads is held against the caller
 * (jetty.project issues 4014, 4641), and its maintainers have given it up (issue 15266).
 *
 * @param bytesASecondMin on the average since the body's beginning
 * @param headStart waiting that is forgiven, so that a stutter of the line ends no small request
 */
record BodyPace(long bytesASecondMin, Duration headStart) {
    /** The body came slower than it may. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("the request body came too slowly");
        }
    }

    /** What one body did so far. */
    final class Meter {
        private long arrivedBytes;
        private long waitedNanos;

        long arrivedBytes() {
            return arrivedBytes;
        }

        /**
         * Some bytes came after some waiting.
         *
         * @throws TooSlow when all waiting together is more than all bytes together excuse
         */
        void arrived(long bytes, long nanos) throws TooSlow {
            arrivedBytes += bytes;
            waitedNanos += nanos;
            double excusedSeconds = (double) arrivedBytes / bytesASecondMin;
            if (waitedNanos - headStart.toNanos() > excusedSeconds * TimeUnit.SECONDS.toNanos(1)) {
                throw new TooSlow();
            }
        }
    }
}
