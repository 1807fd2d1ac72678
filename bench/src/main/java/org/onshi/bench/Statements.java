package org.onshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts the statements of the product, by {@code pg_stat_statements}. */
final class Statements implements AutoCloseable {
    private final Connection superuser;

    Statements(MeasuredDemo demo) throws IOException, SQLException {
        superuser =
                DriverManager.getConnection(
                        demo.jdbc()
                                .get("url")
                                .asString()
                                .replaceFirst("/[^/?]+(\\?.*)?$", "/postgres"),
                        "postgres",
                        Files.readString(demo.file("postgres/superuser-password")).strip());
        try (Statement statement = superuser.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
    }

    /**
     * Statements that the product's role ran so far, counted by PostgreSQL: all but what runs in
     * the background whether anybody asks or not, so that a statement that a check gains is seen.
     * BEGIN and COMMIT are none.
     */
    long count() throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT coalesce(sum(calls), 0)::bigint
                                FROM pg_stat_statements s
                                JOIN pg_roles r ON r.oid = s.userid
                                WHERE r.rolname = 'onshi_server' AND toplevel
                                  AND s.query !~* '^(begin|commit|rollback|set |show )'
                                  AND s.query !~* '(set_config|leaf_index|audit\\.(tree|tile|checkpoint))'
                                  AND s.query !~* 'audit\\.(integrate|store_tile|lock_tree)'
                                  AND s.query !~* '(eligibility\\.bulk|registry\\.(registration|turn))'
                                  AND s.query !~* '^delete from identity\\.presence'
                                """)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
    }
}
