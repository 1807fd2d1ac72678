package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyPaceTest {
    private static final BodyPace PACE = new BodyPace(4_096, Duration.ofSeconds(20));

    private static void arrived(BodyPace.Meter meter, long bytes, long waitedMillis)
            throws BodyPace.TooSlow {
        meter.arrived(bytes, TimeUnit.MILLISECONDS.toNanos(waitedMillis));
    }

    /** A head start of 20 s, then a second for every 4,096 bytes. */
    @ParameterizedTest
    @CsvSource({"1, 20000", "4096, 21000", "2048, 20500", "1000000000, 244160625"})
    void aBodyMayWaitThisLongAndNoMore(long bytes, long waitedMillis) throws BodyPace.TooSlow {
        arrived(PACE.new Meter(), bytes, waitedMillis);
        assertThatThrownBy(() -> arrived(PACE.new Meter(), bytes, waitedMillis + 2))
                .isInstanceOf(BodyPace.TooSlow.class);
    }

    @Test
    void whatCameFastExcusesALaterPause() throws BodyPace.TooSlow {
        BodyPace.Meter meter = PACE.new Meter();
        arrived(meter, 4_096 * 60, 0);
        arrived(meter, 1, 80_000);
        assertThatThrownBy(() -> arrived(meter, 1, 1)).isInstanceOf(BodyPace.TooSlow.class);
    }

    @Test
    void aByteASecondEndsSoonAfterTheHeadStart() {
        BodyPace.Meter meter = PACE.new Meter();
        for (int second = 1; second <= 20; second++) {
            assertThatCode(() -> arrived(meter, 1, 1_000)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> arrived(meter, 1, 1_000)).isInstanceOf(BodyPace.TooSlow.class);
    }

    @Test
    void aSlowLineOf64KilobytesASecondBringsTheLargestFile() {
        BodyPace.Meter meter = PACE.new Meter();
        for (int second = 0; second < 32_768; second++) {
            assertThatCode(() -> arrived(meter, 65_536, 1_000)).doesNotThrowAnyException();
        }
    }
}
