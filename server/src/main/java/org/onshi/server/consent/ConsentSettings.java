package org.onshi.server.consent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.consent.*}.
 *
 * @param life how long a consent holds, up to 24 hours (requirements F-06); exactly that much later
 *     it is over
 */
@ConfigurationProperties("onshi.consent")
public record ConsentSettings(@DefaultValue("24h") Duration life) {
    private static final Duration LIFE_MAX = Duration.ofHours(24);

    public ConsentSettings {
        if (!life.isPositive() || life.compareTo(LIFE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "onshi.consent.life は 0 より長く 24h 以下にしてください。 / onshi.consent.life must be above"
                            + " 0 and at most 24h.");
        }
    }
}
