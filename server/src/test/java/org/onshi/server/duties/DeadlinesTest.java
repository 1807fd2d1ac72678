package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.InsurerKind;
import org.onshi.server.rules.Rules;
import org.onshi.server.rules.WorkingDays;

class DeadlinesTest {
    /** B-10: five days to the notice, five from there; the second period has its own start. */
    @ParameterizedTest
    @CsvSource({
        "2024-04-01, 2024-04-06, 2024-04-11, ON_TIME",
        "2024-04-01, 2024-04-06, 2024-04-12, LATE_INSURER",
        "2024-04-01, 2024-04-02, 2024-04-08, LATE_INSURER",
        "2024-04-01, 2024-04-07, 2024-04-12, LATE_EMPLOYER",
        "2024-04-01, 2024-04-07, 2024-04-13, LATE_BOTH",
        "2024-04-10, 2024-04-01, 2024-04-15, ON_TIME",
        "2024-04-10, 2024-04-01, 2024-04-16, LATE_INSURER",
        "2024-05-01, 2024-04-01, 2024-04-20, ON_TIME"
    })
    @Tag("B-10")
    void fiveDaysToTheNoticeAndFiveToTheRegistration(
            LocalDate acquiredOn,
            LocalDate notifiedOn,
            LocalDate registeredOn,
            Timeliness timeliness) {
        assertThat(judged(DayCount.CALENDAR, acquiredOn, notifiedOn, registeredOn))
                .isEqualTo(timeliness);
    }

    /** K-12: the insurer's period begins on the day the rule does. */
    @ParameterizedTest
    @CsvSource({
        "2023-05-26, 2023-05-31, 2023-07-01, NOT_JUDGED",
        "2023-05-27, 2023-06-01, 2023-06-06, ON_TIME",
        "2023-05-27, 2023-06-01, 2023-06-07, LATE_INSURER"
    })
    @Tag("B-10")
    @Tag("K-12")
    void thereWasNoSuchDutyBeforeJune2023(
            LocalDate acquiredOn,
            LocalDate notifiedOn,
            LocalDate registeredOn,
            Timeliness timeliness) {
        assertThat(judged(DayCount.CALENDAR, acquiredOn, notifiedOn, registeredOn))
                .isEqualTo(timeliness);
    }

    /** Golden week of 2024: Friday April 26 to Wednesday May 8 has five working days. */
    @ParameterizedTest
    @CsvSource({
        "2024-04-26, 2024-04-26, 2024-05-08, ON_TIME, LATE_INSURER",
        "2024-04-26, 2024-04-26, 2024-05-09, LATE_INSURER, LATE_INSURER",
        "2024-04-26, 2024-05-09, 2024-05-09, LATE_EMPLOYER, LATE_EMPLOYER"
    })
    @Tag("B-10")
    void workingDaysLeaveWeekendsAndHolidaysOut(
            LocalDate acquiredOn,
            LocalDate notifiedOn,
            LocalDate registeredOn,
            Timeliness byWorkingDays,
            Timeliness byCalendar) {
        assertThat(judged(DayCount.WORKING, acquiredOn, notifiedOn, registeredOn))
                .isEqualTo(byWorkingDays);
        assertThat(judged(DayCount.CALENDAR, acquiredOn, notifiedOn, registeredOn))
                .isEqualTo(byCalendar);
    }

    /** B-10: who insures without an employer has no such period. */
    @ParameterizedTest
    @CsvSource({
        "HEALTH_SOCIETY, LATE_BOTH",
        "KYOKAI_KENPO, LATE_BOTH",
        "MUTUAL_AID, LATE_BOTH",
        "MUNICIPAL_NHI, NOT_JUDGED",
        "NHI_SOCIETY, NOT_JUDGED",
        "LATE_STAGE_ELDERLY, NOT_JUDGED"
    })
    @Tag("B-10")
    @Tag("B-20")
    void whereThereIsNoEmployerNothingIsJudged(InsurerKind kind, Timeliness timeliness) {
        assertThat(
                        new Deadlines(Rules.published(), WorkingDays.published(), DayCount.CALENDAR)
                                .judge(
                                        kind,
                                        LocalDate.of(2024, 4, 1),
                                        LocalDate.of(2024, 5, 1),
                                        LocalDate.of(2024, 6, 1)))
                .isEqualTo(timeliness);
    }

    /** Sunday April 7 of 2024, and the closed days around the new year of 2025. */
    @ParameterizedTest
    @CsvSource({
        "2024-04-02, 2024-04-08, ON_TIME",
        "2024-04-02, 2024-04-09, LATE_INSURER",
        "2024-04-03, 2024-04-08, ON_TIME",
        "2024-04-03, 2024-04-09, LATE_INSURER",
        "2024-12-24, 2025-01-06, ON_TIME",
        "2024-12-24, 2025-01-07, LATE_INSURER",
        "2024-12-22, 2025-01-06, LATE_INSURER"
    })
    void aPeriodThatEndsOnAClosedDayEndsOnTheNextOpenOne(
            LocalDate notifiedOn, LocalDate registeredOn, Timeliness timeliness) {
        assertThat(judged(DayCount.CALENDAR_MOVED, notifiedOn, notifiedOn, registeredOn))
                .isEqualTo(timeliness);
    }

    /** Five working days after Friday December 27: January 6 to 10. */
    @ParameterizedTest
    @CsvSource({
        "2024-12-27, 2025-01-10, ON_TIME",
        "2024-12-27, 2025-01-11, ON_TIME",
        "2024-12-27, 2025-01-14, LATE_INSURER"
    })
    void officesAreClosedFromTheTwentyNinthOfDecemberToTheThirdOfJanuary(
            LocalDate notifiedOn, LocalDate registeredOn, Timeliness timeliness) {
        assertThat(judged(DayCount.WORKING, notifiedOn, notifiedOn, registeredOn))
                .isEqualTo(timeliness);
    }

    private static Timeliness judged(
            DayCount counted, LocalDate acquiredOn, LocalDate notifiedOn, LocalDate registeredOn) {
        return new Deadlines(Rules.published(), WorkingDays.published(), counted)
                .judge(InsurerKind.HEALTH_SOCIETY, acquiredOn, notifiedOn, registeredOn);
    }
}
