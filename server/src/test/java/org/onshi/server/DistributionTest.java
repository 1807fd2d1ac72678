package org.onshi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The store can be spread over nodes (design 3.4): db/distribution.csv says by which key. */
@Tag("database")
@Tag("store")
class DistributionTest {
    private static TestDatabase database;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database.superuser());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** Table to distribution key; an empty key for what is small or off the hot path. */
    private static Map<String, String> declared() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        try (InputStream in = Migrations.class.getResourceAsStream("/db/distribution.csv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .forEach(cells -> keys.put(cells[0], cells[1]));
        }
        return keys;
    }

    private static List<String> tables() {
        return jdbc.queryForList(
                """
                SELECT table_schema || '.' || table_name FROM information_schema.tables
                WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                    AND table_name <> 'flyway_schema_history'
                """,
                String.class);
    }

    @Test
    void everyTableSaysHowItIsSpread() throws IOException {
        assertThat(declared().keySet()).containsExactlyInAnyOrderElementsOf(tables());
    }

    @Test
    void primaryKeysAndUniqueIndexesCarryTheDistributionKey() throws IOException {
        declared()
                .forEach((table, key) -> {
                    List<String> indexes =
                            jdbc.queryForList(
                                    """
                                    SELECT string_agg(a.attname, ',' ORDER BY k.position)
                                    FROM pg_index i
                                    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY
                                        AS k (attnum, position)
                                    JOIN pg_attribute a
                                        ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                                    WHERE i.indisunique AND i.indrelid = ?::regclass
                                    GROUP BY i.indexrelid
                                    """,
                                    String.class,
                                    table);
                    assertThat(indexes)
                            .as("%s by %s", table, key)
                            .isNotEmpty()
                            .allMatch(columns ->
                                    key.isEmpty() || List.of(columns.split(",")).contains(key));
                });
    }

    @Test
    void nothingTakesAGlobalSequence() {
        assertThat(
                        jdbc.queryForList(
                                "SELECT schemaname || '.' || sequencename FROM pg_sequences",
                                String.class))
                .isEmpty();
    }

    @Test
    void noForeignKeyCrossesSchemas() {
        assertThat(
                        jdbc.queryForList(
                                """
                                SELECT conname FROM pg_constraint c
                                JOIN pg_class f ON f.oid = c.conrelid
                                JOIN pg_class t ON t.oid = c.confrelid
                                WHERE c.contype = 'f' AND f.relnamespace <> t.relnamespace
                                """,
                                String.class))
                .isEmpty();
    }

    @Test
    void everySchemaWithMigrationsIsBroughtUpToDate() {
        assertThat(
                        jdbc.queryForList(
                                "SELECT DISTINCT table_schema FROM information_schema.tables"
                                        + " WHERE table_name = 'flyway_schema_history'",
                                String.class))
                .containsExactlyInAnyOrderElementsOf(
                        Migrations.SCHEMAS.stream()
                                .filter(schema ->
                                        Migrations.class.getResource("/db/" + schema) != null)
                                .toList());
    }

    @Test
    void theServersRoleOwnsNothingAndCannotReadTheVault() {
        assertThat(
                        jdbc.queryForList(
                                """
                                SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
                                WHERE r.rolname IN ('onshi_server', 'inspector', 'onshi_vault_reader')
                                """,
                                String.class))
                .isEmpty();
        for (String role : List.of("onshi_server", "inspector")) {
            assertThat(
                            jdbc.queryForList(
                                    """
                                    SELECT table_name FROM information_schema.table_privileges
                                    WHERE table_schema = 'vault' AND grantee IN (?, 'PUBLIC')
                                    """,
                                    String.class,
                                    role))
                    .isEmpty();
        }
    }
}
