package org.onshi.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Tag("store")
class PostgresServerTest {
    @TempDir Path folder;

    @Test
    void theDefaultInstallIsDurable() throws SQLException {
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "SHOW data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void textIsUtf8WhateverTheSystemsLocale() throws SQLException {
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "SELECT length('髙橋')::text")).isEqualTo("2");
        }
    }

    @Test
    void itListensOnThisMachineAloneAndAsksForThePassword() throws SQLException {
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
            assertThatThrownBy(() ->
                            DriverManager.getConnection(
                                    server.jdbcUrl("postgres"), server.superuser(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void dataArePrivateToTheirOwner() throws IOException {
        try (PostgresServer server = start()) {
            assertThat(server.isAlive()).isTrue();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("db"))))
                    .isEqualTo("rwx------");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("db/superuser-password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondStartContinuesTheDataWithTheSamePassword() throws SQLException {
        String password;
        try (PostgresServer server = start()) {
            ask(server, "CREATE TABLE kept AS SELECT 7 AS seven; SELECT '1'");
            password = server.superuserPassword();
        }
        try (PostgresServer server = start()) {
            assertThat(server.superuserPassword()).isEqualTo(password);
            assertThat(ask(server, "SELECT seven::text FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void committedRowsOutliveASigkillOfPostgres() throws Exception {
        try (PostgresServer server = start()) {
            ask(server, "CREATE TABLE kept AS SELECT 7 AS seven; SELECT '1'");
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            server.onExit().get(10, TimeUnit.SECONDS);
            assertThat(server.isAlive()).isFalse();
        }
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SELECT seven::text FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void anOrphanOfASigkilledJvmIsStoppedByTheNextStartAndNothingIsLost() throws Exception {
        Process jvm =
                PostgresRunner.launch(
                        List.of(), System.getProperty("java.class.path"), folder.resolve("db"));
        long orphan = PostgresRunner.awaitStarted(jvm);
        try {
            jvm.destroyForcibly().waitFor();
            assertThat(ProcessHandle.of(orphan)).as("PostgreSQL outlives its JVM").isPresent();
            try (PostgresServer server = start()) {
                assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
                assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("committed");
            }
        } finally {
            ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aFolderInUseByALivingProcessIsRefused() throws Exception {
        Process jvm =
                PostgresRunner.launch(
                        List.of(), System.getProperty("java.class.path"), folder.resolve("db"));
        try {
            PostgresRunner.awaitStarted(jvm);
            assertThatThrownBy(this::start)
                    .isInstanceOf(PostgresFault.class)
                    .hasMessageContaining("in use");
        } finally {
            jvm.destroy();
            assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aJvmThatIsAskedToEndTakesItsServerAlong() throws Exception {
        Process jvm =
                PostgresRunner.launch(
                        List.of(), System.getProperty("java.class.path"), folder.resolve("db"));
        long postmaster = PostgresRunner.awaitStarted(jvm);
        jvm.destroy();
        assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(folder.resolve("db/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void aStalePidFileThatNamesAnotherLivingProgramDoesNotStopTheStart() throws Exception {
        start().close();
        Files.writeString(
                folder.resolve("db/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n/elsewhere\n");
        try (PostgresServer server = start()) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aHalfMadeClusterIsMadeAnew() throws Exception {
        Files.createDirectories(folder.resolve("db/cluster.new/base"));
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SELECT '1'")).isEqualTo("1");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsMend() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            PostgresServer.Settings settings =
                    new PostgresServer.Settings(
                            folder.resolve("db"),
                            taken.getLocalPort(),
                            PostgresBinaries.chosen(),
                            Map.of());
            assertThatThrownBy(() -> PostgresServer.start(settings))
                    .isInstanceOf(PostgresFault.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("ss -ltnp");
        }
    }

    @Test
    void valuesOfAFailedStatementDoNotReachTheLog() throws Exception {
        try (PostgresServer server = start()) {
            ask(server, "CREATE TABLE numbers (number text PRIMARY KEY); SELECT '1'");
            ask(server, "INSERT INTO numbers VALUES ('secret-1234') RETURNING number");
            assertThatThrownBy(() ->
                            ask(
                                    server,
                                    "INSERT INTO numbers VALUES ('secret-1234') RETURNING number"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> ask(server, "SELECT 'secret-1234'::date::text"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(folder.resolve("db/postgres.log")).content().doesNotContain("secret-1234");
    }

    private PostgresServer start() {
        return PostgresServer.start(PostgresServer.Settings.of(folder.resolve("db"), 0));
    }

    static String ask(PostgresServer server, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                server.jdbcUrl("postgres"),
                                server.superuser(),
                                server.superuserPassword());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                assertThat(result.next()).isTrue();
                return result.getString(1);
            }
        }
    }
}
