package org.onshi.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.TestServer;
import org.onshi.wire.SharedClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What has ended goes when its time is over, and not an instant earlier (requirement J-10). The
 * server's clock stands long before the ends, so that its own runs delete nothing.
 */
@Tag("database")
@Tag("store")
@Tag("J-10")
class PurgesTest {
    private static final Instant BEGIN = Instant.parse("2025-04-01T00:00:00Z");
    private static final Instant END = Instant.parse("2030-04-01T09:00:00Z");

    private static TestServer server;
    private static JdbcClient store;
    private static Purges purges;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("onshi-purges");
        SharedClock.startingAt(folder.resolve("clock"), BEGIN);
        server = TestServer.start("--onshi.clock-file=" + folder.resolve("clock"));
        store = JdbcClient.create(server.database().superuser());
        purges = server.bean(Purges.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void nothingHasEnded() {
        for (String table :
                List.of(
                        "consent.consent",
                        "letters.letter",
                        "accounts.proposal",
                        "accounts.activity")) {
            store.sql("DELETE FROM " + table).update();
        }
    }

    @Test
    void aConsentGoesADayAfterItEnded() {
        consent(END, null);
        goesAt("consent.consent", Duration.ofDays(1));
    }

    @Test
    void aWithdrawnConsentGoesADayAfterItWasWithdrawn() {
        consent(END.plus(Duration.ofHours(5)), END);
        goesAt("consent.consent", Duration.ofDays(1));
    }

    @Test
    void aLetterGoesAYearAfterItWasPrinted() {
        letter(END);
        goesAt("letters.letter", Duration.ofDays(365));
    }

    @Test
    void aLetterInABatchThatNobodyAcknowledgedStaysUntilSomebodyDoes() {
        letter(END);
        UUID batch = UUID.randomUUID();
        store.sql(
                        "INSERT INTO letters.print_batch (batch_id, printed_at, letters) VALUES"
                                + " (?, ?, 1)")
                .params(batch, END.atOffset(ZoneOffset.UTC))
                .update();
        store.sql("UPDATE letters.letter SET printed_in = ?").param(batch).update();
        purges.run(END.plus(Duration.ofDays(36_500)));
        assertThat(rows("letters.letter")).isEqualTo(1);

        store.sql("UPDATE letters.print_batch SET acknowledged_at = ?")
                .param(END.atOffset(ZoneOffset.UTC))
                .update();
        goesAt("letters.letter", Duration.ofDays(365));
    }

    @Test
    void aLetterThatWaitsStays() {
        letter(null);
        purges.run(END.plus(Duration.ofDays(36_500)));
        assertThat(rows("letters.letter")).isEqualTo(1);
    }

    @Test
    void aDecidedProposalGoesAfterAYearAndAnOpenOneStays() {
        proposal("APPROVED", END);
        proposal("OPEN", null);
        Instant over = END.plus(Duration.ofDays(365));
        purges.run(over.minus(1, ChronoUnit.MICROS));
        assertThat(rows("accounts.proposal")).isEqualTo(2);
        purges.run(over);
        assertThat(rows("accounts.proposal")).isEqualTo(1);
    }

    @Test
    void whatSomebodyDidInTheConsoleGoesAfterAYear() {
        store.sql("INSERT INTO accounts.activity VALUES ('01130012', ?, ?, 'x', 'y', ?)")
                .params(UUID.randomUUID(), UUID.randomUUID(), END.atOffset(ZoneOffset.UTC))
                .update();
        goesAt("accounts.activity", Duration.ofDays(365));
    }

    @Test
    void aRunDeletesNoMoreThanItMayAndLeavesAnEntryWithTheCount() {
        int before = entries("consent.consent").size();
        for (int i = 0; i < 3; i++) {
            consent(END, null);
        }
        store.sql(
                        """
                        INSERT INTO consent.consent (person_id, consent_id, kind, facility_code,
                            visit_id, certificate_digest, given, given_at, until)
                        SELECT gen_random_uuid(), gen_random_uuid(), kind, facility_code, visit_id,
                            certificate_digest, given, given_at, until
                        FROM consent.consent CROSS JOIN generate_series(1, 1666)
                        """)
                .update();
        assertThat(rows("consent.consent")).isEqualTo(Purges.ROWS_MAX + 1);

        Instant over = END.plus(Duration.ofDays(2));
        assertThat(purges.run(over)).as("more to delete").isTrue();
        assertThat(rows("consent.consent")).isEqualTo(1);
        assertThat(purges.run(over)).isFalse();
        assertThat(rows("consent.consent")).isZero();
        assertThat(purges.run(over)).isFalse();

        List<String> entries = entries("consent.consent");
        assertThat(entries.subList(before, entries.size()))
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).contains("\"rows\":\"5000\""),
                        it -> assertThat(it).contains("\"rows\":\"1\""));
    }

    @Test
    void aPeriodOfLessThanADayIsRefusedAtTheStart() {
        Duration year = Duration.ofDays(365);
        assertThat(new RetentionSettings(Duration.ofDays(1), year, year, year)).isNotNull();
        assertThatThrownBy(() ->
                        new RetentionSettings(Duration.ofDays(1).minusNanos(1), year, year, year))
                .hasMessageContaining("onshi.retention.consents");
    }

    private static void goesAt(String table, Duration kept) {
        Instant over = END.plus(kept);
        purges.run(over.minus(1, ChronoUnit.MICROS));
        assertThat(rows(table)).as("an instant before").isEqualTo(1);
        purges.run(over);
        assertThat(rows(table)).as("at that instant").isZero();
    }

    private static void consent(Instant until, Instant endedAt) {
        store.sql(
                        """
                        INSERT INTO consent.consent (person_id, consent_id, kind, facility_code,
                            visit_id, certificate_digest, given, given_at, until, ended_at, ended_by)
                        VALUES (?, ?, 'MEDICATION', '1312345670', ?, 'd', true, ?, ?, ?, ?)
                        """)
                .params(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        END.minus(Duration.ofHours(24)).atOffset(ZoneOffset.UTC),
                        until.atOffset(ZoneOffset.UTC),
                        endedAt == null ? null : endedAt.atOffset(ZoneOffset.UTC),
                        endedAt == null ? null : "WITHDRAWAL")
                .update();
    }

    private static void letter(Instant printedAt) {
        store.sql(
                        """
                        INSERT INTO letters.letter (person_id, letter_id, kind, cause,
                            insurer_number, insurer_name, name, postal_code, address, number_end,
                            branch, acquired_on, written_at, printed_at)
                        VALUES (?, ?, 'CONFIRMATION', ?, '01130012', '見本支部', '見本花子', '', '東京都',
                            '12', '01', '2025-04-01', '2030-03-01 00:00Z', ?)
                        """)
                .params(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        printedAt == null ? null : printedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static void proposal(String state, Instant decidedAt) {
        store.sql(
                        """
                        INSERT INTO accounts.proposal (organisation, proposal_id, proposer,
                            proposer_person, kind, coverage_ids, reason, proposed_at, state,
                            decider, decider_person, decided_at)
                        VALUES ('01130012', gen_random_uuid(), gen_random_uuid(), 'one', 'CANCEL',
                            '{}', 'r', '2030-03-01 00:00Z', ?, ?, ?, ?)
                        """)
                .params(
                        state,
                        decidedAt == null ? null : UUID.randomUUID(),
                        decidedAt == null ? null : "another",
                        decidedAt == null ? null : decidedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static int rows(String table) {
        return store.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }

    private static List<String> entries(String table) {
        return server.audited("retention.purged").stream()
                .filter(it -> it.contains(table))
                .toList();
    }
}
