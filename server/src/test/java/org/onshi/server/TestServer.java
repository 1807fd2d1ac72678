package org.onshi.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onshi.server.audit.AuditKey;
import org.onshi.server.callers.Door;
import org.onshi.server.callers.Doors;
import org.onshi.server.outside.TestRegister;
import org.onshi.server.registry.VaultKeys;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole server on ephemeral ports over a database of its own, for tests over real sockets: {@code
 * try (TestServer server = TestServer.start())}.
 */
public final class TestServer implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final TestKeys keys;
    private final TestRegister register;
    private final ConfigurableApplicationContext context;
    private final List<String> arguments;

    private TestServer(
            TestDatabase database,
            TestKeys keys,
            TestRegister register,
            List<String> arguments,
            ConfigurableApplicationContext context) {
        this.register = register;
        this.arguments = List.copyOf(arguments);
        this.database = database;
        this.keys = keys;
        this.context = context;
    }

    /** Starts one with these settings besides ({@code --key=value}). */
    public static TestServer start(String... settings) {
        return start(new SpringApplication(ServerApplication.class), settings);
    }

    /** Starts one with more beans than a real one has. */
    static TestServer start(SpringApplication application, String... settings) {
        try {
            Path directory = Files.createTempDirectory("onshi-test-server");
            TestDatabase database = TestDatabase.fresh();
            TestKeys keys = TestKeys.in(directory);
            List<String> arguments = new ArrayList<>(keys.settings());
            arguments.add("--onshi.database.url=" + database.jdbcUrl());
            arguments.add("--onshi.database.password=" + TestDatabase.passwords().server());
            AuditKey.create(
                    directory.resolve("audit.pem"),
                    directory.resolve("audit.pub"),
                    "onshi.test/audit");
            arguments.add("--onshi.audit.key-file=" + directory.resolve("audit.pem"));
            arguments.add("--onshi.audit.checkpoints=" + directory.resolve("checkpoints"));
            arguments.add("--onshi.audit.origin=onshi.test/audit");
            if (List.of(settings).stream().noneMatch(it -> it.contains("rounds.pause"))) {
                arguments.add("--onshi.rounds.pause=100ms");
            }
            Path vaultKeys =
                    Files.writeString(directory.resolve("vault.keys"), VaultKeys.newLine("test"));
            arguments.add("--onshi.vault.key-file=" + vaultKeys);
            arguments.add(
                    "--onshi.vault.reader-password=" + TestDatabase.passwords().vaultReader());
            TestRegister register = TestRegister.start();
            if (List.of(settings).stream().noneMatch(it -> it.contains("register-url"))) {
                arguments.add("--onshi.outside.register-url=" + register.url());
            }
            arguments.addAll(List.of(settings));
            return new TestServer(
                    database,
                    keys,
                    register,
                    arguments,
                    ServerApplication.start(application, arguments.toArray(String[]::new)));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Starts a second server over the same store in a process of its own, to be killed. */
    public Process startAnother() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServer.class.getName());
        builder.environment().put(KilledServer.ARGUMENTS, String.join("\n", arguments));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Its certificate authority. */
    public TestKeys keys() {
        return keys;
    }

    /** Its database. */
    public TestDatabase database() {
        return database;
    }

    /** The resident register that it asks, unless a setting named another. */
    public TestRegister register() {
        return register;
    }

    /** The port of a door. */
    public int port(Door door) {
        return context.getBean(Doors.class).port(door);
    }

    /** The address of a path at a door. */
    public URI at(Door door, String path) {
        return URI.create(
                (door == Door.MANAGEMENT ? "http" : "https") + "://127.0.0.1:" + port(door) + path);
    }

    /**
     * Sends a body (POST) to a path of a door; the resident register knows the people of a
     * registration file, unless it was told otherwise.
     */
    public HttpResponse<String> post(
            HttpClient client, Door door, String path, String mediaType, String body)
            throws IOException, InterruptedException {
        if (path.equals("/insurer/registrations")) {
            register.follow(body.getBytes(StandardCharsets.UTF_8));
        }
        return client.send(
                HttpRequest.newBuilder(at(door, path))
                        .timeout(ANSWER_MAX)
                        .header("Content-Type", mediaType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Asks (GET) for a path of a door. */
    public HttpResponse<String> get(HttpClient client, Door door, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(at(door, path)).timeout(ANSWER_MAX).GET().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A bean of the server. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** One of several of a type, by its name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Canonical JSON of every audit entry of an event, in the order of recording. */
    public List<String> audited(String event) {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT convert_from(body, 'UTF8') FROM audit.entry WHERE event = ? ORDER BY recorded_at
                        """)
                .param(event)
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        context.close();
        register.close();
        database.close();
    }
}
