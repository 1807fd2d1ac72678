package org.onshi.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Which tables some work fills, and how long COPY takes to fill copies of them. */
final class FilledTables {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeasuredDemo demo;
    private final Map<String, Long> before;
    private int count;

    private FilledTables(MeasuredDemo demo, Map<String, Long> before) {
        this.demo = demo;
        this.before = before;
    }

    /** What is in the tables before the work. */
    static FilledTables before(MeasuredDemo demo) throws IOException, SQLException {
        try (Connection superuser = demo.superuser()) {
            return new FilledTables(demo, rows(superuser));
        }
    }

    /** How many tables {@link #copyAgain} found filled. */
    int count() {
        return count;
    }

    /**
     * Copies every table that has got rows since, whole and with its indexes, one after the other.
     *
     * @param folder for the rows meanwhile
     * @return how long COPY into the copies took, seconds, for the share of rows that came since;
     *     making the files does not count
     */
    double copyAgain(Path folder) throws IOException, SQLException {
        try (Connection superuser = demo.superuser()) {
            CopyManager copy = superuser.unwrap(PGConnection.class).getCopyAPI();
            double seconds = 0;
            count = 0;
            for (Map.Entry<String, Long> table : rows(superuser).entrySet()) {
                if (table.getValue() <= before.getOrDefault(table.getKey(), 0L)) {
                    continue;
                }
                count++;
                Path rows = folder.resolve("copy");
                try (OutputStream out = Files.newOutputStream(rows)) {
                    copy.copyOut("COPY " + table.getKey() + " TO STDOUT", out);
                }
                try (Statement statement = superuser.createStatement()) {
                    statement.execute("DROP TABLE IF EXISTS public.copied");
                    statement.execute(
                            "CREATE TABLE public.copied (LIKE "
                                    + table.getKey()
                                    + " INCLUDING ALL)");
                }
                long begun = System.nanoTime();
                try (InputStream in = Files.newInputStream(rows)) {
                    copy.copyIn("COPY public.copied FROM STDIN", in);
                }
                double took = (System.nanoTime() - begun) / NANOS_PER_SECOND;
                System.err.printf(
                        "  COPY %-34s %10d 行 / rows %8.1f s%n",
                        table.getKey(), table.getValue(), took);
                long added = table.getValue() - before.getOrDefault(table.getKey(), 0L);
                seconds += took * added / table.getValue();
                Files.delete(rows);
            }
            try (Statement statement = superuser.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS public.copied");
            }
            return seconds;
        }
    }

    private static Map<String, Long> rows(Connection superuser) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                """
                                SELECT schemaname || '.' || tablename
                                FROM pg_tables
                                WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'public')
                                """)) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables) {
            try (Statement statement = superuser.createStatement();
                    ResultSet found = statement.executeQuery("SELECT count(*) FROM " + table)) {
                found.next();
                rows.put(table, found.getLong(1));
            }
        }
        return rows;
    }
}
