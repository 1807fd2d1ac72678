package org.onshi.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.FlywayException;
import org.onshi.wire.SharedClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What every context stands on: the store, brought to its shape before anybody gets a connection,
 * and the one clock.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class ServerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConfiguration.class);
    private static final long RETRY_MILLIS = 250;

    @Bean
    SharedClock clock(@Value("${onshi.clock-file:}") String clockFile) throws IOException {
        return clockFile.isEmpty() ? SharedClock.system() : SharedClock.at(Path.of(clockFile));
    }

    /** Migrates first: no bean that needs a table can exist before this one does. */
    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(DatabaseSettings settings) {
        migrate(settings);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("store");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.connectionsMax());
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.setValidationTimeout(Math.min(1_000, settings.connectionTimeout().toMillis()));
        pool.setInitializationFailTimeout(settings.startTimeout().toMillis());
        pool.addDataSourceProperty("ApplicationName", "onshi-server");
        // a server of 15 or newer is promised (design §3.3), so the driver need not ask for what
        // older ones lack
        pool.addDataSourceProperty("assumeMinServerVersion", "15");
        // every statement of the hot path is prepared on the server from its second use on
        pool.addDataSourceProperty("prepareThreshold", "2");
        pool.addDataSourceProperty("preparedStatementCacheQueries", "256");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // what the store says of a failed statement goes into the log: never the values in it
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("loginTimeout", "2");
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(settings.answerTimeout().toSeconds()));
        return new HikariDataSource(pool);
    }

    private static void migrate(DatabaseSettings settings) {
        if (settings.migrationPassword() == null) {
            return;
        }
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (true) {
            try {
                Migrations.migrate(
                        settings.url(), settings.migrationUser(), settings.migrationPassword());
                return;
            } catch (FlywayException failed) {
                if (!silent(failed) || System.nanoTime() > deadline) {
                    throw failed;
                }
                LOG.info("the store is still silent, waiting for it");
                pause();
            }
        }
    }

    /**
     * Whether the store could not be reached or is still starting (SQLSTATE class 08, 57P03);
     * anything else won't mend itself.
     */
    private static boolean silent(FlywayException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().equals("57P03"))) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the store", stopped);
        }
    }
}
