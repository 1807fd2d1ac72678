package org.onshi.server.insurerdoor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A duration of a setting in words.
 *
 * @param japanese as {@code 1時間30分}
 * @param english as {@code 1 hour 30 minutes}
 */
record SpokenDuration(String japanese, String english) {
    /** Zero says nothing; less than a second is passed over. */
    static SpokenDuration of(Duration duration) {
        StringBuilder japanese = new StringBuilder();
        List<String> english = new ArrayList<>();
        say(duration.toHours(), "時間", "hour", japanese, english);
        say(duration.toMinutesPart(), "分", "minute", japanese, english);
        say(duration.toSecondsPart(), "秒", "second", japanese, english);
        return new SpokenDuration(japanese.toString(), String.join(" ", english));
    }

    private static void say(
            long count, String unit, String unitEn, StringBuilder japanese, List<String> english) {
        if (count > 0) {
            japanese.append(count).append(unit);
            english.add(count + " " + unitEn + (count == 1 ? "" : "s"));
        }
    }
}
