package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClockTest {
    private static final Instant START =
            LocalDate.of(2024, 12, 2).atTime(9, 0).atZone(SharedClock.ZONE).toInstant();

    @TempDir private Path folder;

    @Test
    void twoMappingsOfOneFileAgreeAtOnce() throws IOException {
        SharedClock first = SharedClock.startingAt(folder.resolve("clock"), START);
        SharedClock second = SharedClock.at(folder.resolve("clock"));
        assertThat(second.instant()).isCloseTo(START, within(30, ChronoUnit.SECONDS));
        assertThat(second.today()).isEqualTo(LocalDate.of(2024, 12, 2));

        Instant later = START.plus(Duration.ofDays(200));
        first.moveTo(later);
        assertThat(second.instant())
                .isAfterOrEqualTo(later.minusMillis(5))
                .isCloseTo(later, within(30, ChronoUnit.SECONDS));
    }

    @Test
    void theClockIsNeverMovedBack() throws IOException {
        SharedClock clock = SharedClock.at(folder.resolve("clock"));
        Instant before = clock.instant();
        assertThatThrownBy(() -> clock.moveTo(before.minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.instant()).isAfterOrEqualTo(before);
        clock.moveTo(before.plus(Duration.ofHours(1)));
        assertThat(clock.instant()).isAfter(before.plus(Duration.ofMinutes(59)));
    }

    @Test
    void aKeptDemoContinuesWhereItWas() throws IOException {
        SharedClock.startingAt(folder.resolve("clock"), START).moveTo(START.plusSeconds(86_400));
        SharedClock again = SharedClock.startingAt(folder.resolve("clock"), START);
        assertThat(again.today()).isEqualTo(LocalDate.of(2024, 12, 3));
    }

    @Test
    void daysAreJapaneseDays() throws IOException {
        Instant newYearInJapan = Instant.parse("2024-12-31T15:00:00Z");
        SharedClock clock = SharedClock.startingAt(folder.resolve("clock"), newYearInJapan);
        assertThat(clock.today()).isEqualTo(LocalDate.of(2025, 1, 1));
    }

    @Test
    void theSystemsClockIsNotMoved() {
        SharedClock clock = SharedClock.system();
        assertThat(clock.movable()).isFalse();
        assertThatThrownBy(() -> clock.moveTo(clock.instant().plusSeconds(60)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
