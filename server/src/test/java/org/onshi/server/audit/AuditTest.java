package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("database")
@Tag("store")
class AuditTest {
    private static final Instant AT = Instant.parse("2026-11-21T00:00:00.123456789Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource server = database.server();
    private final Audit audit = new Audit(server);

    @AfterEach
    void drop() {
        database.close();
    }

    private static AuditEntry entry(int number) {
        return AuditEntry.about(
                new UUID(7, number),
                new UUID(0, number),
                AuditEvent.ELIGIBILITY_CHECKED,
                AT,
                "facility:0110113719",
                Map.of("verdict", "1", "path", "number"));
    }

    @Test
    void anEntryIsFoundAsItWasAppended() {
        assertThat(audit.append(entry(1))).isTrue();
        assertThat(audit.find(new UUID(0, 1))).contains(entry(1));
        assertThat(audit.find(new UUID(0, 2))).isEmpty();
    }

    @Test
    void anEntryIsRecordedOnceHoweverOftenItIsAppended() {
        AuditEntry other =
                AuditEntry.of(
                        new UUID(0, 1),
                        AuditEvent.FACILITY_LOGIN,
                        AT,
                        "operator",
                        Map.of("a", "b"));
        assertThat(audit.append(entry(1))).isTrue();
        assertThat(audit.append(other)).isFalse();
        assertThat(audit.find(new UUID(0, 1))).contains(entry(1));
    }

    @Test
    void manyAreAppendedAtOnceAndKnownOnesLeftAlone() {
        audit.append(entry(3));
        List<AuditEntry> batch = IntStream.range(0, 2_500).mapToObj(AuditTest::entry).toList();
        assertThat(audit.appendAll(batch)).isEqualTo(2_499);
        assertThat(audit.appendAll(batch)).isZero();
        assertThat(audit.find(new UUID(0, 2_499))).contains(entry(2_499));
    }

    @Test
    void whatIsRecordedAboutAPersonIsReadInTheOrderOfTimeAndPageByPage() {
        UUID person = new UUID(9, 9);
        List<AuditEntry> theirs =
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                AuditEntry.about(
                                        person,
                                        new UUID(1, 100 - i),
                                        AuditEvent.ELIGIBILITY_CHECKED,
                                        AT.plusSeconds(i / 2),
                                        "facility:0110113719",
                                        Map.of()))
                        .toList();
        audit.appendAll(theirs);
        audit.append(entry(1));
        List<AuditEntry> ordered =
                List.of(theirs.get(1), theirs.get(0), theirs.get(3), theirs.get(2), theirs.get(4));
        Instant end = AT.plusSeconds(3);
        List<AuditEntry> first = audit.about(person, AT.minusSeconds(1), end, Optional.empty(), 3);
        assertThat(first).isEqualTo(ordered.subList(0, 3));
        assertThat(audit.about(person, AT.minusSeconds(1), end, Optional.of(first.getLast()), 3))
                .isEqualTo(ordered.subList(3, 5));
        assertThat(
                        audit.about(
                                person,
                                Instant.parse("2026-11-21T00:00:01Z"),
                                Instant.parse("2026-11-21T00:00:02Z"),
                                Optional.empty(),
                                9))
                .isEqualTo(ordered.subList(2, 4));
        assertThat(audit.about(new UUID(9, 8), AT.minusSeconds(1), end, Optional.empty(), 9))
                .isEmpty();
    }

    @Test
    void anEntryGoesWithTheTransactionOfItsCause() {
        TransactionTemplate transaction =
                new TransactionTemplate(new DataSourceTransactionManager(server));
        transaction.executeWithoutResult(status -> {
            audit.append(entry(1));
            audit.appendAll(List.of(entry(2)));
            status.setRollbackOnly();
        });
        assertThat(audit.find(new UUID(0, 1))).isEmpty();
        assertThat(audit.find(new UUID(0, 2))).isEmpty();
        transaction.executeWithoutResult(status -> audit.append(entry(1)));
        assertThat(audit.find(new UUID(0, 1))).isPresent();
    }

    @Test
    void theServersRoleCanNeitherChangeNorRemoveWhatIsRecorded() {
        audit.append(entry(1));
        JdbcTemplate jdbc = new JdbcTemplate(server);
        for (String attack :
                List.of(
                        "UPDATE audit.entry SET body = ''",
                        "UPDATE audit.entry SET leaf_index = 5",
                        "DELETE FROM audit.entry",
                        "TRUNCATE audit.entry",
                        "UPDATE audit.tree SET size = 0",
                        "DELETE FROM audit.tile",
                        "INSERT INTO audit.tile (tile_level, tile_index, hashes) VALUES (0, 0, '')",
                        "UPDATE audit.checkpoint SET note = ''",
                        "DELETE FROM audit.checkpoint",
                        "ALTER TABLE audit.entry DROP COLUMN body",
                        "SET ROLE onshi_owner")) {
            assertThatThrownBy(() -> jdbc.execute(attack))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner|権限).*");
        }
    }

    @Test
    void theInspectorReadsTheLogAndNothingElse() {
        audit.append(entry(1));
        JdbcTemplate inspector = new JdbcTemplate(database.inspector());
        assertThat(inspector.queryForObject("SELECT count(entry_id) FROM audit.entry", Long.class))
                .isEqualTo(1);
        assertThatThrownBy(() -> inspector.execute("DELETE FROM audit.entry"))
                .hasRootCauseInstanceOf(SQLException.class);
    }
}
