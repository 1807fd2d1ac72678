package org.onshi.sandbox;

import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.onshi.wire.SharedClock;

/**
 * Runs the sandbox as a process: {@code --config FILE [--stop-on-stdin-eof]}.
 *
 * <p>Properties: {@code sandbox.port} (0 for a free one), {@code sandbox.folder} (what it keeps),
 * {@code sandbox.keys-folder} (the authorities of cards; without it none are issued), {@code
 * sandbox.readers} (how many, 4 unless said), {@code sandbox.clock-file} (the demo's clock; without
 * it the system's). Prints {@code STARTED} once it serves, and stops on SIGTERM, or when its
 * standard input ends if asked so. Exit 2 is wrong usage, 1 a failure to start.
 */
public final class SandboxMain {
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 1;

    private static final List<String> SETTINGS =
            List.of(
                    "sandbox.port",
                    "sandbox.folder",
                    "sandbox.keys-folder",
                    "sandbox.readers",
                    "sandbox.clock-file");

    private static final String READERS_UNLESS_SAID = "4";

    private SandboxMain() {}

    /** What the configuration file says. */
    private record Configuration(
            int port, Path folder, Optional<Keys> keys, int readers, SharedClock clock) {}

    /** What is served about cards; nothing without the authorities' keys. */
    private record Cards(
            Optional<CardOffice> office, Optional<Readers> readers, List<SandboxRoute> routes)
            implements AutoCloseable {
        static Cards open(Configuration configuration, ResidentRegister register) {
            if (configuration.keys().isEmpty()) {
                return new Cards(Optional.empty(), Optional.empty(), List.of());
            }
            Jpki jpki = Jpki.in(configuration.keys().get());
            CardOffice office =
                    CardOffice.open(configuration.folder(), jpki, register, configuration.clock());
            List<SandboxRoute> routes = new ArrayList<>(new CardRoutes(office).routes());
            routes.addAll(new JpkiRoutes(jpki, office, configuration.clock()).routes());
            Instant now = configuration.clock().instant();
            Readers readers =
                    new Readers(
                            configuration.readers(),
                            office,
                            ReaderAuthority.in(configuration.keys().get().folder(), now),
                            now);
            routes.addAll(new ReaderRoutes(readers).routes());
            return new Cards(Optional.of(office), Optional.of(readers), List.copyOf(routes));
        }

        @Override
        public void close() {
            readers.ifPresent(Readers::close);
            office.ifPresent(CardOffice::close);
        }
    }

    /** Starts it, and returns when it was stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        // the JDK's server gives up on a request that takes longer; a whole town's residents take a
        // minute
        System.setProperty("sun.net.httpserver.maxReqTime", "600");
        System.setProperty("sun.net.httpserver.maxRspTime", "600");
        List<String> given = List.of(arguments);
        int at = given.indexOf("--config");
        if (at < 0 || at + 1 >= given.size()) {
            refuse(
                    WRONG_USAGE,
                    "--config FILE が必要です。例: --config sandbox.properties",
                    "--config FILE is needed, e.g. --config sandbox.properties");
            return;
        }
        try {
            Configuration configuration = read(Path.of(given.get(at + 1)));
            run(configuration, given.contains("--stop-on-stdin-eof"));
        } catch (NoSuchFileException e) {
            refuse(
                    WRONG_USAGE,
                    "設定ファイルがありません: " + e.getFile(),
                    "No such configuration file: " + e.getFile());
        } catch (BindException e) {
            refuse(
                    FAILED,
                    "ポートが使われています。sandbox.port を変えてください。",
                    "The port is taken; choose another sandbox.port.");
        } catch (IllegalArgumentException | IOException e) {
            refuse(FAILED, "起動できません: " + e.getMessage(), "Cannot start: " + e.getMessage());
        }
    }

    private static void run(Configuration configuration, boolean stopOnStdinEof)
            throws IOException, InterruptedException {
        CountDownLatch stopAsked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ResidentRegister register = ResidentRegister.open(configuration.folder());
                Cards cards = Cards.open(configuration, register);
                SandboxServer server =
                        SandboxServer.start(
                                configuration.port(),
                                register,
                                configuration.clock(),
                                configuration.folder().resolve("answers"),
                                cards.routes())) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                stopAsked.countDown();
                                awaitQuietly(stopped);
                            }));
            if (stopOnStdinEof) {
                Thread.ofPlatform().daemon().name("stdin-watch").start(() -> watchStdin(stopAsked));
            }
            System.out.println("sandbox: http://127.0.0.1:" + server.port());
            System.out.println("STARTED");
            stopAsked.await();
        } finally {
            stopped.countDown();
        }
    }

    private static Configuration read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        for (String name : properties.stringPropertyNames()) {
            if (!SETTINGS.contains(name)) {
                throw new IllegalArgumentException(
                        name + " は知らない設定です / is no setting of the sandbox");
            }
        }
        String port = needed(properties, "sandbox.port");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("sandbox.port は 0～65535 です / must be 0 to 65535");
        }
        String readers = properties.getProperty("sandbox.readers", READERS_UNLESS_SAID).strip();
        if (!readers.matches("[1-9][0-9]?") || Integer.parseInt(readers) > Readers.READERS_MAX) {
            throw new IllegalArgumentException(
                    "sandbox.readers は 1～%d です / must be 1 to %d"
                            .formatted(Readers.READERS_MAX, Readers.READERS_MAX));
        }
        String clockFile = properties.getProperty("sandbox.clock-file", "").strip();
        return new Configuration(
                Integer.parseInt(port),
                Path.of(needed(properties, "sandbox.folder")),
                Optional.of(properties.getProperty("sandbox.keys-folder", "").strip())
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> new Keys(Path.of(folder))),
                Integer.parseInt(readers),
                clockFile.isEmpty() ? SharedClock.system() : SharedClock.at(Path.of(clockFile)));
    }

    private static String needed(Properties properties, String name) {
        String value = properties.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " がありません / is missing");
        }
        return value;
    }

    private static void watchStdin(CountDownLatch stopAsked) {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.err.println("standard input broke off: " + e.getMessage());
        }
        stopAsked.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(int status, String japanese, String english) {
        System.err.println(japanese + " / " + english);
        System.exit(status);
    }
}
