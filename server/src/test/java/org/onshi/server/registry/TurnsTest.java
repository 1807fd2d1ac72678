package org.onshi.server.registry;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onshi.server.registry.RegistrationOffice.CITY;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationStatus.State.DONE;
import static org.onshi.server.registry.RegistrationStatus.State.FAILED;
import static org.onshi.server.registry.RegistrationStatus.State.PROCESSING;
import static org.onshi.server.registry.RegistrationStatus.State.RECEIVED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No insurer's file holds up another's, be it long or broken. */
@Tag("database")
class TurnsTest {
    private static final int CHUNK = RegistrationLimits.CHUNK_ROWS_MAX;

    private final RegistrationOffice office = new RegistrationOffice();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aLongFileLetsEachOtherInsurerHaveItsTurn() {
        UUID kyokai = office.receive(KYOKAI, people(KYOKAI, 0, 3 * CHUNK));
        UUID society = office.receive(SOCIETY, people(SOCIETY, 10_000, 1));
        UUID city = office.receive(CITY, people(CITY, 20_000, 1));

        chunks(3);

        assertThat(status(SOCIETY, society).state()).isEqualTo(DONE);
        assertThat(status(CITY, city).state()).isEqualTo(DONE);
        assertThat(status(KYOKAI, kyokai).rowsDone()).isEqualTo(CHUNK);
    }

    @Test
    void manySmallFilesOfOneInsurerDoNotPushBackAnothersLongOne() {
        List<UUID> small = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            small.add(office.receive(KYOKAI, people(KYOKAI, i, 1)));
        }
        UUID society = office.receive(SOCIETY, people(SOCIETY, 10_000, 3 * CHUNK));

        chunks(4);

        assertThat(status(SOCIETY, society).rowsDone()).isEqualTo(2L * CHUNK);
        assertThat(small)
                .extracting(id -> status(KYOKAI, id).state())
                .containsExactly(DONE, DONE, RECEIVED, RECEIVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE registry.spool SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)",
                "UPDATE registry.spool SET sealed = substring(sealed FOR 20)",
                "UPDATE registry.spool SET block = 9",
                "DELETE FROM registry.spool"
            })
    void aFileWithADamagedBlockIsGivenUpAndItsInsurerSeesWhatToSendAgain(String damage) {
        byte[] body = people(KYOKAI, 0, 2 * CHUNK + 5);
        UUID broken = office.receive(KYOKAI, body);
        UUID next = office.receive(KYOKAI, people(KYOKAI, 5_000, 1));
        UUID society = office.receive(SOCIETY, people(SOCIETY, 10_000, 2));
        assertThat(
                        store().sql(damage + " WHERE registration_id = ? AND block = 2")
                                .param(broken)
                                .update())
                .isEqualTo(1);

        office.drain();

        assertThat(status(SOCIETY, society).state()).as("others go on").isEqualTo(DONE);
        assertThat(status(KYOKAI, broken).state()).isEqualTo(PROCESSING);
        assertThat(status(KYOKAI, broken).hindrance()).contains(FaultCode.REGISTRATION_DAMAGED);
        assertThat(status(KYOKAI, next).state())
                .as("an insurer's files keep their order")
                .isEqualTo(RECEIVED);
        assertThat(office.registrations.held()).isEqualTo(1);
        for (int i = 1; i < RegistrationLimits.DAMAGED_ATTEMPTS_MAX; i++) {
            assertThat(status(KYOKAI, broken).state()).isEqualTo(PROCESSING);
            afterAPause();
        }

        RegistrationStatus failed = status(KYOKAI, broken);
        assertThat(failed.state()).isEqualTo(FAILED);
        assertThat(failed.rowsDone()).isEqualTo(2 * CHUNK + 5);
        assertThat(failed.accepted()).isEqualTo(CHUNK);
        assertThat(failed.rejected()).isEqualTo(CHUNK + 5);
        assertThat(failed.hindrance()).contains(FaultCode.REGISTRATION_DAMAGED);
        List<RowOutcome> outcomes = office.outcomes(KYOKAI, broken);
        assertThat(outcomes).hasSize(2 * CHUNK + 5);
        assertThat(outcomes.subList(0, CHUNK))
                .extracting(RowOutcome::code)
                .containsOnly(RegistrationCode.OK);
        assertThat(outcomes.subList(CHUNK, outcomes.size()))
                .extracting(RowOutcome::code)
                .containsOnly(RegistrationCode.NOT_PROCESSED);
        assertThat(status(KYOKAI, next).state()).isEqualTo(DONE);
        assertThat(office.registrations.held()).isZero();
        assertThat(count("registry.spool")).isZero();
        assertThat(audited("registration.failed"))
                .singleElement()
                .asString()
                .contains(
                        "\"block\":\"2\"",
                        "\"code\":\"ONSHI-F4009\"",
                        "\"rows_not_processed\":\"1005\"",
                        broken.toString());

        assertThat(office.send(KYOKAI, body))
                .extracting(RowOutcome::code)
                .startsWith(RegistrationCode.UNCHANGED)
                .endsWith(RegistrationCode.OK)
                .doesNotContain(RegistrationCode.NOT_PROCESSED);
    }

    @Test
    void aFileWhoseKeyIsMissingWaitsForItAndGoesOnWhenItIsRestored() {
        UUID waiting = office.receive(KYOKAI, people(KYOKAI, 0, CHUNK + 1));
        Registrations keyless = withKeys(VaultKeys.newLine("other"));
        for (int i = 0; i < 20; i++) {
            drain(keyless);
            office.time.updateAndGet(now -> now.plus(RegistrationLimits.ATTEMPT_PAUSE));
        }
        assertThat(status(KYOKAI, waiting).state()).isEqualTo(RECEIVED);
        assertThat(status(KYOKAI, waiting).hindrance())
                .contains(FaultCode.REGISTRATION_KEY_MISSING);
        assertThat(audited("registration.failed")).isEmpty();

        office.drain();

        assertThat(status(KYOKAI, waiting).state()).isEqualTo(DONE);
        assertThat(status(KYOKAI, waiting).accepted()).isEqualTo(CHUNK + 1);
        assertThat(status(KYOKAI, waiting).hindrance()).isEmpty();
    }

    @Test
    void aFileWhoseKeyStaysMissingIsGivenUpAfterDays() {
        UUID lost = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        Registrations keyless = withKeys(VaultKeys.newLine("other"));
        drain(keyless);
        Duration most = RegistrationLimits.KEY_AWAITED_MAX;
        office.time.updateAndGet(now -> now.plus(most).minusSeconds(1));
        drain(keyless);
        assertThat(status(KYOKAI, lost).state()).isEqualTo(RECEIVED);

        office.time.updateAndGet(now -> now.plus(RegistrationLimits.ATTEMPT_PAUSE));
        drain(keyless);

        assertThat(status(KYOKAI, lost).state()).isEqualTo(FAILED);
        assertThat(office.outcomes(KYOKAI, lost))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.NOT_PROCESSED, RegistrationCode.NOT_PROCESSED);
    }

    /** A key of the right name and the wrong content cannot be told from a block changed. */
    @Test
    void aKeyRestoredWronglyAndThenRightlyCostsNothing() {
        UUID waiting = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        drain(withKeys(VaultKeys.newLine("test")));
        assertThat(status(KYOKAI, waiting).hindrance()).contains(FaultCode.REGISTRATION_DAMAGED);

        afterAPause();

        assertThat(status(KYOKAI, waiting).state()).isEqualTo(DONE);
    }

    @Test
    void aFileWhoseResultsTheStoreRefusesHoldsUpNoOtherInsurersAndIsTriedAgain() {
        UUID stuck = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        store().sql(
                        "INSERT INTO registry.registration_row (registration_id, line, status,"
                                + " code, blamed) VALUES (?, 1, 'REJECTED', 'OK', '')")
                .param(stuck)
                .update();
        UUID society = office.receive(SOCIETY, people(SOCIETY, 10_000, 2));

        office.drain();

        assertThat(status(SOCIETY, society).state()).isEqualTo(DONE);
        assertThat(status(KYOKAI, stuck).hindrance()).contains(FaultCode.REGISTRATION_STUCK);
        assertThat(office.everything()).as("what it did is rolled back").hasSize(2);
        store().sql("DELETE FROM registry.registration_row WHERE registration_id = ?")
                .param(stuck)
                .update();

        afterAPause();

        assertThat(status(KYOKAI, stuck).state()).isEqualTo(DONE);
        assertThat(office.outcomes(KYOKAI, stuck))
                .extracting(RowOutcome::code)
                .containsOnly(RegistrationCode.OK);
    }

    @Test
    void aFileWhoseResultsTheStoreAlwaysRefusesEndsAndLetsItsInsurersNextOneGoOn() {
        UUID stuck = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        UUID next = office.receive(KYOKAI, people(KYOKAI, 5_000, 1));
        store().sql(
                        "INSERT INTO registry.registration_row (registration_id, line, status,"
                                + " code, blamed) VALUES (?, 1, 'REJECTED', 'OK', '')")
                .param(stuck)
                .update();
        office.drain();
        for (Duration pause : List.of(ofMinutes(1), ofMinutes(2), ofMinutes(4), ofMinutes(8))) {
            office.time.updateAndGet(now -> now.plus(pause).minusSeconds(1));
            assertThat(office.registrations.processChunk()).as("before its time").isFalse();
            office.time.updateAndGet(now -> now.plusSeconds(1));
            assertThat(office.registrations.processChunk()).isTrue();
        }
        office.time.updateAndGet(
                now -> now.plus(RegistrationLimits.UNFORESEEN_MAX).minus(ofMinutes(16)));
        office.drain();
        assertThat(status(KYOKAI, stuck).state()).as("days later").isEqualTo(RECEIVED);
        office.time.updateAndGet(now -> now.plus(RegistrationLimits.ATTEMPT_PAUSE_MAX));
        office.drain();

        assertThat(status(KYOKAI, stuck).rowsDone()).isEqualTo(2);
        assertThat(status(KYOKAI, stuck).rejected()).isEqualTo(2);
        assertThat(office.outcomes(KYOKAI, stuck)).hasSize(2);
        assertThat(audited("registration.failed")).hasSize(1);
        assertThat(status(KYOKAI, next).state()).isEqualTo(DONE);
        assertThat(count("registry.spool")).isZero();
    }

    @Test
    void aFileGivenUpWhoseRowsTheStoreRefusesRestsBetweenItsAttempts() {
        UUID broken = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        store().sql("DELETE FROM registry.spool").update();
        store().sql(
                        "ALTER TABLE registry.registration_row ADD CONSTRAINT made_by_a_test CHECK"
                                + " (line < 0)")
                .update();
        office.drain();
        for (int i = 1; i < RegistrationLimits.DAMAGED_ATTEMPTS_MAX + 2; i++) {
            afterAPause();
        }
        assertThat(status(KYOKAI, broken).state()).isEqualTo(RECEIVED);
        assertThat(office.registrations.processChunk()).as("it rests").isFalse();
        store().sql("ALTER TABLE registry.registration_row DROP CONSTRAINT made_by_a_test")
                .update();

        afterAPause();

        assertThat(status(KYOKAI, broken).state()).isEqualTo(FAILED);
        assertThat(status(KYOKAI, broken).rejected()).isEqualTo(2);
        assertThat(audited("registration.failed")).hasSize(1);
    }

    /** P0001 is a refusal of the chunk, after which each row is tried alone. */
    @ParameterizedTest
    @CsvSource({
        "53100, 53100, 2",
        "53200, 53200, 2",
        "40P01, 40P01, 2",
        "57014, 57014, 2",
        "58030, 58030, 2",
        "P0001, 53100, 1",
        "P0001, 40P01, 1",
        "P0001, 57014, 1"
    })
    void theStoresTroubleCostsNoInsurerARow(String first, String second, int attemptsInVain) {
        UUID id = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        failTwice(first, second);

        for (int i = 0; i < attemptsInVain; i++) {
            assertThatThrownBy(office.registrations::processChunk)
                    .isInstanceOf(DataAccessException.class);
            assertThat(status(KYOKAI, id).rowsDone()).isZero();
        }
        office.drain();

        assertThat(status(KYOKAI, id).state()).isEqualTo(DONE);
        assertThat(status(KYOKAI, id).accepted()).isEqualTo(2);
    }

    @Test
    void aChunkThatMeetsTheStoresTroubleGivesItsTurnToTheOthers() {
        UUID kyokai = office.receive(KYOKAI, people(KYOKAI, 0, 2));
        UUID society = office.receive(SOCIETY, people(SOCIETY, 10_000, 2));
        failTwice("57014", "57014");
        assertThatThrownBy(office.registrations::processChunk)
                .isInstanceOf(DataAccessException.class);
        store().sql("DROP TRIGGER fail ON registry.coverage").update();

        assertThat(office.registrations.processChunk()).isTrue();

        assertThat(status(SOCIETY, society).rowsDone()).isEqualTo(2);
        assertThat(status(KYOKAI, kyokai).rowsDone()).isZero();
    }

    /** The store refuses coverages with these states, one after the other, and then no more. */
    private void failTwice(String first, String second) {
        store().sql("CREATE SEQUENCE registry.fault").update();
        store().sql(
                        """
                        CREATE FUNCTION registry.fail() RETURNS trigger
                        LANGUAGE plpgsql SECURITY DEFINER AS $$
                        DECLARE
                            occasion bigint := nextval('registry.fault');
                        BEGIN
                            IF occasion <= 2 THEN
                                RAISE EXCEPTION 'made by a test'
                                    USING ERRCODE = (ARRAY['%s', '%s'])[occasion];
                            END IF;
                            RETURN NEW;
                        END $$
                        """
                                .formatted(first, second))
                .update();
        store().sql(
                        "CREATE TRIGGER fail BEFORE INSERT ON registry.coverage FOR EACH ROW"
                                + " EXECUTE FUNCTION registry.fail()")
                .update();
    }

    @Test
    void severalWorkersNeverTakeTheSameFileAndTheResultIsThatOfOne() throws Exception {
        try (RegistrationOffice alone = new RegistrationOffice()) {
            List<InsurerNumber> insurers = List.of(KYOKAI, SOCIETY, CITY);
            for (RegistrationOffice each : List.of(alone, office)) {
                for (InsurerNumber insurer : insurers) {
                    int first = 10_000 * insurers.indexOf(insurer);
                    each.receive(insurer, people(insurer, first, 2 * CHUNK + 1));
                    each.receive(insurer, file(List.of(lose(insurer, first))));
                }
            }
            alone.drain();
            try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
                List<Future<?>> working = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    Registrations server = withKeys(RegistrationOffice.KEY_LINE);
                    working.add(workers.submit(() -> work(server)));
                }
                for (Future<?> one : working) {
                    one.get(60, TimeUnit.SECONDS);
                }
            }
            assertThat(count("registry.registration WHERE state = 'DONE'")).isEqualTo(6);
            assertThat(office.everything()).isEqualTo(alone.everything());
            assertThat(audited("coverage.added")).hasSize(3 * (2 * CHUNK + 1));
            assertThat(audited("coverage.lost")).hasSize(3);
        }
    }

    /** Until every file is done: a look may find nothing because others are at work. */
    private void work(Registrations server) {
        Await.until(
                "every file is done",
                () -> {
                    drain(server);
                    return count("registry.registration WHERE state <> 'DONE'") == 0;
                });
    }

    private void chunks(int number) {
        for (int i = 0; i < number; i++) {
            assertThat(office.registrations.processChunk()).isTrue();
        }
    }

    private void afterAPause() {
        office.time.updateAndGet(now -> now.plus(RegistrationLimits.ATTEMPT_PAUSE));
        office.drain();
    }

    private static void drain(Registrations registrations) {
        while (registrations.processChunk()) {
            // until no file's turn has come
        }
    }

    /** Another server on the same store, with another key file. */
    private Registrations withKeys(String line) {
        return RegistrationOffice.registrations(
                office.database.server(),
                office.insurers,
                VaultKeys.of(List.of(line)),
                office.inquiry,
                office.clock);
    }

    private static byte[] people(InsurerNumber insurer, int from, int count) {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add(
                    Row.add(insurer)
                            .identifier("9", Integer.toString(i + 1), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .row());
        }
        return file(rows);
    }

    private static RegistrationRow lose(InsurerNumber insurer, int person) {
        return Row.of(RegistrationAction.LOSE, insurer)
                .identifier("9", Integer.toString(person + 1), "00")
                .with(RegistrationColumn.LOST_ON, "2025-02-01")
                .with(RegistrationColumn.LOSS_REASON, "03")
                .row();
    }

    private RegistrationStatus status(InsurerNumber insurer, UUID id) {
        return office.registrations.status(insurer, id).orElseThrow();
    }

    private JdbcClient store() {
        return JdbcClient.create(office.database.superuser());
    }

    private List<String> audited(String event) {
        return store().sql("SELECT convert_from(body, 'UTF8') FROM audit.entry WHERE event = ?")
                .param(event)
                .query(String.class)
                .list();
    }

    private long count(String table) {
        return store().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
