package org.onshi.server.duties;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.duties.*}.
 *
 * @param days which days the deadlines of B-10 count: CALENDAR, CALENDAR_MOVED or WORKING
 * @param inTimePercentMin below this an insurer is asked for an improvement plan (B-11); 1 to 100
 */
@ConfigurationProperties("onshi.duties")
record DutySettings(
        @DefaultValue("CALENDAR") DayCount days, @DefaultValue("90") int inTimePercentMin) {
    DutySettings {
        if (inTimePercentMin < 1 || inTimePercentMin > 100) {
            throw new IllegalArgumentException(
                    "onshi.duties.in-time-percent-min は 1 から 100 までです。 /"
                            + " onshi.duties.in-time-percent-min must be 1 to 100.");
        }
    }
}
