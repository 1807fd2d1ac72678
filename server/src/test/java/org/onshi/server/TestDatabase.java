package org.onshi.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one test's own, migrated, with the real roles: {@code try (TestDatabase database =
 * TestDatabase.fresh()) {…}} or a field closed in {@code @AfterEach}. One PostgreSQL serves the
 * whole JVM (fsync off: these tests never lose power); a fresh database is a copy of a migrated
 * template. Tests that use it carry {@code @Tag("database")}.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String TEMPLATE = "onshi_template";
    private static final Migrations.RolePasswords PASSWORDS =
            new Migrations.RolePasswords(secret(), secret(), secret(), secret());
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A new database with roles and all migrations. */
    public static TestDatabase fresh() {
        String name = "onshi_test_" + NUMBER.incrementAndGet();
        copy(Server.RUNNING, name);
        return new TestDatabase(name);
    }

    /** The server's ordinary role. */
    public DataSource server() {
        return pool("onshi_server", PASSWORDS.server());
    }

    /** The role that owns the schemas. */
    public DataSource owner() {
        return pool("onshi_owner", PASSWORDS.owner());
    }

    /** The role that reads every schema but the vault. */
    public DataSource inspector() {
        return pool("inspector", PASSWORDS.inspector());
    }

    /** The only role that reads the vault. */
    public DataSource vaultReader() {
        return pool("onshi_vault_reader", PASSWORDS.vaultReader());
    }

    /** Whoever runs the machine: may do everything to the rows, as an attacker inside might. */
    public DataSource superuser() {
        return pool(Server.RUNNING.superuser(), Server.RUNNING.superuserPassword());
    }

    /** For starting a whole server on it. */
    public String jdbcUrl() {
        return Server.RUNNING.jdbcUrl(name);
    }

    /** The roles' passwords, for starting a whole server on it. */
    public static Migrations.RolePasswords passwords() {
        return PASSWORDS;
    }

    /** Runs one statement as superuser. */
    public void execute(String sql) {
        run(superuser(), sql);
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        run(Server.RUNNING.admin(), "DROP DATABASE \"" + name + "\" WITH (FORCE)");
    }

    private synchronized DataSource pool(String user, String password) {
        for (HikariDataSource pool : pools) {
            if (pool.getUsername().equals(user)) {
                return pool;
            }
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    private static synchronized void copy(Server server, String name) {
        run(
                server.admin(),
                "CREATE DATABASE \"" + name + "\" OWNER onshi_owner TEMPLATE " + TEMPLATE);
    }

    private static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String secret() {
        return UUID.randomUUID().toString();
    }

    /** The one PostgreSQL of this JVM. */
    private static final class Server {
        static final Server RUNNING = start();

        private final int port;

        private Server(int port) {
            this.port = port;
        }

        String superuser() {
            return "postgres";
        }

        String superuserPassword() {
            return "none";
        }

        String jdbcUrl(String database) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        }

        DataSource admin() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(jdbcUrl("postgres"));
            source.setUser(superuser());
            source.setPassword(superuserPassword());
            return source;
        }

        private static Server start() {
            try {
                Path directory = Files.createTempDirectory("onshi-test-postgres");
                int port;
                try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
                    port = socket.getLocalPort();
                }
                sh("chmod 777 " + directory);
                String bin = "/usr/lib/postgresql/15/bin/";
                sh(
                        "runuser -u postgres -- "
                                + bin
                                + "initdb -A trust -U postgres -D "
                                + directory
                                + "/d");
                Process process =
                        new ProcessBuilder(
                                        "sh",
                                        "-c",
                                        "exec runuser -u postgres -- "
                                                + bin
                                                + "postgres -D "
                                                + directory
                                                + "/d -c fsync=off -c listen_addresses=127.0.0.1 -c"
                                                + " max_connections=200 -c unix_socket_directories="
                                                + " -p "
                                                + port
                                                + " >"
                                                + directory
                                                + "/log 2>&1")
                                .start();
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
                Server server = new Server(port);
                for (int i = 0; i < 100; i++) {
                    try (Connection probe = server.admin().getConnection()) {
                        probe.isValid(1);
                        break;
                    } catch (SQLException notYet) {
                        Thread.sleep(100);
                    }
                }
                Migrations.createRoles(server.admin(), PASSWORDS);
                Migrations.createDatabase(server.admin(), TEMPLATE);
                Migrations.migrate(server.jdbcUrl(TEMPLATE), "onshi_owner", PASSWORDS.owner());
                return server;
            } catch (IOException | SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private static void sh(String command) throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", command + " >/dev/null").inheritIO().start().waitFor();
        }
    }
}
