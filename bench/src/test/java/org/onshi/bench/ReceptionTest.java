package org.onshi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queue before the readers (requirements K-08). */
class ReceptionTest {
    private static final double EXACT = 1e-9;

    @Test
    void whoeverComesToAFreeReaderDoesNotWait() {
        Reception.Waits waits =
                Reception.simulate(List.of(0.0, 40.0, 80.0), List.of(40.0, 40.0, 40.0), 1);
        assertThat(waits.longestWaitSeconds()).isZero();
        assertThat(waits.longestQueue()).isZero();
        assertThat(waits.busyShare()).isCloseTo(1, within(EXACT));
    }

    @Test
    void allAtOnceWaitForEachOtherAndTwoReadersHalveTheQueue() {
        List<Double> together = Collections.nCopies(4, 0.0);
        List<Double> service = Collections.nCopies(4, 40.0);
        Reception.Waits one = Reception.simulate(together, service, 1);
        assertThat(one.meanWaitSeconds()).isCloseTo((0 + 40 + 80 + 120) / 4.0, within(EXACT));
        assertThat(one.longestQueue()).isEqualTo(3);
        Reception.Waits two = Reception.simulate(together, service, 2);
        assertThat(two.meanWaitSeconds()).isCloseTo((0 + 0 + 40 + 40) / 4.0, within(EXACT));
        assertThat(two.longestQueue()).isEqualTo(2);
    }

    @Test
    @Tag("K-08")
    void twelvePatientsInHalfAnHourAtFortySecondsNeedOneReader() {
        List<Double> arrivals =
                Reception.arrivals(List.of(new Reception.Stretch(30, 12)), new Random(8));
        Reception.Waits waits = Reception.simulate(arrivals, Collections.nCopies(12, 40.0), 1);
        assertThat(waits.patients()).isEqualTo(12);
        assertThat(waits.busyShare()).isLessThan(0.5);
        assertThat(waits.anotherReaderRecommended()).isFalse();
    }

    @Test
    void moreThanAReaderCanServeCallsForAnother() {
        List<Double> arrivals =
                Reception.arrivals(List.of(new Reception.Stretch(30, 60)), new Random(8));
        List<Double> service = Collections.nCopies(60, 40.0);
        assertThat(Reception.simulate(arrivals, service, 1).anotherReaderRecommended()).isTrue();
        assertThat(Reception.simulate(arrivals, service, 2).meanWaitSeconds())
                .isLessThan(Reception.simulate(arrivals, service, 1).meanWaitSeconds());
    }

    @Test
    void anotherReaderNeverMakesAnybodyWaitLonger() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Double> arrivals =
                Reception.arrivals(
                        List.of(new Reception.Stretch(60, 50), new Reception.Stretch(60, 10)),
                        random);
        List<Double> service =
                IntStream.range(0, 60).mapToObj(i -> 5 + 90 * random.nextDouble()).toList();
        for (int readers = 1; readers < 5; readers++) {
            assertThat(Reception.simulate(arrivals, service, readers + 1).meanWaitSeconds())
                    .as("seed %d, %d readers", seed, readers + 1)
                    .isLessThanOrEqualTo(
                            Reception.simulate(arrivals, service, readers).meanWaitSeconds());
        }
    }

    @Test
    void aMorningWithoutAReaderIsRefused() {
        assertThatThrownBy(() -> Reception.simulate(List.of(0.0), List.of(1.0), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
