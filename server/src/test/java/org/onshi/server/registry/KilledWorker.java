package org.onshi.server.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

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
        Instant time = Instant.parse("2025-04-01T00:00:00Z");
        Registrations registrations =
                RegistrationOffice.registrations(
                        source,
                        new Insurers(source, () -> time),
                        VaultKeys.of(List.of(RegistrationOffice.KEY_LINE)),
                        () -> time);
        new RegistrationWorker(registrations).start();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
