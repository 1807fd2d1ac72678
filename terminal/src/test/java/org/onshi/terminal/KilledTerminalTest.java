package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random points: every request is one check and has one answer, whatever happens when.
 */
@Tag("acceptance")
class KilledTerminalTest {
    private static final int FILES = 2_000;
    private static final int KILLS = 7;

    @TempDir private Path root;
    private CentralStandIn central;
    private Facility facility;
    private Path log;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        central = new CentralStandIn(TestKeys.in(root).server()).start();
        facility = new Facility(root, central.url()).with("silence-seconds", "20");
        log = root.resolve("terminal.txt");
        Files.createDirectories(facility.req);
        Files.createDirectories(facility.res);
    }

    @AfterEach
    void close() {
        central.close();
    }

    @Test
    void everyRequestHasOneAnswerHoweverOftenTheTerminalIsKilled() throws Exception {
        long seed = Long.getLong("onshi.seed", System.nanoTime());
        System.out.println("killed terminal, seed " + seed);
        Random random = new Random(seed);
        central.delay(1);
        Path configuration = facility.with("settle-delay-millis", "300").writeConfiguration();
        ReceiptComputer receipts = new ReceiptComputer(facility.res);
        Thread fetching = Thread.ofVirtual().start(receipts);
        Thread dropping = Thread.ofVirtual().start(() -> drop(seed));
        for (int i = 0; i < KILLS; i++) {
            TerminalProcess terminal = TerminalProcess.start(configuration, log);
            if (random.nextInt(5) > 0) {
                terminal.awaitStarted();
            }
            Thread.sleep(random.nextInt(700));
            terminal.kill();
        }
        TerminalProcess last = TerminalProcess.start(configuration, log).awaitStarted();
        dropping.join();
        Facility.await(() -> receipts.seen.size() == FILES, Duration.ofSeconds(90));
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(20));
        assertThat(last.terminate()).isEqualTo(143);
        fetching.interrupt();
        fetching.join();
        for (int i = 0; i < FILES; i++) {
            String identifier = "K" + i;
            assertThat(central.keysOf().get(identifier))
                    .as("keys of request %s, seed %s", i, seed)
                    .hasSize(1);
            List<String> answers = receipts.seen.get("OQSsiquc01res_%06d.xml".formatted(i));
            assertThat(answers).as("answers to request %s, seed %s", i, seed).isNotEmpty();
            assertThat(answers.getFirst()).contains(">" + identifier + "<");
            assertThat(answers).as("request %s, seed %s", i, seed).containsOnly(answers.getFirst());
        }
        long again = receipts.seen.values().stream().filter(answers -> answers.size() > 1).count();
        System.out.println("answers fetched twice: " + again);
        // only what was written in the moment of a kill may come again
        assertThat(again).isLessThan(KILLS * 3L);
        assertThat(Facility.names(facility.req)).isEmpty();
        // the kills met work under way, and nothing went wrong on the way back
        assertThat(Files.readString(log))
                .contains("Left by the last run")
                .doesNotContain("internal mistake");
    }

    private void drop(long seed) {
        Random random = new Random(seed + 1);
        try {
            for (int i = 0; i < FILES; i++) {
                Path file = facility.req.resolve("OQSsiquc01req_%06d.xml".formatted(i));
                String request = Facility.request("K" + i);
                if (random.nextInt(10) == 0) {
                    int half = random.nextInt(request.length());
                    Files.writeString(file, request.substring(0, half));
                    Thread.sleep(random.nextInt(5));
                    Files.writeString(file, request.substring(half), StandardOpenOption.APPEND);
                } else {
                    Files.writeString(file, request);
                }
                if (i > FILES / 2) {
                    Thread.sleep(random.nextInt(8));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerOfTheTerminalsOwnKeepsItsBytesAcrossAKill() throws Exception {
        central.stop();
        Path configuration = facility.with("silence-seconds", "1").writeConfiguration();
        for (int i = 0; i < 300; i++) {
            facility.drop("OQSsiquc01req_%06d.xml".formatted(i), Facility.request("O" + i));
        }
        ReceiptComputer receipts = new ReceiptComputer(facility.res);
        Thread fetching = Thread.ofVirtual().start(receipts);
        for (int i = 0; i < 3; i++) {
            TerminalProcess terminal = TerminalProcess.start(configuration, log).awaitStarted();
            Facility.await(
                    () -> !receipts.seen.isEmpty() || Facility.names(facility.res).size() > 1,
                    Duration.ofSeconds(10));
            Thread.sleep(20L * i);
            terminal.kill();
        }
        TerminalProcess last = TerminalProcess.start(configuration, log).awaitStarted();
        Facility.await(() -> receipts.seen.size() == 300, Duration.ofSeconds(30));
        last.kill();
        fetching.interrupt();
        fetching.join();
        assertThat(receipts.seen.values())
                .allSatisfy(answers -> {
                    assertThat(answers.getFirst()).contains("ONSHI-F5001");
                    assertThat(answers).containsOnly(answers.getFirst());
                });
    }

    @Test
    void theTerminalEndsWhenItsInputEndsAndSaysWhatIsWrongWithItsSettings() throws Exception {
        Path configuration = facility.writeConfiguration();
        TerminalProcess terminal =
                TerminalProcess.start(configuration, log, "--stop-on-stdin-eof").awaitStarted();
        assertThat(terminal.closeInput()).isZero();
        assertThat(Files.readString(log)).contains("The terminal starts").contains("has stopped");
        Files.writeString(configuration, "terminal.silence-second=3\n", StandardOpenOption.APPEND);
        assertThat(TerminalProcess.start(configuration, log).exit()).isEqualTo(1);
        assertThat(Files.readString(log)).contains("terminal.silence-second は知られていません");
        assertThat(TerminalProcess.start(configuration, log, "--what").exit()).isEqualTo(2);
    }

    /** Fetches every second answer as soon as it is whole, and looks at the others all the time. */
    private static final class ReceiptComputer implements Runnable {
        private final Path res;
        final Map<String, List<String>> seen = new ConcurrentHashMap<>();

        ReceiptComputer(Path res) {
            this.res = res;
        }

        @Override
        public void run() {
            try {
                while (!Thread.interrupted()) {
                    look();
                    Thread.sleep(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void look() throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(res)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    boolean fetched = name.hashCode() % 2 == 0;
                    if (!fetched && seen.containsKey(name)) {
                        continue;
                    }
                    String content;
                    try {
                        content = Files.readString(file, StandardCharsets.UTF_8);
                    } catch (NoSuchFileException | java.nio.charset.MalformedInputException e) {
                        continue; // half written or being replaced
                    }
                    if (content.endsWith("</XmlMsg>\n")) {
                        seen.computeIfAbsent(name, none -> new CopyOnWriteArrayList<>())
                                .add(content);
                        if (fetched) {
                            Files.delete(file);
                        }
                    }
                }
            }
        }
    }
}
