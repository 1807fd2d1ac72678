package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedRatiosTest {
    private static final String TOTALS =
            "rows=3, equal=1, different=1, not_registered=0, not_in_force=0, several=0,"
                    + " unknown=1, refused=0";
    private static final String ANSWER = "line,outcome\n2,DIFFERENT\n3,UNKNOWN\n";

    @TempDir private Path folder;

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String answer = ANSWER;
    private HttpServer door;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        file = Files.writeString(folder.resolve("ratios.csv"), "insurer_number\n");
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext(
                "/insurer/ratio-comparisons",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    asked.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Onshi-Totals", TOTALS);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        door.start();
    }

    @AfterEach
    void close() {
        door.stop(0);
    }

    @Test
    void whatDiffersIsPrintedAsItCameAndTheTotalsBesideIt() {
        run(ratios -> ratios.print(file, Optional.empty(), new PrintWriter(out)));
        assertThat(asked).containsExactly("/insurer/ratio-comparisons", "insurer_number\n");
        assertThat(out).hasToString(ANSWER);
        assertThat(err.toString())
                .contains("行 3、一致 1、相違 1、割合の登録なし 0、資格なし 0、複数 0、不明 1、読めない行 0")
                .contains("rows 3, equal 1, different 1, no ratio registered 0");
    }

    @Test
    void aDayIsAskedForAndTheFileIsThereOnceItIsWhole() throws Exception {
        Path target = folder.resolve("differences.csv");
        run(ratios -> ratios.write(file, Optional.of(LocalDate.of(2025, 8, 1)), target));
        assertThat(asked.getFirst()).isEqualTo("/insurer/ratio-comparisons?on=2025-08-01");
        assertThat(target).hasContent(ANSWER);
    }

    @Test
    void anAnswerCutShortIsRefusedAndLeavesNoFile() throws Exception {
        answer = ANSWER.substring(0, ANSWER.indexOf("3,"));
        Path target = folder.resolve("differences.csv");
        assertThatThrownBy(() -> run(ratios -> ratios.write(file, Optional.empty(), target)))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("cut short (1 of 2 rows)");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private interface Use {
        void of(ComparedRatios ratios);
    }

    private void run(Use use) {
        try (DoorClient insurer =
                DoorClient.plain("http://127.0.0.1:" + door.getAddress().getPort())) {
            use.of(new ComparedRatios(insurer, new PrintWriter(err, true)));
        }
    }
}
