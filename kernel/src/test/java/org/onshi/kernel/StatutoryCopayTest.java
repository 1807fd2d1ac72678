package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatutoryCopayTest {
    @ParameterizedTest
    @CsvSource({
        // birth, last day before the change, band before, band after
        "2018-04-01,2024-03-31,PRESCHOOL,GENERAL",
        "2018-04-02,2025-03-31,PRESCHOOL,GENERAL",
        "2019-03-31,2025-03-31,PRESCHOOL,GENERAL",
        "2020-02-29,2026-03-31,PRESCHOOL,GENERAL",
        "1954-11-01,2024-10-31,GENERAL,ELDERLY",
        "1954-11-02,2024-11-30,GENERAL,ELDERLY",
        "1954-11-30,2024-11-30,GENERAL,ELDERLY",
        "1954-12-31,2024-12-31,GENERAL,ELDERLY",
        "1956-02-29,2026-02-28,GENERAL,ELDERLY",
        "1949-12-02,2024-12-01,ELDERLY,LATE_STAGE",
        "1952-02-29,2027-02-28,ELDERLY,LATE_STAGE"
    })
    void theShareChangesOnItsDay(
            LocalDate birth, LocalDate last, StatutoryCopay before, StatutoryCopay after) {
        assertThat(StatutoryCopay.on(birth, last)).isEqualTo(before);
        assertThat(StatutoryCopay.on(birth, last.plusDays(1))).isEqualTo(after);
    }

    @Test
    void eachAgeHasItsPossibleShares() {
        assertThat(StatutoryCopay.PRESCHOOL.ordinary().value()).isEqualTo(20);
        assertThat(StatutoryCopay.GENERAL.ordinary().value()).isEqualTo(30);
        assertThat(StatutoryCopay.ELDERLY.ordinary().value()).isEqualTo(20);
        assertThat(StatutoryCopay.LATE_STAGE.ordinary().value()).isEqualTo(10);
        assertThat(StatutoryCopay.ELDERLY.allows(new CopayPercent(10)))
                .as("never 10 % at 70 to 74, A-13")
                .isFalse();
        assertThat(StatutoryCopay.ELDERLY.allows(new CopayPercent(30))).isTrue();
        assertThat(StatutoryCopay.GENERAL.allows(new CopayPercent(20))).isFalse();
        assertThat(StatutoryCopay.LATE_STAGE.possible()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2000-11-21,2026-11-20,25", "2000-11-21,2026-11-21,26", "2004-02-29,2025-02-28,20",
                "2004-02-29,2025-03-01,21",
        "2004-02-29,2024-02-28,19", "2004-02-29,2024-02-29,20", "2026-11-21,2026-11-21,0",
                "2026-11-22,2026-11-21,-1"
    })
    void aYearIsCountedFromTheBirthday(LocalDate birth, LocalDate day, int years) {
        assertThat(Age.on(birth, day)).isEqualTo(years);
    }

    @Test
    void anAgeIsReachedAtTheEndOfTheDayBefore() {
        assertThat(Age.reachedOn(LocalDate.of(2018, 4, 1), 6)).isEqualTo(LocalDate.of(2024, 3, 31));
        assertThat(Age.reachedOn(LocalDate.of(2020, 2, 29), 6))
                .isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(Age.reachedOn(LocalDate.of(2020, 2, 29), 4))
                .isEqualTo(LocalDate.of(2024, 2, 28));
        assertThat(Age.reachedOn(LocalDate.of(2019, 3, 1), 1)).isEqualTo(LocalDate.of(2020, 2, 29));
    }

    @Test
    void theBandsFollowEachOtherWithoutGapForEveryBirthday() {
        List<StatutoryCopay> bands = List.of(StatutoryCopay.values());
        Seeded.run(
                2_000,
                random -> {
                    LocalDate birth = LocalDate.of(1920, 1, 1).plusDays(random.nextInt(40_000));
                    assertThat(StatutoryCopay.preschoolUntil(birth))
                            .isBefore(StatutoryCopay.elderlyFrom(birth));
                    LocalDate day = birth.plusDays(random.nextInt(36_500));
                    StatutoryCopay today = StatutoryCopay.on(birth, day);
                    StatutoryCopay tomorrow = StatutoryCopay.on(birth, day.plusDays(1));
                    int position = bands.indexOf(today);
                    assertThat(bands.indexOf(tomorrow)).isBetween(position, position + 1);
                    assertThat(Age.on(birth, day.plusDays(1)) - Age.on(birth, day)).isBetween(0, 1);
                });
    }
}
