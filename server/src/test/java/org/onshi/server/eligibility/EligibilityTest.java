package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Verdict;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.VaultKeys;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@Tag("database")
@Tag("store")
class EligibilityTest {
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final FacilityCode PHARMACY = new FacilityCode("1342345671");
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);
    private static final InsuredIdentifier HANAKO = new InsuredIdentifier("１２", "00345", "01");
    private static final String OLD = "01130012";
    private static final String NEW = "06130488";

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource store = database.server();
    private final RegisteredPeople people = new RegisteredPeople(store);
    private final Audit audit = new Audit(store);
    private Instant now = Instant.parse("2024-12-02T00:00:00.123456789Z");
    private final InstantSource clock = () -> now;
    private final String vaultKey = VaultKeys.newLine("first");
    private final Eligibility eligibility = eligibility(vaultKey);

    private Eligibility eligibility(String... vaultKeys) {
        Registry registry = new Registry(store, new Insurers(store, clock));
        KeyedDigest digest = VaultKeys.of(List.of(vaultKeys)).questionDigest();
        return new Eligibility(
                registry,
                audit,
                new ReferenceNumbers(
                        store, registry, audit, digest, clock, new JdbcTransactionManager(store)),
                digest,
                clock);
    }

    @BeforeEach
    void twoInsurers() {
        people.insurer(OLD, "全国健康保険協会東京支部");
        people.insurer(NEW, "試験健康保険組合");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Question ask(String insurer, InsuredIdentifier identifier, String day) {
        return new Question(
                CLINIC,
                new ClaimedInsurerNumber(insurer),
                identifier,
                BIRTH,
                Optional.of(LocalDate.parse(day)),
                Optional.empty(),
                false);
    }

    private static Question knownAt(Question question, String instant) {
        return new Question(
                question.facility(),
                question.insurer(),
                question.identifier(),
                question.birthDate(),
                question.day(),
                Optional.of(Instant.parse(instant)),
                question.limitConsent());
    }

    private static Question today(InsuredIdentifier identifier) {
        return new Question(
                CLINIC,
                new ClaimedInsurerNumber(OLD),
                identifier,
                BIRTH,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Question withLimit(Question question) {
        return new Question(
                question.facility(),
                question.insurer(),
                question.identifier(),
                question.birthDate(),
                question.day(),
                question.knownAt(),
                true);
    }

    private static Question bornOn(Question question, LocalDate birthDate) {
        return new Question(
                question.facility(),
                question.insurer(),
                question.identifier(),
                birthDate,
                question.day(),
                question.knownAt(),
                question.limitConsent());
    }

    private void refuses(UUID key, Question other) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> eligibility.check(other, Optional.of(key)))
                .satisfies(fault ->
                        assertThat(fault.code()).isEqualTo(FaultCode.IDEMPOTENCY_KEY_REUSED));
    }

    private CheckAnswer check(Question question) {
        return eligibility.check(question, Optional.empty());
    }

    private Verdict verdict(Question question) {
        return check(question).verdict();
    }

    private long entries() {
        return JdbcClient.create(database.inspector())
                .sql("SELECT count(*) FROM audit.entry WHERE event = 'eligibility.checked'")
                .query(Long.class)
                .single();
    }

    @Test
    void whoeverIsCoveredIsFoundHoweverTheCardIsTyped() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        for (InsuredIdentifier typed :
                new InsuredIdentifier[] {
                    HANAKO,
                    new InsuredIdentifier("12", "345", ""),
                    new InsuredIdentifier("１２", "３４５", "1"),
                    new InsuredIdentifier(" 12 ", "0345", "01")
                }) {
            CheckAnswer answer = check(ask("01130012", typed, "2024-12-02"));
            assertThat(answer.verdict()).isEqualTo(Verdict.ELIGIBLE);
            assertThat(answer.coverages().getFirst().coverage().identifier()).isEqualTo(HANAKO);
            assertThat(answer.coverages().getFirst().insurerName()).isEqualTo("全国健康保険協会東京支部");
            assertThat(answer.coverages().getFirst().limit()).isEmpty();
        }
        assertThat(verdict(ask(OLD, new InsuredIdentifier("12", "345", "02"), "2024-12-02")))
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(ask(NEW, HANAKO, "2024-12-02"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theBirthDateMustBeEqual() {
        people.register(people.row(OLD, HANAKO, BIRTH.plusDays(1), "2020-04-01", ""));
        assertThat(verdict(ask(OLD, HANAKO, "2024-12-02"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aJobChangersNewCoverageIsHintedAtButNotDisclosed() {
        RegisteredPeople.Row old = people.row(OLD, HANAKO, BIRTH, "2020-04-01", "2024-10-01");
        people.register(old);
        InsuredIdentifier next = new InsuredIdentifier("9", "77", "00");
        people.register(people.row(NEW, next, BIRTH, "2024-11-01", "").of(old.person()));
        assertThat(verdict(ask(OLD, HANAKO, "2024-09-30"))).isEqualTo(Verdict.ELIGIBLE);
        assertThat(verdict(ask(OLD, HANAKO, "2024-10-31"))).isEqualTo(Verdict.NOT_ELIGIBLE);
        CheckAnswer answer = check(ask(OLD, HANAKO, "2024-11-01"));
        assertThat(answer.verdict()).isEqualTo(Verdict.NOT_ELIGIBLE_NEW_COVERAGE);
        assertThat(answer.coverages()).hasSize(1);
        assertThat(answer.coverages().getFirst().coverage().insurer().digits()).isEqualTo(OLD);
        assertThat(answer.nextStep()).isEqualTo(NextStep.ASK_FOR_NEW_CARD);
        assertThat(verdict(ask(NEW, next, "2024-10-31"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void twinsWithoutBranchAreSeveralAndNoneIsReturned() {
        people.register(
                people.row(OLD, new InsuredIdentifier("12", "9", "02"), BIRTH, "2020-04-01", ""));
        people.register(
                people.row(OLD, new InsuredIdentifier("12", "9", "03"), BIRTH, "2020-04-01", ""));
        CheckAnswer answer = check(ask(OLD, new InsuredIdentifier("12", "9", ""), "2024-12-02"));
        assertThat(answer.verdict()).isEqualTo(Verdict.SEVERAL);
        assertThat(answer.coverages()).isEmpty();
        assertThat(verdict(ask(OLD, new InsuredIdentifier("12", "9", "03"), "2024-12-02")))
                .isEqualTo(Verdict.ELIGIBLE);
    }

    @Test
    void whatIsPendingDoesNotExist() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", "").pending());
        assertThat(verdict(ask(OLD, HANAKO, "2024-12-02"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void anAnswerCanBeAskedForAsItWasKnown() {
        RegisteredPeople.Row row = people.row(OLD, HANAKO, BIRTH, "2020-04-01", "");
        UUID coverage = UUID.randomUUID();
        people.register(row.known("2024-01-01T00:00:00Z", "2024-11-20T00:00:00Z"), coverage);
        people.register(
                people.row(OLD, HANAKO, BIRTH, "2020-04-01", "2024-11-01")
                        .of(row.person())
                        .knownFrom("2024-11-20T00:00:00Z"),
                coverage);
        Question question = ask(OLD, HANAKO, "2024-11-10");
        assertThat(verdict(question)).isEqualTo(Verdict.NOT_ELIGIBLE);
        assertThat(verdict(knownAt(question, "2024-11-19T23:59:59Z"))).isEqualTo(Verdict.ELIGIBLE);
        assertThat(verdict(knownAt(question, "2024-11-20T00:00:00Z")))
                .isEqualTo(Verdict.NOT_ELIGIBLE);
        assertThat(verdict(knownAt(question, "2023-12-31T23:59:59Z"))).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(knownAt(question, "2099-01-01T00:00:00Z")))
                .isEqualTo(Verdict.NOT_ELIGIBLE);
    }

    @Test
    void everyCheckLeavesOneEntryOfIdsAndCodesEvenWhenNobodyWasFound() {
        CheckAnswer nobody = check(ask(OLD, HANAKO, "2024-12-02"));
        AuditEntry entry = audit.find(nobody.checkId()).orElseThrow();
        assertThat(entry.caller()).isEqualTo("facility:1312345670");
        assertThat(entry.person()).isEmpty();
        assertThat(entry.details())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "verdict", "4",
                                "day", "2024-12-02",
                                "channel", "number",
                                "reason", "NO_SUCH_IDENTIFIER"));
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        CheckAnswer found = check(ask(OLD, HANAKO, "2024-12-02"));
        AuditEntry second = audit.find(found.checkId()).orElseThrow();
        assertThat(second.person()).contains(found.coverages().getFirst().coverage().personId());
        assertThat(second.at()).isEqualTo(found.checkedAt());
        assertThat(second.details().values()).noneMatch(value -> value.contains("345"));
        assertThat(entries()).isEqualTo(2);
        assertThat(eligibility.recorded(CLINIC, found.checkId())).isPresent();
        assertThat(eligibility.recorded(PHARMACY, found.checkId()))
                .as("another facility's check")
                .isEmpty();
    }

    @Test
    void theSameKeyGetsTheSameAnswerAgainEvenAfterTheRegistryChanged() {
        RegisteredPeople.Row row = people.row(OLD, HANAKO, BIRTH, "2020-04-01", "");
        people.register(row);
        UUID key = UUID.randomUUID();
        Question question = ask(OLD, HANAKO, "2024-12-02");
        CheckAnswer first = eligibility.check(question, Optional.of(key));
        now = now.plusSeconds(3600);
        database.execute("UPDATE registry.lookup SET invalidated_at = '2024-12-02T00:10:00Z'");
        database.execute("UPDATE registry.coverage SET invalidated_at = '2024-12-02T00:10:00Z'");
        CheckAnswer again = eligibility.check(question, Optional.of(key));
        assertThat(again.checkId()).isEqualTo(first.checkId());
        assertThat(again.checkedAt()).isEqualTo(first.checkedAt());
        assertThat(again.verdict()).isEqualTo(first.verdict());
        assertThat(again.coverages().getFirst().coverage().versionId())
                .isEqualTo(first.coverages().getFirst().coverage().versionId());
        assertThat(entries()).isEqualTo(1);
        assertThat(verdict(question)).as("a new question").isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void anAnswerGivenAgainKeepsItsVerdictAndLosesARowThatIsAnothersAndPendingByNow() {
        UUID coverage = UUID.randomUUID();
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""), coverage);
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        Question question = ask(OLD, HANAKO, "2024-12-02");
        CheckAnswer first = eligibility.check(question, key);
        assertThat(first.coverages()).hasSize(1);
        now = now.plusSeconds(3600);
        database.execute("UPDATE registry.lookup SET invalidated_at = '2024-12-02T00:10:00Z'");
        database.execute("UPDATE registry.coverage SET invalidated_at = '2024-12-02T00:10:00Z'");
        people.register(
                people.row(OLD, new InsuredIdentifier("12", "346", "01"), BIRTH, "2020-04-01", "")
                        .knownFrom("2024-12-02T00:10:00Z")
                        .pending(),
                coverage);
        CheckAnswer again = eligibility.check(question, key);
        assertThat(again.verdict()).isEqualTo(first.verdict());
        assertThat(again.coverages()).isEmpty();
        assertThat(verdict(knownAt(question, "2024-12-02T00:05:00Z"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aKeyUsedForAnotherQuestionIsRefusedAndDisclosesNobody() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        UUID key = UUID.randomUUID();
        eligibility.check(ask(OLD, HANAKO, "2024-12-02"), Optional.of(key));
        refuses(key, ask(OLD, new InsuredIdentifier("8", "8", ""), "2024-12-02"));
        refuses(key, ask(OLD, HANAKO, "2024-12-03"));
        refuses(key, ask(NEW, HANAKO, "2024-12-02"));
        refuses(key, bornOn(ask(OLD, HANAKO, "2024-12-02"), BIRTH.plusDays(1)));
        refuses(key, knownAt(ask(OLD, HANAKO, "2024-12-02"), "2024-12-01T00:00:00Z"));
        refuses(key, today(HANAKO));
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void limitDataDoesNotLeaveUnderAKeyWhoseEntrySaysItWasNotAskedFor() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        UUID key = UUID.randomUUID();
        Question without = ask(OLD, HANAKO, "2024-12-02");
        eligibility.check(without, Optional.of(key));
        refuses(key, withLimit(without));
        CheckAnswer with = eligibility.check(withLimit(without), Optional.of(UUID.randomUUID()));
        assertThat(with.coverages().getFirst().limit()).isPresent();
    }

    @Test
    void aKeyUnderWhichNobodyWasFoundAnswersForNobodyElse() {
        UUID nobody = UUID.randomUUID();
        eligibility.check(ask(OLD, HANAKO, "2024-12-02"), Optional.of(nobody));
        refuses(nobody, ask(OLD, new InsuredIdentifier("8", "8", ""), "2024-12-02"));
        InsuredIdentifier twin = new InsuredIdentifier("12", "9", "");
        people.register(
                people.row(OLD, new InsuredIdentifier("12", "9", "02"), BIRTH, "2020-04-01", ""));
        people.register(
                people.row(OLD, new InsuredIdentifier("12", "9", "03"), BIRTH, "2020-04-01", ""));
        UUID several = UUID.randomUUID();
        assertThat(eligibility.check(ask(OLD, twin, "2024-12-02"), Optional.of(several)).verdict())
                .isEqualTo(Verdict.SEVERAL);
        refuses(several, ask(OLD, HANAKO, "2024-12-02"));
    }

    @Test
    void aQuestionWithoutADayIsTheSameAfterMidnightAndIsAnsweredForItsFirstDay() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", "2024-12-03"));
        now = Instant.parse("2024-12-02T14:59:59.9Z"); // a tenth of a second before midnight
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        CheckAnswer first = eligibility.check(today(HANAKO), key);
        assertThat(first.day()).isEqualTo("2024-12-02");
        now = now.plusSeconds(1);
        CheckAnswer again = eligibility.check(today(HANAKO), key);
        assertThat(again).isEqualTo(first);
        assertThat(again.verdict()).isEqualTo(Verdict.ELIGIBLE);
        refuses(key.get(), ask(OLD, HANAKO, "2024-12-02"));
        assertThat(check(today(HANAKO)).day()).isEqualTo("2024-12-03");
        assertThat(verdict(today(HANAKO))).isEqualTo(Verdict.NOT_ELIGIBLE);
    }

    @Test
    void aRetryIsRecognisedByAnotherServerAndAfterANewVaultKey() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        Question question = ask(OLD, HANAKO, "2024-12-02");
        CheckAnswer first = eligibility.check(question, key);
        assertThat(eligibility(vaultKey).check(question, key)).isEqualTo(first);
        Eligibility rotated = eligibility(vaultKey, VaultKeys.newLine("second"));
        assertThat(rotated.check(question, key)).isEqualTo(first);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> rotated.check(withLimit(question), key));
    }

    @Test
    void whoHoldsTheLogAloneCanNeitherTryQuestionsNorSeeThatTwoAreTheSame() {
        Question question = ask(OLD, HANAKO, "2024-12-02");
        UUID one = UUID.randomUUID();
        String first = questionDigest(eligibility.check(question, Optional.of(one)));
        String second = questionDigest(eligibility.check(question, Optional.of(UUID.randomUUID())));
        assertThat(first).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(second);
        byte[] guessed = question.canonical(CheckId.of(CLINIC, one), Channel.NUMBER);
        assertThat(VaultKeys.of(List.of(vaultKey)).questionDigest().of(guessed)).isEqualTo(first);
        assertThat(VaultKeys.of(List.of(VaultKeys.newLine("first"))).questionDigest().of(guessed))
                .as("the right guess under another key")
                .isNotEqualTo(first);
    }

    @Test
    void aCheckIsThreeStatementsWithAKeyOrWithout() {
        people.register(people.row(OLD, HANAKO, BIRTH, "2020-04-01", ""));
        Question question = ask(OLD, HANAKO, "2024-12-02");
        check(question); // the insurers are read once
        database.execute("CREATE EXTENSION pg_stat_statements");
        for (Optional<UUID> key : List.of(Optional.<UUID>empty(), Optional.of(UUID.randomUUID()))) {
            long before = statements();
            assertThat(eligibility.check(question, key).verdict()).isEqualTo(Verdict.ELIGIBLE);
            assertThat(statements() - before).as("%s", key).isEqualTo(3);
        }
    }

    private long statements() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT sum(s.calls)
                        FROM pg_stat_statements s
                        JOIN pg_roles r ON r.oid = s.userid
                        JOIN pg_database d ON d.oid = s.dbid
                        WHERE r.rolname = 'onshi_server' AND d.datname = current_database()
                          AND s.query ~* '^\\s*(select|insert|update|delete)'
                        """)
                .query(Long.class)
                .single();
    }

    private String questionDigest(CheckAnswer answer) {
        return audit.find(answer.checkId()).orElseThrow().details().get("question");
    }

    @Test
    void aNumberNoInsurerCanHaveIsNamedInTheNextStep() {
        CheckAnswer answer = check(ask("01130013", HANAKO, "2024-12-02"));
        assertThat(answer.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(answer.nextStep()).isEqualTo(NextStep.CORRECT_INSURER_NUMBER);
    }
}
