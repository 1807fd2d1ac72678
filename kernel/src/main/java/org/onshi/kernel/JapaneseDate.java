package org.onshi.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day in 和暦, both ways. Strict at the boundaries of eras: 平成31年5月1日 and 昭和64年1月8日 do not exist.
 *
 * @param day the Gregorian day, 1873-01-01 (明治6年, when Japan took the Gregorian calendar) or later
 */
public record JapaneseDate(LocalDate day) {
    private static final LocalDate GREGORIAN_FROM = LocalDate.of(1873, 1, 1);
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(明治|大正|昭和|平成|令和|[MTSHRmtshr])(元|[0-9]{1,2})(?:年|[./-])([0-9]{1,2})(?:月|[./-])([0-9]{1,2})日?");
    private static final Pattern DIGITS = Pattern.compile("([1-5])([0-9]{2})([0-9]{2})([0-9]{2})");

    public JapaneseDate {
        if (day.isBefore(GREGORIAN_FROM)) {
            throw new MalformedValue("date must not be before 明治6年1月1日");
        }
    }

    /** The day of an era's year, 1 for 元年. */
    public static JapaneseDate of(JapaneseEra era, int yearOfEra, int month, int dayOfMonth) {
        LocalDate day;
        try {
            day = LocalDate.of(era.firstDay().getYear() + yearOfEra - 1, month, dayOfMonth);
        } catch (DateTimeException e) {
            throw new MalformedValue("date does not exist in the calendar");
        }
        JapaneseDate date = new JapaneseDate(day);
        if (yearOfEra < 1 || date.era() != era) {
            throw new MalformedValue("date does not lie in its era");
        }
        return date;
    }

    /** Reads 令和元年5月1日, R1.5.1, R01/05/01, R1-5-1 and 5010501 (GYYMMDD), in either width. */
    public static JapaneseDate parse(String text) {
        String half = Width.half(text).replace(" ", "");
        Matcher digits = DIGITS.matcher(half);
        if (digits.matches()) {
            JapaneseEra era = JapaneseEra.of(digits.group(1)).orElseThrow();
            return of(era, number(digits, 2), number(digits, 3), number(digits, 4));
        }
        Matcher written = WRITTEN.matcher(half);
        if (!written.matches()) {
            throw new MalformedValue("date is not written in 和暦");
        }
        int year = written.group(2).equals("元") ? 1 : number(written, 2);
        return of(era(written.group(1)), year, number(written, 3), number(written, 4));
    }

    /** The era the day lies in. */
    public JapaneseEra era() {
        return JapaneseEra.at(day);
    }

    /** 1 for the first year. */
    public int yearOfEra() {
        return day.getYear() - era().firstDay().getYear() + 1;
    }

    /** As printed: 令和元年5月1日. */
    public String written() {
        String year = yearOfEra() == 1 ? "元" : String.valueOf(yearOfEra());
        return era().label() + year + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    /** As claims write it: GYYMMDD, 5010501. */
    public String digits() {
        return "%s%02d%02d%02d"
                .formatted(era().wire(), yearOfEra(), day.getMonthValue(), day.getDayOfMonth());
    }

    private static JapaneseEra era(String name) {
        char letter = Character.toUpperCase(name.charAt(0));
        for (JapaneseEra era : JapaneseEra.values()) {
            if (era.label().equals(name) || era.letter() == letter) {
                return era;
            }
        }
        throw new IllegalStateException("the pattern names only known eras");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
