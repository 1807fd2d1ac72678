package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.TestKeys;
import org.onshi.server.TestServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Over real sockets: who gets through which door, and what the audit log says about those who do
 * not.
 */
@Tag("database")
class DoorsTest {
    private static final String REGISTERED = "0110113719";
    private static final String UNREGISTERED = "0110113727";
    private static final String CHECKS = "/facility/checks";
    private static final String INSURERS = "/operator/insurers";
    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";

    private static TestServer server;
    private static HttpClient operator;

    @BeforeAll
    static void start() throws Exception {
        server =
                TestServer.start(
                        "--onshi.refusal-sums-interval=1s",
                        "--onshi.doors.operator.body-max=64KB",
                        "--onshi.doors.idle-timeout=3s",
                        "--onshi.doors.body-rate-min=32KB",
                        "--onshi.doors.body-head-start=1s",
                        "--onshi.doors.handshake-timeout=5s");
        operator = server.keys().operator().http();
        HttpResponse<String> loaded =
                server.post(
                        operator,
                        Door.OPERATOR,
                        "/operator/facilities",
                        CSV,
                        "facility_code,name,kind\n" + REGISTERED + ",見本病院,HOSPITAL\n");
        assertThat(loaded.body()).contains("1,ACCEPTED,OK,");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRevocationListThatIsNotBelievedShowsInTheHealthAndBringsNothingDown() throws Exception {
        HttpClient anybody = HttpClient.newHttpClient();
        server.keys()
                .revocationList(
                        old -> old.setThisUpdate(Date.from(Instant.parse("2000-01-01T00:00:00Z"))));
        Await.until(
                "the health says so",
                () -> {
                    HttpResponse<String> health =
                            server.get(anybody, Door.MANAGEMENT, "/actuator/health");
                    assertThat(health.statusCode()).isEqualTo(200);
                    return health.body().contains("\"revocations\":{\"status\":\"NOT_BELIEVED\"}");
                });
        assertThat(server.get(anybody, Door.MANAGEMENT, "/actuator/health").body())
                .endsWith("\"status\":\"UP\"}");
        server.keys().revoke(server.keys().facility(UNREGISTERED));
        Await.until(
                "the authority's own list is in force",
                () ->
                        !server.get(anybody, Door.MANAGEMENT, "/actuator/health")
                                .body()
                                .contains("NOT_BELIEVED"));
        assertThat(server.get(anybody, Door.MANAGEMENT, "/actuator/prometheus").body())
                .contains("onshi_revocations_overdue_seconds 0.0");
    }

    @Test
    void theManagementPortTellsHealthAndMeasurementsAndNothingElse() throws Exception {
        HttpClient anybody = HttpClient.newHttpClient();
        assertThat(server.get(anybody, Door.MANAGEMENT, "/actuator/health").body())
                .contains("\"UP\"");
        assertThat(server.get(anybody, Door.MANAGEMENT, "/actuator/prometheus").body())
                .contains("onshi_door_requests_seconds_count{door=\"operator\"}");
        assertThat(server.get(anybody, Door.MANAGEMENT, "/actuator/env").statusCode())
                .isEqualTo(404);
        assertThat(server.get(anybody, Door.MANAGEMENT, INSURERS).statusCode()).isEqualTo(404);
        assertThat(
                        server.post(anybody, Door.MANAGEMENT, "/actuator/health", JSON, "{}")
                                .statusCode())
                .isEqualTo(405);
    }

    @Test
    void strangersFailInTheHandshakeAndAreSummedUpInOneEntryASourceAndInterval() throws Exception {
        TestKeys keys = server.keys();
        int before = server.audited("strangers.refused").size();
        for (int i = 0; i < 5; i++) {
            refusedInHandshake(keys.none());
            refusedInHandshake(keys.foreign(REGISTERED));
            refusedInHandshake(keys.expired(REGISTERED));
        }
        Await.until("all are summed up", () -> sum(strangers(before), "expired") == 5);
        List<String> entries = strangers(before);
        assertThat(entries).hasSizeBetween(1, 4);
        assertThat(sum(entries, "none")).isEqualTo(5);
        assertThat(sum(entries, "foreign")).isEqualTo(5);
        assertThat(sum(entries, "expired")).isEqualTo(5);
        assertThat(entries).allSatisfy(entry -> assertThat(entry).contains("127.0.0.1"));
        assertThat(
                        server.get(
                                        HttpClient.newHttpClient(),
                                        Door.MANAGEMENT,
                                        "/actuator/prometheus")
                                .body())
                .contains("onshi_strangers_total{door=\"facility\",reason=\"none\"} 5.0");
    }

    private static List<String> strangers(int before) {
        List<String> entries = server.audited("strangers.refused");
        return entries.subList(before, entries.size());
    }

    @Test
    void aRevokedCallerIsToldSoWithAnEntryOfItsOwnFromTheMomentTheListChanges() throws Exception {
        TestKeys.Client clinic = server.keys().facility(REGISTERED);
        HttpClient http = clinic.http();
        assertThat(server.post(http, Door.FACILITY, "/facility/none", JSON, "{}").statusCode())
                .isEqualTo(404);
        server.keys().revoke(clinic);
        int before = first("caller.revoked").size();

        Await.until(
                "the list is read again",
                () ->
                        server.post(http, Door.FACILITY, "/facility/none", JSON, "{}").statusCode()
                                == 403);

        refused(server.post(http, Door.FACILITY, CHECKS, JSON, "{}"), 403, "ONSHI-F3002");
        List<String> entries = first("caller.revoked");
        assertThat(entries).hasSizeGreaterThan(before);
        assertThat(entries.getLast())
                .contains("facility:" + REGISTERED)
                .contains(clinic.certificate().getSerialNumber().toString(16));
    }

    @Test
    void aCallerOfAnotherRoleIsRefusedWithAnEntryOfItsOwn() throws Exception {
        int before = first("caller.wrong_role").size();
        HttpClient facility = server.keys().facility(REGISTERED).http();
        refused(server.get(facility, Door.INSURER, "/insurer/registrations/1"), 403, "ONSHI-F3003");
        refused(server.post(facility, Door.OPERATOR, INSURERS, CSV, "x"), 403, "ONSHI-F3003");
        refused(server.post(operator, Door.FACILITY, CHECKS, JSON, "{}"), 403, "ONSHI-F3003");
        HttpClient nobody = server.keys().caller("server", "localhost").http();
        refused(server.post(nobody, Door.FACILITY, CHECKS, JSON, "{}"), 403, "ONSHI-F3003");
        HttpClient odd = server.keys().caller("facility", "not-a-code").http();
        refused(server.post(odd, Door.FACILITY, CHECKS, JSON, "{}"), 403, "ONSHI-F3003");
        assertThat(first("caller.wrong_role")).hasSize(before + 5);
    }

    @Test
    void aFacilityOrInsurerNobodyRegisteredIsRefusedWithAnEntryOfItsOwn() throws Exception {
        int before = first("caller.unknown").size();
        HttpClient facility = server.keys().facility(UNREGISTERED).http();
        refused(server.post(facility, Door.FACILITY, CHECKS, JSON, "{}"), 403, "ONSHI-F3001");
        HttpClient insurer = server.keys().insurer("06139992").http();
        refused(server.get(insurer, Door.INSURER, "/insurer/registrations/1"), 403, "ONSHI-F3001");
        assertThat(first("caller.unknown"))
                .hasSize(before + 2)
                .anyMatch(entry -> entry.contains("facility:" + UNREGISTERED));
    }

    @Test
    void whoeverMisusesItsCertificateAgainAndAgainIsRefusedEachTimeAndSummed() throws Exception {
        TestKeys.Client clinic = server.keys().facility(REGISTERED);
        String serial = clinic.certificate().getSerialNumber().toString(16);
        HttpClient http = clinic.http();
        int before = first("caller.wrong_role").size();
        refused(server.post(http, Door.OPERATOR, INSURERS, CSV, "x"), 403, "ONSHI-F3003");
        assertThat(first("caller.wrong_role"))
                .hasSize(before + 1)
                .last()
                .asString()
                .contains(serial);
        long begun = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            refused(server.post(http, Door.OPERATOR, INSURERS, CSV, "x"), 403, "ONSHI-F3003");
        }
        Await.until("all are in the log", () -> refusals("caller.wrong_role", serial) == 51);
        int intervals = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 2;
        assertThat(server.audited("caller.wrong_role"))
                .filteredOn(entry -> entry.contains(serial))
                .hasSizeLessThanOrEqualTo(2 * intervals)
                .anySatisfy(entry -> assertThat(entry).contains("\"count\":\""));
    }

    private static long refusals(String event, String serial) {
        return server.audited(event).stream()
                .filter(entry -> entry.contains(serial))
                .mapToLong(entry -> Math.max(1, sum(List.of(entry), "count")))
                .sum();
    }

    @Test
    void aPathOfAnotherDoorIsNotFoundAndLeavesNoEntry() throws Exception {
        HttpClient facility = server.keys().facility(REGISTERED).http();
        long before = entries();
        for (String path :
                List.of(
                        INSURERS,
                        "/insurer/registrations",
                        "/actuator/health",
                        "/",
                        "/error",
                        "/facility/unheard-of")) {
            refused(server.get(facility, Door.FACILITY, path), 404, "ONSHI-F3008");
        }
        refused(server.get(operator, Door.OPERATOR, CHECKS), 404, "ONSHI-F3008");
        refused(server.get(operator, Door.OPERATOR, INSURERS), 405, "ONSHI-F3009");
        refused(server.post(operator, Door.OPERATOR, INSURERS, JSON, "{}"), 415, "ONSHI-F3010");
        refused(
                server.post(operator, Door.OPERATOR, "/operator//insurers", CSV, "x"),
                400,
                "ONSHI-F3016");
        refused(
                server.get(operator, Door.OPERATOR, "/operator/%2e%2e/insurers"),
                400,
                "ONSHI-F3016");
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void aBodyOverTheLimitIsRefusedDeclaredOrNot() throws Exception {
        String body = "insurer_number,name\n" + "x".repeat(2_000_000);
        refused(server.post(operator, Door.OPERATOR, INSURERS, CSV, body), 413, "ONSHI-F3019");
        HttpResponse<String> chunked =
                operator.send(
                        HttpRequest.newBuilder(server.at(Door.OPERATOR, INSURERS))
                                .header("Content-Type", CSV)
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(() ->
                                                new ByteArrayInputStream(
                                                        body.getBytes(StandardCharsets.UTF_8))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        refused(chunked, 413, "ONSHI-F3019");
    }

    @Test
    void aBodyThatComesAfterItsRefusalLeavesTheConnectionToTheNextRequest() throws Exception {
        for (String path : List.of(INSURERS, "/operator/none")) {
            try (SSLSocket caller = connect(server.keys().operator(), Door.OPERATOR)) {
                caller.setSoTimeout(8_000);
                send(caller, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
                send(caller, "Content-Type: application/json\r\nContent-Length: 5\r\n\r\n");
                assertThat(answer(caller)).contains("ONSHI-F30");
                send(caller, "{   }GET /operator/next HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(answer(caller)).startsWith("HTTP/1.1 404").contains("ONSHI-F3008");
            }
        }
    }

    @Test
    void aLoginsBodyThatComesAfterItsAnswerLeavesTheConnectionToTheNextRequest() throws Exception {
        try (SSLSocket caller = connect(server.keys().facility(REGISTERED), Door.FACILITY)) {
            caller.setSoTimeout(8_000);
            send(caller, "POST /oqs-api-pro/MSA12020/ILI12020SV01/auth HTTP/1.1\r\n");
            send(caller, "Host: localhost\r\nContent-Type: application/json\r\n");
            send(caller, "Content-Length: 5\r\n\r\n");
            assertThat(answer(caller)).startsWith("HTTP/1.1 200").contains("idToken");
            assertThat(answer(caller)).isEmpty(); // of the outer object
            send(caller, "{   }GET /facility/next HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(answer(caller)).contains("HTTP/1.1 404").contains("ONSHI-F3008");
        }
    }

    private static void send(SSLSocket caller, String text) throws IOException {
        caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        caller.getOutputStream().flush();
    }

    /** One answer, up to the end of its JSON. */
    private static String answer(SSLSocket caller) throws IOException {
        StringBuilder answer = new StringBuilder();
        int octet = caller.getInputStream().read();
        while (octet >= 0 && octet != '}') {
            answer.append((char) octet);
            octet = caller.getInputStream().read();
        }
        return answer.toString();
    }

    @Test
    void headersOverTheLimitAreRefusedInTheSameForm() throws Exception {
        HttpResponse<String> answer =
                operator.send(
                        HttpRequest.newBuilder(server.at(Door.OPERATOR, INSURERS))
                                .header("X-Long", "x".repeat(20_000))
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        refused(answer, 431, "ONSHI-F3017");
    }

    @Test
    void aBodyThatStopsArrivingEndsInTimeAndNothingOfItIsTaken() throws Exception {
        int before = server.audited("insurer.registered").size();
        try (SSLSocket slow = connect(server.keys().operator(), Door.OPERATOR)) {
            OutputStream out = slow.getOutputStream();
            out.write(
                    ("POST "
                                    + INSURERS
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                                    + "Content-Length: 1000\r\n\r\ninsurer_number,name\n01130012,")
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
            slow.setSoTimeout(8_000);
            String answer =
                    new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("ONSHI-F3018");
        }
        assertThat(server.audited("insurer.registered")).hasSize(before);
    }

    @Test
    void aBodyThatOnlyDripsIsEndedAndNothingOfItIsTaken() throws Exception {
        int before = server.audited("insurer.registered").size();
        try (SSLSocket slow = connect(server.keys().operator(), Door.OPERATOR)) {
            send(slow, "POST " + INSURERS + " HTTP/1.1\r\nHost: localhost\r\n");
            send(slow, "Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\n");
            slow.setSoTimeout(100); // a byte each, so that the connection is never idle
            StringBuilder answer = new StringBuilder();
            Await.until("it is refused", () -> answeredOnOneMoreByte(slow, answer));
            assertThat(answer).startsWith("HTTP/1.1 408").contains("ONSHI-F3018");
        }
        assertThat(server.audited("insurer.registered")).hasSize(before);
    }

    private static boolean answeredOnOneMoreByte(SSLSocket caller, StringBuilder answer)
            throws IOException {
        send(caller, "x");
        try {
            answer.append((char) caller.getInputStream().read());
        } catch (SocketTimeoutException none) {
            return false;
        }
        answer.append(answer(caller));
        return true;
    }

    @Test
    void aSlowButHonestUploadPasses() throws Exception {
        String insurer = "01130012";
        String header =
                "action,insurer_number,symbol,number,branch,birth_date,lost_on,loss_reason\n";
        String row = "LOSE," + insurer + ",A,987654321,,1980-01-01,2025-06-01,99\n";
        byte[] file =
                (header + row.repeat(4 * 65_536 / row.length())).getBytes(StandardCharsets.UTF_8);
        // longer than the head start, and far quicker than its rate, however busy the machine
        try (TestServer patient =
                TestServer.start(
                        "--onshi.doors.body-rate-min=8KB", "--onshi.doors.body-head-start=3s")) {
            patient.post(
                    patient.keys().operator().http(),
                    Door.OPERATOR,
                    INSURERS,
                    CSV,
                    "insurer_number,name\n" + insurer + ",見本健康保険組合\n");
            HttpRequest upload =
                    HttpRequest.newBuilder(patient.at(Door.INSURER, "/insurer/registrations"))
                            .header("Content-Type", CSV)
                            .POST(
                                    HttpRequest.BodyPublishers.ofInputStream(
                                            () -> new PacedStream(file, 65_536)))
                            .build();
            HttpResponse<String> answer =
                    patient.keys()
                            .insurer(insurer)
                            .http()
                            .send(upload, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
    }

    @Test
    void whoeverIsTurnedAwayKeepsItsConnectionUnlessItsBodyIsStillToCome() throws Exception {
        try (TestServer full = TestServer.start("--onshi.doors.facility.requests-max=0");
                SSLSocket caller = connect(full, full.keys().facility(REGISTERED), Door.FACILITY)) {
            caller.setSoTimeout(8_000);
            for (int i = 0; i < 2; i++) {
                send(caller, "GET /facility/none HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(answer(caller))
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After")
                        .doesNotContainIgnoringCase("Connection: close");
            }
            send(
                    caller,
                    "POST /facility/checks HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Length: 5\r\n\r\n{   }");
            assertThat(answer(caller))
                    .startsWith("HTTP/1.1 503")
                    .doesNotContainIgnoringCase("Connection: close");
            send(
                    caller,
                    "POST /facility/checks HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Length: 500\r\n\r\n{");
            assertThat(answer(caller))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("Connection: close");
        }
    }

    @Test
    void anEndlessBodyAtTheLoginIsAnsweredAndThenEnded() throws Exception {
        try (SSLSocket caller = connect(server.keys().facility(REGISTERED), Door.FACILITY)) {
            caller.setSoTimeout(20_000);
            send(caller, "POST /oqs-api-pro/MSA12020/ILI12020SV01/auth HTTP/1.1\r\n");
            send(caller, "Host: localhost\r\nContent-Type: application/json\r\n");
            send(caller, "Transfer-Encoding: chunked\r\n\r\n");
            Thread sender = Thread.startVirtualThread(() -> sendChunksWithoutEnd(caller));
            assertThat(answer(caller)).startsWith("HTTP/1.1 200").contains("idToken");
            assertThat(sender.join(Duration.ofSeconds(60))).as("it was ended").isTrue();
        }
    }

    private static void sendChunksWithoutEnd(SSLSocket caller) {
        String chunk = "2000\r\n" + "x".repeat(8_192) + "\r\n";
        try {
            while (true) {
                send(caller, chunk);
            }
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
    }

    @Test
    void aBodyDeclaredTooLargeIsRefusedBeforeAnyOfItComes() throws Exception {
        try (SSLSocket caller = connect(server.keys().operator(), Door.OPERATOR)) {
            caller.setSoTimeout(8_000);
            send(caller, "POST " + INSURERS + " HTTP/1.1\r\nHost: localhost\r\n");
            send(caller, "Content-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(answer(caller)).startsWith("HTTP/1.1 413").contains("ONSHI-F3019");
        }
    }

    /** Hands out so many bytes a second, in tenths of a second. */
    private static final class PacedStream extends ByteArrayInputStream {
        private final int bytesASecond;

        PacedStream(byte[] bytes, int bytesASecond) {
            super(bytes);
            this.bytesASecond = bytesASecond;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            return super.read(buffer, offset, Math.min(length, bytesASecond / 10));
        }
    }

    @Test
    void aConnectionThatNeverFinishesItsHandshakeIsClosed() throws Exception {
        try (Socket silent =
                new Socket(InetAddress.getLoopbackAddress(), server.port(Door.FACILITY))) {
            // the first bytes of a TLS record, then one more byte at a time, never idle
            silent.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});
            Await.until("it is closed", () -> closedOnOneMoreByte(silent));
        }
    }

    private static boolean closedOnOneMoreByte(Socket socket) {
        try {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersOfAMachineDoor() throws Exception {
        HttpResponse<String> answer = server.get(operator, Door.OPERATOR, INSURERS);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    /**
     * With a socket, since the JDK's client tries again by itself and so would be counted several
     * times.
     */
    private static void refusedInHandshake(TestKeys.Client client) {
        assertThatThrownBy(
                        () -> {
                            try (SSLSocket socket = connect(client, Door.FACILITY)) {
                                // in TLS 1.3 the refusal comes after the client's own end of the
                                // handshake
                                socket.getOutputStream()
                                        .write(
                                                "GET /facility/checks HTTP/1.1\r\n\r\n"
                                                        .getBytes(StandardCharsets.US_ASCII));
                                assertThat(socket.getInputStream().read()).isNotNegative();
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    private static SSLSocket connect(TestKeys.Client client, Door door) throws IOException {
        return connect(server, client, door);
    }

    private static SSLSocket connect(TestServer to, TestKeys.Client client, Door door)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        client.context()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", to.port(door));
        socket.startHandshake();
        return socket;
    }

    private static long sum(List<String> entries, String reason) {
        long sum = 0;
        for (String entry : entries) {
            var count =
                    java.util.regex.Pattern.compile("\"" + reason + "\":\"([0-9]+)\"")
                            .matcher(entry);
            if (count.find()) {
                sum += Long.parseLong(count.group(1));
            }
        }
        return sum;
    }

    /** But for sums, which may still be those of another test. */
    private static List<String> first(String event) {
        return server.audited(event).stream()
                .filter(entry -> !entry.contains("\"count\""))
                .toList();
    }

    private static long entries() {
        return JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        SELECT count(entry_id) FROM audit.entry
                        WHERE convert_from(body, 'UTF8')::jsonb -> 'details' -> 'count' IS NULL
                        """)
                .query(Long.class)
                .single();
    }
}
