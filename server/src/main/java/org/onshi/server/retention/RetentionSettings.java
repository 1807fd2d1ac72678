package org.onshi.server.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.retention.*}: for how long after its end a row is kept, a day to a hundred
 * years each (requirement J-10; periods of our own, see docs/retention.md).
 *
 * @param consents after a consent or refusal ended
 * @param letters after a letter was printed
 * @param proposals after a proposal was decided
 * @param activities after somebody did something in the console
 */
@ConfigurationProperties("onshi.retention")
public record RetentionSettings(
        @DefaultValue("1d") Duration consents,
        @DefaultValue("365d") Duration letters,
        @DefaultValue("365d") Duration proposals,
        @DefaultValue("365d") Duration activities) {
    private static final Duration MIN = Duration.ofDays(1);
    private static final Duration MAX = Duration.ofDays(36_500);

    public RetentionSettings {
        check("consents", consents);
        check("letters", letters);
        check("proposals", proposals);
        check("activities", activities);
    }

    private static void check(String name, Duration kept) {
        if (kept.compareTo(MIN) < 0 || kept.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "onshi.retention."
                            + name
                            + " は 1d から 36500d までです。 / onshi.retention."
                            + name
                            + " must be 1d to 36500d.");
        }
    }
}
