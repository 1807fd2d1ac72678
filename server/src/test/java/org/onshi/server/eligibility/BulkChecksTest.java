package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Verdict;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.VaultKeys;
import org.onshi.wire.BulkRequest;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Bulk inquiries over a real database, worked on step by step without the worker's thread. */
@Tag("database")
@Tag("store")
class BulkChecksTest {
    private static final FacilityCode HOSPITAL = new FacilityCode("1312345670");
    private static final FacilityCode OTHER = new FacilityCode("0110113719");
    private static final String INSURER = "138016";
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource store = database.server();
    private final RegisteredPeople people = new RegisteredPeople(store);
    private Instant now = Instant.parse("2024-12-02T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final BulkChecks bulk = bulk();

    private BulkChecks bulk() {
        Audit audit = new Audit(store);
        Registry registry = new Registry(store, new Insurers(store, clock));
        KeyedDigest digest = VaultKeys.of(List.of(VaultKeys.newLine("test"))).questionDigest();
        JdbcTransactionManager transactions = new JdbcTransactionManager(store);
        return new BulkChecks(
                store,
                new Eligibility(
                        registry,
                        audit,
                        new ReferenceNumbers(store, registry, audit, digest, clock, transactions),
                        digest,
                        clock),
                audit,
                transactions);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Element upload(List<String> numbers) {
        String people =
                numbers.stream()
                        .map(number ->
                                """
                                {"InsurerNumber":"  138016","InsuredCardSymbol":"12",
                                "InsuredIdentificationNumber":"%s","Birthdate":"19800505",
                                "LimitApplicationCertificateRelatedConsFlg":"0","ArbitraryIdentifier":"p_%s"}
                                """
                                        .formatted(number, number))
                        .collect(Collectors.joining(","));
        String json =
                """
                {"XmlMsg":{"MessageHeader":{"QualificationConfirmationDate":"20241205",
                "MedicalInstitutionCode":"1312345670"},"MessageBody":{"QualificationConfirmSearchInfo":[%s]}}}
                """
                        .formatted(people);
        return JsonMessage.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private BulkChecks.Taken take(Element upload, Optional<UUID> key) {
        if (!(BulkRequest.parse(upload) instanceof Parsed.Good<BulkRequest>(BulkRequest request))) {
            throw new AssertionError("the test's own message is faulty");
        }
        return bulk.take(HOSPITAL, upload, request, key);
    }

    private void register(String number, String lost) {
        people.register(
                people.row(
                        INSURER,
                        new InsuredIdentifier("12", number, ""),
                        BIRTH,
                        "2020-04-01",
                        lost));
    }

    private long entries(String event) {
        return JdbcClient.create(database.inspector())
                .sql("SELECT count(*) FROM audit.entry WHERE event = ?")
                .param(event)
                .query(Long.class)
                .single();
    }

    @Test
    void aFileOfThreeIsAnsweredInItsOrderAndCountedAsBulk() {
        register("1", "");
        register("2", "2024-11-01");
        String number =
                take(upload(List.of("2", "1", "3", "")), Optional.empty()).receptionNumber();
        assertThat(bulk.outcome(HOSPITAL, number)).isEqualTo(new BulkOutcome.Running(0, 4));
        assertThat(bulk.workOnce()).isTrue();
        assertThat(bulk.workOnce()).isFalse();
        assertThat(bulk.outcome(HOSPITAL, number))
                .isInstanceOfSatisfying(
                        BulkOutcome.Done.class,
                        done -> {
                            assertThat(
                                            done.rows().stream()
                                                    .map(row ->
                                                            row.answer().map(CheckAnswer::verdict))
                                                    .toList())
                                    .containsExactly(
                                            Optional.of(Verdict.NOT_ELIGIBLE),
                                            Optional.of(Verdict.ELIGIBLE),
                                            Optional.of(Verdict.UNKNOWN),
                                            Optional.empty());
                            CheckAnswer lost = done.rows().getFirst().answer().orElseThrow();
                            assertThat(lost.coverages().getFirst().coverage().lostOn())
                                    .contains(LocalDate.of(2024, 11, 1));
                        });
        assertThat(entries("bulk.row_checked")).isEqualTo(3);
        assertThat(entries("eligibility.checked")).isZero();
        assertThat(entries("bulk.received")).isEqualTo(1);
        assertThat(entries("bulk.fetched")).isEqualTo(1);
    }

    @Test
    void theReceptionNumberHoldsForTheFacilityThatSentItOnly() {
        String number = take(upload(List.of("1")), Optional.empty()).receptionNumber();
        bulk.workOnce();
        assertThat(bulk.outcome(OTHER, number)).isInstanceOf(BulkOutcome.NotFound.class);
        assertThat(bulk.outcome(HOSPITAL, "1")).isInstanceOf(BulkOutcome.NotFound.class);
        assertThat(bulk.outcome(HOSPITAL, UUID.randomUUID().toString()))
                .isInstanceOf(BulkOutcome.NotFound.class);
    }

    @Test
    void theSameKeyIsTheSameInquiry() {
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        BulkChecks.Taken first = take(upload(List.of("1")), key);
        now = now.plusSeconds(60);
        assertThat(take(upload(List.of("1")), key)).isEqualTo(first);
        assertThat(entries("bulk.received")).isEqualTo(1);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> take(upload(List.of("2")), key))
                .satisfies(fault ->
                        assertThat(fault.code()).isEqualTo(FaultCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void aServerKilledInTheMiddleGoesOnWhereItsLastTransactionEnded() {
        List<String> numbers =
                IntStream.rangeClosed(1, BulkLimits.ROWS_A_TRANSACTION_MAX * 2 + 10)
                        .mapToObj(Integer::toString)
                        .toList();
        register("205", "");
        String number = take(upload(numbers), Optional.empty()).receptionNumber();
        assertThat(bulk.workOnce()).isTrue();
        assertThat(bulk.outcome(HOSPITAL, number))
                .isEqualTo(
                        new BulkOutcome.Running(BulkLimits.ROWS_A_TRANSACTION_MAX, numbers.size()));
        database.execute(
                "ALTER TABLE eligibility.bulk_row ADD CONSTRAINT broken CHECK (position < 150)");
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(bulk::workOnce);
        assertThat(entries("bulk.row_checked"))
                .as("nothing of the broken transaction")
                .isEqualTo(100);
        database.execute("ALTER TABLE eligibility.bulk_row DROP CONSTRAINT broken");
        BulkChecks restarted = bulk();
        assertThat(restarted.workOnce()).isTrue();
        assertThat(restarted.workOnce()).isTrue();
        assertThat(restarted.workOnce()).isFalse();
        assertThat(restarted.outcome(HOSPITAL, number))
                .isInstanceOfSatisfying(
                        BulkOutcome.Done.class,
                        done -> {
                            assertThat(done.rows()).hasSameSizeAs(numbers);
                            assertThat(done.rows().get(204).answer().map(CheckAnswer::verdict))
                                    .contains(Verdict.ELIGIBLE);
                        });
        assertThat(entries("bulk.row_checked")).isEqualTo(numbers.size());
    }

    @Test
    void aResultAskedForAgainIsTheSameAfterTheRegistryChanged() {
        register("1", "");
        String number = take(upload(List.of("1")), Optional.empty()).receptionNumber();
        bulk.workOnce();
        BulkOutcome first = bulk.outcome(HOSPITAL, number);
        database.execute("UPDATE registry.lookup SET invalidated_at = '2024-12-02T00:10:00Z'");
        database.execute("UPDATE registry.coverage SET invalidated_at = '2024-12-02T00:10:00Z'");
        now = now.plusSeconds(3600);
        assertThat(verdicts(bulk.outcome(HOSPITAL, number)))
                .isEqualTo(verdicts(first))
                .containsExactly("1");
    }

    @Test
    void aResultAskedForAgainLosesARowThatIsAnothersAndPendingByNow() {
        UUID coverage = UUID.randomUUID();
        InsuredIdentifier identifier = new InsuredIdentifier("12", "1", "");
        people.register(people.row(INSURER, identifier, BIRTH, "2020-04-01", ""), coverage);
        register("2", "");
        String number = take(upload(List.of("1", "2")), Optional.empty()).receptionNumber();
        bulk.workOnce();
        assertThat(shown(bulk.outcome(HOSPITAL, number))).containsExactly(1, 1);
        people.register(
                people.row(INSURER, identifier, BIRTH, "2020-04-01", "")
                        .knownFrom("2024-12-02T00:10:00Z")
                        .pending(),
                coverage);
        BulkOutcome again = bulk.outcome(HOSPITAL, number);
        assertThat(shown(again)).containsExactly(0, 1);
        assertThat(verdicts(again)).containsExactly("1", "1");
    }

    private static List<Integer> shown(BulkOutcome outcome) {
        return outcome instanceof BulkOutcome.Done done
                ? done.rows().stream()
                        .map(row -> row.answer().orElseThrow().coverages().size())
                        .toList()
                : List.of();
    }

    private static List<String> verdicts(BulkOutcome outcome) {
        return outcome instanceof BulkOutcome.Done done
                ? done.rows().stream()
                        .map(row -> row.answer().orElseThrow().verdict().wire())
                        .toList()
                : List.of();
    }

    @Test
    void tooManyWaitingInquiriesOfOneFacilityAreRefused() {
        for (int i = 0; i < BulkLimits.WAITING_PER_FACILITY_MAX; i++) {
            take(upload(List.of("1")), Optional.empty());
        }
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> take(upload(List.of("1")), Optional.empty()))
                .satisfies(
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.TOO_MANY_REQUESTS));
    }

    @Test
    void resultsAreDeletedAfterTheirTime() {
        String number = take(upload(List.of("1")), Optional.empty()).receptionNumber();
        bulk.workOnce();
        now = now.plus(BulkLimits.RETENTION);
        assertThat(bulk.clean()).isZero();
        now = now.plusSeconds(1);
        assertThat(bulk.clean()).isEqualTo(1);
        assertThat(bulk.outcome(HOSPITAL, number)).isInstanceOf(BulkOutcome.NotFound.class);
    }
}
