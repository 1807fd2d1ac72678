package org.onshi.server.outside;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class OutsideSettingsTest {
    private static final URI WEB = URI.create("https://register.example/onshi");
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            URI ocsp, URI register, Duration connect, Duration answer, Duration tolerance) {
        return assertThatThrownBy(
                () -> new OutsideSettings(ocsp, register, connect, answer, tolerance));
    }

    @Test
    void anAddressOutsideTheWebIsRefusedAtTheStart() {
        for (String wrong : List.of("register:8400", "/register", "ftp://register.example")) {
            refused(URI.create(wrong), WEB, LEAST, LEAST, HOUR)
                    .hasMessageContaining("onshi.outside.ocsp-url");
            refused(WEB, URI.create(wrong), LEAST, LEAST, HOUR)
                    .hasMessageContaining("onshi.outside.register-url");
        }
    }

    @Test
    void aTimeAtItsLimitIsTakenAndOneBeyondIsRefusedAtTheStart() {
        assertThatCode(() -> new OutsideSettings(null, null, LEAST, MOST, Duration.ZERO))
                .doesNotThrowAnyException();
        assertThatCode(() -> new OutsideSettings(WEB, WEB, MOST, LEAST, HOUR))
                .doesNotThrowAnyException();
        refused(WEB, WEB, LEAST.minus(NANO), LEAST, HOUR).hasMessageContaining("connect-timeout");
        refused(WEB, WEB, MOST.plus(NANO), LEAST, HOUR).hasMessageContaining("connect-timeout");
        refused(WEB, WEB, LEAST, Duration.ZERO, HOUR).hasMessageContaining("answer-timeout");
        refused(WEB, WEB, LEAST, MOST.plus(NANO), HOUR).hasMessageContaining("answer-timeout");
        refused(WEB, WEB, LEAST, LEAST, NANO.negated()).hasMessageContaining("clock-tolerance");
        refused(WEB, WEB, LEAST, LEAST, HOUR.plus(NANO)).hasMessageContaining("clock-tolerance");
    }
}
