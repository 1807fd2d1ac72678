package org.onshi.kernel;

import java.time.LocalDate;

/**
 * Age by 年齢計算ニ関スル法律 and 民法143条: a year of age is reached at the end of the day before the birthday.
 * Somebody born on 29 February reaches it at the end of 28 February every year.
 */
public final class Age {
    private Age() {}

    /** The day at whose end the age is reached: the eve of the birthday. */
    public static LocalDate reachedOn(LocalDate birthDate, int years) {
        return birthday(birthDate, years).minusDays(1);
    }

    /** The first whole day lived at this age; 1 March for 29 February in a common year. */
    public static LocalDate birthday(LocalDate birthDate, int years) {
        LocalDate sameDate = birthDate.plusYears(years);
        // plusYears answers 28 February where 29 does not exist, a day early by 民法143条2項
        return sameDate.getDayOfMonth() == birthDate.getDayOfMonth()
                ? sameDate
                : sameDate.plusDays(1);
    }

    /** Whole years during the day; negative before birth. */
    public static int on(LocalDate birthDate, LocalDate day) {
        int years = day.getYear() - birthDate.getYear();
        return day.isBefore(birthday(birthDate, years)) ? years - 1 : years;
    }
}
