package org.onshi.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.onshi.app.Onshi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A demo started as a user starts it, {@code ./onshi demo}, and what it left in its folder. {@link
 * #shared()} is one process for all scenarios; a scenario that kills or moves the clock starts its
 * own.
 */
final class RunningDemo implements AutoCloseable {
    /** The day on which the shared demo starts. */
    static final String CLOCK = "2025-06-10T09:00";

    static final int PEOPLE = 400;
    static final long SEED = 20250610;
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Process process;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ready = new CountDownLatch(1);

    private RunningDemo(Path folder, String... arguments) {
        this.folder = folder;
        List<String> command =
                new ArrayList<>(List.of("./onshi", "demo", "--data", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(folder.getParent());
            process =
                    new ProcessBuilder(command)
                            .directory(Tree.ROOT.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("demo output").start(this::read);
        awaitReady();
        // it would go on beside a scenario that counts entries or times answers
        awaitMedicalInformation();
    }

    private static final class Shared {
        static final RunningDemo DEMO = fresh("shared", CLOCK, PEOPLE, 2);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(DEMO::close));
        }
    }

    /** The demo that all scenarios share; started at the first call, stopped when the tests end. */
    static RunningDemo shared() {
        return Shared.DEMO;
    }

    /** A new demo in an empty folder of that name under the build folder, on free ports. */
    static RunningDemo fresh(String name, String clock, int people) {
        return fresh(name, clock, people, 1);
    }

    /**
     * A new demo likewise, with so many terminals: the first at the first facility of demo.json,
     * the second at the second one.
     */
    static RunningDemo fresh(String name, String clock, int people, int terminals) {
        Path folder = Tree.ROOT.resolve("acceptance/target/demo").resolve(name);
        delete(folder);
        return new RunningDemo(
                folder,
                "--port-base",
                String.valueOf(freePortBase()),
                "--clock",
                clock,
                "--people",
                String.valueOf(people),
                "--terminals",
                String.valueOf(terminals),
                "--seed",
                String.valueOf(SEED));
    }

    /** Starts a demo again on the folder that another one left. */
    static RunningDemo again(Path folder) {
        return new RunningDemo(folder, "--port-base", String.valueOf(freePortBase()));
    }

    Path folder() {
        return folder;
    }

    Path file(String path) {
        return folder.resolve(path);
    }

    /** Every file it has written so far; one that goes away meanwhile is left out. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                            if (facts.isRegularFile()) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    ProcessHandle supervisor() {
        return process.toHandle();
    }

    List<String> output() {
        return List.copyOf(output);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The process of that name (server, sandbox, terminal, postgres) as run/ tells it now. */
    ProcessHandle processOf(String name) {
        return ProcessHandle.of(pidOf(name)).orElseThrow();
    }

    /** Its process id as run/ tells it now; the process may have ended meanwhile. */
    long pidOf(String name) {
        try {
            return Long.parseLong(Files.readString(file("run/" + name + ".pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        try {
            return JSON.readTree(Files.readString(file("demo.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A URL of {@code urls.txt}. */
    String url(String name) {
        return json().path("urls").path(name).asString();
    }

    /** The terminals of demo.json, the first one first. */
    JsonNode terminal(int number) {
        return json().path("terminals").path(number - 1);
    }

    String firstFacility() {
        return json().get("facilities").get(0).asString();
    }

    /** A connection as the inspector, who may read every schema but the vault. */
    Connection inspector() throws SQLException {
        JsonNode jdbc = json().get("jdbc");
        return DriverManager.getConnection(
                jdbc.get("url").asString(),
                jdbc.get("user").asString(),
                jdbc.get("password").asString());
    }

    /** Exit code and output of one {@code ./onshi} command against this demo. */
    record Ran(int exit, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    /**
     * Runs a client command in this JVM, which spares a scenario the start of another one; that the
     * script starts one is shown where demos are started.
     */
    Ran onshi(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--data", folder.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                Onshi.run(
                        new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    /** Waits until a condition holds; fails with its description when it does not in time. */
    static void await(String what, Duration within, BooleanSupplier holds) {
        if (!holdsWithin(within, holds)) {
            throw new AssertionError("not within " + within + ": " + what);
        }
    }

    /** Waits until a condition holds; false when it does not in time. */
    static boolean holdsWithin(Duration within, BooleanSupplier holds) {
        // a look may be costly where much is awaited, and looking must not slow what it waits for
        long pollMillis = Math.clamp(within.toMillis() / 500, 20, 300);
        Instant end = Instant.now().plus(within);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(pollMillis);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
        return true;
    }

    /** Ends it as a user does, with SIGTERM, and waits the 30 s that the contract allows. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the demo did not stop within 30 s:\n" + String.join("\n", output));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.equals("READY")) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        }
    }

    private void awaitReady() {
        try {
            Instant end = Instant.now().plus(READY_WITHIN);
            while (!ready.await(100, TimeUnit.MILLISECONDS)) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    process.destroy();
                    throw new IllegalStateException(
                            "the demo did not get READY:\n" + String.join("\n", output));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until the town's claims and checkups are loaded, which goes on after READY. */
    void awaitMedicalInformation() {
        await(
                "medical information is loaded",
                READY_WITHIN,
                () -> Files.exists(file("run/medical-information-loaded")));
    }

    private static int freePortBase() {
        for (int base = 20000 + (int) (ProcessHandle.current().pid() % 500) * 20;
                base < 32000;
                base += 20) {
            if (allFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no twenty free ports in a row between 20000 and 32000");
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + 20; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
