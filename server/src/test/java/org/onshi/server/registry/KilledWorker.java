package org.onshi.server.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.onshi.server.audit.Audit;
import org.onshi.server.matching.Matcher;
import org.onshi.server.outside.TestOutside;
import org.onshi.server.work.Rounds;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A process that works through chunks until it is killed; started by {@link ResumptionTest}. */
final class KilledWorker {
    private KilledWorker() {}

    public static void main(String[] arguments) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv("WORKER_URL"));
        config.setUsername("onshi_server");
        config.setPassword(System.getenv("WORKER_PASSWORD"));
        config.setMaximumPoolSize(2);
        HikariDataSource source = new HikariDataSource(config);
        VaultKeys keys = VaultKeys.of(List.of(RegistrationOffice.KEY_LINE));
        Instant time = Instant.parse("2025-04-01T00:00:00Z");
        Registrations registrations =
                RegistrationOffice.registrations(
                        source,
                        new Insurers(source, () -> time),
                        keys,
                        new RegisterInquiry(
                                TestOutside.register(URI.create(System.getenv("WORKER_REGISTER"))),
                                // opens nothing: none of the rows is about a pending coverage
                                new KeptNumbers(
                                        new KeptNumberTable(source, keys),
                                        keys,
                                        new Audit(source),
                                        () -> time,
                                        new JdbcTransactionManager(source)),
                                keys,
                                Matcher.standard(),
                                Duration.ofMillis(200)),
                        () -> time);
        new Rounds("killed", RegistrationLimits.IDLE, registrations::processChunk).start();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
