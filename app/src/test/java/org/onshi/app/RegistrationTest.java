package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    private static final String HEADER = "line,status,code,message\n";
    private static final String ID = "0199a2b4-0000-7000-8000-000000000001";
    private static final String HELD =
            "\"failure_code\":\"ONSHI-F1\",\"failure_message\":\"鍵を戻します。 / Restore the key.\"";

    @TempDir private Path folder;

    @Test
    void aResultWithARowForEachRowOfTheFileIsWhole() throws Exception {
        assertThat(read(HEADER + "1,ACCEPTED,OK,\n2,PENDING,X,待ち\n", 2))
                .containsExactly(HEADER.strip(), "1,ACCEPTED,OK,", "2,PENDING,X,待ち");
        assertThat(read(HEADER, 0)).containsExactly(HEADER.strip());
    }

    @Test
    void aResultThatStopsBeforeTheLastRowIsRefused() {
        assertThatThrownBy(() -> read(HEADER + "1,ACCEPTED,OK,\n", 2))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("cut short (1 of 2 rows)");
        assertThatThrownBy(() -> read(HEADER + "1,ACCEPTED,OK,\n2,ACC", 2))
                .isInstanceOf(CommandFault.class);
        assertThatThrownBy(() -> read("", 1)).isInstanceOf(CommandFault.class);
    }

    @Test
    void whoWaitsInVainIsToldWhatKeepsTheFileAndHowToAskForItLater() throws Exception {
        assertThatThrownBy(() -> send("\"PROCESSING\"," + HELD))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("registration " + ID)
                .hasMessageContaining("The file received goes on")
                .hasMessageContaining("./onshi insurer result --registration " + ID)
                .hasMessageContaining("ONSHI-F1 鍵を戻します。 / Restore the key.");
        assertThatThrownBy(() -> send("\"RECEIVED\""))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("registration " + ID)
                .hasMessageContaining("./onshi insurer result --registration " + ID);
    }

    @Test
    void aFileThatWasGivenUpIsNamedWithTheReason() throws Exception {
        assertThat(send("\"FAILED\"," + HELD).failure().orElseThrow())
                .contains("registration " + ID)
                .endsWith(": ONSHI-F1 鍵を戻します。 / Restore the key.");
        assertThat(send("\"DONE\"").failure()).isEmpty();
    }

    @Test
    void aFileHeldForTakingMuchAwaySaysAtOnceHowItIsConfirmedOrWithdrawn() throws Exception {
        String held = ",\"failure_code\":\"ONSHI-F4050\",\"rows_clearing\":12,\"rows_total\":20";
        assertThat(send("\"RECEIVED\"" + held).waiting().orElseThrow())
                .contains("12 of 20 rows")
                .contains("insurer held --registration " + ID);
        assertThat(send("\"FAILED\"" + held).waiting()).isEmpty();
    }

    @Test
    void aServerThatStartsAgainIsWaitedFor() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer door =
                door(exchange -> {
                    if (exchange.getRequestMethod().equals("GET") && asked.incrementAndGet() < 3) {
                        // as when the process is killed: no answer
                        exchange.close();
                        return;
                    }
                    answer(exchange, "\"DONE\"");
                });
        assertThat(send(door, Duration.ofMinutes(1)).failure()).isEmpty();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aServerThatStaysAwayIsNamedWithTheWayToTheResult() throws Exception {
        HttpServer door =
                door(exchange -> {
                    if (exchange.getRequestMethod().equals("GET")) {
                        exchange.close();
                        return;
                    }
                    answer(exchange, "\"RECEIVED\"");
                });
        assertThatThrownBy(() -> send(door, Duration.ofMillis(200)))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("broke off")
                .hasMessageContaining("./onshi insurer result --registration " + ID);
    }

    private static List<String> read(String result, long total) throws IOException {
        List<String> lines = new ArrayList<>();
        Registration.readWhole(new StringReader(result), total, lines::add);
        return lines;
    }

    /** Sends a file to a door that answers with this state whenever it is asked. */
    private Registration.Outcome send(String state) throws Exception {
        return send(door(exchange -> answer(exchange, state)), Duration.ofMillis(200));
    }

    private Registration.Outcome send(HttpServer door, Duration silenceLimit) throws Exception {
        Path file = Files.writeString(folder.resolve("registration.csv"), "action\n");
        try (DoorClient insurer =
                DoorClient.plain("http://127.0.0.1:" + door.getAddress().getPort())) {
            return new Registration(insurer, Duration.ofMillis(200), silenceLimit)
                    .send(file, (done, total) -> {});
        } finally {
            door.stop(0);
        }
    }

    private static HttpServer door(HttpHandler handler) throws IOException {
        HttpServer door =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext(
                "/insurer/registrations",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    handler.handle(exchange);
                });
        door.start();
        return door;
    }

    private static void answer(HttpExchange exchange, String state) throws IOException {
        byte[] answer =
                "{\"registration_id\":\"%s\",\"state\":%s}"
                        .formatted(ID, state)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
