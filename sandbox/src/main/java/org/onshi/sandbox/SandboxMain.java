package org.onshi.sandbox;

import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.onshi.wire.SharedClock;

/**
 * Runs the sandbox as a process: {@code --config FILE [--stop-on-stdin-eof]}.
 *
 * <p>Properties: {@code sandbox.port} (0 for a free one), {@code sandbox.folder} (what it keeps),
 * {@code sandbox.keys-folder} (the authorities of cards and readers; without it there are neither),
 * {@code sandbox.readers} (how many, 4 unless set), {@code sandbox.clock-file} (the demo's clock;
 * without it the system's), {@code sandbox.openid-accounts}, {@code
 * sandbox.openid-client-secret-file} and {@code sandbox.openid-redirect-uris} (blank between them,
 * as in {@code sandbox.openid-logout-uris}; without the first there is no OpenID provider). Prints
 * {@code STARTED} once it serves, and stops on SIGTERM, or when its standard input ends if asked
 * so. Exit 2 is wrong usage, 1 a failure to start.
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
                    "sandbox.clock-file",
                    "sandbox.openid-accounts",
                    "sandbox.openid-client-secret-file",
                    "sandbox.openid-redirect-uris",
                    "sandbox.openid-logout-uris");

    private SandboxMain() {}

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
            Properties properties = properties(Path.of(given.get(at + 1)));
            run(settings(properties), openId(properties), given.contains("--stop-on-stdin-eof"));
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

    private static void run(
            Sandbox.Settings settings, Optional<OpenIdSettings> openId, boolean stopOnStdinEof)
            throws IOException, InterruptedException {
        CountDownLatch stopAsked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Sandbox sandbox = Sandbox.start(settings, openId)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                stopAsked.countDown();
                                awaitQuietly(stopped);
                            }));
            if (stopOnStdinEof) {
                Thread.ofPlatform().daemon().name("stdin-watch").start(() -> watchStdin(stopAsked));
            }
            System.out.println("sandbox: " + sandbox.url());
            System.out.println("STARTED");
            stopAsked.await();
        } finally {
            stopped.countDown();
        }
    }

    private static Properties properties(Path file) throws IOException {
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
        return properties;
    }

    private static Sandbox.Settings settings(Properties properties) throws IOException {
        String port = needed(properties, "sandbox.port");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("sandbox.port は 0～65535 です / must be 0 to 65535");
        }
        String clockFile = properties.getProperty("sandbox.clock-file", "").strip();
        return new Sandbox.Settings(
                Integer.parseInt(port),
                Path.of(needed(properties, "sandbox.folder")),
                Optional.of(properties.getProperty("sandbox.keys-folder", "").strip())
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> new Keys(Path.of(folder))),
                readers(properties),
                clockFile.isEmpty() ? SharedClock.system() : SharedClock.at(Path.of(clockFile)));
    }

    private static Optional<OpenIdSettings> openId(Properties properties) {
        if (properties.getProperty("sandbox.openid-accounts", "").isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                new OpenIdSettings(
                        Path.of(needed(properties, "sandbox.openid-accounts")),
                        Path.of(needed(properties, "sandbox.openid-client-secret-file")),
                        uris(needed(properties, "sandbox.openid-redirect-uris")),
                        uris(properties.getProperty("sandbox.openid-logout-uris", ""))));
    }

    private static List<URI> uris(String text) {
        return Arrays.stream(text.strip().split(" +", -1))
                .filter(uri -> !uri.isEmpty())
                .map(URI::create)
                .toList();
    }

    private static int readers(Properties properties) {
        String text =
                properties
                        .getProperty("sandbox.readers", Integer.toString(Sandbox.READERS_DEFAULT))
                        .strip();
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1) {
            throw new IllegalArgumentException(
                    "sandbox.readers は 1～"
                            + Readers.READERS_MAX
                            + " です / must be 1 to "
                            + Readers.READERS_MAX);
        }
        return Integer.parseInt(text);
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
