package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationStatus.State.DONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.TestDatabase;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A worker killed in the middle of a file costs nothing and repeats nothing. */
@Tag("database")
class ResumptionTest {
    private static final int PEOPLE = 3_000;

    @Test
    void aFreshWorkerGoesOnWhereAKilledOneStoppedAndTheResultIsTheSame() throws Exception {
        byte[] body = file(rows());
        try (RegistrationOffice undisturbed = new RegistrationOffice();
                RegistrationOffice disturbed = new RegistrationOffice()) {
            List<RowOutcome> expected = withoutIds(undisturbed.send(KYOKAI, body));

            UUID id = disturbed.receive(KYOKAI, body);
            Process worker = start(disturbed.database);
            long done = 0;
            while (done == 0) {
                Thread.sleep(5);
                done = disturbed.registrations.status(KYOKAI, id).orElseThrow().rowsDone();
            }
            worker.destroyForcibly().waitFor();
            RegistrationStatus killed = disturbed.registrations.status(KYOKAI, id).orElseThrow();
            assertThat(killed.rowsDone()).as("killed in the middle").isLessThan(rows().size());

            disturbed.drain();

            assertThat(disturbed.registrations.status(KYOKAI, id).orElseThrow().state())
                    .isEqualTo(DONE);
            assertThat(withoutIds(disturbed.outcomes(KYOKAI, id))).isEqualTo(expected);
            assertThat(disturbed.everything()).isEqualTo(undisturbed.everything());
            assertThat(audited(disturbed)).isEqualTo(audited(undisturbed));
        }
    }

    private static List<RegistrationRow> rows() {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String number = Integer.toString(i + 1);
            rows.add(
                    Row.add(KYOKAI)
                            .identifier("9", number, "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .row());
            if (i % 3 == 0) {
                rows.add(
                        Row.of(RegistrationAction.LOSE, KYOKAI)
                                .identifier("9", number, "00")
                                .with(RegistrationColumn.LOST_ON, "2025-01-01")
                                .with(RegistrationColumn.LOSS_REASON, "03")
                                .row());
            }
        }
        return rows;
    }

    private static Process start(TestDatabase database) throws java.io.IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName());
        builder.environment().put("WORKER_URL", database.jdbcUrl());
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
