package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.server.TestDatabase;
import org.onshi.wire.MismatchField;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Mismatch reports are read in the order in which they were recorded. */
@Tag("database")
@Tag("store")
class MismatchReportsTest {
    private static final InsurerNumber INSURER = new InsurerNumber("01130012");
    private static final Instant NINE = Instant.parse("2025-01-20T00:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final MismatchTable table = new MismatchTable(database.server());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database.server()));

    @AfterEach
    void close() {
        database.close();
    }

    private static MismatchReport report(Instant at) {
        return new MismatchReport(
                UUID.randomUUID(),
                INSURER,
                UUID.randomUUID(),
                UUID.randomUUID(),
                new FacilityCode("1312345670"),
                Set.of(MismatchField.SEX),
                at,
                LocalDate.parse("2025-02-03"),
                Optional.empty());
    }

    @Test
    void aReportThatTookLongIsNotPassedOverByWhoeverReadsMeanwhile() throws Exception {
        MismatchReport slow = report(NINE);
        MismatchReport quick = report(NINE.plusSeconds(1));
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first =
                    threads.submit(() ->
                            transaction.executeWithoutResult(_ -> {
                                table.insert(slow);
                                inserted.countDown();
                                await(go);
                            }));
            await(inserted);
            Future<?> second =
                    threads.submit(
                            () -> transaction.executeWithoutResult(_ -> table.insert(quick)));
            Await.until("the later report waits", () -> waiting() == 1);
            assertThat(read(Optional.empty())).as("nothing before the slow one").isEmpty();
            go.countDown();
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
        }
        assertThat(read(Optional.empty())).containsExactly(slow.reportId(), quick.reportId());
        assertThat(read(Optional.of(slow.reportId()))).containsExactly(quick.reportId());
    }

    @Test
    void aReportIsOverdueTheDayAfterItsAnswerWasDue() {
        MismatchReport open = report(NINE);
        assertThat(open.state(LocalDate.parse("2025-02-03"))).isEqualTo(MismatchReport.State.OPEN);
        assertThat(open.state(LocalDate.parse("2025-02-04")))
                .isEqualTo(MismatchReport.State.OVERDUE);
    }

    private List<UUID> read(Optional<UUID> after) {
        return table.page(INSURER, Optional.empty(), after, 10).stream()
                .map(MismatchReport::reportId)
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private long waiting() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND datname = current_database()
                        """)
                .query(Long.class)
                .single();
    }
}
