package org.onshi.kernel;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs a law over random cases; a failure names the seed, {@code -Donshi.seed=N} repeats it. */
final class Seeded {
    private Seeded() {}

    static void run(int cases, Consumer<SplittableRandom> law) {
        long seed = Long.getLong("onshi.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < cases; i++) {
            try {
                law.accept(random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("case " + i + " with -Donshi.seed=" + seed, e);
            }
        }
    }
}
