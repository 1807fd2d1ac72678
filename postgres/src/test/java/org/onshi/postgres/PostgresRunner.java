package org.onshi.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A JVM of its own that runs a server, so that tests can kill it. Prints {@code STARTED pid uid}.
 */
final class PostgresRunner {
    private PostgresRunner() {}

    public static void main(String[] args) throws SQLException, InterruptedException {
        PostgresServer server =
                PostgresServer.start(PostgresServer.Settings.of(Path.of(args[0]), 0));
        try (Connection connection =
                        DriverManager.getConnection(
                                server.jdbcUrl("postgres"),
                                server.superuser(),
                                server.superuserPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS kept AS SELECT 'committed'::text AS word");
        }
        System.out.println("STARTED " + server.pid());
        new CountDownLatch(1).await();
    }

    static Process launch(List<String> prefix, String classPath, Path folder, String... jvmFlags)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmFlags));
        String chosen = System.getProperty(PostgresBinaries.CHOSEN_PROPERTY, "");
        if (!chosen.isBlank()) {
            command.add("-D" + PostgresBinaries.CHOSEN_PROPERTY + "=" + chosen);
        }
        command.addAll(
                List.of("-cp", classPath, PostgresRunner.class.getName(), folder.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The postmaster's pid, once the JVM has said that its server runs. */
    static long awaitStarted(Process jvm) throws IOException {
        BufferedReader reader = jvm.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("STARTED ")) {
                return Long.parseLong(line.substring("STARTED ".length()));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the JVM ended early: " + said);
    }
}
