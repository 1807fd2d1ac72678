package org.onshi.server.registry;

import java.util.Set;

/** The branch number that an insurer may give to the next person of a household (B-01, B-24). */
public sealed interface NextBranch {
    /**
     * Nobody ever had it.
     *
     * @param branch two digits
     */
    record Free(String branch) implements NextBranch {}

    /** All hundred have been somebody's. */
    record NoneLeft() implements NextBranch {}

    /** A number of the late-stage elderly is one person's already and has no branch. */
    record NotUsed() implements NextBranch {}

    /** Two digits: 00 to 99. */
    int COUNT = 100;

    /**
     * The one after the highest ever used, since those below may have been given out before there
     * was a registry; only when the highest is 99, the lowest that nobody had.
     *
     * @param used every branch that anybody ever had, two digits each; "" for none is passed over
     */
    static NextBranch after(Set<String> used) {
        int next =
                used.stream()
                                .filter(it -> !it.isEmpty())
                                .mapToInt(Integer::parseInt)
                                .max()
                                .orElse(-1)
                        + 1;
        for (int step = 0; step < COUNT; step++) {
            String branch = "%02d".formatted((next + step) % COUNT);
            if (!used.contains(branch)) {
                return new Free(branch);
            }
        }
        return new NoneLeft();
    }
}
