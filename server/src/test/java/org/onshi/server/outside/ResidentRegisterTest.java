package org.onshi.server.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;
import org.onshi.server.outside.ResidentRegister.Asked;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** What the resident register does not say, nobody may take for its word. */
class ResidentRegisterTest {
    private static final List<CertificateId> CERTIFICATES =
            List.of(new CertificateId("a".repeat(40), "1"));
    private static final List<IndividualNumber> NUMBERS =
            List.of(
                    new IndividualNumber(
                            "12345678901" + CheckDigit.individualNumber("12345678901")));
    private static final List<Asked> PEOPLE =
            List.of(new Asked("見本花子", "ミホンハナコ", LocalDate.of(1980, 5, 5), Sex.FEMALE, "東京都"));

    private HttpServer server;
    private ResidentRegister register;
    private volatile String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
        register =
                TestOutside.register(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void silent(ThrowingCallable inquiry) {
        assertThatThrownBy(inquiry)
                .isInstanceOfSatisfying(
                        Fault.class,
                        it -> assertThat(it.code()).isEqualTo(FaultCode.REGISTER_SILENT));
    }

    @Test
    void aNumberThatIsAnsweredTwiceIsNobodys() {
        String one =
                "{\"individual_number\":\"%s\",\"person\":\"A\",\"name\":\"見本花子\",\"name_kana\":\"ミホンハナコ\",\"birth_date\":\"1980-05-05\",\"sex\":\"2\",\"address\":\"東京都\"}"
                        .formatted(NUMBERS.getFirst().digits());
        answer = "{\"residents\":[" + one + "]}";
        assertThat(register.byNumbers(NUMBERS).orElseThrow().known()).hasSize(1);
        answer = "{\"residents\":[" + one + "," + one.replace("見本花子", "見本花代") + "]}";
        assertThat(register.byNumbers(NUMBERS).orElseThrow())
                .satisfies(it -> {
                    assertThat(it.known()).isEmpty();
                    assertThat(it.unreadable()).containsExactlyElementsOf(NUMBERS);
                });
    }

    @Test
    void anAnswerWithoutWhatWasAskedForIsASilence() {
        for (String empty :
                List.of(
                        "{}",
                        "{\"residents\":{},\"holders\":{},\"answers\":{}}",
                        "{\"residents\":null,\"holders\":null,\"answers\":null}")) {
            answer = empty;
            silent(() -> register.holders(CERTIFICATES));
            silent(() -> register.byNumbers(NUMBERS));
            silent(() -> register.byFiveAttributes(PEOPLE));
            silent(() -> register.predecessor(CERTIFICATES.getFirst()));
        }
    }

    @Test
    void anEmptyListSaysThatTheRegisterKnowsNobody() {
        answer = "{\"residents\":[],\"holders\":[]}";
        assertThat(register.holders(CERTIFICATES)).isEmpty();
        assertThat(register.byNumbers(NUMBERS).orElseThrow().known()).isEmpty();
    }
}
