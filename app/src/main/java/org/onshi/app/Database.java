package org.onshi.app;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import org.flywaydb.core.api.FlywayException;
import org.onshi.postgres.PostgresServer;
import org.onshi.server.Migrations;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The demo's database: its roles with random passwords kept in {@code keys/database.properties},
 * made once.
 */
final class Database {
    static final String NAME = "onshi";
    static final String OWNER = "onshi_owner";

    private final Migrations.RolePasswords passwords;

    Database(DataFolder folder) {
        this.passwords = passwords(folder.keys().resolve("database.properties"));
    }

    /**
     * Creates roles and database where they are missing and brings the schemas up to date. The
     * server never learns the password of their owner: whoever breaks into it cannot alter or drop
     * what it may only append to.
     */
    void prepare(PostgresServer postgres) {
        PGSimpleDataSource superuser = new PGSimpleDataSource();
        superuser.setUrl(postgres.jdbcUrl("postgres"));
        superuser.setUser(postgres.superuser());
        superuser.setPassword(postgres.superuserPassword());
        try {
            Migrations.createRoles(superuser, passwords);
            if (!exists(superuser)) {
                Migrations.createDatabase(superuser, NAME);
            }
            Migrations.migrate(postgres.jdbcUrl(NAME), OWNER, passwords.owner());
        } catch (SQLException | FlywayException e) {
            throw new CommandFault(
                    "データベースを準備できません。ログ: postgres/postgres.log",
                    "Cannot prepare the database: " + e.getMessage(),
                    e);
        }
    }

    private static boolean exists(PGSimpleDataSource superuser) throws SQLException {
        try (Connection connection = superuser.getConnection();
                PreparedStatement question =
                        connection.prepareStatement(
                                "SELECT datname FROM pg_catalog.pg_database WHERE datname = ?")) {
            question.setString(1, NAME);
            try (ResultSet found = question.executeQuery()) {
                return found.next();
            }
        }
    }

    String serverPassword() {
        return passwords.server();
    }

    String vaultReaderPassword() {
        return passwords.vaultReader();
    }

    String inspectorPassword() {
        return passwords.inspector();
    }

    private static Migrations.RolePasswords passwords(Path file) {
        try {
            if (!Files.exists(file)) {
                SecureRandom random = new SecureRandom();
                StringBuilder lines = new StringBuilder();
                for (String role : new String[] {"owner", "server", "vault_reader", "inspector"}) {
                    byte[] secret = new byte[20];
                    random.nextBytes(secret);
                    lines.append(role)
                            .append('=')
                            .append(HexFormat.of().formatHex(secret))
                            .append('\n');
                }
                DataFolder.writePrivate(file, lines.toString());
            }
            Properties kept = new Properties();
            kept.load(new StringReader(Files.readString(file)));
            return new Migrations.RolePasswords(
                    kept.getProperty("owner"),
                    kept.getProperty("server"),
                    kept.getProperty("vault_reader"),
                    kept.getProperty("inspector"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
