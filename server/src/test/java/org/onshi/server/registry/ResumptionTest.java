package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationStatus.State.DONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.server.TestDatabase;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers killed in the middle of files cost nothing and repeat nothing. */
@Tag("database")
class ResumptionTest {
    private static final int PEOPLE = 3_000;
    private static final List<InsurerNumber> INSURERS = List.of(KYOKAI, SOCIETY);

    @Test
    void aFreshWorkerGoesOnWhereKilledOnesStoppedAndTheResultIsTheSame() throws Exception {
        try (RegistrationOffice undisturbed = new RegistrationOffice();
                RegistrationOffice disturbed = new RegistrationOffice()) {
            List<List<RowOutcome>> expected = new ArrayList<>();
            List<UUID> ids = new ArrayList<>();
            for (InsurerNumber insurer : INSURERS) {
                expected.add(withoutIds(undisturbed.send(insurer, file(rows(insurer)))));
                ids.add(disturbed.receive(insurer, file(rows(insurer))));
            }
            List<Process> workers = List.of(start(disturbed), start(disturbed));
            Await.until(
                    "a chunk is done",
                    () -> {
                        assertThat(workers).as("workers").allMatch(Process::isAlive);
                        return done(disturbed, ids) > 0;
                    });
            for (Process worker : workers) {
                worker.destroyForcibly().waitFor();
            }
            assertThat(done(disturbed, ids))
                    .as("killed in the middle")
                    .isLessThan((long) INSURERS.size() * rows(KYOKAI).size());

            disturbed.drain();

            for (int i = 0; i < ids.size(); i++) {
                InsurerNumber insurer = INSURERS.get(i);
                UUID id = ids.get(i);
                assertThat(disturbed.registrations.status(insurer, id).orElseThrow().state())
                        .isEqualTo(DONE);
                assertThat(withoutIds(disturbed.outcomes(insurer, id))).isEqualTo(expected.get(i));
            }
            assertThat(disturbed.everything()).isEqualTo(undisturbed.everything());
            assertThat(audited(disturbed)).isEqualTo(audited(undisturbed));
        }
    }

    private static long done(RegistrationOffice office, List<UUID> ids) {
        long done = 0;
        for (int i = 0; i < ids.size(); i++) {
            done +=
                    office.registrations
                            .status(INSURERS.get(i), ids.get(i))
                            .orElseThrow()
                            .rowsDone();
        }
        return done;
    }

    private static List<RegistrationRow> rows(InsurerNumber insurer) {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String number = Integer.toString(i + 1);
            rows.add(
                    Row.add(insurer)
                            .identifier("9", number, "00")
                            .with(
                                    RegistrationColumn.INDIVIDUAL_NUMBER,
                                    number(i + PEOPLE * INSURERS.indexOf(insurer)))
                            .row());
            if (i % 3 == 0) {
                rows.add(
                        Row.of(RegistrationAction.LOSE, insurer)
                                .identifier("9", number, "00")
                                .with(RegistrationColumn.LOST_ON, "2025-01-01")
                                .with(RegistrationColumn.LOSS_REASON, "03")
                                .row());
            }
        }
        return rows;
    }

    private static Process start(RegistrationOffice office) throws java.io.IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName());
        builder.environment().put("WORKER_URL", office.database.jdbcUrl());
        builder.environment().put("WORKER_REGISTER", office.register.url().toString());
        builder.environment().put("WORKER_PASSWORD", TestDatabase.passwords().server());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<RowOutcome> withoutIds(List<RowOutcome> outcomes) {
        return outcomes.stream()
                .map(o ->
                        new RowOutcome(
                                o.line(),
                                o.status(),
                                o.code(),
                                o.column(),
                                java.util.Optional.empty()))
                .toList();
    }

    private static List<String> audited(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        "SELECT event || ' ' || count(*) FROM audit.entry GROUP BY event ORDER BY"
                                + " event")
                .query(String.class)
                .list();
    }
}
