package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and hostile files: each ends as exactly one of an answer or a returned request. */
@Tag("acceptance")
class HostileFilesTest {
    private static final int FILES = 1_000;

    @TempDir private Path root;

    @Test
    void everyFileHasExactlyOneEndAndTheNextGoodRequestIsAnsweredAtOnce() throws Exception {
        long seed = Long.getLong("onshi.seed", System.nanoTime());
        System.out.println("hostile files, seed " + seed);
        Random random = new Random(seed);
        CentralStandIn central = new CentralStandIn(keys().server()).start();
        Facility facility = new Facility(root, central.url());
        Terminal terminal = facility.start();
        for (int i = 0; i < FILES; i++) {
            Files.write(
                    facility.req.resolve("OQSsiquc01req_%04d.xml".formatted(i)),
                    mutated(random, i));
        }
        Facility.await(() -> terminal.status().done() == FILES, Duration.ofSeconds(60));
        assertThat(Facility.names(facility.req)).isEmpty();
        Set<String> results = Set.copyOf(Facility.names(facility.res));
        for (int i = 0; i < FILES; i++) {
            boolean answered = results.contains("OQSsiquc01res_%04d.xml".formatted(i));
            boolean reported = results.contains("OQSsiquc01req_%04d.err".formatted(i));
            boolean returned = results.contains("OQSsiquc01req_%04d.xml".formatted(i));
            assertThat(answered != reported && reported == returned)
                    .as("file %s of seed %s: %s %s %s", i, seed, answered, reported, returned)
                    .isTrue();
        }
        long begun = System.nanoTime();
        facility.drop("OQSsiquc01req_good.xml", Facility.request("GOOD"));
        facility.awaitResult("OQSsiquc01res_good.xml");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(20));
        terminal.close();
        central.close();
    }

    private TestKeys keys() throws IOException, GeneralSecurityException {
        return TestKeys.in(root);
    }

    private static byte[] mutated(Random random, int number) {
        String good = Facility.request("H" + number);
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2 -> {
                for (int i = 0; i < 20; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(32);
                }
                yield bytes;
            }
            case 3 ->
                    text(
                            good.replaceFirst(
                                    "<XmlMsg>",
                                    "<!DOCTYPE XmlMsg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
                                            + " \"&a;&a;&a;&a;\"><!ENTITY c SYSTEM"
                                            + " \"file:///etc/passwd\">]><XmlMsg>&b;&c;"));
            case 4 -> text("<XmlMsg>" + "<A>".repeat(2_000) + "</A>".repeat(2_000) + "</XmlMsg>");
            case 5 -> text(good.replace("UTF-8", "UTF-16"));
            case 6 -> good.replace("UTF-8", "Shift_JIS").getBytes(StandardCharsets.UTF_8);
            case 7 -> good.getBytes(Charset.forName("windows-31j"));
            case 8 -> good.getBytes(StandardCharsets.UTF_16);
            case 9 -> text("<XmlMsg>" + " ".repeat(random.nextInt(300_000)) + "</XmlMsg>");
            case 10 -> text(List.of("", "\0", "<", "{}", "<XmlMsg/>", "%PDF-1.4").get(number % 6));
            default -> text(good + good);
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
