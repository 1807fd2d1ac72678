package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * Seeded choices; {@link Random}'s sequence is fixed by its specification, so a seed gives one town
 * on every Java.
 */
final class Dice {
    private final Random random;

    private Dice(long seed) {
        this.random = new Random(seed);
    }

    /** The dice of one household of a town. */
    static Dice of(long seed, long household) {
        return new Dice(mix(seed * 0x9E3779B97F4A7C15L + household));
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A day between two, both included. */
    LocalDate day(LocalDate first, LocalDate last) {
        return first.plusDays(random.nextInt((int) (last.toEpochDay() - first.toEpochDay()) + 1));
    }

    /** SplitMix64's finaliser: neighbouring seeds give unrelated sequences. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
