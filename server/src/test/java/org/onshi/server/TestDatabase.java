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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.onshi.postgres.PostgresBinaries;
import org.onshi.postgres.PostgresServer;
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
        // nobody waits for it: the next test has a database of its own
        Thread.ofVirtual()
                .start(() ->
                        run(
                                Server.admin(Server.RUNNING),
                                "DROP DATABASE \"" + name + "\" WITH (FORCE)"));
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

    private static synchronized void copy(PostgresServer server, String name) {
        run(
                Server.admin(server),
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

    /** The one PostgreSQL of this JVM, with its migrated template. */
    private static final class Server {
        static final PostgresServer RUNNING = start();

        private static PostgresServer start() {
            try {
                Path directory = Files.createTempDirectory("onshi-test-postgres");
                PostgresServer server =
                        PostgresServer.start(
                                new PostgresServer.Settings(
                                        directory,
                                        0,
                                        PostgresBinaries.chosen(),
                                        Map.of(
                                                "fsync", "off",
                                                "full_page_writes", "off",
                                                "max_connections", "200",
                                                "shared_preload_libraries", "pg_stat_statements")));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, directory)));
                DataSource admin = admin(server);
                Migrations.createRoles(admin, PASSWORDS);
                Migrations.createDatabase(admin, TEMPLATE);
                Migrations.migrate(server.jdbcUrl(TEMPLATE), "onshi_owner", PASSWORDS.owner());
                return server;
            } catch (IOException | SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        static DataSource admin(PostgresServer server) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(server.jdbcUrl("postgres"));
            source.setUser(server.superuser());
            source.setPassword(server.superuserPassword());
            return source;
        }

        private static void remove(PostgresServer server, Path directory) {
            server.stop();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException left) {
                System.err.println("left behind: " + directory + ": " + left);
            }
        }
    }
}
