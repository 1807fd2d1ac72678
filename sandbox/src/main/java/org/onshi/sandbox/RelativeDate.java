package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of testdata/people as seen from a day: {@code 1985-04-12}, or {@code today} or {@code
 * birth} followed by steps from left to right: {@code +10d}, {@code -2m}, {@code -75y},
 * {@code @first} (first of that month), {@code @next} (first of the next).
 */
final class RelativeDate {
    private static final Pattern WHOLE =
            Pattern.compile(
                    "(today|birth|\\d{4}-\\d{2}-\\d{2})((?:[+-]\\d{1,5}[dmy]|@first|@next)*)");
    private static final Pattern STEP = Pattern.compile("([+-]\\d+)([dmy])|@(first|next)");

    private RelativeDate() {}

    /**
     * @throws IllegalArgumentException when the cell is written otherwise; names no value
     */
    static LocalDate resolve(String cell, LocalDate today, LocalDate birth) {
        Matcher whole = WHOLE.matcher(cell);
        if (!whole.matches()) {
            throw new IllegalArgumentException(
                    "a date of the named persons is neither a date nor relative to one");
        }
        LocalDate date =
                switch (whole.group(1)) {
                    case "today" -> today;
                    case "birth" -> birth;
                    default -> LocalDate.parse(whole.group(1));
                };
        Matcher step = STEP.matcher(whole.group(2));
        while (step.find()) {
            date =
                    step.group(3) == null
                            ? moved(date, Integer.parseInt(step.group(1)), step.group(2))
                            : date.withDayOfMonth(1)
                                    .plusMonths(step.group(3).equals("next") ? 1 : 0);
        }
        return date;
    }

    private static LocalDate moved(LocalDate date, int amount, String unit) {
        return switch (unit) {
            case "d" -> date.plusDays(amount);
            case "m" -> date.plusMonths(amount);
            default -> date.plusYears(amount);
        };
    }
}
