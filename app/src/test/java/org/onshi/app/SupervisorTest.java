package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir Path root;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor = new Supervisor(said::add);
    private DataFolder folder;

    @BeforeEach
    void layOut() {
        folder = new DataFolder(root.resolve("demo"));
        folder.create();
    }

    @AfterEach
    void stop() {
        supervisor.stop();
    }

    @Test
    void aProcessThatDiesRunsAgainWithinFiveSecondsAndItIsSaid() throws Exception {
        supervisor.start(part("terminal", "serve"));
        long first = pid("terminal");
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        within(Duration.ofSeconds(5), () -> pid("terminal") != first && started("terminal") == 2);
        within(
                Duration.ofSeconds(1),
                () -> said.stream().anyMatch(line -> line.contains("runs again")));
        assertThat(said).anyMatch(line -> line.contains("terminal died"));
    }

    @Test
    void aPartThatAFullDiskKeepsFromStartingIsTriedAgain() throws Exception {
        FullDisk part = new FullDisk();
        supervisor.start(part);
        within(Duration.ofSeconds(5), () -> part.starts.get() == 3);
        assertThat(said).anyMatch(line -> line.contains("tried again"));
    }

    /** Dies once; its next start finds no room on the disk, the one after that does. */
    private static final class FullDisk implements Supervised {
        private final AtomicInteger starts = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public String name() {
            return "server";
        }

        @Override
        public void start() {
            if (starts.incrementAndGet() == 2) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            if (starts.get() > 1) {
                asked.await();
            }
        }

        @Override
        public void askToStop() {
            asked.countDown();
        }

        @Override
        public boolean awaitStopped(Duration limit) {
            return true;
        }
    }

    @Test
    void stoppingEndsEveryProcessAndRemovesItsPidFile() throws Exception {
        supervisor.start(part("server", "serve"));
        supervisor.start(part("terminal", "serve"));
        long server = pid("server");
        long terminal = pid("terminal");
        assertThat(supervisor.stop()).isTrue();
        assertThat(alive(server)).isFalse();
        assertThat(alive(terminal)).isFalse();
        assertThat(folder.pid("server")).doesNotExist();
        assertThat(said).noneMatch(line -> line.contains("died"));
    }

    @Test
    void aProcessThatDoesNotEndIsKilledAndItIsSaid() throws Exception {
        supervisor.start(part("database", "serve"));
        supervisor.start(part("server", "deaf"));
        long deaf = pid("server");
        long begin = System.nanoTime();
        assertThat(supervisor.stop()).isFalse();
        assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(20).toNanos());
        assertThat(alive(deaf)).isFalse();
        assertThat(said).anyMatch(line -> line.contains("was killed"));
    }

    @Test
    void aProcessThatEndsWhileStartingIsNamedWithTheEndOfItsLog() {
        assertThatThrownBy(() -> supervisor.start(part("server", "fail")))
                .isInstanceOf(CommandFault.class)
                .hasMessageContaining("server ended while starting")
                .hasMessageContaining("the key file is missing");
    }

    @Test
    void processesEndWhenTheirSupervisorIsKilled() throws Exception {
        Process killed = SupervisedPart.supervisor(folder);
        within(
                Duration.ofSeconds(20),
                () -> Files.exists(folder.pid("server")) && started("server") == 1);
        long child = pid("server");
        killed.destroyForcibly().waitFor();
        within(Duration.ofSeconds(10), () -> !alive(child));
    }

    @Test
    void whatAKilledSupervisorLeftIsFoundByItsPidFileAndEnded() throws Exception {
        PartProcess left = part("server", "serve");
        left.start();
        long orphan = pid("server");
        assertThat(Orphans.stop(folder)).containsExactly("server");
        assertThat(alive(orphan)).isFalse();
        assertThat(folder.pid("server")).doesNotExist();
    }

    @Test
    void aPidFileThatNamesAProcessOfSomebodyElseHarmsNobody() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "30").start();
        try {
            DataFolder.writePrivate(folder.pid("server"), stranger.pid() + "\n");
            assertThat(Orphans.stop(folder)).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(folder.pid("server")).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void theFolderAndWhatIsWrittenInItArePrivate() throws Exception {
        DataFolder.writePrivate(folder.keys().resolve("secret"), "x");
        assertThat(mode(folder.root())).isEqualTo("rwx------");
        assertThat(mode(folder.keys())).isEqualTo("rwx------");
        assertThat(mode(folder.keys().resolve("secret"))).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private PartProcess part(String name, String behaviour) {
        return new PartProcess(
                name,
                SupervisedPart.class.getName(),
                List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(behaviour),
                folder);
    }

    private long pid(String name) {
        try {
            return Long.parseLong(Files.readString(folder.pid(name)).strip());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long started(String name) {
        try (var lines = Files.lines(folder.log(name))) {
            return lines.filter(line -> line.equals("STARTED")).count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void within(Duration limit, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + limit).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
