package org.onshi.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of running it that a machine may leave us: the ways of root, and an ordinary user. */
@Tag("database")
class PostgresUsersTest {
    private static final int NOBODY = 65534;

    private Path folder;

    /**
     * Directly below the system's temporary folder: an ordinary user cannot pass through a closed
     * one.
     */
    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("onshi-users-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unshare", "setpriv", "runuser"})
    void rootRunsItByAnyOfTheWaysOfTheSystem(String way) throws Exception {
        assumeTrue(Launcher.currentUid() == 0, "only root needs a way");
        assumeTrue(Commands.succeeds(List.of(way, "--version")), way + " is not installed");
        open(folder);
        Path database = folder.resolve("db");
        String flag = "-D" + Launcher.WAY_PROPERTY + "=" + way;
        runAndStop(
                PostgresRunner.launch(
                        List.of(), System.getProperty("java.class.path"), database, flag));
        // and the next start may go another way: the files change hands
        runAndStop(
                PostgresRunner.launch(List.of(), System.getProperty("java.class.path"), database));
    }

    @Test
    void rootMayKeepDataBelowAFolderClosedToOthers() throws Exception {
        assumeTrue(Launcher.currentUid() == 0, "only root changes users");
        String flag = "-D" + Launcher.WAY_PROPERTY + "=setpriv";
        Path database = folder.resolve("closed/db");
        runAndStop(
                PostgresRunner.launch(
                        List.of(), System.getProperty("java.class.path"), database, flag));
    }

    @Test
    void anOrdinaryUserWithoutAHomeRunsItDirectly() throws Exception {
        assumeTrue(
                Launcher.currentUid() == 0,
                "an ordinary user runs every other test of this module already");
        open(folder);
        List<String> classPath = new ArrayList<>();
        int at = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path copy = folder.resolve("classes-" + at++);
            copyReadable(Path.of(entry), copy);
            classPath.add(copy.toString());
        }
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setAttribute(home, "unix:uid", NOBODY);
        Process jvm =
                PostgresRunner.launch(
                        List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups"),
                        String.join(File.pathSeparator, classPath),
                        home.resolve("db"),
                        "-D" + PostgresBinaries.CACHE_PROPERTY + "=" + home.resolve("cache"));
        long postmaster = PostgresRunner.awaitStarted(jvm);
        assertThat(Files.getAttribute(Path.of("/proc/" + postmaster), "unix:uid"))
                .isEqualTo(NOBODY);
        jvm.destroy();
        assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(
                        Files.getAttribute(
                                home.resolve("db/cluster"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(NOBODY);
    }

    @Test
    void severalProcessesThatUnpackAtOnceAllRun() throws Exception {
        assumeTrue(
                System.getProperty(PostgresBinaries.CHOSEN_PROPERTY, "").isBlank(),
                "installed, not unpacked");
        List<Process> jvms = new ArrayList<>();
        for (int at = 0; at < 3; at++) {
            jvms.add(
                    PostgresRunner.launch(
                            List.of(),
                            System.getProperty("java.class.path"),
                            folder.resolve("db" + at),
                            "-D"
                                    + PostgresBinaries.CACHE_PROPERTY
                                    + "="
                                    + folder.resolve("cache")));
        }
        for (Process jvm : jvms) {
            runAndStop(jvm);
        }
        try (Stream<Path> cached = Files.list(folder.resolve("cache"))) {
            assertThat(cached.map(file -> file.getFileName().toString()))
                    .hasSize(2)
                    .contains("unpacking.lock")
                    .noneMatch(name -> name.startsWith("unpacking-"));
        }
    }

    private static void runAndStop(Process jvm) throws IOException, InterruptedException {
        long postmaster = PostgresRunner.awaitStarted(jvm);
        jvm.destroy();
        assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static void copyReadable(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                open(copy);
            }
        }
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
