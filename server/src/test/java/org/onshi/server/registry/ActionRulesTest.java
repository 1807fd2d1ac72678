package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.CITY;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.LATE_STAGE;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.wire.RegistrationAction.CANCEL;
import static org.onshi.wire.RegistrationAction.CHANGE;
import static org.onshi.wire.RegistrationAction.CORRECT;
import static org.onshi.wire.RegistrationAction.LOSE;
import static org.onshi.wire.RegistrationColumn.ACQUIRED_ON;
import static org.onshi.wire.RegistrationColumn.BIRTH_DATE;
import static org.onshi.wire.RegistrationColumn.COPAY_FROM;
import static org.onshi.wire.RegistrationColumn.COPAY_PERCENT;
import static org.onshi.wire.RegistrationColumn.COPAY_TO;
import static org.onshi.wire.RegistrationColumn.EFFECTIVE_ON;
import static org.onshi.wire.RegistrationColumn.INDIVIDUAL_NUMBER;
import static org.onshi.wire.RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON;
import static org.onshi.wire.RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE;
import static org.onshi.wire.RegistrationColumn.ISSUED_ON;
import static org.onshi.wire.RegistrationColumn.LIMIT_CLASS;
import static org.onshi.wire.RegistrationColumn.LIMIT_FROM;
import static org.onshi.wire.RegistrationColumn.LIMIT_TO;
import static org.onshi.wire.RegistrationColumn.LOSS_REASON;
import static org.onshi.wire.RegistrationColumn.LOST_ON;
import static org.onshi.wire.RegistrationColumn.NAME;
import static org.onshi.wire.RegistrationColumn.NAME_KANA;
import static org.onshi.wire.RegistrationColumn.NOTIFIED_ON;
import static org.onshi.wire.RegistrationColumn.OLD_BRANCH;
import static org.onshi.wire.RegistrationColumn.OLD_NUMBER;
import static org.onshi.wire.RegistrationColumn.OTHER_NAME;
import static org.onshi.wire.RegistrationColumn.SEX;
import static org.onshi.wire.RegistrationColumn.SYMBOL;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.server.registry.Book.Came;

/** Every action with the history before and after; docs/registration.md tells the same. */
class ActionRulesTest {
    private static final Came OK = new Came("ACCEPTED", "OK", "");
    private static final Came UNCHANGED = new Came("ACCEPTED", "UNCHANGED", "");

    /** Her 30, 20 and 10 percent are there to be told apart; at her age only 30 is right. */
    private static final Came UNUSUAL = new Came("ACCEPTED", "RATIO_UNUSUAL", "copay_percent");

    private final Book book = new Book("2025-04-01");

    // ---- ADD

    @Test
    void anAddBeginsACoverage() {
        assertThat(book.row(Row.add(KYOKAI))).isEqualTo(OK);
        assertThat(book.standing()).containsExactly("2024-04-01/ 佐藤花子");
        assertThat(book.invalidated()).isEmpty();
    }

    @Test
    void anAddSentAgainChangesNothingEvenAfterLaterEvents() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(Row.add(KYOKAI))).isEqualTo(UNCHANGED);
        book.row(change("2024-08-01").with(COPAY_PERCENT, "20"));
        book.row(lose("2025-02-01"));
        assertThat(book.row(Row.add(KYOKAI))).isEqualTo(UNCHANGED);
    }

    @Test
    void anAddOfTheSameCoverageWithOtherFactsIsRefused() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(Row.add(KYOKAI).with(NAME, "佐藤華子")))
                .isEqualTo(rejected("ALREADY_REGISTERED", "acquired_on"));
    }

    @Test
    void aCoverageInsideAnotherOfTheSameInsurerIsRefused() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(Row.add(KYOKAI).with(ACQUIRED_ON, "2024-10-01")))
                .isEqualTo(rejected("OVERLAP", "acquired_on"));
        assertThat(book.row(Row.add(KYOKAI).identifier("77", "8", "00")))
                .isEqualTo(rejected("OVERLAP", "acquired_on"));
    }

    @Test
    void afterItsLossTheSameNumberMayBeAcquiredAgain() {
        book.row(Row.add(KYOKAI));
        book.row(lose("2024-10-01"));
        assertThat(book.row(Row.add(KYOKAI).with(ACQUIRED_ON, "2024-10-01"))).isEqualTo(OK);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-10-01 佐藤花子 lost 03", "2024-10-01/ 佐藤花子");
        assertThat(book.standingByPerson()).hasSize(1);
    }

    @Test
    @Tag("B-24")
    void aBranchIsOnePersonsForGood() {
        book.row(Row.add(KYOKAI));
        book.row(lose("2024-10-01"));
        Row other =
                Row.add(KYOKAI)
                        .born("2001-01-01")
                        .with(INDIVIDUAL_NUMBER, number(2))
                        .with(ACQUIRED_ON, "2025-01-01");
        assertThat(book.row(other)).isEqualTo(rejected("IDENTIFIER_TAKEN", "branch"));
        assertThat(book.row(other.identifier("1234", "567", "01"))).isEqualTo(OK);
    }

    @Test
    @Tag("B-01")
    void theThreeOfAHouseholdHaveABranchEachAndNobodyGetsOneOfTheirs() {
        for (int member = 0; member < 3; member++) {
            assertThat(book.row(member(member, "0" + member))).isEqualTo(OK);
        }
        assertThat(book.row(member(3, "01"))).isEqualTo(rejected("IDENTIFIER_TAKEN", "branch"));
        assertThat(book.row(member(3, "03"))).isEqualTo(OK);
        assertThat(book.entries())
                .extracting(it -> it.identifier().branch())
                .containsExactlyInAnyOrder("00", "01", "02", "03");
    }

    private static Row member(int place, String branch) {
        return Row.add(KYOKAI)
                .identifier("1234", "567", branch)
                .born("199" + place + "-05-05")
                .with(INDIVIDUAL_NUMBER, number(10 + place));
    }

    @Test
    @Tag("B-01")
    @Tag("B-20")
    void aNumberOfTheLateStageElderlyHasNoBranch() {
        Row row = Row.add(LATE_STAGE).identifier("", "12345678", "").born("1945-01-01");
        assertThat(book.row(row.with(COPAY_PERCENT, "10"))).isEqualTo(OK);
        assertThat(book.entries()).extracting(it -> it.identifier().branch()).containsExactly("");
    }

    @Test
    void twinsMayShareSymbolAndNumberWithoutBranch() {
        book.row(Row.add(CITY).identifier("", "44", "").born("2020-02-02"));
        assertThat(
                        book.row(
                                Row.add(CITY)
                                        .identifier("", "44", "")
                                        .born("2020-02-02")
                                        .with(NAME_KANA, "サトウツバサ")
                                        .with(INDIVIDUAL_NUMBER, number(2))))
                .isEqualTo(OK);
        assertThat(book.standingByPerson()).hasSize(2);
    }

    @Test
    void theSamePersonAtTwoInsurersIsOnePersonWithAConflictWhileBothHold() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(Row.add(CITY).identifier("", "44", "").with(ACQUIRED_ON, "2025-02-01")))
                .isEqualTo(new Came("ACCEPTED", "OVERLAP", "acquired_on"));
        assertThat(book.conflicts()).hasSize(1);
        assertThat(book.standingByPerson()).hasSize(1);

        assertThat(book.row(lose("2025-02-01"))).isEqualTo(OK);
        assertThat(book.conflicts()).isEmpty();
    }

    @Test
    void aNumberOfSomebodyElseLeavesTheCoveragePending() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(Row.add(CITY).born("1980-05-15")))
                .isEqualTo(new Came("PENDING", "PERSON_MISMATCH", "birth_date"));
        assertThat(book.row(Row.add(CITY).identifier("", "3", "").with(SEX, "1")))
                .isEqualTo(new Came("PENDING", "PERSON_MISMATCH", "sex"));
        assertThat(book.entries().stream().filter(LookupEntry::shown)).hasSize(1);
        assertThat(book.conflicts()).isEmpty();
    }

    @Test
    void aPendingCoverageSentAgainWithItsRightNumberIsShown() {
        book.row(Row.add(KYOKAI));
        Row mistaken = Row.add(CITY).born("1980-05-15");
        book.row(mistaken);
        assertThat(book.row(mistaken)).isEqualTo(new Came("PENDING", "UNCHANGED", ""));
        assertThat(book.row(mistaken.with(INDIVIDUAL_NUMBER, number(2)))).isEqualTo(OK);
        assertThat(book.entries().stream().filter(LookupEntry::shown)).hasSize(2);
    }

    static Stream<Arguments> badRows() {
        return Stream.of(
                bad("no name", Row.add(KYOKAI).with(NAME, ""), "MISSING_FIELD", "name"),
                bad(
                        "no notice",
                        Row.add(KYOKAI).with(NOTIFIED_ON, ""),
                        "MISSING_FIELD",
                        "notified_on"),
                bad(
                        "neither number nor reason",
                        Row.add(KYOKAI).with(INDIVIDUAL_NUMBER, ""),
                        "MISSING_FIELD",
                        "individual_number"),
                bad(
                        "wrong check digit",
                        Row.add(KYOKAI).with(INDIVIDUAL_NUMBER, "621498320258"),
                        "CHECK_DIGIT",
                        "individual_number"),
                bad(
                        "no such day",
                        Row.add(KYOKAI).with(ACQUIRED_ON, "2024-02-30"),
                        "BAD_DATE",
                        "acquired_on"),
                bad(
                        "born tomorrow",
                        Row.add(KYOKAI).born("2025-04-02").with(ACQUIRED_ON, "2025-04-02"),
                        "DATE_IN_FUTURE",
                        "birth_date"),
                bad(
                        "acquired before birth",
                        Row.add(KYOKAI).born("2024-04-02"),
                        "DATE_ORDER",
                        "acquired_on"),
                bad(
                        "lost the day it began",
                        Row.add(KYOKAI).with(LOST_ON, "2024-04-01"),
                        "DATE_ORDER",
                        "lost_on"),
                bad(
                        "ratio ends before it begins",
                        Row.add(KYOKAI).with(COPAY_FROM, "2024-08-01").with(COPAY_TO, "2024-07-31"),
                        "DATE_ORDER",
                        "copay_to"),
                bad(
                        "72 without ratio",
                        Row.add(KYOKAI).born("1953-01-01"),
                        "RATIO_MISSING",
                        "copay_percent"),
                bad(
                        "late-stage without ratio",
                        Row.add(LATE_STAGE).identifier("", "12345678", "").born("1945-01-01"),
                        "RATIO_MISSING",
                        "copay_percent"),
                bad(
                        "change of nobody",
                        change("2024-05-01").with(NAME, "x"),
                        "UNKNOWN_COVERAGE",
                        "number"),
                bad("loss of nobody", lose("2024-05-01"), "UNKNOWN_COVERAGE", "number"),
                bad(
                        "correction of nobody",
                        correct().with(NAME, "x"),
                        "UNKNOWN_COVERAGE",
                        "number"),
                bad("cancel of nobody", Row.of(CANCEL, KYOKAI), "UNKNOWN_COVERAGE", "number"));
    }

    private static Arguments bad(String why, Row row, String code, String column) {
        return Arguments.of(why, row.row(), rejected(code, column));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void aRowThatCannotBeIsRefusedWithItsColumn(
            String why, org.onshi.wire.RegistrationRow row, Came expected) {
        assertThat(book.row(row)).as(why).isEqualTo(expected);
        assertThat(book.versions()).isEmpty();
    }

    @Test
    @Tag("B-21")
    void theRatioIsNeededFromTheMonthAfterTheSeventiethBirthday() {
        // 70 on 15 March: still 一般 in March, 高齢受給者 from 1 April
        assertThat(new Book("2025-03-31").row(Row.add(KYOKAI).born("1955-03-15"))).isEqualTo(OK);
        assertThat(new Book("2025-04-01").row(Row.add(KYOKAI).born("1955-03-15")))
                .isEqualTo(rejected("RATIO_MISSING", "copay_percent"));
        // lost before: the ratio was never needed
        assertThat(
                        new Book("2025-04-01")
                                .row(
                                        Row.add(KYOKAI)
                                                .born("1955-03-15")
                                                .with(LOST_ON, "2025-04-01")))
                .isEqualTo(OK);
    }

    /** Facts §7: 5,695 wrong ratios. The clerk who sent it is told; nobody loses the coverage. */
    @ParameterizedTest
    @CsvSource({
        "1953-01-01, 10, '', RATIO_UNUSUAL",
        "1953-01-01, 20, '', OK",
        "1953-01-01, 30, '', OK",
        "1953-01-01, 20, B03, RATIO_UNUSUAL",
        "1953-01-01, 30, B03, OK",
        "1953-01-01, 30, B04, RATIO_UNUSUAL",
        "1953-01-01, 30, B05, RATIO_UNUSUAL",
        "1953-01-01, 20, B05, OK",
        "1953-01-01, 20, B04, OK",
        "1980-01-01, 30, '', OK",
        "1980-01-01, 30, A05, OK",
        "1980-01-01, 20, '', RATIO_UNUSUAL",
        "2020-01-01, 20, '', OK",
        "2020-01-01, 20, A05, OK",
        "2020-01-01, 30, '', RATIO_UNUSUAL",
        "2020-01-01, 10, '', RATIO_UNUSUAL"
    })
    @Tag("B-21")
    void aRatioThatFitsNeitherAgeNorLimitClassIsAWarning(
            String birth, String percent, String limitClass, String code) {
        Row row = Row.add(KYOKAI).born(birth).with(COPAY_PERCENT, percent);
        Row limited = limitClass.isEmpty() ? row : row.with(LIMIT_CLASS, limitClass);
        String column = code.equals("OK") ? "" : "copay_percent";
        assertThat(book.row(limited)).isEqualTo(new Came("ACCEPTED", code, column));
    }

    /**
     * A child at 3割: 2割 until the 31 March on or after the day on which six is reached, which is
     * the eve of the birthday (facts §2.4), so that who is born on 1 April goes to school a year
     * before who is born on the 2nd.
     */
    @ParameterizedTest
    @Tag("B-21")
    @CsvSource({
        "2018-04-02, 2025-03-31, 20, OK",
        "2018-04-02, 2025-03-31, 30, RATIO_UNUSUAL",
        "2018-04-02, 2025-04-01, 30, OK",
        "2018-04-02, 2025-04-01, 20, RATIO_UNUSUAL",
        "2019-04-01, 2025-03-31, 20, OK",
        "2019-04-01, 2025-03-31, 30, RATIO_UNUSUAL",
        "2019-04-01, 2025-04-01, 30, OK",
        "2019-04-02, 2025-04-01, 20, OK",
        "2019-04-02, 2025-04-01, 30, RATIO_UNUSUAL"
    })
    void aChildPaysTwentyPercentUntilTheSchoolYearBegins(
            String birth, String today, String percent, String code) {
        String column = code.equals("OK") ? "" : "copay_percent";
        assertThat(new Book(today).row(Row.add(KYOKAI).born(birth).with(COPAY_PERCENT, percent)))
                .isEqualTo(new Came("ACCEPTED", code, column));
    }

    /** 後期高齢者: 現役並み 3割, nobody else (facts §2.4); their age is not the law's alone. */
    @ParameterizedTest
    @CsvSource({
        "1945-01-01, 10, '', OK",
        "1945-01-01, 30, B01, OK",
        "1945-01-01, 20, B09, OK",
        "1945-01-01, 30, B06, RATIO_UNUSUAL",
        "1945-01-01, 10, B02, RATIO_UNUSUAL",
        "1958-01-01, 10, '', OK"
    })
    void aRatioOfTheLateStageElderlyIsHeldAgainstTheirLimitClass(
            String birth, String percent, String limitClass, String code) {
        Row row =
                Row.add(LATE_STAGE)
                        .identifier("", "12345678", "")
                        .born(birth)
                        .with(COPAY_PERCENT, percent);
        Row limited = limitClass.isEmpty() ? row : row.with(LIMIT_CLASS, limitClass);
        String column = code.equals("OK") ? "" : "copay_percent";
        assertThat(book.row(limited)).isEqualTo(new Came("ACCEPTED", code, column));
    }

    @Test
    void aRatioIsJudgedOnTheDaysItIsFor() {
        book.row(Row.add(KYOKAI).born("1953-01-01").with(COPAY_PERCENT, "20"));
        Row later = change("2025-08-01").born("1953-01-01");
        assertThat(book.row(later.with(COPAY_PERCENT, "10")))
                .as("from a later day")
                .isEqualTo(UNUSUAL);
        assertThat(book.row(later.with(COPAY_PERCENT, "30"))).isEqualTo(OK);
        Row correction = correct().born("1953-01-01");
        assertThat(book.row(correction.with(EFFECTIVE_ON, "2024-05-01").with(COPAY_PERCENT, "10")))
                .as("so far")
                .isEqualTo(UNUSUAL);
        assertThat(book.row(correction.with(EFFECTIVE_ON, "2025-08-01").with(COPAY_PERCENT, "20")))
                .as("what another row did is not told again")
                .isEqualTo(OK);
    }

    /**
     * Facts §7: 4,017 ratios were wrong though possible at that age. A change by 1 August, by age
     * (70 from 2024-06-01 on), or with the class has its cause; another one is to be looked up.
     */
    @ParameterizedTest
    @CsvSource({
        "1954-05-15, 2024-08-01, 30, '', OK",
        "1954-05-15, 2024-07-31, 30, '', RATIO_CHANGED",
        "1954-05-15, 2024-08-02, 30, '', RATIO_CHANGED",
        "1954-05-15, 2024-11-01, 30, B03, OK",
        "1954-05-15, 2024-11-01, 10, '', RATIO_UNUSUAL",
        "1954-05-15, 2024-06-01, 30, '', OK",
        "1954-05-15, 2024-06-02, 30, '', RATIO_CHANGED"
    })
    @Tag("B-21")
    void aRatioThatChangesWithoutACauseIsAWarning(
            String birth, String day, String percent, String limitClass, String code) {
        book.row(Row.add(KYOKAI).born(birth).with(COPAY_PERCENT, "20"));
        Row row = change(day).born(birth).with(COPAY_PERCENT, percent);
        Row limited = limitClass.isEmpty() ? row : row.with(LIMIT_CLASS, limitClass);
        Came came = book.row(limited);
        assertThat(came.status()).isEqualTo("ACCEPTED");
        assertThat(came.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"2022-10-01, OK", "2022-10-02, RATIO_CHANGED", "2022-08-01, OK"})
    @Tag("B-21")
    void theLateStageRatioChangesAlsoOnTheDayTwentyPercentBegan(String day, String code) {
        Row late =
                Row.add(LATE_STAGE)
                        .identifier("", "12345678", "")
                        .born("1944-01-01")
                        .with(ACQUIRED_ON, "2019-01-01")
                        .with(NOTIFIED_ON, "2019-01-01")
                        .with(COPAY_PERCENT, "10");
        book.row(late);
        Row row =
                Row.of(CHANGE, LATE_STAGE)
                        .identifier("", "12345678", "")
                        .born("1944-01-01")
                        .with(EFFECTIVE_ON, day)
                        .with(COPAY_PERCENT, "20");
        assertThat(book.row(row).code()).isEqualTo(code);
    }

    /** Whose ratio was told wrong says so by CORRECT; that is the mend, not another doubt. */
    @Test
    void aCorrectionOfARatioIsNoUnexplainedChange() {
        book.row(Row.add(KYOKAI).born("1953-01-01").with(COPAY_PERCENT, "20"));
        assertThat(book.row(correct().born("1953-01-01").with(COPAY_PERCENT, "30"))).isEqualTo(OK);
    }

    /** Facts §7, Kumamoto: a class may end, but whoever sends the end is told what it took. */
    @ParameterizedTest
    @CsvSource({
        "'', 2025-03-01, LIMIT_CLEARED",
        "2025-03-01, 2025-03-01, LIMIT_CLEARED",
        "2025-02-28, 2025-03-01, OK"
    })
    @Tag("B-21")
    void aLimitClassTakenAwayWhileInForceIsAWarning(String limitTo, String day, String code) {
        Row add = Row.add(KYOKAI).with(LIMIT_CLASS, "A03").with(LIMIT_FROM, "2024-08-01");
        book.row(limitTo.isEmpty() ? add : add.with(LIMIT_TO, limitTo));
        String column = code.equals("OK") ? "" : "limit_class";
        assertThat(book.row(change(day).with(LIMIT_CLASS, "-").with(LIMIT_FROM, "-")))
                .isEqualTo(new Came("ACCEPTED", code, column));
        assertThat(book.row(change(day).with(LIMIT_CLASS, "-")))
                .as("taken away once, told once")
                .isEqualTo(UNCHANGED);
    }

    @Test
    @Tag("B-21")
    void aCorrectionThatTakesALimitClassAwayIsTheSameWarning() {
        book.row(Row.add(KYOKAI).with(LIMIT_CLASS, "A03"));
        assertThat(book.row(correct().with(LIMIT_CLASS, "-")))
                .isEqualTo(new Came("ACCEPTED", "LIMIT_CLEARED", "limit_class"));
    }

    /** For today a ratio is needed and refused to be cleared; for a day to come it can be. */
    @Test
    @Tag("B-21")
    void aRatioTakenAwayForDaysToComeIsAWarningWhereItIsAnswered() {
        book.row(Row.add(KYOKAI).born("1953-01-01").with(COPAY_PERCENT, "20"));
        assertThat(book.row(change("2025-08-01").born("1953-01-01").with(COPAY_PERCENT, "-")))
                .isEqualTo(new Came("ACCEPTED", "RATIO_CLEARED", "copay_percent"));
        Book young = new Book("2025-04-01");
        young.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        assertThat(young.row(change("2025-08-01").with(COPAY_PERCENT, "-")))
                .as("below 70 the age alone gives it")
                .isEqualTo(OK);
    }

    /** Facts §1.6: claims carry 38 bytes, in one width. What stands longer can still be ended. */
    @ParameterizedTest
    @CsvSource({
        "国１, 12, ACCEPTED, OK, ''",
        "国1, 12, ACCEPTED, IDENTIFIER_MIXED, symbol",
        "国１, 1２, ACCEPTED, IDENTIFIER_MIXED, number",
        "国国国国国国国国国国国国国国国国国国国, 1, ACCEPTED, OK, ''",
        "国国国国国国国国国国国国国国国国国国国国, 1, REJECTED, IDENTIFIER_TOO_LONG, symbol"
    })
    @Tag("B-24")
    void anIdentifierThatNoClaimCanCarryIsRefusedAndAMixtureIsAWarning(
            String symbol, String number, String status, String code, String column) {
        assertThat(book.row(Row.add(KYOKAI).identifier(symbol, number, "00")))
                .isEqualTo(new Came(status, code, column));
    }

    /** On the day of the ratio, 2025-04-01, the class of B03 does not hold. */
    @ParameterizedTest
    @CsvSource({
        "2024-08-01, 2025-03-31, OK",
        "2024-08-01, 2025-04-01, RATIO_UNUSUAL",
        "2025-04-01, 2025-07-31, RATIO_UNUSUAL",
        "2025-04-02, 2025-07-31, OK"
    })
    void aLimitClassCountsOnItsDays(String from, String to, String code) {
        Row row =
                Row.add(KYOKAI)
                        .born("1953-01-01")
                        .with(COPAY_PERCENT, "20")
                        .with(LIMIT_CLASS, "B03")
                        .with(LIMIT_FROM, from)
                        .with(LIMIT_TO, to);
        String column = code.equals("OK") ? "" : "copay_percent";
        assertThat(book.row(row)).isEqualTo(new Came("ACCEPTED", code, column));
    }

    @Test
    void aRatioForTheTimeAfterTheSeventiethBirthdayMayComeBefore() {
        Row ahead =
                Row.add(KYOKAI)
                        .born("1955-03-15")
                        .with(COPAY_PERCENT, "20")
                        .with(COPAY_FROM, "2025-04-01");
        assertThat(new Book("2025-03-01").row(ahead)).isEqualTo(OK);
    }

    @Test
    @Tag("B-21")
    void anIssueBeforeTheAcquisitionIsAWarning() {
        assertThat(book.row(Row.add(KYOKAI).with(ISSUED_ON, "2024-03-30")))
                .isEqualTo(new Came("ACCEPTED", "ISSUED_BEFORE_ACQUIRED", "issued_on"));
    }

    // ---- CHANGE

    @Test
    void aChangeInsideTheCoverageDividesItsSegment() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        assertThat(book.row(change("2024-08-01").with(COPAY_PERCENT, "20"))).isEqualTo(UNUSUAL);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-08-01 佐藤花子 30", "2024-08-01/ 佐藤花子 20");
        assertThat(book.invalidated()).containsExactly("2024-04-01/ 佐藤花子 30");
        assertThat(book.row(change("2024-08-01").with(COPAY_PERCENT, "20"))).isEqualTo(UNCHANGED);
    }

    @Test
    void aChangeReachesUpToTheNextRecordedChangeOfTheSameFact() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        book.row(change("2025-01-01").with(COPAY_PERCENT, "10"));
        assertThat(book.row(change("2024-08-01").with(COPAY_PERCENT, "20").with(NAME, "鈴木花子")))
                .isEqualTo(UNUSUAL);
        assertThat(book.standing())
                .containsExactly(
                        "2024-04-01/2024-08-01 佐藤花子 30",
                        "2024-08-01/2025-01-01 鈴木花子 20",
                        "2025-01-01/ 鈴木花子 10");
    }

    @Test
    void aChangeOnTheFirstDayReplacesTheWholeSegment() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(change("2024-04-01").with(NAME, "鈴木花子"))).isEqualTo(OK);
        assertThat(book.standing()).containsExactly("2024-04-01/ 鈴木花子");
    }

    @Test
    void aChangeOutsideTheCoverageIsRefused() {
        book.row(Row.add(KYOKAI));
        book.row(lose("2024-10-01"));
        Came outside = rejected("OUTSIDE_COVERAGE", "effective_on");
        assertThat(book.row(change("2024-03-31").with(NAME, "鈴木花子"))).isEqualTo(outside);
        assertThat(book.row(change("2024-10-01").with(NAME, "鈴木花子"))).isEqualTo(outside);
        assertThat(book.row(change("2024-09-30").with(NAME, "鈴木花子"))).isEqualTo(OK);
    }

    @Test
    void aDashClearsAFactButNotOneEveryCoverageNeeds() {
        book.row(Row.add(KYOKAI).with(OTHER_NAME, "花"));
        assertThat(book.row(change("2024-08-01").with(OTHER_NAME, "-"))).isEqualTo(OK);
        assertThat(book.versions().stream().filter(v -> v.otherName().isPresent())).hasSize(2);
        assertThat(book.row(change("2024-08-01").with(NAME, "-")))
                .isEqualTo(rejected("NOT_CLEARABLE", "name"));
    }

    @Test
    void aChangeCanNeitherEndACoverageNorMoveItToAnotherNumber() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(change("2024-08-01").with(LOST_ON, "2024-10-01")))
                .isEqualTo(rejected("NOT_CHANGEABLE", "lost_on"));
        assertThat(book.row(change("2024-08-01").with(INDIVIDUAL_NUMBER, number(2))))
                .isEqualTo(rejected("NOT_CHANGEABLE", "individual_number"));
    }

    // ---- LOSE

    @Test
    void aLossEndsTheCoverageOnTheFirstDayNoLongerCovered() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        book.row(change("2024-08-01").with(COPAY_PERCENT, "20"));
        book.row(change("2025-03-01").with(COPAY_PERCENT, "10"));
        assertThat(book.row(lose("2025-02-01"))).isEqualTo(OK);
        assertThat(book.standing())
                .containsExactly(
                        "2024-04-01/2024-08-01 佐藤花子 30 lost 03",
                        "2024-08-01/2025-02-01 佐藤花子 20 lost 03");
        assertThat(book.row(lose("2025-02-01"))).isEqualTo(UNCHANGED);
        assertThat(book.row(lose("2025-03-01"))).isEqualTo(rejected("ALREADY_LOST", "lost_on"));
    }

    @Test
    void aLossBeforeTheAcquisitionIsRefused() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(lose("2024-04-01"))).isEqualTo(rejected("DATE_ORDER", "lost_on"));
    }

    @Test
    void aLossSentAgainDoesNotEndTheNextCoverage() {
        book.row(Row.add(KYOKAI));
        book.row(lose("2024-10-01"));
        book.row(Row.add(KYOKAI).with(ACQUIRED_ON, "2024-12-01"));
        assertThat(book.row(lose("2024-10-01"))).isEqualTo(UNCHANGED);
        assertThat(book.row(lose("2025-01-01"))).isEqualTo(OK);
    }

    // ---- CORRECT

    @Test
    void aWrongFactIsCorrectedFromItsStart() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        book.row(change("2024-08-01").with(COPAY_PERCENT, "20"));
        assertThat(book.row(correct().with(NAME, "佐藤華子"))).isEqualTo(OK);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-08-01 佐藤華子 30", "2024-08-01/ 佐藤華子 20");
        assertThat(book.row(correct().with(COPAY_PERCENT, "10"))).isEqualTo(UNUSUAL);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-08-01 佐藤華子 30", "2024-08-01/ 佐藤華子 10");
        assertThat(book.row(correct().with(COPAY_PERCENT, "10"))).isEqualTo(UNCHANGED);
    }

    @Test
    void aDayChoosesAnEarlierFactToCorrect() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        book.row(change("2024-08-01").with(COPAY_PERCENT, "20"));
        assertThat(book.row(correct().with(EFFECTIVE_ON, "2024-05-01").with(COPAY_PERCENT, "10")))
                .isEqualTo(UNUSUAL);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-08-01 佐藤花子 10", "2024-08-01/ 佐藤花子 20");
    }

    @Test
    void aWrongIdentifierIsFoundByItsOldOne() {
        book.row(Row.add(KYOKAI));
        Row renamed =
                correct()
                        .identifier("1234", "999", "02")
                        .with(OLD_NUMBER, "567")
                        .with(OLD_BRANCH, "00");
        assertThat(book.row(renamed)).isEqualTo(OK);
        assertThat(book.entries())
                .extracting(entry -> entry.identifier().number())
                .containsExactly("999");
        assertThat(book.row(renamed)).isEqualTo(UNCHANGED);
        assertThat(book.row(Row.of(CANCEL, KYOKAI)))
                .isEqualTo(rejected("UNKNOWN_COVERAGE", "number"));
    }

    @Test
    void anIdentifierCannotBeCorrectedToAnotherPersons() {
        book.row(Row.add(KYOKAI));
        book.row(
                Row.add(KYOKAI)
                        .identifier("1234", "567", "01")
                        .born("2001-01-01")
                        .with(INDIVIDUAL_NUMBER, number(2)));
        assertThat(
                        book.row(
                                correct()
                                        .identifier("1234", "567", "00")
                                        .born("2001-01-01")
                                        .with(OLD_BRANCH, "01")))
                .isEqualTo(rejected("IDENTIFIER_TAKEN", "branch"));
    }

    @Test
    void acquisitionAndLossCanBeCorrectedBothWays() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(correct().with(ACQUIRED_ON, "2024-03-01"))).isEqualTo(OK);
        assertThat(book.standing()).containsExactly("2024-03-01/ 佐藤花子");
        book.row(lose("2025-02-01"));
        assertThat(book.row(correct().with(LOST_ON, "2025-03-01"))).isEqualTo(OK);
        assertThat(book.standing()).containsExactly("2024-03-01/2025-03-01 佐藤花子 lost 03");
        assertThat(book.row(correct().with(LOST_ON, "-"))).isEqualTo(OK);
        assertThat(book.standing()).containsExactly("2024-03-01/ 佐藤花子");
        assertThat(book.row(correct().with(LOST_ON, "2024-03-01")))
                .isEqualTo(rejected("DATE_ORDER", "lost_on"));
        assertThat(book.row(correct().with(LOST_ON, "2025-01-01")))
                .isEqualTo(rejected("MISSING_FIELD", "loss_reason"));
    }

    @Test
    void aWrongBirthDateIsCorrectedWhereIdentifierAndBranchNameOnePerson() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(correct().with(BIRTH_DATE, "1980-05-15"))).isEqualTo(OK);
        assertThat(book.entries())
                .extracting(LookupEntry::birthDate)
                .containsExactly(java.time.LocalDate.parse("1980-05-15"));
        assertThat(book.row(correct().with(BIRTH_DATE, "1980-05-15"))).isEqualTo(UNCHANGED);
    }

    @Test
    void aBirthDateThatAnotherInsurerContradictsPutsTheCoverageAside() {
        book.row(Row.add(KYOKAI));
        book.row(Row.add(CITY).identifier("", "44", "").with(ACQUIRED_ON, "2025-02-01"));
        assertThat(book.row(correct().with(BIRTH_DATE, "1980-05-15")))
                .isEqualTo(new Came("PENDING", "PERSON_MISMATCH", "birth_date"));
        assertThat(book.conflicts()).isEmpty();
    }

    @Test
    void aWrongIndividualNumberIsCorrectedAndTheWrongPersonKeepsNothing() {
        book.row(Row.add(KYOKAI));
        assertThat(book.row(correct().with(INDIVIDUAL_NUMBER, number(2)))).isEqualTo(OK);
        assertThat(book.holderOf(number(1))).isEmpty();
        assertThat(book.holderOf(number(2))).isPresent();
        assertThat(book.standing()).containsExactly("2024-04-01/ 佐藤花子");
        assertThat(book.row(correct().with(INDIVIDUAL_NUMBER, number(2)))).isEqualTo(UNCHANGED);

        // the true holder of the first number is a person of her own
        assertThat(book.row(Row.add(CITY).identifier("", "44", "").born("1999-09-09")))
                .isEqualTo(OK);
        assertThat(book.standingByPerson().values().stream().filter(stays -> !stays.isEmpty()))
                .hasSize(2);
    }

    @Test
    @Tag("B-19")
    void theSourceIsThatOfTheNumberAndHoldsOnEveryDayOfTheCoverage() {
        book.row(Row.add(KYOKAI).with(INDIVIDUAL_NUMBER_SOURCE, "MANUAL"));
        book.row(change("2024-08-01").with(NAME, "佐藤華子"));
        assertThat(book.standingOf(Fact.INDIVIDUAL_NUMBER_SOURCE))
                .containsExactly("MANUAL", "MANUAL");

        Row readFromTheCard =
                correct().with(INDIVIDUAL_NUMBER, number(1)).with(INDIVIDUAL_NUMBER_SOURCE, "CARD");
        assertThat(book.row(readFromTheCard)).isEqualTo(OK);
        assertThat(book.row(readFromTheCard)).isEqualTo(UNCHANGED);
        assertThat(book.standingOf(Fact.INDIVIDUAL_NUMBER_SOURCE)).containsExactly("CARD", "CARD");

        assertThat(book.row(correct().with(INDIVIDUAL_NUMBER, number(2)))).isEqualTo(OK);
        assertThat(book.standingOf(Fact.INDIVIDUAL_NUMBER_SOURCE))
                .as("nothing is known of the other number's")
                .containsExactly("", "");
    }

    @Test
    @Tag("B-19")
    void anAddWithAnotherSourceIsToldThatItIsRegisteredOtherwise() {
        Row plain = Row.add(KYOKAI);
        book.row(plain);
        assertThat(book.row(Row.add(KYOKAI).with(INDIVIDUAL_NUMBER_SOURCE, "CARD")))
                .isEqualTo(rejected("ALREADY_REGISTERED", "individual_number_source"));
        assertThat(book.row(plain)).isEqualTo(UNCHANGED);
    }

    @Test
    @Tag("B-19")
    void theSourceComesAndGoesWithTheNumberOfAPendingCoverage() {
        Row without =
                Row.add(KYOKAI)
                        .with(INDIVIDUAL_NUMBER, "")
                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, "OVERSEAS");
        Row withNumber = Row.add(KYOKAI).with(INDIVIDUAL_NUMBER_SOURCE, "CARD");
        book.row(without);
        assertThat(book.row(withNumber)).isEqualTo(OK);
        assertThat(book.standingOf(Fact.INDIVIDUAL_NUMBER_SOURCE)).containsExactly("CARD");
        assertThat(book.row(withNumber)).isEqualTo(UNCHANGED);
        assertThat(book.row(without)).isEqualTo(UNCHANGED);

        Row somebodyElses =
                Row.add(CITY)
                        .identifier("", "44", "")
                        .born("1999-09-09")
                        .with(INDIVIDUAL_NUMBER_SOURCE, "MANUAL");
        assertThat(book.row(somebodyElses).code()).isEqualTo("PERSON_MISMATCH");
        Row takenBack =
                Row.of(CORRECT, CITY)
                        .identifier("", "44", "")
                        .born("1999-09-09")
                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, "OVERSEAS");
        assertThat(book.row(takenBack).code()).isEqualTo("AWAITING_NUMBER");
        assertThat(book.standingOf(Fact.INDIVIDUAL_NUMBER_SOURCE)).containsExactly("CARD", "");
    }

    /**
     * B-04: the day of the notice decides, not that of the acquisition. Of somebody without a
     * registered sex, about whom the resident register cannot be asked by all five attributes.
     */
    @ParameterizedTest
    @CsvSource({
        "2023-06-01, 2023-05-31, NOT_PROVIDED, AWAITING_NUMBER",
        "2023-05-20, 2023-05-31, NOT_PROVIDED, AWAITING_NUMBER",
        "2023-05-20, 2023-06-01, NOT_PROVIDED, NUMBER_MISSING",
        "2023-06-01, 2023-06-01, NOT_PROVIDED, NUMBER_MISSING",
        "2023-06-01, 2023-06-01, NOT_YET_ASSIGNED, AWAITING_NUMBER",
        "2023-06-01, 2023-06-01, OVERSEAS, AWAITING_NUMBER"
    })
    @Tag("B-04")
    void aNoticeWithoutTheNumberIsToldByTheRuleOfItsOwnDay(
            String acquiredOn, String notifiedOn, String reason, String code) {
        Row row =
                Row.add(KYOKAI)
                        .with(INDIVIDUAL_NUMBER, "")
                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, reason)
                        .with(SEX, "3")
                        .with(ACQUIRED_ON, acquiredOn)
                        .with(NOTIFIED_ON, notifiedOn);
        assertThat(book.row(row)).isEqualTo(new Came("PENDING", code, "individual_number"));
    }

    /** Contracts §3 want a reason of every row, whatever the day of its notice. */
    @ParameterizedTest
    @ValueSource(strings = {"2023-05-31", "2023-06-01"})
    @Tag("B-04")
    void aRowWithoutNumberAndReasonIsRejectedWheneverItWasNotified(String notifiedOn) {
        Row row =
                Row.add(KYOKAI)
                        .with(INDIVIDUAL_NUMBER, "")
                        .with(ACQUIRED_ON, "2023-05-20")
                        .with(NOTIFIED_ON, notifiedOn);
        assertThat(book.row(row))
                .isEqualTo(new Came("REJECTED", "MISSING_FIELD", "individual_number"));
    }

    @Test
    void aNumberOwedStaysOwedThroughOtherEvents() {
        book.row(
                Row.add(KYOKAI)
                        .with(INDIVIDUAL_NUMBER, "")
                        .with(SEX, "3")
                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, "NOT_PROVIDED"));
        Came owed = new Came("PENDING", "NUMBER_MISSING", "individual_number");
        assertThat(book.row(change("2024-05-01").with(NAME, "鈴木花子"))).isEqualTo(owed);
        assertThat(
                        book.row(
                                change("2024-05-01")
                                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, "OVERSEAS")))
                .isEqualTo(new Came("PENDING", "AWAITING_NUMBER", "individual_number"));
    }

    @Test
    void aMissingNumberMayComeByChangeAsWell() {
        book.row(
                Row.add(KYOKAI)
                        .with(INDIVIDUAL_NUMBER, "")
                        .with(INDIVIDUAL_NUMBER_MISSING_REASON, "NOT_YET_ASSIGNED"));
        assertThat(book.standing()).containsExactly("2024-04-01/ 佐藤花子 pending");
        assertThat(book.row(change("2024-05-01").with(NAME, "鈴木花子")))
                .isEqualTo(new Came("PENDING", "AWAITING_NUMBER", "individual_number"));
        assertThat(book.row(change("2024-05-01").with(INDIVIDUAL_NUMBER, number(1)))).isEqualTo(OK);
        assertThat(book.standing())
                .containsExactly("2024-04-01/2024-05-01 佐藤花子", "2024-05-01/ 鈴木花子");
    }

    // ---- CANCEL

    @Test
    void aCancelledCoverageIsInvalidatedAsAWhole() {
        book.row(Row.add(KYOKAI).with(COPAY_PERCENT, "30"));
        book.row(change("2024-08-01").with(COPAY_PERCENT, "20"));
        assertThat(book.row(Row.of(CANCEL, KYOKAI))).isEqualTo(OK);
        assertThat(book.standing()).isEmpty();
        assertThat(book.invalidated()).hasSize(3);
        assertThat(book.entries()).isEmpty();
        assertThat(book.row(Row.of(CANCEL, KYOKAI))).isEqualTo(UNCHANGED);
    }

    @Test
    void aCancelSentAgainDoesNotCancelTheCoverageBefore() {
        book.row(Row.add(KYOKAI));
        book.row(lose("2024-10-01"));
        book.row(Row.add(KYOKAI).with(ACQUIRED_ON, "2024-12-01"));
        assertThat(book.row(Row.of(CANCEL, KYOKAI))).isEqualTo(OK);
        assertThat(book.row(Row.of(CANCEL, KYOKAI))).isEqualTo(UNCHANGED);
        assertThat(book.standing()).containsExactly("2024-04-01/2024-10-01 佐藤花子 lost 03");
        assertThat(book.row(Row.of(CANCEL, KYOKAI).with(ACQUIRED_ON, "2024-04-01"))).isEqualTo(OK);
        assertThat(book.standing()).isEmpty();
    }

    @Test
    void aCancelledCoverageMayBeRegisteredAnew() {
        book.row(Row.add(KYOKAI));
        book.row(Row.of(CANCEL, KYOKAI));
        assertThat(book.row(Row.add(KYOKAI).with(SYMBOL, "1234"))).isEqualTo(OK);
        assertThat(book.standingByPerson()).hasSize(1);
    }

    @Test
    void twinsWithoutBranchMustBeToldApart() {
        book.row(Row.add(CITY).identifier("", "44", "").born("2020-02-02"));
        book.row(
                Row.add(CITY)
                        .identifier("", "44", "")
                        .born("2020-02-02")
                        .with(NAME_KANA, "サトウツバサ")
                        .with(INDIVIDUAL_NUMBER, number(2)));
        assertThat(book.row(Row.of(CANCEL, CITY).identifier("", "44", "").born("2020-02-02")))
                .isEqualTo(rejected("SEVERAL_COVERAGES", "branch"));
    }

    private static Row change(String day) {
        return Row.of(CHANGE, KYOKAI).with(EFFECTIVE_ON, day);
    }

    private static Row lose(String day) {
        return Row.of(LOSE, KYOKAI).with(LOST_ON, day).with(LOSS_REASON, "03");
    }

    private static Row correct() {
        return Row.of(CORRECT, KYOKAI);
    }

    private static Came rejected(String code, String column) {
        return new Came("REJECTED", code, column);
    }
}
