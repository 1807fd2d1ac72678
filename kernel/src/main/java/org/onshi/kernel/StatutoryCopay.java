package org.onshi.kernel;

import java.time.LocalDate;
import java.util.List;

/**
 * The share the law sets by age and day (facts §2.4): which percentages are possible and which is
 * the ordinary one. The one that applies from 70 on depends on income and is the insurer's to
 * register.
 */
public enum StatutoryCopay {
    /** 義務教育就学前: until the 31 March on or after the day six is reached. */
    PRESCHOOL(List.of(20)),
    /** From school age to 69. */
    GENERAL(List.of(30)),
    /** 70 to 74: from the month after the 70th birthday's, born on the 1st the same month. */
    ELDERLY(List.of(20, 30)),
    /** 75 and older: from the birthday itself. */
    LATE_STAGE(List.of(10, 20, 30));

    @SuppressWarnings("ImmutableEnumChecker") // stream().toList() and records are immutable
    private final List<CopayPercent> possible;

    StatutoryCopay(List<Integer> percents) {
        this.possible = percents.stream().map(CopayPercent::new).toList();
    }

    /** The band a person born on a day is in on another; before birth as at birth. */
    public static StatutoryCopay on(LocalDate birthDate, LocalDate day) {
        if (!day.isBefore(lateStageFrom(birthDate))) {
            return LATE_STAGE;
        }
        if (!day.isBefore(elderlyFrom(birthDate))) {
            return ELDERLY;
        }
        return day.isAfter(preschoolUntil(birthDate)) ? GENERAL : PRESCHOOL;
    }

    /** The last day before school: born on 1 April counts to the earlier school year. */
    public static LocalDate preschoolUntil(LocalDate birthDate) {
        LocalDate reached = Age.reachedOn(birthDate, 6);
        LocalDate endOfMarch = LocalDate.of(reached.getYear(), 3, 31);
        return reached.isAfter(endOfMarch) ? endOfMarch.plusYears(1) : endOfMarch;
    }

    /** The first day of the share of 70 to 74. */
    public static LocalDate elderlyFrom(LocalDate birthDate) {
        return Age.reachedOn(birthDate, 70).plusMonths(1).withDayOfMonth(1);
    }

    /** The 75th birthday, first day of 後期高齢者医療. */
    public static LocalDate lateStageFrom(LocalDate birthDate) {
        return Age.birthday(birthDate, 75);
    }

    /** Whether this share can be right at this age. */
    public boolean allows(CopayPercent percent) {
        return possible.contains(percent);
    }

    /** All shares possible at this age, lowest first. */
    public List<CopayPercent> possible() {
        return possible;
    }

    /** The share of somebody without the income for a higher one. */
    public CopayPercent ordinary() {
        return possible.getFirst();
    }
}
