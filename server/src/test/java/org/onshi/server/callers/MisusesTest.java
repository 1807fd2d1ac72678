package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEvent;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("database")
class MisusesTest {
    private static final String CANCEL_INSERT =
            """
            SELECT pg_cancel_backend(pid) FROM pg_locks
            WHERE relation = 'audit.entry'::regclass AND NOT granted
            """;
    private static final int KINDS_MAX = 3;
    private static final String CLINIC = "0110113719";

    private TestDatabase database;
    private RefusalLog log;
    private Misuses misuses;

    @BeforeEach
    void start() {
        database = TestDatabase.fresh();
        log =
                new RefusalLog(
                        new Audit(database.server()),
                        new TransactionTemplate(
                                new DataSourceTransactionManager(database.server())),
                        InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z")));
        misuses = new Misuses(log, KINDS_MAX);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static Caller clinic(String certificate) {
        return new Caller(Door.FACILITY, CLINIC, Optional.empty(), certificate);
    }

    private void refuse(String certificate, int times) {
        for (int i = 0; i < times; i++) {
            misuses.record(
                    clinic(certificate),
                    AuditEvent.OTHER_FACILITY,
                    Map.of("claimed", "02101137" + (10 + i)));
        }
    }

    /** Caller, claimed code and count of every entry, empty where it has none. */
    private List<String> entries() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT concat_ws(' ', body ->> 'caller', body -> 'details' ->> 'claimed',
                            'x' || (body -> 'details' ->> 'count'))
                        FROM (SELECT convert_from(body, 'UTF8')::jsonb AS body FROM audit.entry) AS e
                        ORDER BY 1
                        """)
                .query(String.class)
                .list();
    }

    @Test
    void theFirstRefusalOfAMinuteHasItsEntryAtOnceAndTheOthersAreOneMore() {
        refuse("one", 5);
        assertThat(entries()).containsExactly("facility:0110113719 0210113710");
        misuses.sumUp();
        assertThat(entries())
                .containsExactly("facility:0110113719 0210113710", "facility:0110113719 x4");
        misuses.sumUp();
        assertThat(entries()).hasSize(2);
        refuse("one", 1);
        misuses.sumUp();
        assertThat(entries()).hasSize(3);
    }

    @Test
    void certificatesEventsAndReasonsAreSummedApart() {
        refuse("one", 2);
        refuse("two", 3);
        misuses.record(clinic("one"), AuditEvent.CALLER_UNKNOWN, Map.of());
        assertThat(entries()).hasSize(3);
        misuses.sumUp();
        assertThat(entries())
                .hasSize(5)
                .contains("facility:0110113719 x1", "facility:0110113719 x2");
    }

    @Test
    void moreKindsThanTheLimitAreOneSum() {
        IntStream.range(0, 10).forEach(i -> refuse("certificate " + i, 2));
        assertThat(entries()).hasSize(KINDS_MAX);
        misuses.sumUp();
        assertThat(entries()).hasSize(2 * KINDS_MAX + 1).contains("many x14");
    }

    @Test
    void manyAtOnceAreAllCounted() throws InterruptedException {
        List<Thread> callers =
                IntStream.range(0, 8)
                        .mapToObj(i -> Thread.startVirtualThread(() -> refuse("one", 25)))
                        .toList();
        for (Thread caller : callers) {
            caller.join();
        }
        misuses.sumUp();
        assertThat(entries()).hasSize(2).contains("facility:0110113719 x199");
    }

    @Test
    void whoeverComesWhileTheFirstEntryIsBeingWrittenIsAnsweredOnlyAfterIt() throws Exception {
        Outcomes outcomes = refusedWhileTheLogIsLocked(Connection::rollback);
        assertThat(outcomes.first()).isEmpty();
        assertThat(outcomes.second()).isEmpty();
        assertThat(entries()).hasSize(1);
        misuses.sumUp();
        assertThat(entries()).hasSize(2).contains("facility:0110113719 x1");
    }

    @Test
    void whoeverComesWhileTheFirstEntryIsBeingWrittenSharesItsFailure() throws Exception {
        Outcomes outcomes =
                refusedWhileTheLogIsLocked(blocker -> {
                    try (var cancel = blocker.createStatement()) {
                        cancel.execute(CANCEL_INSERT);
                    }
                });
        assertThat(outcomes.first()).containsInstanceOf(DataAccessException.class);
        assertThat(outcomes.second()).containsInstanceOf(DataAccessException.class);
        assertThat(entries()).isEmpty();
        misuses.sumUp();
        assertThat(entries()).isEmpty();
        refuse("one", 1);
        assertThat(entries()).hasSize(1);
    }

    /** How two refusals ended, empty for well. */
    private record Outcomes(Optional<Throwable> first, Optional<Throwable> second) {}

    private interface Release {
        void accept(Connection blocker) throws SQLException;
    }

    private Outcomes refusedWhileTheLogIsLocked(Release release) throws Exception {
        AtomicReference<Throwable> first = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        try (Connection blocker = database.superuser().getConnection();
                var lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE audit.entry IN SHARE MODE");
            Thread writer = refusing(first);
            Await.until("its insert waits for the lock", () -> insertsWaiting() == 1);
            Thread waiter = refusing(second);
            Await.until(
                    "the second waits or is answered",
                    () ->
                            waiter.getState() == Thread.State.WAITING
                                    || waiter.getState() == Thread.State.TERMINATED);
            assertThat(waiter.getState()).isEqualTo(Thread.State.WAITING);
            release.accept(blocker);
            writer.join();
            waiter.join();
            blocker.rollback();
        }
        return new Outcomes(Optional.ofNullable(first.get()), Optional.ofNullable(second.get()));
    }

    private Thread refusing(AtomicReference<Throwable> failure) {
        return Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
                .start(() -> refuse("one", 1));
    }

    private long insertsWaiting() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT count(1) FROM pg_locks
                        WHERE relation = 'audit.entry'::regclass AND NOT granted
                        """)
                .query(Long.class)
                .single();
    }

    @Test
    void aFirstRefusalThatCannotBeWrittenIsNoneAndSumsAreKept() {
        refuse("one", 3);
        database.execute("REVOKE INSERT ON audit.entry FROM onshi_server");
        assertThatThrownBy(() -> refuse("two", 1)).isInstanceOf(DataAccessException.class);
        misuses.sumUp();
        database.execute("GRANT INSERT ON audit.entry TO onshi_server");
        assertThat(entries()).hasSize(1);
        refuse("two", 1);
        assertThat(entries()).hasSize(2);
        misuses.sumUp();
        assertThat(entries()).hasSize(3).contains("facility:0110113719 x2");
    }

    @Test
    void aRoundThatFailsWhileTheServerStopsLosesNothing() throws Exception {
        MinuteSums sums =
                new MinuteSums(
                        new Strangers(log, new SimpleMeterRegistry()),
                        misuses,
                        Duration.ofMillis(1));
        refuse("one", 3);
        try (Connection blocker = database.superuser().getConnection();
                var lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE audit.entry IN SHARE MODE");
            sums.start();
            Await.until("the round waits for the lock", () -> insertsWaiting() == 1);
            Thread stopping = Thread.ofPlatform().start(sums::stop);
            Await.until(
                    "the end waits for the round, or is over",
                    () ->
                            stopping.getState() == Thread.State.TIMED_WAITING
                                    || stopping.getState() == Thread.State.TERMINATED);
            lock.execute(CANCEL_INSERT);
            blocker.rollback();
            stopping.join();
        }
        assertThat(entries()).hasSize(2).contains("facility:0110113719 x2");
    }

    @Test
    void whatIsCountedIsWrittenWhenTheServerStops() {
        MinuteSums sums =
                new MinuteSums(
                        new Strangers(log, new SimpleMeterRegistry()),
                        misuses,
                        Duration.ofHours(1));
        sums.start();
        refuse("one", 3);
        sums.stop();
        assertThat(entries()).hasSize(2).contains("facility:0110113719 x2");
    }
}
