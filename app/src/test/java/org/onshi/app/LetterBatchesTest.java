package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterBatchesTest {
    private static final String HEAD = "batch_id,printed_at,letters,handed_out\n";
    private static final String BATCHES = "/operator/letter-batches";
    private static final UUID BATCH = UUID.randomUUID();
    private static final byte[] FILE = "zip".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private HttpServer door;
    private String open = "";
    private int waiting = 1;
    private boolean breaksOff;
    private boolean keptWhenAcknowledged;

    @BeforeEach
    void open() throws IOException {
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", this::answer);
        door.start();
    }

    @AfterEach
    void close() {
        door.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        if (path.equals(BATCHES)) {
            send(exchange, (HEAD + open).getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/acknowledgement")) {
            keptWhenAcknowledged = Files.exists(file());
            exchange.sendResponseHeaders(204, -1);
        } else if (path.endsWith("/print") && waiting-- == 0) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.getResponseHeaders().add("Onshi-Print-Batch", BATCH.toString());
            send(exchange, FILE);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, byte[] body) throws IOException {
        boolean whole = !breaksOff || exchange.getRequestMethod().equals("GET");
        exchange.sendResponseHeaders(200, whole ? body.length : body.length + 1);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private Path file() {
        return folder.resolve("letters-" + BATCH + ".zip");
    }

    private LetterBatches batches(DoorClient operator) {
        return new LetterBatches(operator, folder, new PrintWriter(out, true));
    }

    private DoorClient client() {
        return DoorClient.plain("http://127.0.0.1:" + door.getAddress().getPort());
    }

    @Test
    void aBatchIsAcknowledgedWhenItsFileIsKept() throws Exception {
        try (DoorClient operator = client()) {
            batches(operator).print();
        }
        assertThat(asked)
                .containsExactly(
                        "GET " + BATCHES,
                        "POST /operator/letters/print",
                        "POST " + BATCHES + "/" + BATCH + "/acknowledgement",
                        "POST /operator/letters/print");
        assertThat(keptWhenAcknowledged).isTrue();
        assertThat(file()).hasBinaryContent(FILE);
        assertThat(out.toString()).contains(file().toString());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void aFileThatBreaksOffIsNeitherKeptNorAcknowledged() throws Exception {
        breaksOff = true;
        try (DoorClient operator = client()) {
            assertThatThrownBy(() -> batches(operator).print()).isInstanceOf(CommandFault.class);
        }
        assertThat(asked).noneMatch(it -> it.endsWith("/acknowledgement"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whoPrintsIsToldWhichBatchMayBeLostSinceWhenAndHasItAgain() {
        UUID lost = UUID.randomUUID();
        open = lost + ",2025-01-06T00:00:00Z,3,1\n";
        try (DoorClient operator = client()) {
            batches(operator).print();
            assertThat(out.toString())
                    .contains(lost + "  2025-01-06T00:00:00Z から / since, 3 通")
                    .contains("--again", "--arrived");
            assertThat(asked).as("the new one is taken").contains("POST /operator/letters/print");
            batches(operator).again(BATCH);
        }
        assertThat(asked)
                .endsWith(
                        "POST " + BATCHES + "/" + BATCH + "/file",
                        "POST " + BATCHES + "/" + BATCH + "/acknowledgement");
        assertThat(file()).hasBinaryContent(FILE);
    }
}
