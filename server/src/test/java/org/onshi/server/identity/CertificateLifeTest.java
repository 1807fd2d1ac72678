package org.onshi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.server.rules.Rules;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The state machine of a certificate at its boundary days (requirements, G-15). */
class CertificateLifeTest {
    @ParameterizedTest
    @CsvSource({
        // last day, months of grace, day asked, state
        "2025-03-31, 3, 2024-12-30, VALID",
        "2025-03-31, 3, 2024-12-31, ALERT",
        "2025-03-31, 3, 2025-03-31, ALERT",
        "2025-03-31, 3, 2025-04-01, GRACE",
        "2025-03-31, 3, 2025-06-30, GRACE",
        "2025-03-31, 3, 2025-07-01, ",
        "2024-12-31, 3, 2025-01-01, GRACE",
        "2024-12-31, 3, 2025-03-31, GRACE",
        "2024-12-31, 3, 2025-04-01, ",
        // before 2024-12-02 the rule has no grace
        "2024-10-15, 0, 2024-10-15, ALERT",
        "2024-10-15, 0, 2024-10-16, ",
        "2024-10-15, 0, 2024-12-01, ",
        "2024-10-15, 3, 2024-12-02, GRACE",
        "2024-10-15, 3, 2025-01-31, GRACE",
        "2024-10-15, 3, 2025-02-01, ",
        // a leap day, and a month without the 31st
        "2024-02-29, 3, 2023-11-28, VALID",
        "2024-02-29, 3, 2023-11-29, ALERT",
        "2024-11-30, 3, 2025-02-28, GRACE",
        "2024-11-30, 3, 2025-03-01, "
    })
    void theStateFollowsTheDay(LocalDate expiresOn, int grace, LocalDate day, CardState state) {
        assertThat(new CertificateLife(expiresOn, grace, GraceCounting.MONTH_END).on(day))
                .isEqualTo(Optional.ofNullable(state));
    }

    /** A certificate whose last day was a month ago, on the days of four regimes. */
    @ParameterizedTest
    @CsvSource({"2023-02-15, ", "2024-11-15, ", "2024-12-15, GRACE", "2025-08-15, GRACE"})
    @Tag("K-12")
    @Tag("A-16")
    void theRuleOfTheDayAskedDecidesWhetherThereIsAGrace(LocalDate day, CardState state) {
        IdentitySettings settings =
                new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("onshi.identity", IdentitySettings.class);
        assertThat(CertificateLife.of(day.minusMonths(1), day, Rules.published(), settings).on(day))
                .isEqualTo(Optional.ofNullable(state));
    }

    @Test
    void countedToTheDayTheGraceEndsEarlierWithinTheMonth() {
        CertificateLife life =
                new CertificateLife(LocalDate.parse("2024-12-10"), 3, GraceCounting.DAY);
        assertThat(life.on(LocalDate.parse("2025-03-10"))).contains(CardState.GRACE);
        assertThat(life.on(LocalDate.parse("2025-03-11"))).isEmpty();
        assertThat(life.usableUntil()).isEqualTo("2025-03-10");
        assertThat(
                        new CertificateLife(
                                        LocalDate.parse("2024-12-10"), 3, GraceCounting.MONTH_END)
                                .usableUntil())
                .isEqualTo("2025-03-31");
    }

    @Test
    void withoutGraceTheLastDayIsTheLast() {
        CertificateLife life =
                new CertificateLife(LocalDate.parse("2024-10-15"), 0, GraceCounting.MONTH_END);
        assertThat(life.usableUntil()).isEqualTo("2024-10-15");
    }
}
