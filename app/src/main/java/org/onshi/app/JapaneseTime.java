package org.onshi.app;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.onshi.wire.SharedClock;
import picocli.CommandLine;

/**
 * Times as people type them: {@code 2024-12-02}, {@code 2024-12-02T09:00} (Japanese time), or with
 * an offset.
 */
final class JapaneseTime {
    private JapaneseTime() {}

    /** The instant meant; wrong usage (exit 2) when it is none. */
    static Instant parse(String text, CommandLine command, String option) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(SharedClock.ZONE).toInstant();
            }
            if (text.matches(".*(Z|[+-]\\d{2}:\\d{2})$")) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return LocalDateTime.parse(text).atZone(SharedClock.ZONE).toInstant();
        } catch (DateTimeException e) {
            throw new CommandLine.ParameterException(
                    command,
                    option
                            + ": "
                            + Bilingual.say(
                                    "日時として読めません。例: 2024-12-02T09:00（日本時間）",
                                    "no date and time; write e.g. 2024-12-02T09:00 (Japanese"
                                            + " time)"),
                    e);
        }
    }

    /** The date meant; wrong usage (exit 2) when it is none. */
    static LocalDate date(String text, CommandLine command, String option) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new CommandLine.ParameterException(
                    command,
                    option
                            + ": "
                            + Bilingual.say(
                                    "実在する日付ではないか、形が違います。例: 1958-04-02（YYYY-MM-DD）",
                                    "no date that exists, or of another form; write e.g."
                                            + " 1958-04-02 (YYYY-MM-DD)"),
                    e);
        }
    }
}
