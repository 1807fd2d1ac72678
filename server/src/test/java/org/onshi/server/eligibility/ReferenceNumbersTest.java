package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.Await;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.VaultKeys;
import org.onshi.wire.BulkReferenceNumberRequest;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.Parsed;
import org.onshi.wire.ReferenceNumberHeader;
import org.onshi.wire.ReferenceNumberRegistration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A facility's own numbers of its patients (requirements A-30) over a real database. */
@Tag("database")
@Tag("store")
class ReferenceNumbersTest {
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final FacilityCode OTHER = new FacilityCode("0110113719");
    private static final String INSURER = "138016";
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);
    private static final UUID HANAKO = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID KENJI = UUID.fromString("00000000-0000-7000-8000-000000000002");

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource store = database.server();
    private final RegisteredPeople people = new RegisteredPeople(store);
    private Instant now = Instant.parse("2024-12-02T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final Audit audit = new Audit(store);
    private final Registry registry = new Registry(store, new Insurers(store, clock));
    private final KeyedDigest digest =
            VaultKeys.of(List.of(VaultKeys.newLine("test"))).questionDigest();
    private final ReferenceNumbers references = references();
    private final Eligibility eligibility =
            new Eligibility(registry, audit, references, digest, clock);

    ReferenceNumbersTest() {
        register(HANAKO, "1", "");
        register(KENJI, "2", "");
    }

    private ReferenceNumbers references() {
        return new ReferenceNumbers(
                store, registry, audit, digest, clock, new JdbcTransactionManager(store));
    }

    private BulkReferenceNumbers bulk() {
        return new BulkReferenceNumbers(
                store, references, audit, clock, new JdbcTransactionManager(store));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void register(UUID person, String number, String branch) {
        people.register(
                people.row(
                                INSURER,
                                new InsuredIdentifier("12", number, branch),
                                BIRTH,
                                "2020-04-01",
                                "")
                        .of(person));
    }

    private static ReferenceNumberRegistration asked(String reference, String number) {
        return ReferenceNumberRegistration.of(
                reference,
                new ClaimedInsurerNumber(INSURER),
                new InsuredIdentifier("１２", number, ""));
    }

    private Optional<FaultCode> refused(FacilityCode facility, String reference, String number) {
        return references.register(facility, asked(reference, number), Optional.empty()).refused();
    }

    private CheckAnswer check(FacilityCode facility, String number) {
        return eligibility.check(
                new Question(
                        facility,
                        new ClaimedInsurerNumber(INSURER),
                        new InsuredIdentifier("12", number, ""),
                        BIRTH,
                        Optional.empty(),
                        Optional.empty(),
                        false),
                Optional.empty());
    }

    private long entries(String event) {
        return JdbcClient.create(database.inspector())
                .sql("SELECT count(*) FROM audit.entry WHERE event = ?")
                .param(event)
                .query(Long.class)
                .single();
    }

    @Test
    void theSecondVisitShowsTheNumberAndAnotherFacilitySeesNothing() {
        assertThat(check(CLINIC, "1").referenceNumber()).isEmpty();
        assertThat(refused(CLINIC, "1001", "1")).isEmpty();
        assertThat(check(CLINIC, "1").referenceNumber()).contains("1001");
        assertThat(check(OTHER, "1").referenceNumber()).isEmpty();
        assertThat(check(CLINIC, "2").referenceNumber()).isEmpty();
        assertThat(entries("reference.registered")).isEqualTo(1);
    }

    @Test
    void aNumberOfAnotherPatientIsRefusedAtThatFacilityOnly() {
        assertThat(refused(CLINIC, "1001", "1")).isEmpty();
        assertThat(refused(CLINIC, "1001", "2")).contains(FaultCode.REFERENCE_NUMBER_TAKEN);
        assertThat(references.of(CLINIC, KENJI)).isEmpty();
        assertThat(refused(OTHER, "1001", "2")).isEmpty();
        assertThat(references.of(CLINIC, HANAKO)).contains("1001");
        assertThat(entries("reference.refused")).isEqualTo(1);
    }

    @Test
    void anotherNumberOfTheSamePatientReplacesTheFirstAndFreesIt() {
        assertThat(refused(CLINIC, "1001", "1")).isEmpty();
        assertThat(refused(CLINIC, "1002", "1")).isEmpty();
        assertThat(references.of(CLINIC, HANAKO)).contains("1002");
        assertThat(refused(CLINIC, "1001", "2")).isEmpty();
        assertThat(references.of(CLINIC, KENJI)).contains("1001");
    }

    @Test
    void exactlyOnePersonIsMeantOrNobody() {
        register(UUID.randomUUID(), "3", "01");
        register(UUID.randomUUID(), "3", "02");
        assertThat(refused(CLINIC, "7", "3")).contains(FaultCode.INSURED_SEVERAL);
        assertThat(refused(CLINIC, "7", "4")).contains(FaultCode.INSURED_UNKNOWN);
        assertThat(
                        references
                                .register(
                                        CLINIC,
                                        ReferenceNumberRegistration.of(
                                                "7",
                                                new ClaimedInsurerNumber(INSURER),
                                                new InsuredIdentifier("12", "3", "2")),
                                        Optional.empty())
                                .refused())
                .isEmpty();
        assertThat(entries("reference.refused")).as("who finds nobody is recorded").isEqualTo(2);
    }

    @Test
    void ofTwoNumbersGivenAtOnceTheOneThatIsReplacedIsFree() throws Exception {
        JdbcTransactionManager manager = new JdbcTransactionManager(store);
        ReferenceTable table = new ReferenceTable(store);
        java.util.concurrent.FutureTask<Boolean> second =
                new java.util.concurrent.FutureTask<>(() ->
                        new TransactionTemplate(manager)
                                .execute(_ ->
                                        table.assign(
                                                CLINIC, HANAKO, "2002", Optional.empty(), now)));
        new TransactionTemplate(manager)
                .executeWithoutResult(_ -> {
                    assertThat(table.assign(CLINIC, HANAKO, "2001", Optional.empty(), now))
                            .isTrue();
                    Thread.ofPlatform().start(second);
                    Await.until(
                            "the second waits for the first",
                            () ->
                                    JdbcClient.create(database.superuser())
                                                    .sql(
                                                            """
                                                            SELECT count(*) FROM pg_stat_activity
                                                            WHERE datname = current_database()
                                                                AND wait_event_type = 'Lock'
                                                            """)
                                                    .query(Long.class)
                                                    .single()
                                            == 1);
                });
        assertThat(second.get(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(references.of(CLINIC, HANAKO)).contains("2002");
        assertThat(table.assign(CLINIC, KENJI, "2001", Optional.empty(), now)).isTrue();
        assertThat(table.assign(CLINIC, KENJI, "2002", Optional.empty(), now)).isFalse();
    }

    @Test
    void theSameKeyIsTheSameRegistration() {
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        ReferenceNumbers.Outcome first = references.register(CLINIC, asked("1001", "1"), key);
        now = now.plusSeconds(60);
        assertThat(references.register(CLINIC, asked("1001", "1"), key)).isEqualTo(first);
        assertThat(entries("reference.registered")).isEqualTo(1);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> references.register(CLINIC, asked("1002", "1"), key))
                .satisfies(fault ->
                        assertThat(fault.code()).isEqualTo(FaultCode.IDEMPOTENCY_KEY_REUSED));
        assertThat(references.of(CLINIC, HANAKO)).contains("1001");
    }

    @Test
    void whoIsPresentGetsANumberUnlessItIsAnothers() {
        references.register(CLINIC, HANAKO, "1001");
        assertThat(references.of(CLINIC, HANAKO)).contains("1001");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> references.register(CLINIC, KENJI, "1001"))
                .satisfies(fault ->
                        assertThat(fault.code()).isEqualTo(FaultCode.REFERENCE_NUMBER_TAKEN));
        assertThat(entries("reference.refused")).isEqualTo(1);
    }

    @Test
    void aFacilityWithoutAnyNumberPaysNothingForTheOthers() {
        assertThat(check(CLINIC, "1").referenceNumber()).isEmpty();
        database.execute("ALTER TABLE eligibility.reference_number RENAME TO away");
        database.execute("ALTER TABLE eligibility.reference_owner RENAME TO away_too");
        assertThat(check(CLINIC, "1").referenceNumber())
                .as("known for a minute without asking")
                .isEmpty();
    }

    @Test
    void manyAreRegisteredInTheirOrderAndAKilledServerGoesOn() {
        List<BulkReferenceNumberRequest.Unit> units = new ArrayList<>();
        units.add(new BulkReferenceNumberRequest.Unit.Good(asked("1001", "1")));
        units.add(new BulkReferenceNumberRequest.Unit.Good(asked("1001", "2")));
        units.add(new BulkReferenceNumberRequest.Unit.Good(asked("", "2")));
        for (int i = units.size(); i < BulkLimits.ROWS_A_TRANSACTION_MAX; i++) {
            units.add(new BulkReferenceNumberRequest.Unit.Good(asked("9" + i, "404")));
        }
        units.add(new BulkReferenceNumberRequest.Unit.Good(asked("1002", "2")));
        Element upload =
                new BulkReferenceNumberRequest(
                                new ReferenceNumberHeader(CLINIC, Optional.empty()), units)
                        .toElement();
        if (!(BulkReferenceNumberRequest.parse(upload)
                instanceof
                Parsed.Good<BulkReferenceNumberRequest>(BulkReferenceNumberRequest request))) {
            throw new AssertionError("the test's own message is faulty");
        }
        String number = bulk().take(CLINIC, upload, request, Optional.empty()).receptionNumber();
        assertThat(bulk().state(CLINIC, number))
                .isInstanceOf(BulkReferenceNumbers.State.Running.class);
        assertThat(bulk().workOnce()).isTrue();
        assertThat(bulk().state(CLINIC, number))
                .isInstanceOf(BulkReferenceNumbers.State.Running.class);
        assertThat(bulk().workOnce()).isTrue();
        assertThat(bulk().workOnce()).isFalse();
        assertThat(bulk().state(OTHER, number))
                .isInstanceOf(BulkReferenceNumbers.State.NotFound.class);
        assertThat(bulk().state(CLINIC, number))
                .isInstanceOfSatisfying(
                        BulkReferenceNumbers.State.Done.class,
                        done -> {
                            assertThat(done.rows()).hasSameSizeAs(units);
                            assertThat(outcome(done, 0)).isEmpty();
                            assertThat(outcome(done, 1)).contains(FaultCode.REFERENCE_NUMBER_TAKEN);
                            assertThat(done.rows().get(2).outcome()).isEmpty();
                            assertThat(outcome(done, 3)).contains(FaultCode.INSURED_UNKNOWN);
                            assertThat(outcome(done, units.size() - 1)).isEmpty();
                        });
        assertThat(references.of(CLINIC, KENJI)).contains("1002");
        assertThat(entries("bulk.received")).isEqualTo(1);
        assertThat(entries("reference.registered")).isEqualTo(2);
    }

    private static Optional<FaultCode> outcome(BulkReferenceNumbers.State.Done done, int row) {
        return done.rows().get(row).outcome().orElseThrow().refused();
    }
}
