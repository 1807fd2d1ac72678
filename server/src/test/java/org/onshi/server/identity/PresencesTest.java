package org.onshi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A presence is good for its visit, at its terminal, while it lasts. */
@Tag("database")
@Tag("store")
class PresencesTest {
    private static final FacilityCode CLINIC = new FacilityCode("1310000017");
    private static final FacilityCode OTHER = new FacilityCode("1310000025");
    private static final Instant MORNING = Instant.parse("2025-01-20T00:00:00Z");
    private static final CertificateId CARD = new CertificateId("0a0b", "1f");

    private static TestDatabase database;
    private static JdbcTransactionManager transactions;
    private Instant now = MORNING;
    private final Presences presences =
            new Presences(database.server(), transactions, new Audit(database.server()), () -> now);

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        transactions = new JdbcTransactionManager(database.server());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private UUID proven() {
        UUID visit = UUID.randomUUID();
        assertThat(insert(visit)).isTrue();
        return visit;
    }

    private static boolean insert(UUID visit) {
        return new PresenceTable(database.server())
                .insert(
                        new PresenceTable.Kept(
                                new Presence(
                                        visit,
                                        CLINIC,
                                        "1",
                                        PresenceMode.PIN,
                                        CardState.VALID,
                                        true,
                                        Optional.empty(),
                                        Certificates.digest(CARD),
                                        MORNING),
                                CARD,
                                LocalDate.parse("2028-04-12"),
                                MORNING.plus(Duration.ofMinutes(30))));
    }

    private void refused(UUID visit, FacilityCode facility, String terminal, String why) {
        assertThatThrownBy(() -> presences.require(visit, facility, terminal))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.VISIT_UNKNOWN));
        assertThat(recorded(visit)).contains("facility:" + facility.digits()).contains(why);
    }

    private static String recorded(UUID visit) {
        return String.join(
                "\n",
                JdbcClient.create(database.superuser())
                        .sql(
                                """
                                SELECT convert_from(body, 'UTF8') FROM audit.entry
                                WHERE event = 'visit.refused' AND convert_from(body, 'UTF8') LIKE ?
                                """)
                        .param("%" + visit + "%")
                        .query(String.class)
                        .list());
    }

    @Test
    void isThereForTheTerminalThatProvedIt() {
        UUID visit = proven();
        Presence found = presences.require(visit, CLINIC, "1");
        assertThat(found.mode()).isEqualTo(PresenceMode.PIN);
        assertThat(found.at()).isEqualTo(MORNING);
        assertThat(found.medicalInformation()).isTrue();
        assertThat(presences.certificateOf(found)).isEqualTo(CARD);
    }

    @Test
    void isRefusedToEveryoneElseAndRecorded() {
        UUID visit = proven();
        refused(visit, CLINIC, "2", "OTHER_TERMINAL");
        refused(visit, CLINIC, "", "OTHER_TERMINAL");
        refused(visit, OTHER, "1", "OTHER_FACILITY");
        refused(UUID.randomUUID(), CLINIC, "1", "UNKNOWN");
    }

    @Test
    void isOverThirtyMinutesLater() {
        UUID visit = proven();
        now = MORNING.plus(Duration.ofMinutes(30)).minusNanos(1_000);
        assertThat(presences.require(visit, CLINIC, "1")).isNotNull();
        now = MORNING.plus(Duration.ofMinutes(30));
        refused(visit, CLINIC, "1", "OVER");
    }

    @Test
    void isOverWhenItIsEnded() {
        UUID visit = proven();
        presences.end(visit, CLINIC, "1");
        refused(visit, CLINIC, "1", "OVER");
    }

    @Test
    void aRefusalIsRecordedAlsoWhenTheCallersTransactionRollsBack() {
        UUID visit = UUID.randomUUID();
        assertThatThrownBy(() ->
                        new TransactionTemplate(transactions)
                                .execute(_ -> presences.require(visit, CLINIC, "1")))
                .isInstanceOf(Fault.class);
        assertThat(recorded(visit)).contains("UNKNOWN");
    }

    @Test
    void aVisitIsProvenOnce() {
        UUID visit = proven();
        assertThat(insert(visit)).isFalse();
    }

    @Test
    void belongsToThePersonOfTheCardOnceItIsRegistered() {
        UUID visit = proven();
        UUID hanako = UUID.randomUUID();
        presences.registered(presences.require(visit, CLINIC, "1"), hanako);
        assertThat(presences.require(visit, CLINIC, "1").person()).contains(hanako);
    }

    @Test
    void aCertificateIsBoundOnce() {
        Certificates certificates = new Certificates(database.server());
        CertificateId id = new CertificateId("0a0b", "2a");
        UUID hanako = UUID.randomUUID();
        assertThat(certificates.bind(Map.of(id, hanako), MORNING)).containsExactly(id);
        assertThat(certificates.bind(Map.of(id, UUID.randomUUID()), MORNING)).isEmpty();
        assertThat(certificates.personOf(id)).contains(hanako);
        assertThat(certificates.personsOf(List.of(id, CARD)))
                .containsExactly(Map.entry(id, hanako));
    }

    @Test
    void aPresenceIsDeletedADayAfterItsEnd() {
        UUID visit = proven();
        PresenceTable table = new PresenceTable(database.server());
        PresenceSweep sweep = new PresenceSweep(table, () -> now);
        now = MORNING.plus(Duration.ofMinutes(30)).plus(PresenceSweep.KEPT);
        sweep.sweep();
        assertThat(table.find(visit)).isPresent();
        now = now.plusMillis(1);
        assertThat(sweep.sweep()).isPositive();
        assertThat(table.find(visit)).isEmpty();
    }
}
