package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.number;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.server.audit.Audit;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every new registration is checked at the resident register (requirements B-05, B-07): nobody is
 * ever linked to somebody else, and nothing is lost while it is silent.
 */
@Tag("database")
class RegisterCheckTest {
    private static final String BORN = "1980-05-05";

    private final RegistrationOffice office = new RegistrationOffice();

    @AfterEach
    void close() {
        office.close();
    }

    /** Hanako as the tests' rows have her, with some attributes otherwise. */
    private static Map<String, Object> hanako(String... otherwise) {
        Map<String, Object> resident =
                new HashMap<>(
                        Map.of(
                                "name", Row.add(KYOKAI).row().raw(RegistrationColumn.NAME),
                                "name_kana",
                                        Row.add(KYOKAI).row().raw(RegistrationColumn.NAME_KANA),
                                "birth_date", BORN,
                                "sex", Row.add(KYOKAI).row().raw(RegistrationColumn.SEX),
                                "address", Row.add(KYOKAI).row().raw(RegistrationColumn.ADDRESS)));
        for (int i = 0; i < otherwise.length; i += 2) {
            resident.put(otherwise[i], otherwise[i + 1]);
        }
        return resident;
    }

    private RowOutcome send(Row row) {
        return office.send(KYOKAI, row.row()).getFirst();
    }

    private List<Coverage> shown(InsurerNumber insurer) {
        return office.shown(insurer, Row.hanako(), BORN);
    }

    private RowOutcome told(UUID file) {
        return office.outcomes(KYOKAI, file).getFirst();
    }

    private UUID receive(Row row) {
        UUID id = office.receive(KYOKAI, RegistrationOffice.file(List.of(row.row())));
        office.drain();
        return id;
    }

    private static Row numberless() {
        return Row.add(KYOKAI)
                .with(RegistrationColumn.INDIVIDUAL_NUMBER, "")
                .with(RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON, "NOT_PROVIDED");
    }

    @Test
    void whoIsInTheRegisterUnderThatNumberIsActiveAtOnce() {
        office.register.knows(number(1), hanako());
        assertThat(send(Row.add(KYOKAI)).code()).isEqualTo(RegistrationCode.OK);
        assertThat(shown(KYOKAI)).hasSize(1);
    }

    @Test
    @Tag("B-07")
    void anotherPersonsNumberLeadsToNobodyUntilTheInsurerMendsIt() {
        office.register.knows(
                number(1),
                hanako("name", "鈴木　一郎", "name_kana", "スズキ　イチロウ", "birth_date", "1955-01-01"));
        RowOutcome outcome = send(Row.add(KYOKAI));
        assertThat(outcome.status()).isEqualTo(RowStatus.PENDING);
        assertThat(outcome.code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
        assertThat(shown(KYOKAI)).isEmpty();

        office.register.knows(number(2), hanako());
        RowOutcome mended =
                send(
                        Row.of(RegistrationAction.CORRECT, KYOKAI)
                                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2)));
        assertThat(mended.status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(shown(KYOKAI)).hasSize(1);
    }

    @Test
    void theColumnThatDiffersIsNamed() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "birth_date", "1980-05-06",
                                "sex", "1",
                                "address", "大阪府堺市北区9",
                                "name_kana", "ベツ　ジン",
                                "name", "別　人")
                        .entrySet()) {
            try (RegistrationOffice fresh = new RegistrationOffice()) {
                fresh.register.knows(number(1), hanako(wrong.getKey(), wrong.getValue()));
                RowOutcome outcome = fresh.send(KYOKAI, Row.add(KYOKAI).row()).getFirst();
                assertThat(outcome.code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
                assertThat(outcome.column()).isEqualTo(wrong.getKey());
                assertThat(fresh.shown(KYOKAI, Row.hanako(), BORN)).isEmpty();
            }
        }
    }

    @Test
    void aNumberNoResidentHasStaysPending() {
        office.register.knowsNobody(number(1));
        assertThat(send(Row.add(KYOKAI)).code()).isEqualTo(RegistrationCode.REGISTER_UNKNOWN);
        assertThat(shown(KYOKAI)).isEmpty();
    }

    @Test
    @Tag("B-07")
    @Tag("K-12")
    void beforeTheRuleOfMay2024NobodyIsAsked() {
        office.time.set(Instant.parse("2024-05-06T14:59:59Z"));
        office.register.knowsNobody(number(1));
        assertThat(send(Row.add(KYOKAI)).status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(office.register.inquiries()).isZero();

        office.time.set(Instant.parse("2024-05-06T15:00:00Z"));
        office.register.knowsNobody(number(2));
        RowOutcome next =
                send(
                        Row.add(KYOKAI)
                                .identifier("9", "9", "00")
                                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2)));
        assertThat(next.code()).isEqualTo(RegistrationCode.REGISTER_UNKNOWN);
    }

    @Test
    void whileTheRegisterIsSilentRowsWaitAsPendingAndAfterwardsNothingIsLost() {
        office.register.silent(true);
        UUID file = receive(Row.add(KYOKAI));
        assertThat(told(file).status()).isEqualTo(RowStatus.PENDING);
        assertThat(told(file).code()).isEqualTo(RegistrationCode.AWAITING_REGISTER);
        RegistrationStatus waiting = office.registrations.status(KYOKAI, file).orElseThrow();
        assertThat(waiting.state().ended()).isFalse();
        assertThat(waiting.pending()).isEqualTo(1);
        assertThat(waiting.hindrance()).contains(FaultCode.REGISTRATION_AWAITS_REGISTER);
        assertThat(shown(KYOKAI)).isEmpty();

        office.register.silent(false);
        answered(office);
        assertThat(told(file).status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(told(file).code()).isEqualTo(RegistrationCode.OK);
        RegistrationStatus done = office.registrations.status(KYOKAI, file).orElseThrow();
        assertThat(done.accepted()).isEqualTo(1);
        assertThat(done.pending()).isZero();
        assertThat(shown(KYOKAI)).hasSize(1);
        assertThat(kept(office)).isZero();
    }

    @Test
    void whatTheRegisterHasOtherwiseIsPendingAlsoWhenItAnswersLate() {
        office.register.silent(true);
        UUID file = receive(Row.add(KYOKAI));
        office.register.knows(number(1), hanako("birth_date", "1990-01-01"));
        office.register.silent(false);
        answered(office);
        assertThat(told(file).status()).isEqualTo(RowStatus.PENDING);
        assertThat(told(file).code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
        assertThat(told(file).column()).isEqualTo("birth_date");
        assertThat(shown(KYOKAI)).isEmpty();
        assertThat(kept(office)).isEqualTo(1);
    }

    @Test
    void aSilenceOfTheRegisterChangesNoResultOfAnyRow() {
        List<Row> rows =
                List.of(
                        Row.add(KYOKAI),
                        Row.of(RegistrationAction.CHANGE, KYOKAI)
                                .with(RegistrationColumn.EFFECTIVE_ON, "2025-02-01")
                                .with(RegistrationColumn.COPAY_PERCENT, "30"),
                        Row.add(KYOKAI).identifier("7", "7", "00"),
                        Row.of(RegistrationAction.CANCEL, KYOKAI),
                        Row.add(KYOKAI).identifier("8", "8", "00"),
                        numberless().identifier("9", "9", "01").born("1990-01-01"));
        byte[] file = RegistrationOffice.file(rows.stream().map(Row::row).toList());
        List<String> undisturbed;
        try (RegistrationOffice quiet = new RegistrationOffice()) {
            undisturbed = quiet.send(KYOKAI, file).stream().map(RegisterCheckTest::said).toList();
        }
        assertThat(undisturbed).anyMatch(row -> row.contains("OVERLAP"));

        office.register.silent(true);
        UUID id = office.receive(KYOKAI, file);
        office.drain();
        office.register.silent(false);
        answered(office);
        assertThat(office.outcomes(KYOKAI, id).stream().map(RegisterCheckTest::said))
                .containsExactlyElementsOf(undisturbed);
    }

    @Test
    void whatHadToWaitWasHandedInOnItsOwnDayInJapan() {
        office.time.set(Instant.parse("2025-04-01T14:59:00Z"));
        office.register.silent(true);
        receive(Row.add(KYOKAI));
        office.time.set(Instant.parse("2025-04-06T15:01:00Z"));
        office.register.silent(false);
        answered(office);
        send(
                Row.add(KYOKAI)
                        .identifier("9", "9", "00")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2)));
        assertThat(
                        new RegisteredTable(office.database.server())
                                .slow(
                                        KYOKAI,
                                        LocalDate.of(2025, 4, 1),
                                        LocalDate.of(2025, 5, 1),
                                        0,
                                        Optional.empty(),
                                        10))
                .extracting(RegisteredCoverage::registeredOn)
                .containsExactly(LocalDate.of(2025, 4, 1), LocalDate.of(2025, 4, 7));
    }

    @Test
    void aRegisterThatManagesAQuarterCostsItsSilencesOnceAndNotForEveryBlock() {
        int blocks = 3;
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 1; i <= blocks * RegistrationLimits.CHUNK_ROWS_MAX; i++) {
            rows.add(
                    Row.add(KYOKAI)
                            .identifier("9", Integer.toString(i), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .row());
        }
        office.register.manages(ResidentRegister.NUMBERS_MAX / 4);
        UUID file = office.receive(KYOKAI, RegistrationOffice.file(rows));
        office.drain();
        answered(office);
        assertThat(status(file).rowsDone()).as("a thousand and half of it are too much").isZero();

        answered(office);
        assertThat(status(file).accepted()).isEqualTo(rows.size());
        assertThat(office.register.inquiries()).isEqualTo(2 + blocks * 4);
    }

    private RegistrationStatus status(UUID file) {
        return office.registrations.status(KYOKAI, file).orElseThrow();
    }

    private static String said(RowOutcome row) {
        return row.line() + " " + row.status() + " " + row.code() + " " + row.column();
    }

    @Test
    void anotherInsurersFileNeedsNoRegisterAndIsNotHeldUp() {
        send(Row.add(KYOKAI));
        office.register.silent(true);
        UUID waits = receive(Row.add(KYOKAI).identifier("9", "9", "00"));
        RowOutcome lost =
                office.send(
                                SOCIETY,
                                Row.of(RegistrationAction.LOSE, SOCIETY)
                                        .with(RegistrationColumn.LOST_ON, "2025-03-01")
                                        .with(RegistrationColumn.LOSS_REASON, "01")
                                        .row())
                        .getFirst();
        assertThat(lost.code()).isEqualTo(RegistrationCode.UNKNOWN_COVERAGE);
        assertThat(told(waits).code()).isEqualTo(RegistrationCode.AWAITING_REGISTER);
    }

    @Test
    void anAnswerThatMakesNoSenseCostsOnlyTheRowItIsAbout() {
        office.register.knows(number(1), hanako("birth_date", "yesterday"));
        List<RowOutcome> outcomes =
                office.send(
                        KYOKAI,
                        Row.add(KYOKAI).row(),
                        Row.add(KYOKAI)
                                .identifier("9", "9", "00")
                                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                                .row());
        assertThat(outcomes)
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.REGISTER_UNREADABLE, RegistrationCode.OK);
        refusedToConfirm(onlyPending(), FaultCode.NOT_CONFIRMABLE);
    }

    @Test
    void aCorrectedNameIsComparedAgainByTheNumberThatWasKept() {
        office.register.knows(number(1), hanako("name", "別　花子"));
        assertThat(send(Row.add(KYOKAI)).column()).isEqualTo("name");
        RowOutcome corrected =
                send(
                        Row.of(RegistrationAction.CORRECT, KYOKAI)
                                .with(RegistrationColumn.NAME, "別　花子"));
        assertThat(corrected.status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(shown(KYOKAI)).hasSize(1);
        assertThat(kept(office)).isZero();
    }

    @Test
    void withoutANumberOneResidentWithAllFiveAttributesGivesIt() {
        office.register.knows(number(7), hanako());
        assertThat(send(numberless()).status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(shown(KYOKAI)).hasSize(1);
    }

    @Test
    void withoutANumberFourAttributesGiveNone() {
        office.register.knows(number(7), hanako("address", "大阪府堺市北区9"));
        assertThat(send(numberless()).code()).isEqualTo(RegistrationCode.UNRESOLVED);
        assertThat(shown(KYOKAI)).isEmpty();

        RowOutcome mended =
                send(
                        Row.of(RegistrationAction.CORRECT, KYOKAI)
                                .with(RegistrationColumn.ADDRESS, "大阪府堺市北区9"));
        assertThat(mended.status()).isEqualTo(RowStatus.ACCEPTED);
        assertThat(shown(KYOKAI)).hasSize(1);
    }

    @Test
    void withoutANumberTwoResidentsWithAllFiveAttributesGiveNone() {
        office.register.knows(number(7), hanako());
        office.register.knows(number(8), hanako());
        assertThat(send(numberless()).code()).isEqualTo(RegistrationCode.UNRESOLVED);
        office.register.knows(number(8), hanako("address", "大阪府堺市北区9"));
        // the same row again, once the register is mended
        assertThat(send(numberless()).status()).isEqualTo(RowStatus.ACCEPTED);
    }

    @Test
    void aNumberFoundByAttributesLinksNobodyItIsNotAbout() {
        office.register.knows(number(7), hanako());
        office.send(
                SOCIETY,
                Row.add(SOCIETY)
                        .born("1950-01-01")
                        .with(RegistrationColumn.COPAY_PERCENT, "20")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(6))
                        .row());
        office.register.knows(number(6), hanako());
        office.register.knowsNobody(number(7));
        // the row's five attributes lead to a number that is somebody else's, born in 1950
        List<RowOutcome> outcomes =
                office.send(
                        KYOKAI,
                        numberless().row(),
                        Row.of(RegistrationAction.CORRECT, KYOKAI)
                                .born("1950-01-01")
                                .with(RegistrationColumn.COPAY_PERCENT, "20")
                                .row());
        assertThat(outcomes)
                .extracting(RowOutcome::code)
                .containsExactly(
                        RegistrationCode.PERSON_MISMATCH, RegistrationCode.REGISTER_DIFFERS);
        assertThat(shown(KYOKAI)).isEmpty();
    }

    @Test
    void aTwinWithoutNumberDoesNotGetTheIdentifierOfTheOther() {
        send(Row.add(KYOKAI));
        office.register.knows(number(8), hanako("name", "鈴木　雪子", "name_kana", "スズキ　ユキコ"));
        RowOutcome twin =
                send(
                        numberless()
                                .with(RegistrationColumn.NAME, "鈴木　雪子")
                                .with(RegistrationColumn.NAME_KANA, "スズキ　ユキコ")
                                .with(RegistrationColumn.ACQUIRED_ON, "2025-03-15"));
        assertThat(twin.status()).isEqualTo(RowStatus.REJECTED);
    }

    @Test
    void aNumberThatIsTakenBackIsNotKept() {
        office.register.knows(number(1), hanako("address", "大阪府堺市北区9"));
        send(Row.add(KYOKAI));
        assertThat(kept(office)).isEqualTo(1);
        RowOutcome back =
                send(
                        Row.of(RegistrationAction.CORRECT, KYOKAI)
                                .with(
                                        RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON,
                                        "OVERSEAS"));
        assertThat(back.code()).isEqualTo(RegistrationCode.AWAITING_NUMBER);
        assertThat(kept(office)).isZero();

        send(Row.add(KYOKAI).identifier("6", "6", "00"));
        assertThat(kept(office)).isEqualTo(1);
        send(Row.of(RegistrationAction.CANCEL, KYOKAI).identifier("6", "6", "00"));
        assertThat(kept(office)).isZero();
    }

    @Test
    void aNumberIsConfirmedForOneOnlyAlsoWhenTheKeysAreRotatedInBetween() {
        office.register.knows(number(1), hanako("address", "大阪府堺市北区9"));
        send(Row.add(KYOKAI));
        PendingCoverage pending = onlyPending();
        RegistrationOffice rotated = office.withKeys(RegistrationOffice.ROTATED_KEY_LINES);
        try (rotated.register) {
            rotated.register.knows(number(1), hanako("name_kana", "ベツ　ジン", "name", "別　人"));
            RowOutcome other =
                    rotated.send(
                                    SOCIETY,
                                    Row.add(SOCIETY)
                                            .with(RegistrationColumn.NAME, "別　人")
                                            .with(RegistrationColumn.NAME_KANA, "ベツ　ジン")
                                            .row())
                            .getFirst();
            assertThat(other.status()).isEqualTo(RowStatus.ACCEPTED);
            TransactionTemplate outer =
                    new TransactionTemplate(new JdbcTransactionManager(rotated.database.server()));
            assertThatThrownBy(() ->
                            outer.executeWithoutResult(_ -> confirm(rotated, KYOKAI, pending)))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault ->
                                    assertThat(fault.code())
                                            .isEqualTo(FaultCode.NUMBER_OF_ANOTHER));
            assertThat(audited("vault.used"))
                    .as("what was opened stands in the log though nothing came of it")
                    .hasSize(1);
        }
    }

    @Test
    void whoHasMovedSinceIsTheSamePersonAndWhoHadMovedBeforeIsAskedAbout() {
        String then = Row.add(KYOKAI).row().raw(RegistrationColumn.ADDRESS);
        for (Map.Entry<String, RowStatus> moved :
                Map.of("2025-03-01", RowStatus.ACCEPTED, "1999-03-01", RowStatus.PENDING)
                        .entrySet()) {
            try (RegistrationOffice fresh = new RegistrationOffice()) {
                Map<String, Object> resident = hanako("address", "大阪府堺市北区9");
                resident.put(
                        "former",
                        List.of(
                                Map.of(
                                        "name", resident.get("name"),
                                        "name_kana", resident.get("name_kana"),
                                        "address", then,
                                        "until", moved.getKey())));
                fresh.register.knows(number(1), resident);
                assertThat(fresh.send(KYOKAI, Row.add(KYOKAI).row()).getFirst().status())
                        .isEqualTo(moved.getValue());
            }
        }
    }

    @Test
    void anInsurersConfirmationLinksTheKeptNumberAndNamesWhoAndWhy() {
        office.register.knows(number(1), hanako("address", "大阪府堺市北区9"));
        assertThat(send(Row.add(KYOKAI)).status()).isEqualTo(RowStatus.PENDING);
        PendingCoverage pending = pendings().of(KYOKAI, Optional.empty(), 10).getFirst();
        assertThat(pending.confirmable()).isTrue();
        assertThat(pending.compared())
                .filteredOn(one -> one.outcome().equals("DIFFERS"))
                .extracting(PendingCoverage.Compared::attribute)
                .containsExactly("ADDRESS");
        assertThatThrownBy(() -> confirm(SOCIETY, pending))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.NOT_FOUND));

        confirm(KYOKAI, pending);

        assertThat(shown(KYOKAI)).hasSize(1);
        assertThat(kept(office)).isZero();
        assertThat(send(Row.add(KYOKAI)).code()).isEqualTo(RegistrationCode.UNCHANGED);
        assertThat(pendings().of(KYOKAI, Optional.empty(), 10)).isEmpty();
        assertThat(audited("pending.confirmed"))
                .singleElement()
                .asString()
                .contains("sato", "PERSON_ASKED");
    }

    @Test
    void aNumberSentLaterForAPendingCoverageIsTheOneThatIsConfirmed() {
        office.register.knows(number(1), hanako("address", "大阪府堺市北区9"));
        office.register.knows(number(2), hanako("address", "京都府京都市9"));
        send(Row.add(KYOKAI));
        RowOutcome other = corrected(number(2));
        assertThat(other.status()).isEqualTo(RowStatus.PENDING);
        assertThat(other.code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
        assertThat(corrected(number(2)).code()).isEqualTo(RegistrationCode.UNCHANGED);
        confirm(KYOKAI, onlyPending());

        // whoever brings the second number now is that person, and the first is nobody's
        office.register.knows(number(2), hanako());
        RowOutcome elsewhere =
                office.send(
                                SOCIETY,
                                Row.add(SOCIETY)
                                        .with(RegistrationColumn.ACQUIRED_ON, "2025-03-01")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                                        .row())
                        .getFirst();
        assertThat(elsewhere.code()).isEqualTo(RegistrationCode.OVERLAP);
    }

    @Test
    @Tag("B-07")
    void aConfirmationIsAboutTheNumberThatWasSeenAndNoOther() {
        office.register.knows(number(1), hanako("name", "佐藤●子"));
        assertThat(send(Row.add(KYOKAI)).code()).isEqualTo(RegistrationCode.REGISTER_REVIEW);
        PendingCoverage seen = onlyPending();
        assertThat(seen.confirmable()).isTrue();

        // a namesake of the same birthday, who lives elsewhere
        office.register.knows(number(2), hanako("address", "京都府京都市9"));
        assertThat(corrected(number(2)).code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
        PendingCoverage namesake = onlyPending();
        assertThat(namesake.confirmable()).isTrue();
        refusedToConfirm(seen, FaultCode.CHANGED_SINCE_SEEN);

        // and another one: code and comparison are the same, and the clock stands still
        office.register.knows(number(3), hanako("address", "京都府京都市9"));
        assertThat(corrected(number(3)).code()).isEqualTo(RegistrationCode.REGISTER_DIFFERS);
        refusedToConfirm(namesake, FaultCode.CHANGED_SINCE_SEEN);
        assertThat(audited("vault.used")).as("no number is opened for it").isEmpty();
        assertThat(shown(KYOKAI)).isEmpty();

        assertThat(corrected(number(3)).code()).isEqualTo(RegistrationCode.UNCHANGED);
        assertThat(onlyPending().since()).as("nothing new was said").isAfter(namesake.since());
        confirm(KYOKAI, onlyPending());
        assertThat(shown(KYOKAI)).hasSize(1);
    }

    @Test
    @Tag("B-07")
    void whatChangesWhileAConfirmationIsUnderWayIsNotConfirmed() {
        office.register.knows(number(1), hanako("address", "大阪府堺市北区9"));
        send(Row.add(KYOKAI));
        PendingCoverage seen = onlyPending();
        office.register.knows(number(2), hanako("address", "京都府京都市9"));
        JdbcClient store = JdbcClient.create(office.database.superuser());
        TransactionTemplate writer =
                new TransactionTemplate(new JdbcTransactionManager(office.database.server()));
        try (ExecutorService desk = Executors.newSingleThreadExecutor()) {
            Future<?> clerk =
                    writer.execute(_ -> {
                        new LedgerTable(office.database.server()).lockWriters();
                        Future<?> waiting = desk.submit(() -> confirm(KYOKAI, seen));
                        Await.until(
                                "the number is open",
                                () ->
                                        store.sql(
                                                        "SELECT EXISTS (SELECT FROM audit.entry"
                                                                + " WHERE event = 'vault.used')")
                                                .query(Boolean.class)
                                                .single());
                        // as a row of a file would, under the lock of whoever writes
                        store.sql(
                                        "UPDATE registry.pending SET recorded_at = recorded_at +"
                                                + " INTERVAL '1 microsecond'")
                                .update();
                        return waiting;
                    });
            assertThatThrownBy(() -> clerk.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(Fault.class)
                    .cause()
                    .extracting(fault -> ((Fault) fault).code())
                    .isEqualTo(FaultCode.CHANGED_SINCE_SEEN);
        }
        assertThat(shown(KYOKAI)).isEmpty();
    }

    private RowOutcome corrected(String number) {
        return send(
                Row.of(RegistrationAction.CORRECT, KYOKAI)
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number));
    }

    private List<String> audited(String event) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT convert_from(body, 'UTF8') FROM audit.entry WHERE event = ?")
                .param(event)
                .query(String.class)
                .list();
    }

    @Test
    void nobodyConfirmsBirthDateOrSexOrTwoDifferencesOrAnUnknownNumber() {
        Map<Map<String, Object>, RegistrationCode> never = new HashMap<>();
        never.put(hanako("birth_date", "1980-05-06"), RegistrationCode.REGISTER_DIFFERS);
        never.put(hanako("sex", "1"), RegistrationCode.REGISTER_DIFFERS);
        never.put(hanako("address", "大阪府堺市北区9", "name", "別　人"), RegistrationCode.REGISTER_DIFFERS);
        never.put(
                hanako("address", "大阪府堺市北区9", "name", "●木　花子"), RegistrationCode.REGISTER_DIFFERS);
        never.put(hanako("sex", "3"), RegistrationCode.REGISTER_REVIEW);
        never.put(Map.of(), RegistrationCode.REGISTER_UNKNOWN);
        int place = 10;
        for (Map.Entry<Map<String, Object>, RegistrationCode> one : never.entrySet()) {
            place++;
            office.register.knows(number(place), one.getKey());
            RowOutcome outcome =
                    send(
                            Row.add(KYOKAI)
                                    .identifier("5", Integer.toString(place), "00")
                                    .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(place)));
            assertThat(outcome.code()).isEqualTo(one.getValue());
        }
        List<PendingCoverage> all = pendings().of(KYOKAI, Optional.empty(), 10);
        assertThat(all).hasSize(never.size());
        for (PendingCoverage pending : all) {
            assertThat(pending.confirmable()).isFalse();
            refusedToConfirm(pending, FaultCode.NOT_CONFIRMABLE);
        }
        assertThat(shown(KYOKAI)).isEmpty();
    }

    @Test
    void nobodyConfirmsANumberThatIsBoundToSomebodyElse() {
        send(
                Row.add(KYOKAI)
                        .identifier("9", "9", "00")
                        .born("1950-01-01")
                        .with(RegistrationColumn.COPAY_PERCENT, "20"));
        RowOutcome mismatch = receiveOne(Row.add(KYOKAI));
        assertThat(mismatch.code()).isEqualTo(RegistrationCode.PERSON_MISMATCH);
        assertThat(mismatch.column()).isEqualTo("birth_date");
        refusedToConfirm(onlyPending(), FaultCode.NOT_CONFIRMABLE);

        // the register had another address when the row came, and the number was given to another
        office.register.knows(number(3), hanako("address", "大阪府堺市北区9"));
        send(
                Row.add(KYOKAI)
                        .identifier("3", "3", "00")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(3)));
        office.register.knows(number(3), hanako("name_kana", "ベツ　ジン", "name", "別　人"));
        office.send(
                SOCIETY,
                Row.add(SOCIETY)
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(3))
                        .with(RegistrationColumn.NAME, "別　人")
                        .with(RegistrationColumn.NAME_KANA, "ベツ　ジン")
                        .row());
        PendingCoverage twin =
                pendings().of(KYOKAI, Optional.empty(), 10).stream()
                        .filter(PendingCoverage::confirmable)
                        .findFirst()
                        .orElseThrow();
        refusedToConfirm(twin, FaultCode.NUMBER_OF_ANOTHER);
        assertThat(shown(KYOKAI)).isEmpty();
    }

    @Test
    @Tag("B-08")
    void anEarlierCoverageUnderAnotherKanaNameIsAskedAboutUnlessTheRegisterKnowsTheNameOfThen() {
        for (Map.Entry<String, RegistrationCode> then :
                Map.of(
                                "スズキ　ハナコ", RegistrationCode.OVERLAP,
                                "マッタク　ベツ", RegistrationCode.KANA_DIFFERS)
                        .entrySet()) {
            try (RegistrationOffice fresh = new RegistrationOffice()) {
                fresh.register.knows(number(1), hanako("name", "別　花子", "name_kana", then.getKey()));
                fresh.send(
                        SOCIETY,
                        Row.add(SOCIETY)
                                .with(RegistrationColumn.NAME, "別　花子")
                                .with(RegistrationColumn.NAME_KANA, then.getKey())
                                .row());
                Map<String, Object> now = hanako();
                now.put(
                        "former",
                        List.of(
                                Map.of(
                                        "name", "鈴木　花子",
                                        "name_kana", "スズキ　ハナコ",
                                        "address", now.get("address"),
                                        "until", "2024-12-01")));
                fresh.register.knows(number(1), now);
                RowOutcome outcome = fresh.send(KYOKAI, Row.add(KYOKAI).row()).getFirst();
                assertThat(outcome.code()).isEqualTo(then.getValue());
            }
        }
    }

    @Test
    void aConfirmedKanaNameJoinsThePersonOfTheNumber() {
        office.register.knows(number(1), hanako("name", "別　花子", "name_kana", "ベツ　ハナコ"));
        office.send(
                SOCIETY,
                Row.add(SOCIETY)
                        .with(RegistrationColumn.LOST_ON, "2025-01-01")
                        .with(RegistrationColumn.LOSS_REASON, "01")
                        .with(RegistrationColumn.NAME, "別　花子")
                        .with(RegistrationColumn.NAME_KANA, "ベツ　ハナコ")
                        .row());
        office.register.knows(number(1), hanako());
        assertThat(send(Row.add(KYOKAI).with(RegistrationColumn.ACQUIRED_ON, "2025-01-01")).code())
                .isEqualTo(RegistrationCode.KANA_DIFFERS);
        confirm(KYOKAI, onlyPending());
        assertThat(shown(KYOKAI))
                .extracting(coverage -> coverage.insurer().digits())
                .containsExactlyInAnyOrder(KYOKAI.digits(), SOCIETY.digits());
    }

    private RowOutcome receiveOne(Row row) {
        return told(receive(row));
    }

    private PendingCoverage onlyPending() {
        List<PendingCoverage> all = pendings().of(KYOKAI, Optional.empty(), 10);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void refusedToConfirm(PendingCoverage pending, FaultCode code) {
        assertThatThrownBy(() -> confirm(KYOKAI, pending))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private Pendings pendings() {
        return pendings(office);
    }

    private static Pendings pendings(RegistrationOffice office) {
        return new Pendings(
                office.database.server(),
                new JdbcTransactionManager(office.database.server()),
                office.kept,
                office.keys,
                office.inquiry,
                new Audit(office.database.server()),
                Rules.published(),
                office.clock);
    }

    private void confirm(InsurerNumber insurer, PendingCoverage seen) {
        confirm(office, insurer, seen);
    }

    private static void confirm(
            RegistrationOffice office, InsurerNumber insurer, PendingCoverage seen) {
        pendings(office)
                .confirm(
                        insurer,
                        new Pendings.Confirmation(
                                seen.coverage().coverageId(),
                                seen.since(),
                                new Clerk("sato"),
                                ConfirmationReason.PERSON_ASKED),
                        "insurer:" + insurer.digits(),
                        () -> {});
    }

    /** It answers again, and the file is tried again. */
    private static void answered(RegistrationOffice office) {
        Await.until("the register is asked again", () -> !office.inquiry.resting());
        office.time.updateAndGet(now -> now.plus(RegistrationLimits.ATTEMPT_PAUSE));
        office.drain();
    }

    private static long kept(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT count(*) FROM vault.unlinked_number")
                .query(Long.class)
                .single();
    }
}
