package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.Await;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one stranger or one clerk can take of the console, and what people are told then. */
@Tag("database")
class ConsoleLimitsTest {
    private static final String CLERK = ConsoleWorld.OWN + "-clerk";
    private static final String SUPERVISOR = ConsoleWorld.OWN + "-supervisor1";
    private static final int REQUESTS_MAX = 12;

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world =
                ConsoleWorld.start(
                        folder,
                        "--onshi.web.requests-max=" + REQUESTS_MAX,
                        "--onshi.web.upload-max=18MB",
                        "--onshi.console.idle-max=45m",
                        "--onshi.console.session-max=2h");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** A connection on which a browser says what the test wants it to, and no sooner. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;

        Line() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), world.port());
            socket.setSoTimeout(30_000);
        }

        void say(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Begins an upload of so many bytes, of which these are the first. */
        void beginUpload(String cookie, long bytes, String first) throws IOException {
            say(
                    "POST /console/files HTTP/1.1\r\nHost: 127.0.0.1:"
                            + world.port()
                            + "\r\nCookie: "
                            + cookie
                            + "\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
                            + "Content-Length: "
                            + bytes
                            + "\r\n\r\n"
                            + first);
        }

        /** The next answer: its head and its body, which has a length. */
        String answer() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("no answer, but: " + head);
                }
                head.append((char) c);
            }
            String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
            return head
                    + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String form(String token) {
        return "--edge\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n"
                + token
                + "\r\n--edge\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"town.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    }

    @Test
    void whatTheSettingsSayOfASessionIsWhatItsEndSays() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(44)));
            assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
            world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(45)));
            assertThat(clerk.follow(clerk.open("/console/")).body())
                    .contains("45分操作がなかった", "45 minutes")
                    .doesNotContain("30分");
            clerk.logIn(CLERK, world.passcode(CLERK));
            for (int times = 0; times < 2; times++) {
                world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(44)));
                assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
            }
            world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(32)));
            assertThat(clerk.follow(clerk.open("/console/")).body())
                    .contains("ログインから2時間が過ぎた", "2 hours")
                    .doesNotContain("8時間");
        }
    }

    @Test
    void aRefusedUploadIsAnsweredAlsoWhenTheBrowserSendsAllOfItFirst() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                Line line = new Line()) {
            int bytes = 17 << 20; // more than a stranger may
            String first = form("guessed");
            line.beginUpload(clerk.cookie(), bytes, first);
            String piece = "x".repeat(1 << 16);
            int sent = first.length();
            while (sent < bytes) {
                String next = piece.substring(0, Math.min(piece.length(), bytes - sent));
                line.say(next);
                sent += next.length();
            }
            assertThat(line.answer()).startsWith("HTTP/1.1 403").contains("この画面は古くなっています");
            line.say("GET /console/login HTTP/1.1\r\nHost: 127.0.0.1:" + world.port() + "\r\n\r\n");
            assertThat(line.answer()).as("on the same connection").startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whatIsTooLargeIsToldByAPage() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                Line told = new Line();
                Line untold = new Line()) {
            HttpResponse<String> form =
                    clerk.submit("/console/search", Map.of("number", "1".repeat(70_000)));
            assertThat(form.statusCode()).isEqualTo(413);
            assertThat(form.body()).contains("<html", "ONSHI-F3019");
            told.beginUpload(clerk.cookie(), (18 << 20) + 1, form(clerk.token()));
            assertThat(told.answer()).startsWith("HTTP/1.1 413").contains("<html", "ONSHI-F3019");
            // without its length it is known only when it has come
            String head = form(clerk.token()) + ConsoleWorld.HEADER;
            untold.say(
                    "POST /console/files HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: "
                            + clerk.cookie()
                            + "\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            chunk(untold, head);
            String rows = ConsoleWorld.pending(ConsoleWorld.OWN, "311", "見本一子").repeat(10_000);
            for (int at = 0; at <= 18 << 20; at += rows.length()) {
                chunk(untold, rows);
            }
            assertThat(untold.answer()).startsWith("HTTP/1.1 413").contains("<html", "ONSHI-F3019");
        }
    }

    private static void chunk(Line line, String text) throws IOException {
        line.say(
                Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length)
                        + "\r\n"
                        + text
                        + "\r\n");
    }

    @Test
    void anUploadThatEndsInItsMiddleIsToldByAPage() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                Line line = new Line()) {
            String cut = form(clerk.token()) + ConsoleWorld.HEADER;
            line.beginUpload(clerk.cookie(), cut.length(), cut);
            assertThat(line.answer()).startsWith("HTTP/1.1 400").contains("<html", "ONSHI-F3016");
        }
    }

    @Test
    void strangersTakeHalfOfTheDoorAndTheOthersStillWork() throws Exception {
        List<Line> strangers = new ArrayList<>();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor stranger = new ConsoleVisitor(world)) {
            for (int held = 0; held < REQUESTS_MAX / 2; held++) {
                Line line = new Line();
                strangers.add(line);
                line.beginUpload("none=1", 1_000, "--edge");
            }
            Await.until(
                    "strangers hold their half",
                    () -> stranger.open("/console/login").statusCode() == 503);
            assertThat(stranger.open("/console/login").body()).contains("<html", "ONSHI-F5005");
            assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
        } finally {
            for (Line line : strangers) {
                line.close();
            }
        }
        try (ConsoleVisitor stranger = new ConsoleVisitor(world)) {
            Await.until(
                    "the places are free again",
                    () -> stranger.open("/console/login").statusCode() == 200);
        }
    }

    @Test
    void onePersonSendsFourFilesAtOnceAndTakesNobodyElsesPlace() throws Exception {
        List<Line> lines = new ArrayList<>();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor other = ConsoleVisitor.at(world, SUPERVISOR)) {
            for (int held = 0; held < 4; held++) {
                Line line = new Line();
                lines.add(line);
                line.beginUpload(clerk.cookie(), 1_000_000, form(clerk.token()));
            }
            String csv =
                    ConsoleWorld.HEADER + ConsoleWorld.pending(ConsoleWorld.OWN, "321", "見本一子");
            Await.until(
                    "the fifth is refused",
                    () -> clerk.upload("/console/files", csv).statusCode() == 429);
            assertThat(clerk.upload("/console/files", csv).body()).contains("ONSHI-F3015");
            assertThat(other.upload("/console/files", csv).statusCode()).isEqualTo(303);
            for (Line line : lines) {
                line.close();
            }
            Await.until(
                    "the places are free again",
                    () -> clerk.upload("/console/files", csv).statusCode() == 303);
        }
    }

    @Test
    void whoeverLogsInAtOneDeskTooManyEndsTheOwnOldestSession() throws Exception {
        List<ConsoleVisitor> desks = new ArrayList<>();
        try (ConsoleVisitor other = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-clerk")) {
            for (int desk = 0; desk <= ConsoleOpenSessions.OF_ONE_PERSON_MAX; desk++) {
                desks.add(ConsoleVisitor.at(world, SUPERVISOR));
            }
            assertThat(desks.getFirst().open("/console/").statusCode()).isEqualTo(302);
            assertThat(desks.get(1).open("/console/").statusCode()).isEqualTo(200);
            assertThat(desks.getLast().open("/console/").statusCode()).isEqualTo(200);
            assertThat(other.open("/console/").statusCode()).isEqualTo(200);
            assertThat(world.server.audited("console.logout"))
                    .anyMatch(it -> it.contains("\"reason\":\"others\""));
        } finally {
            desks.forEach(ConsoleVisitor::close);
        }
    }

    @Test
    void aFormLeadsHereAndToTheProvidersLogoutAndNowhereElse() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            for (String path : List.of("/console/", "/console/nowhere", "/console/login")) {
                assertThat(
                                clerk.open(path)
                                        .headers()
                                        .firstValue("Content-Security-Policy")
                                        .orElse(""))
                        .as(path)
                        .contains("form-action 'self' " + world.provider() + ";");
            }
        }
    }

    @Test
    void aSilentStoreIsToldByAPageAlsoBeforeTheSessionIsKnown(@TempDir Path folder)
            throws Exception {
        try (ConsoleWorld own = ConsoleWorld.start(folder);
                ConsoleVisitor clerk = ConsoleVisitor.at(own, CLERK)) {
            JdbcClient superuser = JdbcClient.create(own.server.database().superuser());
            superuser.sql("ALTER ROLE onshi_server NOLOGIN").update();
            try {
                superuser
                        .sql(
                                """
                                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                                WHERE usename = 'onshi_server' AND datname = current_database()
                                """)
                        .query(Long.class)
                        .single();
                HttpResponse<String> silent = clerk.open("/console/pendings");
                assertThat(silent.statusCode()).isEqualTo(503);
                assertThat(silent.body())
                        .contains("<html lang=\"ja\"", "ONSHI-F5004", "lang=\"en\"");
                assertThat(silent.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/html");
            } finally {
                superuser.sql("ALTER ROLE onshi_server LOGIN").update();
            }
        }
    }

    @Test
    void withoutItsProviderTheConsoleSaysSoInsteadOfAnError(@TempDir Path folder) throws Exception {
        try (ConsoleWorld own = ConsoleWorld.start(folder);
                ConsoleVisitor clerk = new ConsoleVisitor(own)) {
            own.closeProvider();
            HttpResponse<String> start = clerk.open("/console/login/start/onshi");
            assertThat(start.statusCode()).isEqualTo(302);
            HttpResponse<String> login = clerk.follow(start);
            assertThat(login.statusCode()).isEqualTo(503);
            assertThat(login.body()).contains("認証サービスが応答していません");
            assertThat(login.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("form-action 'self';");
            assertThat(clerk.open("/console/login/start/another").statusCode()).isEqualTo(302);
        }
    }
}
