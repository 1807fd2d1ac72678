package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is really full: a small file system in memory, which only root may mount. Elsewhere
 * the test is skipped and says so.
 */
class FullDiskTest {
    private static final int REQUESTS = 40;

    @TempDir private Path parent;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(parent.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted, "no small disk can be mounted here (needs root): full disk not tested");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return false; // no such command here
        }
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void onAFullDiskNothingIsLostAndNothingIsHalfWritten() throws Exception {
        CentralStandIn central = new CentralStandIn(TestKeys.in(disk).server()).start();
        Facility facility = new Facility(disk, central.url()).with("silence-seconds", "30");
        Terminal terminal = facility.start();
        central.delay(1500);
        for (int i = 0; i < REQUESTS; i++) {
            facility.drop("OQSsiquc01req_%02d.xml".formatted(i), Facility.request("F" + i));
        }
        Path filler = disk.resolve("filler");
        fill(filler);
        Facility.await(
                () -> terminal.status().json().contains("\"folder_trouble\":\""),
                Duration.ofSeconds(10));
        Thread.sleep(500);
        int answeredWhileFull = Facility.names(facility.res).size();
        for (String name : Facility.names(facility.res)) {
            assertThat(Files.readString(facility.res.resolve(name))).endsWith("</XmlMsg>\n");
        }
        assertThat(answeredWhileFull).isLessThan(REQUESTS);
        central.delay(0);
        Files.delete(filler);
        Facility.await(
                () -> Facility.names(facility.res).size() == REQUESTS, Duration.ofSeconds(20));
        List<String> names = Facility.names(facility.res);
        Thread.sleep(100);
        for (String name : names) {
            assertThat(Files.readString(facility.res.resolve(name))).endsWith("</XmlMsg>\n");
        }
        assertThat(central.keysOf()).hasSize(REQUESTS);
        assertThat(central.keysOf().values()).allSatisfy(keys -> assertThat(keys).hasSize(1));
        Facility.await(
                () -> terminal.status().json().contains("\"folder_trouble\":null"),
                Duration.ofSeconds(5));
        terminal.close();
        central.close();
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
