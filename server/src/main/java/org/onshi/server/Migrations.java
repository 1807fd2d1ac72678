package org.onshi.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Brings a store to the shape this version needs: the roles, the database, and one schema per
 * context, each with a history of its own (resources {@code db/<schema>/V…__….sql}).
 */
public final class Migrations {
    /** The schemas, in the order in which they are brought up to date. */
    public static final List<String> SCHEMAS =
            List.of(
                    "audit",
                    "facilities",
                    "accounts",
                    "registry",
                    "vault",
                    "identity",
                    "consent",
                    "medicalinfo",
                    "eligibility",
                    "letters",
                    "duties",
                    "corrections");

    private static final Pattern SAFE_IN_SQL = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private Migrations() {}

    /** Passwords of the four roles; each of letters, digits, '-' and '_', up to 128. */
    public record RolePasswords(String owner, String server, String vaultReader, String inspector) {
        public RolePasswords {
            for (String password : List.of(owner, server, vaultReader, inspector)) {
                if (!SAFE_IN_SQL.matcher(password).matches()) {
                    throw new IllegalArgumentException(
                            "a role's password may hold letters, digits, '-' and '_' only");
                }
            }
        }

        @Override
        public String toString() {
            return "RolePasswords[redacted]";
        }
    }

    /** Creates the roles where they are missing and sets their passwords (as superuser). */
    public static void createRoles(DataSource superuser, RolePasswords passwords)
            throws SQLException {
        String script = resource("/db/roles.sql");
        Map<String, String> values =
                Map.of(
                        "owner_password", passwords.owner(),
                        "server_password", passwords.server(),
                        "vault_reader_password", passwords.vaultReader(),
                        "inspector_password", passwords.inspector());
        for (Map.Entry<String, String> value : values.entrySet()) {
            script = script.replace("${" + value.getKey() + "}", value.getValue());
        }
        execute(superuser, script);
    }

    /**
     * Creates a database owned by {@code onshi_owner} (as superuser, after {@link #createRoles}).
     * Text sorts by code point, so that the order does not depend on the system's locales.
     */
    public static void createDatabase(DataSource superuser, String name) throws SQLException {
        if (!SAFE_IN_SQL.matcher(name).matches()) {
            throw new IllegalArgumentException("not a database name");
        }
        execute(
                superuser,
                "CREATE DATABASE \""
                        + name
                        + "\" OWNER onshi_owner TEMPLATE template0 ENCODING 'UTF8'"
                        + " LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    /**
     * Runs what is missing, schema by schema (as {@code onshi_owner}). Safe from several servers.
     */
    public static void migrate(DataSource owner) {
        for (String schema : SCHEMAS) {
            if (present(schema)) {
                flyway(schema).dataSource(owner).load().migrate();
            }
        }
    }

    /** The same, with a connection of its own. */
    public static void migrate(String jdbcUrl, String user, String password) {
        for (String schema : SCHEMAS) {
            if (present(schema)) {
                flyway(schema).dataSource(jdbcUrl, user, password).load().migrate();
            }
        }
    }

    private static org.flywaydb.core.api.configuration.FluentConfiguration flyway(String schema) {
        return Flyway.configure()
                .locations("classpath:db/" + schema, "classpath:db/callbacks")
                .defaultSchema(schema)
                .schemas(schema)
                .createSchemas(true)
                .placeholders(Map.of("schema", schema))
                .cleanDisabled(true);
    }

    private static boolean present(String schema) {
        try {
            return new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:db/" + schema + "/V*.sql")
                            .length
                    > 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void execute(DataSource superuser, String sql) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String path) {
        try (InputStream in = Migrations.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the server's resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
