package org.onshi.bench;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks per second through the facility door (mutual TLS, keep-alive, audit entry committed before
 * the answer) beside a fixed baseline of the same run on the same database: plain JDBC, one
 * prepared SELECT by key and one INSERT in one transaction. requirements K-02, K-03.
 */
final class CheckMeasurement implements Measurement {
    private static final int[] CONNECTIONS = {1, 8, 32};
    private static final String AUTH = "/oqs-api-pro/MSA12020/ILI12020SV01/auth";
    private static final String SEARCH = "/oqs-api-pro/MSA01030/ILI01030SV01/search";

    private static final int WARM_CONNECTIONS = 8;

    /** Rounds of warming up, each as long as a timed part. */
    private static final int WARM_ROUNDS_MAX = 12;

    private static final int QUESTIONS = 20_000;
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
            List<byte[]> questions = questions(demo);
            Map<String, Number> figures = new LinkedHashMap<>();
            try (Baseline baseline = new Baseline(demo)) {
                demo.warm(
                        WARM_ROUNDS_MAX * settings.seconds(),
                        () ->
                                run(
                                        WARM_CONNECTIONS,
                                        settings.seconds(),
                                        () -> new Checker(keys, facility, questions)));
                for (int connections : CONNECTIONS) {
                    Run base = run(connections, settings.seconds(), baseline::caller);
                    long before = baseline.statements();
                    Run checks =
                            run(
                                    connections,
                                    settings.seconds(),
                                    () -> new Checker(keys, facility, questions));
                    // each connection logged in once, which leaves an entry of its own
                    long statements = baseline.statements() - before - connections;
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
                                thousandths((double) statements / checks.latencies().size()));
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

    /** Bodies of real requests, one a registered coverage, the town's people over and over. */
    private static List<byte[]> questions(MeasuredDemo demo) {
        JsonMapper json = JsonMapper.builder().build();
        String day = demo.today().replace("-", "");
        List<byte[]> questions = new ArrayList<>();
        for (NamedCsvRecord row : demo.town()) {
            if (row.getField("number").isEmpty()
                    || row.getField("situation").equals("unregistered")) {
                continue;
            }
            Map<String, Object> asked = new LinkedHashMap<>();
            asked.put("InsurerNumber", "%8s".formatted(row.getField("insurer_number")));
            asked.put("InsuredCardSymbol", row.getField("symbol"));
            asked.put("InsuredIdentificationNumber", row.getField("number"));
            asked.put("InsuredBranchNumber", row.getField("branch"));
            asked.put("Birthdate", row.getField("birth_date").replace("-", ""));
            asked.put("LimitApplicationCertificateRelatedConsFlg", "1");
            Map<String, Object> message =
                    Map.of(
                            "XmlMsg",
                            Map.of(
                                    "MessageHeader",
                                    Map.of(
                                            "QualificationConfirmationDate",
                                            day,
                                            "MedicalInstitutionCode",
                                            demo.firstFacility(),
                                            "ArbitraryFileIdentifier",
                                            "bench"),
                                    "MessageBody",
                                    Map.of("QualificationConfirmSearchInfo", asked)));
            questions.add(json.writeValueAsBytes(message));
        }
        java.util.Collections.shuffle(questions, new java.util.Random(1));
        return questions.subList(0, Math.min(QUESTIONS, questions.size()));
    }

    /** Something that is called over and over on one connection. */
    private interface Caller extends AutoCloseable {
        void call() throws IOException, SQLException;

        @Override
        void close() throws IOException, SQLException;
    }

    private interface Callers {
        Caller open() throws IOException, SQLException;
    }

    private record Run(Latencies latencies, double perSecond) {}

    private static Run run(int connections, int seconds, Callers callers) {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Latencies>> running = new ArrayList<>();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> callUntil(end, callers)));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> one : running) {
                all.addAll(one.get());
            }
            return new Run(all, Math.round(all.size() * 10.0 / seconds) / 10.0);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a measured call failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Latencies callUntil(long end, Callers callers) throws IOException, SQLException {
        Latencies latencies = new Latencies();
        try (Caller caller = callers.open()) {
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                caller.call();
                latencies.add(System.nanoTime() - begin);
            }
        }
        return latencies;
    }

    /** A facility's system: logs in once, then asks. */
    private static final class Checker implements Caller {
        private final DoorConnection door;
        private final List<byte[]> questions;
        private final String authorization;

        Checker(SSLContext keys, URI facility, List<byte[]> questions) throws IOException {
            this.door = DoorConnection.open(keys, facility.getHost(), facility.getPort());
            this.questions = questions;
            String answer = door.post(AUTH, "", "{}".getBytes(StandardCharsets.US_ASCII)).text();
            String token =
                    JsonMapper.builder()
                            .build()
                            .readTree(answer)
                            .get("result")
                            .get("idToken")
                            .asString();
            this.authorization = "Authorization: " + token + "\r\n";
        }

        @Override
        public void call() throws IOException {
            byte[] question = questions.get(ThreadLocalRandom.current().nextInt(questions.size()));
            String headers = authorization + "Idempotency-Key: " + UUID.randomUUID() + "\r\n";
            DoorConnection.Answer answer = door.post(SEARCH, headers, question);
            if (answer.status() != 200 || !answer.text().contains("\"QualificationValidity\"")) {
                throw new IOException("a check was answered with status " + answer.status());
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
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
                statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
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

        /**
         * Statements that the product's role ran so far, counted by PostgreSQL: all but what runs
         * in the background whether anybody asks or not, so that a statement that a check gains is
         * seen. BEGIN and COMMIT are none.
         */
        long statements() throws SQLException {
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

        Caller caller() throws SQLException {
            Connection connection = connect();
            connection.setAutoCommit(false);
            PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT person_id, body FROM person WHERE lookup_key = ?");
            PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO entry (entry_id, person_id, body) VALUES (?, ?, ?)");
            byte[] body = new byte[ENTRY_BYTES];
            return new Caller() {
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
