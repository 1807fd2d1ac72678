package org.onshi.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The queue before the readers of one reception (requirements K-08): patients come, wait for the
 * first free reader, and leave it after their time. Pure; the same seed gives the same morning.
 */
final class Reception {
    /**
     * Waiting beyond which a second reader is recommended: the mean a patient may wait before the
     * reader, seconds.
     */
    static final double MEAN_WAIT_SECONDS_MAX = 60;

    private Reception() {}

    /**
     * Patients of one stretch of time, coming at random but evenly.
     *
     * @param minutes its length
     * @param patients how many come in it
     */
    record Stretch(double minutes, int patients) {}

    /**
     * What the patients of a morning met.
     *
     * @param patients how many came
     * @param meanWaitSeconds mean wait before the reader
     * @param p90WaitSeconds nine of ten waited no longer
     * @param longestWaitSeconds longest wait
     * @param longestQueue most people waiting at once, the one at the reader not counted
     * @param busyShare share of the time to the last departure in which the readers were in use
     */
    record Waits(
            int patients,
            double meanWaitSeconds,
            double p90WaitSeconds,
            double longestWaitSeconds,
            int longestQueue,
            double busyShare) {
        /** Whether another reader would be bought by a sensible practice manager. */
        boolean anotherReaderRecommended() {
            return meanWaitSeconds > MEAN_WAIT_SECONDS_MAX;
        }
    }

    /** Times of arrival in seconds from the opening, rising. */
    static List<Double> arrivals(List<Stretch> morning, Random random) {
        List<Double> times = new ArrayList<>();
        double begin = 0;
        for (Stretch stretch : morning) {
            for (int i = 0; i < stretch.patients(); i++) {
                times.add(begin + random.nextDouble() * stretch.minutes() * 60);
            }
            begin += stretch.minutes() * 60;
        }
        Collections.sort(times);
        return times;
    }

    /**
     * Serves the patients in the order of their coming.
     *
     * @param arrivals rising times, seconds
     * @param serviceSeconds how long each holds a reader, one a patient
     * @param readers at least 1
     */
    static Waits simulate(List<Double> arrivals, List<Double> serviceSeconds, int readers) {
        if (readers < 1 || arrivals.isEmpty() || arrivals.size() != serviceSeconds.size()) {
            throw new IllegalArgumentException("a morning needs readers and a time a patient");
        }
        PriorityQueue<Double> freeAt = new PriorityQueue<>(Collections.nCopies(readers, 0.0));
        double[] waits = new double[arrivals.size()];
        double[] starts = new double[arrivals.size()];
        double busy = 0;
        double end = 0;
        for (int i = 0; i < waits.length; i++) {
            starts[i] = Math.max(arrivals.get(i), freeAt.poll());
            waits[i] = starts[i] - arrivals.get(i);
            busy += serviceSeconds.get(i);
            freeAt.add(starts[i] + serviceSeconds.get(i));
            end = Math.max(end, starts[i] + serviceSeconds.get(i));
        }
        int longest = 0;
        for (int i = 0; i < waits.length; i++) {
            int waiting = 0;
            // whoever came by now and has not started yet; later patients start later
            for (int j = 0; j < waits.length && arrivals.get(j) <= arrivals.get(i); j++) {
                waiting += starts[j] > arrivals.get(i) ? 1 : 0;
            }
            longest = Math.max(longest, waiting);
        }
        double[] sorted = waits.clone();
        Arrays.sort(sorted);
        return new Waits(
                waits.length,
                Arrays.stream(waits).average().orElse(0),
                sorted[(int) Math.ceil(0.9 * sorted.length) - 1],
                sorted[sorted.length - 1],
                longest,
                busy / (readers * end));
    }
}
