package org.onshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/**
 * Checks per second through the facility door (mutual TLS, keep-alive, audit entry committed before
 * the answer) beside a fixed baseline of the same run on the same database: plain JDBC, one
 * prepared SELECT by key and one INSERT in one transaction. requirements K-02, K-03.
 */
final class CheckMeasurement implements Measurement {
    private static final int[] CONNECTIONS = {1, 8, 32};

    private static final int WARM_CONNECTIONS = 8;

    /** Rounds of warming up, each as long as a timed part. */
    private static final int WARM_ROUNDS_MAX = 12;

    private static final int BASELINE_ROWS = 100_000;
    private static final int ENTRY_BYTES = 400;

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String purpose() {
        return "医療機関の入口での資格確認の毎秒件数と応答時間 / checks per second and latency through the facility door";
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings)) {
            URI facility = URI.create(demo.url("facility"));
            SSLContext keys =
                    DoorConnection.keys(
                            demo.file("keys/facility-" + demo.firstFacility() + ".p12"),
                            demo.file("keys/password.txt"),
                            demo.file("keys/ca.pem"));
            List<byte[]> questions = CheckCaller.questions(demo);
            Map<String, Number> figures = new LinkedHashMap<>();
            try (Baseline baseline = new Baseline(demo);
                    Statements statements = new Statements(demo)) {
                demo.warm(
                        WARM_ROUNDS_MAX * settings.seconds(),
                        () ->
                                LoadRun.of(
                                        WARM_CONNECTIONS,
                                        settings.seconds(),
                                        () -> new CheckCaller(keys, facility, questions)));
                for (int connections : CONNECTIONS) {
                    LoadRun base = LoadRun.of(connections, settings.seconds(), baseline::caller);
                    long before = statements.count();
                    LoadRun checks =
                            LoadRun.of(
                                    connections,
                                    settings.seconds(),
                                    () -> new CheckCaller(keys, facility, questions));
                    // each connection logged in once, which leaves an entry of its own
                    long ran = statements.count() - before - connections;
                    figures.put("checks_per_second_" + connections, checks.perSecond());
                    figures.put("baseline_per_second_" + connections, base.perSecond());
                    figures.put(
                            "ratio_" + connections,
                            thousandths(checks.perSecond() / base.perSecond()));
                    figures.put("p50_ms_" + connections, checks.latencies().percentileMillis(50));
                    figures.put("p99_ms_" + connections, checks.latencies().percentileMillis(99));
                    figures.put(
                            "baseline_p50_ms_" + connections,
                            base.latencies().percentileMillis(50));
                    if (connections == 8) {
                        figures.put(
                                "statements_per_check",
                                thousandths((double) ran / checks.latencies().size()));
                    }
                }
            }
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the baseline failed", e);
        }
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /**
     * One prepared SELECT by key and one INSERT in one transaction, in a database of its own beside
     * the product's.
     */
    private static final class Baseline implements AutoCloseable {
        private static final String DATABASE = "bench_baseline";
        private final Connection superuser;
        private final String url;
        private final String password;

        Baseline(MeasuredDemo demo) throws IOException, SQLException {
            String server = demo.jdbc().get("url").asString();
            this.password = Files.readString(demo.file("postgres/superuser-password")).strip();
            this.url = server.replaceFirst("/[^/?]+(\\?.*)?$", "/" + DATABASE);
            this.superuser =
                    DriverManager.getConnection(
                            server.replaceFirst("/[^/?]+(\\?.*)?$", "/postgres"),
                            "postgres",
                            password);
            try (Statement statement = superuser.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE person (lookup_key text PRIMARY KEY, person_id uuid NOT NULL,"
                                + " body bytea)");
                statement.execute(
                        "CREATE TABLE entry (entry_id uuid PRIMARY KEY, person_id uuid, body bytea"
                                + " NOT NULL)");
                statement.execute(
                        "INSERT INTO person (lookup_key, person_id, body) SELECT 'key-' || n,"
                                + " gen_random_uuid(), convert_to(repeat('x', 600), 'UTF8') FROM"
                                + " generate_series(1, "
                                + BASELINE_ROWS
                                + ") n");
                statement.execute("ANALYZE person");
            }
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(url, "postgres", password);
        }

        LoadRun.Caller caller() throws SQLException {
            Connection connection = connect();
            connection.setAutoCommit(false);
            PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT person_id, body FROM person WHERE lookup_key = ?");
            PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO entry (entry_id, person_id, body) VALUES (?, ?, ?)");
            byte[] body = new byte[ENTRY_BYTES];
            return new LoadRun.Caller() {
                @Override
                public void call() throws SQLException {
                    select.setString(
                            1, "key-" + (1 + ThreadLocalRandom.current().nextInt(BASELINE_ROWS)));
                    UUID person;
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        person = row.getObject(1, UUID.class);
                    }
                    insert.setObject(1, UUID.randomUUID());
                    insert.setObject(2, person);
                    insert.setBytes(3, body);
                    insert.executeUpdate();
                    connection.commit();
                }

                @Override
                public void close() throws SQLException {
                    connection.close();
                }
            };
        }

        @Override
        public void close() throws SQLException {
            superuser.close();
        }
    }
}
