package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a receipt computer waits, against a server that costs nothing. The bounds are wide,
 * since test machines are busy; the figures printed are the ones to read.
 */
@Tag("acceptance")
class FolderSpeedTest {
    @TempDir private Path root;
    private CentralStandIn central;
    private Facility facility;
    private Terminal terminal;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        central = new CentralStandIn(TestKeys.in(root).server()).start();
        facility = new Facility(root, central.url()).with("silence-seconds", "20");
        terminal = facility.start();
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
        central.close();
    }

    @Test
    void oneRequestIsAnsweredWithinMilliseconds() throws Exception {
        int count = 300;
        long[] nanos = new long[count];
        for (int i = -50; i < count; i++) {
            String name = "%05d.xml".formatted(i + 50);
            Path answer = facility.res.resolve("OQSsiquc01res_" + name);
            byte[] content = Facility.request("L" + i).getBytes(StandardCharsets.UTF_8);
            long begun = System.nanoTime();
            Files.write(facility.req.resolve("OQSsiquc01req_" + name), content);
            while (!Files.exists(answer)) {
                Thread.sleep(Duration.ofNanos(200_000));
            }
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begun;
            }
            Files.delete(answer);
            Thread.sleep(10);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "folder link, one at a time: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6, nanos[count - 1] / 1e6);
        assertThat(nanos[count / 2]).isLessThan(Duration.ofMillis(50).toNanos());
    }

    @Test
    void fiveThousandRequestsAtOnceAreAnsweredWithinAMinute() throws Exception {
        int count = 5_000;
        Path aside = Files.createDirectory(root.resolve("aside"));
        for (int i = 0; i < count; i++) {
            Files.writeString(
                    aside.resolve("OQSsiquc01req_%06d.xml".formatted(i)),
                    Facility.request("M" + i));
        }
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            String name = "OQSsiquc01req_%06d.xml".formatted(i);
            Files.move(
                    aside.resolve(name),
                    facility.req.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE);
        }
        Facility.await(() -> terminal.status().done() == count, Duration.ofSeconds(60));
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "folder link, %d at once: %.1f s, %.0f a second%n",
                count, seconds, count / seconds);
        assertThat(central.asked()).isEqualTo(count);
        assertThat(Facility.names(facility.res)).hasSize(count);
    }
}
