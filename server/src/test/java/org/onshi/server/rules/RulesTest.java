package org.onshi.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {
    private static final Rules RULES = Rules.published();

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    /** B-04: 省令改正 6/1 施行 (S000:139). */
    @Test
    @Tag("B-04")
    void aNoticeMustCarryTheIndividualNumberFromJune2023() {
        assertThat(RULES.says(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, day("2023-05-31"), "OPTIONAL"))
                .isTrue();
        assertThat(RULES.says(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, day("2023-06-01"), "REQUIRED"))
                .isTrue();
    }

    @Tag("K-12")
    @ParameterizedTest
    @CsvSource({
        "2023-02-01, 4, 0, ON, ON,,",
        "2024-11-30, 5, 0, ON, ON,,",
        "2024-12-02, 5, 3,, ON, ON, ON",
        "2025-08-01, 5, 3,, ON, ON,",
        "2025-12-02, 5, 3,,, ON,"
    })
    void eachDayKeepsItsOwnRules(
            LocalDate day,
            String inquiryItems,
            String graceMonths,
            String cardsIssued,
            String cardsUsed,
            String certificates,
            String provisional) {
        assertThat(RULES.value("register-inquiry.items", day)).contains(inquiryItems);
        assertThat(RULES.value("certificate.grace-months", day)).contains(graceMonths);
        assertThat(RULES.value("insurance-card.issue", day))
                .isEqualTo(Optional.ofNullable(cardsIssued));
        assertThat(RULES.value("insurance-card.use", day))
                .isEqualTo(Optional.ofNullable(cardsUsed));
        assertThat(RULES.value("eligibility-certificate", day))
                .isEqualTo(Optional.ofNullable(certificates));
        assertThat(RULES.value("eligibility-certificate.provisional-for-elderly", day))
                .isEqualTo(Optional.ofNullable(provisional));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleThatCodeAsksForIsInTheData(Rule rule) {
        assertThat(RULES.value(rule.key(), day("2025-04-01"))).isPresent();
    }

    @Test
    void beforeARuleThereWasNone() {
        assertThat(RULES.value("registration.days-of-insurer", day("2023-05-31"))).isEmpty();
        assertThat(RULES.value("registration.days-of-insurer", day("2023-06-01"))).contains("5");
        assertThat(RULES.value("no.such-rule", day("2023-06-01"))).isEmpty();
    }

    @Tag("K-12")
    @Test
    void aLawThatChangesIsDataThatChange() {
        Rules changed =
                RULES.changedBy(
                        List.of(
                                "key,from,to,value,source",
                                "insurance-card.issue,2015-01-01,2024-12-02,ON,S000:1",
                                "insurance-card.issue,2027-04-01,,ON,a bill that passed",
                                "certificate.grace-months,2026-01-01,,6,a notice"));
        assertThat(changed.value("insurance-card.issue", day("2024-12-02"))).isEmpty();
        assertThat(changed.value("insurance-card.issue", day("2027-03-31"))).isEmpty();
        assertThat(changed.value("insurance-card.issue", day("2027-04-01"))).contains("ON");
        assertThat(changed.number(Rule.CERTIFICATE_GRACE_MONTHS, day("2025-12-31"))).isEmpty();
        assertThat(changed.number(Rule.CERTIFICATE_GRACE_MONTHS, day("2026-01-01"))).hasValue(6);
        // whatever the file does not name stays
        assertThat(changed.number(Rule.REGISTRATION_DAYS, day("2024-01-01"))).hasValue(5);
    }

    @Test
    void aChangeOfARuleThatIsNoneOrOfAnotherKindIsRefused() {
        for (String row :
                List.of(
                        "certificate.grace,2026-01-01,,6,s",
                        "certificate.grace-months,2026-01-01,,ON,s",
                        "insurance-card.issue,2026-01-01,,6,s")) {
            assertThatThrownBy(() -> RULES.changedBy(List.of("key,from,to,value,source", row)))
                    .as(row)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(row.substring(0, row.indexOf(',')));
        }
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
