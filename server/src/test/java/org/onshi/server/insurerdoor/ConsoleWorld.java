package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.InsurerNumber;
import org.onshi.sandbox.OpenIdAccounts;
import org.onshi.sandbox.OpenIdSettings;
import org.onshi.sandbox.Sandbox;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.duties.DuplicateSurveys;
import org.onshi.wire.SharedClock;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A server with its console, and the provider at which its people log in: real sockets, one clock.
 */
final class ConsoleWorld implements AutoCloseable {
    static final String OWN = "01130012";
    static final String OTHER = "39131016";
    static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    static final String HEADER =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on,effective_on,lost_on,loss_reason,copay_percent\n";

    final SharedClock clock;
    final OpenIdAccounts accounts;
    final TestServer server;
    private final Sandbox sandbox;
    private final int port;

    private ConsoleWorld(Path folder, String... settings) throws IOException {
        clock = SharedClock.startingAt(folder.resolve("clock"), START);
        port = freePort();
        Path people = folder.resolve("accounts.csv");
        accounts =
                OpenIdAccounts.makeIn(
                        people, List.of(new InsurerNumber(OWN), new InsurerNumber(OTHER)));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "a-secret-of-the-test\n");
        sandbox =
                Sandbox.start(
                        new Sandbox.Settings(
                                0, folder.resolve("sandbox"), Optional.empty(), 1, clock),
                        Optional.of(
                                new OpenIdSettings(
                                        people,
                                        secret,
                                        List.of(URI.create(url("/console/login/code"))),
                                        List.of(URI.create(url("/console/login?ended=asked"))))));
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--onshi.clock-file=" + folder.resolve("clock"),
                                "--onshi.web.port=" + port,
                                "--onshi.console.issuer=" + sandbox.url() + "/openid",
                                "--onshi.console.client-secret-file=" + secret,
                                "--onshi.console.public-url=http://127.0.0.1:" + port));
        all.addAll(List.of(settings));
        server = TestServer.start(all.toArray(String[]::new));
    }

    /** Two insurers with their people, on a server with these settings besides. */
    static ConsoleWorld start(Path folder, String... settings) throws Exception {
        ConsoleWorld world = new ConsoleWorld(folder, settings);
        world.load("insurers", "insurer_number,name\n" + OWN + ",見本支部\n" + OTHER + ",見本広域連合\n");
        world.load("accounts", world.accounts.masterData());
        return world;
    }

    int port() {
        return port;
    }

    /** The origin of the provider. */
    String provider() {
        return sandbox.url();
    }

    /** The provider is gone. */
    void closeProvider() {
        sandbox.close();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String load(String kind, String csv) throws Exception {
        HttpResponse<String> loaded =
                server.post(
                        server.keys().operator().http(),
                        Door.OPERATOR,
                        "/operator/" + kind,
                        "text/csv",
                        csv);
        assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
        return loaded.body();
    }

    /** Sends a file from the insurer's machine and waits until it is worked through. */
    String register(String insurer, String rows) throws Exception {
        HttpClient machine = server.keys().insurer(insurer).http();
        HttpResponse<String> answer =
                server.post(
                        machine, Door.INSURER, "/insurer/registrations", "text/csv", HEADER + rows);
        Matcher id =
                Pattern.compile("\"registration_id\":\"([0-9a-f-]{36})\"").matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        String result = "/insurer/registrations/" + id.group(1) + "/result";
        Await.until(
                "the file is worked through",
                () -> server.get(machine, Door.INSURER, result).statusCode() != 409);
        return server.get(machine, Door.INSURER, result).body();
    }

    /** A duplicate survey from its beginning to its end. */
    void survey() {
        DuplicateSurveys surveys = server.bean(DuplicateSurveys.class);
        UUID survey = surveys.start("operator:test");
        while (!surveys.step(survey, "operator:test").finished()) {
            // it goes on
        }
    }

    /**
     * Makes a standing coverage a suspect, as the resident register's answer would.
     *
     * @return its id
     */
    UUID suspect(UUID coverageId, String kind, String comparison) {
        UUID suspectId = UUID.randomUUID();
        JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        INSERT INTO corrections.suspect (person_id, suspect_id, coverage_id,
                            insurer_number, kind, comparison, found_at)
                        SELECT person_id, ?, coverage_id, insurer_number, ?, ?, ?
                        FROM registry.coverage
                        WHERE coverage_id = ? AND invalidated_at = 'infinity'
                        LIMIT 1
                        """)
                .params(
                        suspectId,
                        kind,
                        comparison,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        coverageId)
                .update();
        return suspectId;
    }

    /**
     * Asks for improvement plans about the months before this one, as the operating body would.
     *
     * @return their ids, the latest month first
     */
    List<UUID> plans(int months) {
        JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        INSERT INTO duties.plan
                            (plan_id, insurer_number, month, percent, requested_at)
                        SELECT gen_random_uuid(), ?, DATE '2025-01-01' - n * INTERVAL '1 month',
                            72.5, ?
                        FROM generate_series(1, ?) AS n
                        """)
                .params(OWN, clock.instant().atOffset(ZoneOffset.UTC), months)
                .update();
        return JdbcClient.create(server.database().superuser())
                .sql("SELECT plan_id FROM duties.plan ORDER BY month DESC")
                .query(UUID.class)
                .list();
    }

    /** A row of ADD with an individual number, of a person born 1945-04-01. */
    static String add(String insurer, String number, int person, String name) {
        return "ADD,"
                + insurer
                + ",11,"
                + number
                + ",01,1945-04-01,"
                + number(person)
                + ",,"
                + name
                + ",ミホン ハナコ,2,東京都見本区1-1,1,2024-04-01,2024-04-02,,,,20\n";
    }

    /** An individual number. */
    static String number(int person) {
        String body = "%011d".formatted(20_000_000_000L + person);
        return body + CheckDigit.individualNumber(body);
    }

    /** A row of ADD without a number, which waits. */
    static String pending(String insurer, String number, String name) {
        return "ADD,"
                + insurer
                + ",11,"
                + number
                + ",01,1985-04-01,,NOT_PROVIDED,"
                + name
                + ",ミホン ハナコ,2,東京都見本区1-1,1,2024-04-01,2024-04-02,,,,\n";
    }

    /** A row of CANCEL of a coverage that began with {@link #pending}. */
    static String cancel(String insurer, String number) {
        return "CANCEL," + insurer + ",11," + number + ",01,1985-04-01,,,,,,,,2024-04-01,,,,,\n";
    }

    String passcode(String account) {
        return accounts.passcode(account).orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.close();
        sandbox.close();
    }
}
