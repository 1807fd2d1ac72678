package org.onshi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

class WorkingDaysTest {
    private static final WorkingDays DAYS = WorkingDays.published();

    /** The week of May 2024 has four holidays; the autumn of 2026 a bridge day between two. */
    @ParameterizedTest
    @CsvSource({
        "2024-04-26, 2024-04-30, 1",
        "2024-04-26, 2024-05-07, 4",
        "2024-12-27, 2025-01-06, 1",
        "2024-12-30, 2025-01-03, 0",
        "2026-09-18, 2026-09-24, 1",
        "2024-04-01, 2024-04-08, 5",
        "2024-04-01, 2024-04-01, 0"
    })
    void closedDaysDoNotPass(LocalDate from, LocalDate day, int passed) {
        assertThat(DAYS.within(passed, from, day)).isTrue();
        if (passed > 0) {
            assertThat(DAYS.within(passed - 1, from, day)).isFalse();
        }
    }

    @Test
    void whatDependsOnADayOutsideTheTableIsNotGuessed() {
        WorkingDays oneYear = WorkingDays.read(List.of("date,name", "2024-01-01,元日"));
        LocalDate last = LocalDate.of(2024, 12, 31);
        assertThat(oneYear.last()).isEqualTo(last);
        assertThat(oneYear.within(2, LocalDate.of(2024, 12, 29), last)).isTrue();
        unknown(() -> oneYear.within(2, LocalDate.of(2024, 12, 29), last.plusDays(1)));
        unknown(() -> oneYear.within(5, LocalDate.of(2023, 12, 28), LocalDate.of(2024, 1, 3)));
        assertThat(oneYear.within(5, LocalDate.of(1990, 4, 1), LocalDate.of(2024, 3, 1)))
                .as("more than five are in the table already")
                .isFalse();
    }

    private static void unknown(org.assertj.core.api.ThrowableAssert.ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Fault.class,
                        it -> assertThat(it.code()).isEqualTo(FaultCode.HOLIDAYS_NOT_LISTED));
    }
}
