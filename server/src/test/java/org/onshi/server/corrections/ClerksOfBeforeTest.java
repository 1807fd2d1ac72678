package org.onshi.server.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who decided before, in the words of today. */
@Tag("database")
class ClerksOfBeforeTest {
    private static final List<String> NAMES = List.of("sato", "0123456789abcdef0123");

    @Test
    void whoeverLoggedInBeforeIsNamedSoAndAMachinesClerkStaysWhoItWas() throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            JdbcClient store = JdbcClient.create(database.superuser());
            for (String name : NAMES) {
                store.sql(
                                """
                                INSERT INTO corrections.suspect (person_id, suspect_id, coverage_id,
                                    insurer_number, kind, comparison, found_at, outcome, decided_at,
                                    decided_by, reason)
                                VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                                    '01130012', 'DIFFERS', '', now(), 'CLEARED', now(), ?,
                                    'PERSON_ASKED')
                                """)
                        .param(name)
                        .update();
                store.sql(
                                """
                                INSERT INTO registry.confirmation (coverage_id, code, comparison,
                                    clerk, reason, confirmed_at)
                                VALUES (gen_random_uuid(), 'PERSON_MISMATCH', '', ?, 'PERSON_ASKED',
                                    now())
                                """)
                        .param(name)
                        .update();
                store.sql(
                                """
                                INSERT INTO duties.plan (plan_id, insurer_number, month, percent,
                                    requested_at, submitted_at, submitted_by, content)
                                VALUES (gen_random_uuid(), lpad(?, 8, '0'), '2024-12-01', 72.5,
                                    now(), now(), ?, 'x')
                                """)
                        .params(Integer.toString(NAMES.indexOf(name)), name)
                        .update();
            }
            for (String script :
                    List.of(
                            "corrections/V9__logged_in_clerks_of_suspects",
                            "registry/V15__logged_in_clerks",
                            "duties/V6__logged_in_clerks")) {
                database.execute(sql(script));
            }
            assertThat(
                            Stream.of(
                                            "SELECT decided_by FROM corrections.suspect",
                                            "SELECT clerk FROM registry.confirmation",
                                            "SELECT submitted_by FROM duties.plan")
                                    .map(it -> store.sql(it).query(String.class).list()))
                    .allSatisfy(names ->
                            assertThat(names)
                                    .containsExactlyInAnyOrder(
                                            "sato", "console:0123456789abcdef0123"));
        }
    }

    private static String sql(String script) throws IOException {
        try (InputStream in =
                ClerksOfBeforeTest.class.getResourceAsStream("/db/" + script + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
