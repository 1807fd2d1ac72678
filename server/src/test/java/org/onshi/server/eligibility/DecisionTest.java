package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.eligibility.EligibilityAnswer.Eligible;
import org.onshi.server.eligibility.EligibilityAnswer.Lost;
import org.onshi.server.eligibility.EligibilityAnswer.Unknown;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;

class DecisionTest {
    private static final String OLD = "01130012";
    private static final String NEW = "06130488";

    private static EligibilityAnswer ask(Coverage asked, List<Coverage> history, String day) {
        return Decision.decide(Set.of(asked.coverageId()), history, LocalDate.parse(day));
    }

    @ParameterizedTest
    @CsvSource({"2024-03-31,4", "2024-04-01,1", "2025-01-31,1", "2025-02-01,2", "2099-01-01,2"})
    void coverageHoldsFromItsFirstDayUntilTheDayBeforeItIsLost(String day, String verdict) {
        Coverage hanako = Rows.person().coverage(OLD, "2024-04-01", "2025-02-01");
        assertThat(ask(hanako, List.of(hanako), day).verdict().wire()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-31,1",
        "2025-02-01,2",
        "2025-02-14,2",
        "2025-02-15,3",
        "2025-06-30,3",
        "2025-07-01,2"
    })
    void aJobChangerIsInTheGapUntilTheNewInsurerRegisters(String day, String verdict) {
        Rows taro = Rows.person();
        Coverage old = taro.coverage(OLD, "2020-04-01", "2025-02-01");
        Coverage next = taro.coverage(NEW, "2025-02-15", "2025-07-01");
        EligibilityAnswer answer = ask(old, List.of(old, next), day);
        assertThat(answer.verdict().wire()).isEqualTo(verdict);
        if (answer instanceof Lost lost) {
            assertThat(lost.last()).isEqualTo(old);
            assertThat(lost.successor().isPresent()).isEqualTo(verdict.equals("3"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2020-03-31,4",
        "2020-04-01,1",
        "2025-01-31,1",
        "2025-02-01,2",
        "2025-02-15,1",
        "2025-06-30,5",
        "2025-07-01,1"
    })
    void aCardIsAnsweredWithWhateverHoldsThatDayUnlessSeveralDo(String day, String verdict) {
        Rows taro = Rows.person();
        List<Coverage> history =
                List.of(
                        taro.coverage(OLD, "2020-04-01", "2025-02-01"),
                        taro.coverage(NEW, "2025-02-15", "2025-07-01"),
                        taro.coverage(OLD, "2025-06-30", ""));
        EligibilityAnswer answer = Decision.decideByCard(history, LocalDate.parse(day));
        assertThat(answer.verdict().wire()).isEqualTo(verdict);
        if (answer instanceof Lost lost) {
            assertThat(lost.last()).isEqualTo(history.getFirst());
        }
    }

    @Test
    void aCardOfSomebodyWithoutAnyCoverageIsUnknown() {
        assertThat(Decision.decideByCard(List.of(), LocalDate.parse("2025-02-01")))
                .isEqualTo(new Unknown(UnknownReason.NO_COVERAGE));
    }

    @ParameterizedTest
    @CsvSource({"2025-02-14,4", "2025-02-15,1"})
    void theNewCoverageIsNotThereBeforeItsFirstDayEvenWhenTheOldOneHeld(
            String day, String verdict) {
        Rows taro = Rows.person();
        Coverage old = taro.coverage(OLD, "2020-04-01", "2025-02-15");
        Coverage next = taro.coverage(NEW, "2025-02-15", "");
        EligibilityAnswer answer = ask(next, List.of(old, next), day);
        assertThat(answer.verdict().wire()).isEqualTo(verdict);
        if (answer instanceof Unknown unknown) {
            assertThat(unknown.reason()).isEqualTo(UnknownReason.BEFORE_FIRST_ACQUISITION);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2019-12-31,4,",
        "2020-01-01,1,2021-01-01",
        "2021-01-01,2,2021-01-01",
        "2022-03-31,2,2021-01-01",
        "2022-04-01,1,2023-01-01",
        "2023-01-01,2,2023-01-01"
    })
    void inAGapBetweenTwoStaysTheLastLostOneIsReturned(
            String day, String verdict, LocalDate lostOn) {
        Rows person = Rows.person();
        Coverage first = person.coverage(OLD, "2020-01-01", "2021-01-01");
        Coverage second = person.coverage(OLD, "2022-04-01", "2023-01-01");
        EligibilityAnswer answer =
                Decision.decide(
                        Set.of(first.coverageId(), second.coverageId()),
                        List.of(first, second),
                        LocalDate.parse(day));
        assertThat(answer.verdict().wire()).isEqualTo(verdict);
        switch (answer) {
            case Eligible eligible -> assertThat(eligible.coverage().lostOn()).contains(lostOn);
            case Lost lost -> assertThat(lost.last().lostOn()).contains(lostOn);
            case EligibilityAnswer.Several several -> throw new AssertionError("one person only");
            case Unknown unknown -> assertThat(lostOn).isNull();
        }
    }

    @Test
    void theSegmentInForceOnTheDayIsShownAndOfALostCoverageItsLast() {
        Rows person = Rows.person();
        UUID stay = UUID.randomUUID();
        Coverage before =
                person.segment(
                        stay,
                        OLD,
                        "2020-01-01",
                        "2024-01-01",
                        "2020-01-01",
                        "2023-08-01",
                        Map.of());
        Coverage after =
                person.segment(
                        stay,
                        OLD,
                        "2020-01-01",
                        "2024-01-01",
                        "2023-08-01",
                        "2024-01-01",
                        Map.of(Fact.ADDRESS, "東京都"));
        List<Coverage> history = List.of(before, after);
        assertThat(ask(before, history, "2023-07-31")).isEqualTo(new Eligible(before));
        assertThat(ask(before, history, "2023-08-01")).isEqualTo(new Eligible(after));
        assertThat(ask(before, history, "2024-01-01"))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.last()).isEqualTo(after));
    }

    @Test
    void whatMayNotBeShownDoesNotExist() {
        Coverage hidden = Rows.person().coverage(OLD, "2020-01-01", "");
        assertThat(ask(hidden, List.of(), "2024-01-01"))
                .isEqualTo(new Unknown(UnknownReason.NO_SUCH_IDENTIFIER));
    }

    private static Candidate candidate(UUID person, String symbol, String number, String branch) {
        return new Candidate(
                person, UUID.randomUUID(), new InsuredIdentifier(symbol, number, branch));
    }

    @Test
    void aBranchGivenMustEqualTheRegisteredOneAndIsIgnoredWhereThereIsNone() {
        UUID mei = UUID.randomUUID();
        Candidate first = candidate(mei, "12", "345", "01");
        Candidate second = candidate(UUID.randomUUID(), "12", "345", "02");
        Candidate none = candidate(UUID.randomUUID(), "12", "345", "");
        assertThat(
                        Candidate.meant(
                                new InsuredIdentifier("12", "345", "02"), List.of(first, second)))
                .containsExactly(second);
        assertThat(
                        Candidate.meant(
                                new InsuredIdentifier("12", "345", "０２"), List.of(first, second)))
                .containsExactly(second);
        assertThat(Candidate.meant(new InsuredIdentifier("12", "345", ""), List.of(first, second)))
                .containsExactly(first, second);
        assertThat(Candidate.meant(new InsuredIdentifier("12", "345", "03"), List.of(first, none)))
                .containsExactly(none);
        assertThat(
                        Candidate.meant(
                                new InsuredIdentifier("12", "345", "03"), List.of(first, second)))
                .isEmpty();
    }

    @Test
    void aPersonWrittenExactlyAlikeWinsOverOthers() {
        UUID hanako = UUID.randomUUID();
        Candidate exact = candidate(hanako, "千代田", "0012", "");
        Candidate sameCardInOtherWidth = candidate(hanako, "千代田", "００１２", "");
        Candidate other = candidate(UUID.randomUUID(), "千代田", "12", "");
        assertThat(
                        Candidate.meant(
                                new InsuredIdentifier("千代田", "0012", ""),
                                List.of(other, exact, sameCardInOtherWidth)))
                .containsExactly(exact, sameCardInOtherWidth);
        assertThat(Candidate.meant(new InsuredIdentifier("千代田", "012", ""), List.of(other, exact)))
                .containsExactly(other, exact);
    }
}
