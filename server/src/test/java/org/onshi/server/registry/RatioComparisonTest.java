package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RatioOutcome.DIFFERENT;
import static org.onshi.server.registry.RatioOutcome.EQUAL;
import static org.onshi.server.registry.RatioOutcome.NOT_IN_FORCE;
import static org.onshi.server.registry.RatioOutcome.NOT_REGISTERED;
import static org.onshi.server.registry.RatioOutcome.REFUSED;
import static org.onshi.server.registry.RatioOutcome.SEVERAL;
import static org.onshi.server.registry.RatioOutcome.UNKNOWN;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationOffice.utf8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RatioFile;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowFault;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The second statement of ratios beside the registered ones, each outcome at its boundary. */
@Tag("database")
@Tag("B-21")
class RatioComparisonTest {
    private static final String HEADER =
            "insurer_number,symbol,number,branch,birth_date,copay_percent";
    private static final String BORN = "1953-01-01";

    private final RegistrationOffice office = new RegistrationOffice();
    private final RatioComparison comparison =
            new RatioComparison(
                    office.database.server(),
                    new JdbcTransactionManager(office.database.server()),
                    office.clock);

    @BeforeEach
    void hanakoPaysTwentyPercentUntilJulyAndThirtyFromAugust() {
        registered(
                elderly(KYOKAI, 1)
                        .with(RegistrationColumn.COPAY_PERCENT, "20")
                        .with(RegistrationColumn.LIMIT_CLASS, "B05")
                        .with(RegistrationColumn.LIMIT_FROM, "2024-04-01")
                        .with(RegistrationColumn.LIMIT_TO, "2024-07-31"),
                Row.of(RegistrationAction.CHANGE, KYOKAI)
                        .born(BORN)
                        .with(RegistrationColumn.EFFECTIVE_ON, "2024-08-01")
                        .with(RegistrationColumn.COPAY_PERCENT, "30"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-31, 20, EQUAL",
        "2024-07-31, 30, DIFFERENT",
        "2024-08-01, 20, DIFFERENT",
        "2024-08-01, 30, EQUAL",
        "2024-04-01, 20, EQUAL",
        "2024-03-31, 20, NOT_IN_FORCE",
        "2200-12-31, 30, EQUAL"
    })
    void theRatioOfTheDayIsComparedAndNoOther(LocalDate on, String percent, RatioOutcome outcome)
            throws IOException {
        assertThat(one(on, hanako(percent)).outcome()).isEqualTo(outcome);
    }

    @Test
    void aDifferenceTellsWhatIsRegisteredAndWhoseItIs() throws IOException {
        ComparedRatio row = one(LocalDate.parse("2024-08-01"), hanako("20"));
        assertThat(row.registered().copayPercent()).contains("30");
        assertThat(row.stated().orElseThrow().copayPercent()).isEqualTo("20");
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), BORN).getFirst();
        assertThat(row.whom())
                .contains(
                        new Candidate(
                                coverage.personId(), coverage.coverageId(), coverage.identifier()));
        assertThat(row.toString()).doesNotContain("567", "1953");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-31, B05, EQUAL",
        "2024-07-31, B04, DIFFERENT",
        "2024-07-31, -,   DIFFERENT",
        "2024-07-31, '',  EQUAL",
        "2024-08-01, B05, DIFFERENT",
        "2024-08-01, -,   EQUAL"
    })
    void theLimitClassIsComparedWhereTheRowSaysOne(
            LocalDate on, String limitClass, RatioOutcome outcome) throws IOException {
        String percent = on.isBefore(LocalDate.parse("2024-08-01")) ? "20" : "30";
        assertThat(compared(on, HEADER + ",limit_class", hanako(percent) + "," + limitClass))
                .extracting(ComparedRatio::outcome)
                .containsExactly(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-31, NOT_REGISTERED",
        "2024-08-01, EQUAL",
        "2024-09-30, EQUAL",
        "2024-10-01, NOT_REGISTERED"
    })
    void aRatioIsRegisteredOnTheDaysOfItsPaperOnly(LocalDate on, RatioOutcome outcome)
            throws IOException {
        registered(
                elderly(KYOKAI, 2)
                        .identifier("1234", "568", "00")
                        .with(RegistrationColumn.COPAY_PERCENT, "20")
                        .with(RegistrationColumn.COPAY_FROM, "2024-08-01")
                        .with(RegistrationColumn.COPAY_TO, "2024-09-30"));
        assertThat(one(on, row(KYOKAI.digits(), "568", "00", BORN, "20")).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void whoHasNoRatioRegisteredIsNotToldAsDifferent() throws IOException {
        registered(
                Row.add(KYOKAI)
                        .identifier("1234", "569", "00")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(3)));
        assertThat(one(day(), row(KYOKAI.digits(), "569", "00", "1980-05-05", "30")).outcome())
                .isEqualTo(NOT_REGISTERED);
    }

    @Test
    void aCoverageHoldsUntilTheDayBeforeItIsLost() throws IOException {
        registered(
                Row.of(RegistrationAction.LOSE, KYOKAI)
                        .born(BORN)
                        .with(RegistrationColumn.LOST_ON, "2025-01-01")
                        .with(RegistrationColumn.LOSS_REASON, "01"));
        assertThat(one(LocalDate.parse("2024-12-31"), hanako("30")).outcome()).isEqualTo(EQUAL);
        ComparedRatio after = one(LocalDate.parse("2025-01-01"), hanako("30"));
        assertThat(after.outcome()).isEqualTo(NOT_IN_FORCE);
        assertThat(after.whom()).as("somebody is meant, and finds the look").isPresent();
        assertThat(after.registered().copayPercent()).isEmpty();
    }

    @Test
    void whatACorrectionInvalidatedIsComparedNoMore() throws IOException {
        LocalDate on = LocalDate.parse("2024-09-01");
        assertThat(one(on, hanako("20")).outcome()).isEqualTo(DIFFERENT);
        registered(
                Row.of(RegistrationAction.CORRECT, KYOKAI)
                        .born(BORN)
                        .with(RegistrationColumn.EFFECTIVE_ON, "2024-08-01")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        assertThat(one(on, hanako("20")).outcome()).isEqualTo(EQUAL);
        assertThat(one(on, hanako("30")).outcome()).isEqualTo(DIFFERENT);
    }

    @Test
    void aCancelledCoverageIsUnknown() throws IOException {
        registered(Row.of(RegistrationAction.CANCEL, KYOKAI).born(BORN));
        assertThat(one(day(), hanako("30")).outcome()).isEqualTo(UNKNOWN);
    }

    @Test
    void aBranchIsComparedWhereItIsGivenAndNeededWhereSeveralAreMeant() throws IOException {
        String anyBranch = row(KYOKAI.digits(), "567", "", BORN, "30");
        assertThat(one(day(), anyBranch).outcome()).as("one person").isEqualTo(EQUAL);
        assertThat(one(day(), row(KYOKAI.digits(), "567", "01", BORN, "30")).outcome())
                .isEqualTo(UNKNOWN);
        registered(
                elderly(KYOKAI, 4)
                        .identifier("1234", "567", "01")
                        .with(RegistrationColumn.COPAY_PERCENT, "10"));
        ComparedRatio twins = one(day(), anyBranch);
        assertThat(twins.outcome()).isEqualTo(SEVERAL);
        assertThat(twins.whom()).as("nobody is shown").isEmpty();
        assertThat(one(day(), row(KYOKAI.digits(), "567", "01", BORN, "30")).outcome())
                .isEqualTo(DIFFERENT);
    }

    /** As a CHANGE of that row would mean nobody (docs/registration.md). */
    @Test
    void whoeverIsRegisteredWithoutABranchIsNotHerTwin() throws IOException {
        registered(
                elderly(KYOKAI, 6)
                        .identifier("1234", "571", "")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        ComparedRatio twin = one(day(), row(KYOKAI.digits(), "571", "01", BORN, "30"));
        assertThat(twin.outcome()).isEqualTo(UNKNOWN);
        assertThat(twin.whom()).isEmpty();
        assertThat(one(day(), row(KYOKAI.digits(), "571", "", BORN, "20")).outcome())
                .isEqualTo(EQUAL);
    }

    @Test
    void whoCameBackAndWaitsForANumberIsComparedByTheCoverageOfTheDay() throws IOException {
        registered(
                Row.of(RegistrationAction.LOSE, KYOKAI)
                        .born(BORN)
                        .with(RegistrationColumn.LOST_ON, "2025-01-01")
                        .with(RegistrationColumn.LOSS_REASON, "99"),
                Row.add(KYOKAI)
                        .born(BORN)
                        .with(RegistrationColumn.ACQUIRED_ON, "2025-03-01")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, "")
                        .with(
                                RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON,
                                "NOT_YET_ASSIGNED")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        assertThat(one(LocalDate.parse("2024-12-31"), hanako("30")).outcome()).isEqualTo(EQUAL);
        assertThat(one(LocalDate.parse("2025-03-01"), hanako("20")).outcome()).isEqualTo(EQUAL);
    }

    @Test
    void aNumberIsFoundHoweverItIsWrittenAndABirthDateMustBeEqual() throws IOException {
        assertThat(one(day(), row(KYOKAI.digits(), "０５６７", "00", BORN, "30")).outcome())
                .isEqualTo(EQUAL);
        assertThat(one(day(), row(KYOKAI.digits(), "567", "00", "1953-01-02", "30")).outcome())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void anotherInsurersInsuredIsUnknownAndARowInItsNameIsNotEvenJudged() throws IOException {
        registered(
                SOCIETY,
                elderly(SOCIETY, 5)
                        .identifier("9", "777", "00")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        ComparedRatio asOwn = one(day(), KYOKAI.digits() + ",9,777,00," + BORN + ",30");
        assertThat(asOwn.outcome()).isEqualTo(UNKNOWN);
        assertThat(asOwn.whom()).isEmpty();
        ComparedRatio inItsName = one(day(), SOCIETY.digits() + ",9,777,00," + BORN + ",30");
        assertThat(inItsName.outcome()).isEqualTo(REFUSED);
        assertThat(inItsName.fault())
                .contains(new RowFault(RegistrationCode.WRONG_INSURER, "insurer_number"));
        assertThat(inItsName.whom()).isEmpty();
    }

    @Test
    void aPendingCoverageIsComparedTooSinceItWillBeAnswered() throws IOException {
        registered(
                Row.add(KYOKAI)
                        .identifier("1234", "570", "00")
                        .born(BORN)
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, "")
                        .with(
                                RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON,
                                "NOT_YET_ASSIGNED")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        assertThat(one(day(), row(KYOKAI.digits(), "570", "00", BORN, "30")).outcome())
                .isEqualTo(DIFFERENT);
    }

    @Test
    void aBadRowIsToldByItsNumberAndFieldAndStopsNoOther() throws IOException {
        List<ComparedRatio> rows =
                compared(
                        day(),
                        HEADER,
                        row(KYOKAI.digits(), "567", "00", BORN, ""),
                        row(KYOKAI.digits(), "567", "00", BORN, "-"),
                        row(KYOKAI.digits(), "567", "00", BORN, "3"),
                        row(KYOKAI.digits(), "567", "00", "1953-02-30", "30"),
                        "too,short",
                        row(KYOKAI.digits(), "", "00", BORN, "30"),
                        hanako("30"));
        assertThat(rows)
                .extracting(ComparedRatio::line)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(rows.subList(0, 6))
                .extracting(it -> it.fault().orElseThrow())
                .containsExactly(
                        new RowFault(RegistrationCode.MISSING_FIELD, "copay_percent"),
                        new RowFault(RegistrationCode.NOT_CLEARABLE, "copay_percent"),
                        new RowFault(RegistrationCode.BAD_CODE, "copay_percent"),
                        new RowFault(RegistrationCode.BAD_DATE, "birth_date"),
                        new RowFault(RegistrationCode.WRONG_FIELD_COUNT, ""),
                        new RowFault(RegistrationCode.MISSING_FIELD, "number"));
        assertThat(rows.getLast().outcome()).isEqualTo(EQUAL);
        assertThat(rows.getFirst().japanese()).contains("copay_percent");
        assertThat(rows.getFirst().english()).contains("copay_percent");
    }

    private static LocalDate day() {
        return LocalDate.parse("2025-04-01");
    }

    private static Row elderly(InsurerNumber insurer, int person) {
        return Row.add(insurer)
                .born(BORN)
                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(person));
    }

    private void registered(Row... rows) {
        registered(KYOKAI, rows);
    }

    private void registered(InsurerNumber insurer, Row... rows) {
        List<RegistrationRow> sent = new ArrayList<>();
        for (Row row : rows) {
            sent.add(row.row());
        }
        assertThat(office.send(insurer, RegistrationOffice.file(sent)))
                .noneMatch(it -> it.status() == RowStatus.REJECTED);
    }

    private static String hanako(String percent) {
        return row(KYOKAI.digits(), "567", "00", BORN, percent);
    }

    private static String row(
            String insurer, String number, String branch, String born, String percent) {
        return String.join(",", insurer, "1234", number, branch, born, percent);
    }

    private ComparedRatio one(LocalDate on, String row) throws IOException {
        List<ComparedRatio> rows = compared(on, HEADER, row);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private List<ComparedRatio> compared(LocalDate on, String header, String... rows)
            throws IOException {
        List<RegistrationRecord> records = new ArrayList<>();
        byte[] content = utf8(header + "\n" + String.join("\n", rows) + "\n");
        try (RatioFile file = RatioFile.read(new ByteArrayInputStream(content), on)) {
            Optional<RegistrationRecord> next = file.next();
            while (next.isPresent()) {
                records.add(next.get());
                next = file.next();
            }
        }
        List<ComparedRatio> compared = new ArrayList<>();
        comparison.compare(KYOKAI, on, records, compared::addAll);
        return compared;
    }
}
