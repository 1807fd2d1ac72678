package org.onshi.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The store ({@code onshi.database.*}).
 *
 * @param url JDBC URL of PostgreSQL 15 or newer; several hosts for a standby
 * @param user ordinary role
 * @param password its password
 * @param migrationUser owner of the schemas
 * @param migrationPassword its password; absent, as it should be where the server is reached from
 *     outside: {@code ./onshi server --migrate} or the demo's supervisor migrates, and this server
 *     only works
 * @param connectionsMax connections of the ordinary role; a caller waits at most {@code
 *     connectionTimeout} for one
 * @param connectionTimeout longest wait for a connection, then 503
 * @param answerTimeout longest silence of a connection in use, then it counts as broken
 * @param startTimeout how long a starting server waits for a store that is starting too
 */
@ConfigurationProperties("onshi.database")
record DatabaseSettings(
        String url,
        @DefaultValue("onshi_server") String user,
        @DefaultValue("") String password,
        @DefaultValue("onshi_owner") String migrationUser,
        String migrationPassword,
        @DefaultValue("24") int connectionsMax,
        @DefaultValue("2s") Duration connectionTimeout,
        @DefaultValue("60s") Duration answerTimeout,
        @DefaultValue("30s") Duration startTimeout) {
    DatabaseSettings {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(
                    "onshi.database.url を設定してください。 / Set onshi.database.url.");
        }
    }

    @Override
    public String toString() {
        return "DatabaseSettings[redacted]";
    }
}
