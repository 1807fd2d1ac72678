package org.onshi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {
    private static final Rules RULES = Rules.published();

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @Test
    void aNoticeMustCarryTheIndividualNumberFromJune2023() {
        assertThat(RULES.value(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, day("2023-05-31")))
                .contains("OPTIONAL");
        assertThat(RULES.says(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, day("2023-06-01"), "REQUIRED"))
                .isTrue();
    }

    /** K-12: each of four days gives its regime. */
    @ParameterizedTest
    @CsvSource({
        "2023-02-01, 4, 0, true, true, false, false",
        "2024-11-30, 5, 0, true, true, false, false",
        "2024-12-02, 5, 3, false, true, true, true",
        "2025-08-01, 5, 3, false, true, true, false",
        "2025-12-02, 5, 3, false, false, true, false"
    })
    void eachDayKeepsItsOwnRules(
            LocalDate day,
            int inquiryItems,
            int graceMonths,
            boolean cardsIssued,
            boolean cardsUsed,
            boolean certificates,
            boolean provisional) {
        assertThat(RULES.number(Rule.REGISTER_INQUIRY_ITEMS, day)).contains(inquiryItems);
        assertThat(RULES.number(Rule.CERTIFICATE_GRACE_MONTHS, day)).contains(graceMonths);
        assertThat(RULES.on(Rule.INSURANCE_CARD_ISSUED, day)).isEqualTo(cardsIssued);
        assertThat(RULES.on(Rule.INSURANCE_CARD_USED, day)).isEqualTo(cardsUsed);
        assertThat(RULES.on(Rule.ELIGIBILITY_CERTIFICATE, day)).isEqualTo(certificates);
        assertThat(RULES.on(Rule.PROVISIONAL_CERTIFICATE_FOR_ELDERLY, day)).isEqualTo(provisional);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleThatCodeAsksForIsInTheData(Rule rule) {
        assertThat(RULES.history(rule.key()))
                .isNotEmpty()
                .allSatisfy(ruling -> assertThat(ruling.source()).isNotBlank());
    }

    @Test
    void beforeARuleThereWasNone() {
        assertThat(RULES.ruling(Rule.DAYS_OF_INSURER, day("2023-05-31"))).isEmpty();
        assertThat(RULES.number(Rule.DAYS_OF_INSURER, day("2023-06-01"))).contains(5);
        assertThat(RULES.number(Rule.DAYS_OF_EMPLOYER, day("2010-01-01"))).contains(5);
        assertThat(RULES.history("no.such-rule")).isEmpty();
        assertThat(RULES.keys()).hasSizeGreaterThan(30);
    }

    @Test
    void dataThatContradictThemselvesAreRefused() {
        String header = "key,from,to,value,source";
        for (List<String> lines :
                List.of(
                        List.of("key,value"),
                        List.of(header, "a,2024-01-01,2024-03-01,1,s", "a,2024-02-01,,2,s"),
                        List.of(header, "a,2024-03-01,2024-03-01,1,s"),
                        List.of(header, "a,2024-03-01,,1,"),
                        List.of(header, "a,2024-03-01,,,s"))) {
            assertThatThrownBy(() -> Rules.read(lines))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
