package org.onshi.server.registry;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then random, so that new rows land
 * together in an index and no server needs a sequence.
 */
final class TimeOrderedIds implements Supplier<UUID> {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long lastHigh;

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    /** Each greater than the one before from the same source, also when the clock stands still. */
    @Override
    public synchronized UUID get() {
        long fromClock = (clock.instant().toEpochMilli() << 12) & 0xFFFFFFFFFFFFF000L;
        lastHigh = Math.max(lastHigh + 1, fromClock);
        long high = ((lastHigh & ~0xFFFL) << 4) | 0x7000L | (lastHigh & 0xFFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
