package org.onshi.bench;

import java.util.Arrays;

/** Times of single calls in nanoseconds, gathered by one thread or merged from several. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int size;

    void add(long nanoseconds) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = nanoseconds;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < other.size; i++) {
            add(other.nanos[i]);
        }
    }

    int size() {
        return size;
    }

    /** The nearest-rank percentile in milliseconds, rounded to a hundredth. */
    double percentileMillis(double percent) {
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * size);
        return Math.round(sorted[Math.max(rank, 1) - 1] / 10_000.0) / 100.0;
    }

    double maximumMillis() {
        return percentileMillis(100);
    }
}
