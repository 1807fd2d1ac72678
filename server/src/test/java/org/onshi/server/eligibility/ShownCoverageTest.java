package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.CopayPercent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;

/** Ratio and limit data on the day asked (contracts §4; requirements ). */
class ShownCoverageTest {
    private static ShownCoverage on(Coverage coverage, String day, boolean limitConsent) {
        return ShownCoverage.on(coverage, "試験保険者", LocalDate.parse(day), limitConsent);
    }

    @ParameterizedTest
    @CsvSource({"2025-01-31,", "2025-02-01,20", "2030-01-14,20", "2030-01-15,"})
    void theElderlyShareIsShownFromTheMonthAfterSeventyUntilSeventyFive(
            String day, Integer percent) {
        Coverage ume =
                Rows.bornOn(LocalDate.of(1955, 1, 15))
                        .coverage("138016", "2000-01-01", "", Map.of(Fact.COPAY_PERCENT, "20"));
        ShownCoverage shown = on(ume, day, false);
        assertThat(shown.elderlyShare().map(ElderlyShare::percent).map(CopayPercent::value))
                .isEqualTo(Optional.ofNullable(percent));
        assertThat(shown.lateStageShare()).isEmpty();
        assertThat(shown.preschool()).isFalse();
    }

    @Test
    void theShareOfThatDayIsTheOneWithinItsDates() {
        Coverage coverage =
                Rows.bornOn(LocalDate.of(1953, 1, 15))
                        .coverage(
                                "138016",
                                "2000-01-01",
                                "",
                                Map.of(
                                        Fact.COPAY_PERCENT, "30",
                                        Fact.COPAY_FROM, "2024-08-01",
                                        Fact.COPAY_TO, "2025-07-31",
                                        Fact.ELDERLY_ISSUED_ON, "2024-07-20"));
        assertThat(on(coverage, "2024-07-31", false).elderlyShare()).isEmpty();
        assertThat(on(coverage, "2024-07-31", false).alerts())
                .containsExactly(Alert.SHARE_NOT_REGISTERED);
        assertThat(on(coverage, "2024-08-01", false).elderlyShare())
                .hasValueSatisfying(share -> {
                    assertThat(share.percent().wire()).isEqualTo("030");
                    assertThat(share.issuedOn()).contains(LocalDate.of(2024, 7, 20));
                    assertThat(share.to()).contains(LocalDate.of(2025, 7, 31));
                });
        assertThat(on(coverage, "2025-07-31", false).elderlyShare()).isPresent();
        assertThat(on(coverage, "2025-08-01", false).elderlyShare()).isEmpty();
    }

    @Test
    void lateStageElderlyHaveTheirShareWhateverTheirAge() {
        Coverage disabledAtSixtySeven =
                Rows.bornOn(LocalDate.of(1957, 6, 1))
                        .coverage("39131008", "2023-01-01", "", Map.of(Fact.COPAY_PERCENT, "10"));
        ShownCoverage shown = on(disabledAtSixtySeven, "2024-12-02", false);
        assertThat(shown.lateStageShare()).contains(new CopayPercent(10));
        assertThat(shown.elderlyShare()).isEmpty();
        assertThat(shown.alerts()).isEmpty();
    }

    @Test
    void belowSeventyNeitherShareIsShown() {
        Coverage coverage =
                Rows.person()
                        .coverage("06130488", "2020-01-01", "", Map.of(Fact.COPAY_PERCENT, "30"));
        ShownCoverage shown = on(coverage, "2024-12-02", false);
        assertThat(shown.lateStageShare()).isEmpty();
        assertThat(shown.elderlyShare()).isEmpty();
        assertThat(shown.alerts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2018-04-01,2024-03-31,true",
        "2018-04-01,2024-04-01,false",
        "2018-04-02,2025-03-31,true",
        "2018-04-02,2025-04-01,false"
    })
    void aChildIsPreschoolUntilTheEndOfMarch(LocalDate birth, String day, boolean preschool) {
        Coverage infant = Rows.bornOn(birth).coverage("01130012", "2019-01-01", "");
        assertThat(on(infant, day, false).preschool()).isEqualTo(preschool);
    }

    @Test
    void aLostCoverageIsShownAsOnItsLastDay() {
        Coverage lostAtSeventyFive =
                Rows.bornOn(LocalDate.of(1949, 12, 2))
                        .coverage(
                                "138016",
                                "2000-01-01",
                                "2024-12-02",
                                Map.of(Fact.COPAY_PERCENT, "20"));
        ShownCoverage shown = on(lostAtSeventyFive, "2025-03-01", false);
        assertThat(shown.elderlyShare().map(ElderlyShare::percent)).contains(new CopayPercent(20));
        assertThat(shown.alerts()).isEmpty();
    }

    @Test
    void limitDataIsShownOnlyWhenAskedForAndInForce() {
        Coverage coverage =
                Rows.person()
                        .coverage(
                                "01130012",
                                "2020-01-01",
                                "",
                                Map.of(
                                        Fact.LIMIT_KIND, "01",
                                        Fact.LIMIT_CLASS, "A03",
                                        Fact.LIMIT_FROM, "2024-08-01",
                                        Fact.LIMIT_TO, "2025-07-31"));
        assertThat(on(coverage, "2024-12-02", false).limit()).isEmpty();
        assertThat(on(coverage, "2024-12-02", false).alerts()).isEmpty();
        assertThat(on(coverage, "2024-12-02", true).limit()).isPresent();
        assertThat(on(coverage, "2025-07-31", true).limit()).isPresent();
        assertThat(on(coverage, "2025-08-01", true).limit()).isEmpty();
        assertThat(on(coverage, "2025-08-01", true).alerts())
                .containsExactly(Alert.LIMIT_NOT_IN_FORCE);
        Coverage without = Rows.person().coverage("01130012", "2020-01-01", "");
        assertThat(on(without, "2024-12-02", true).alerts())
                .containsExactly(Alert.LIMIT_NOT_REGISTERED);
    }

    @Test
    void aLossAheadAndAnExpiredPaperAreSaid() {
        Coverage coverage =
                Rows.person()
                        .coverage(
                                "01130012",
                                "2020-01-01",
                                "2025-02-01",
                                Map.of(Fact.CERTIFICATE_VALID_TO, "2024-11-30"));
        assertThat(on(coverage, "2024-12-02", false).alerts())
                .containsExactly(Alert.CERTIFICATE_EXPIRED, Alert.LOSS_AHEAD);
        assertThat(on(coverage, "2024-11-30", false).alerts()).containsExactly(Alert.LOSS_AHEAD);
        assertThat(on(coverage, "2025-02-01", false).alerts())
                .as("lost: no word of a paper")
                .isEmpty();
    }
}
