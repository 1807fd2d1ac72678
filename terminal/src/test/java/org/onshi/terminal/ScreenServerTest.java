package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the screens' ports refuse. */
class ScreenServerTest {
    @TempDir private Path root;
    private CardReception reception;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        reception = new CardReception(root).start();
    }

    @AfterEach
    void close() throws IOException {
        reception.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"})
    void aPageOfElsewhereIsRefused(String origin) throws Exception {
        HttpResponse<String> refused =
                reception.patient.send(
                        "/api/face",
                        "POST",
                        "{}",
                        "Content-Type",
                        "application/json",
                        "Origin",
                        origin);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"name\":\"WRONG_DOOR\"");
    }

    @Test
    void theOtherScreenIsElsewhereToo() throws Exception {
        assertThat(
                        reception
                                .counter
                                .send(
                                        "/api/finish",
                                        "POST",
                                        "{}",
                                        "Content-Type",
                                        "application/json",
                                        "Origin",
                                        reception.patient.root())
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aNameThatLeadsHereFromElsewhereIsRefused() throws Exception {
        int port = Integer.parseInt(reception.patient.root().replaceFirst(".*:", ""));
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.getOutputStream()
                    .write(
                            "GET /api/visit HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("WRONG_DOOR");
        }
    }

    @Test
    void aFormWithoutTheOriginOfThePageAndATypeThatNeedsNoAskingAreRefused() throws Exception {
        assertThat(
                        reception
                                .patient
                                .send("/api/cancel", "POST", "{}", "Content-Type", "text/plain")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        reception
                                .patient
                                .send(
                                        "/api/cancel",
                                        "POST",
                                        "a=b",
                                        "Content-Type",
                                        "application/x-www-form-urlencoded",
                                        "Origin",
                                        reception.patient.root())
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void neitherScreenTakesTheStepsOfTheOther() throws Exception {
        for (String path :
                new String[] {"visual", "check", "reference-number", "mismatch", "finish"}) {
            assertThat(reception.patient.post("/api/" + path, "{}").path("status").asInt())
                    .isEqualTo(404);
        }
        for (String path :
                new String[] {"pin", "face", "mode", "consents", "registration", "cancel"}) {
            assertThat(reception.counter.post("/api/" + path, "{}").path("status").asInt())
                    .isEqualTo(404);
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        String big = "{\"given\":[\"" + "M".repeat(ScreenRequest.BODY_BYTES_MAX) + "\"]}";
        assertThat(reception.patient.post("/api/consents", big).path("name").asString())
                .isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"pin\":\"123\"}",
                "{\"pin\":\"12345\"}",
                "{\"pin\":\"12a4\"}",
                "{\"pin\":1234}",
                "{\"pin\":\"1234\",\"more\":1}",
                "{\"pin\":\"1234\"",
                ""
            })
    void aPinThatIsNoneIsRefusedWithoutCostingATry(String body) throws Exception {
        HttpResponse<String> refused =
                reception.patient.send(
                        "/api/pin", "POST", body, "Content-Type", "application/json");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"pin\"").doesNotContain("123");
        assertThat(reception.reader.commands).isEmpty();
    }

    @Test
    void nothingIsCachedAndNoForeignScriptRuns() throws Exception {
        HttpResponse<String> answer = reception.counter.send("/api/visit", "GET", "");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }
}
