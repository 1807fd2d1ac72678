package org.onshi.server.work;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.rounds.*}.
 *
 * @param pause how long full matches and the notices of registration rest when there is nothing to
 *     do or the resident register is silent, 10 ms to an hour; a setting for tests only
 */
@ConfigurationProperties("onshi.rounds")
public record RoundsSettings(@DefaultValue("5s") Duration pause) {
    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofHours(1);

    public RoundsSettings {
        if (pause.compareTo(MIN) < 0 || pause.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "onshi.rounds.pause は 10ms から 1h までです。 / onshi.rounds.pause must be 10ms to"
                            + " 1h.");
        }
    }
}
