package org.onshi.server.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The vault's reader (design 3.11): the only way back from a stored number to its digits, with a
 * role and connection of its own. For {@link KeptNumbers} alone.
 */
final class KeptNumberTable implements AutoCloseable {
    private static final String KEPT =
            "SELECT k.coverage_id, k.key_id, k.sealed, k.lookup FROM vault.kept_numbers(?) k";

    private static final String LINKED =
            "SELECT n.coverage_id, n.key_id, n.sealed, n.lookup FROM vault.linked_numbers(?) n";

    private static final Logger LOG = LoggerFactory.getLogger(KeptNumberTable.class);

    private static final Duration CONNECTION_MAX = Duration.ofSeconds(5);
    private static final String SOCKET_SECONDS_MAX = "30";

    private final JdbcClient jdbc;
    private final VaultKeys keys;
    private final Runnable closing;

    /**
     * @param reader connections of the role onshi_vault_reader
     * @param keys the vault's
     */
    KeptNumberTable(DataSource reader, VaultKeys keys) {
        this(reader, keys, () -> {});
    }

    private KeptNumberTable(DataSource reader, VaultKeys keys, Runnable closing) {
        this.jdbc = JdbcClient.create(reader);
        this.keys = keys;
        this.closing = closing;
    }

    /** With one connection, opened when it is needed first. */
    static KeptNumberTable of(String url, String user, String password, VaultKeys keys) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("vault");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(1);
        pool.setMinimumIdle(0);
        pool.setReadOnly(true);
        pool.setConnectionTimeout(CONNECTION_MAX.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "onshi-vault-reader");
        pool.addDataSourceProperty("socketTimeout", SOCKET_SECONDS_MAX);
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        HikariDataSource source = new HikariDataSource(pool);
        return new KeptNumberTable(source, keys, source::close);
    }

    /**
     * The number kept last beside each pending coverage. One that does not open costs only itself:
     * its coverage stays pending until the number is sent again.
     */
    Map<UUID, IndividualNumber> kept(Collection<UUID> coverages) {
        return opened(KEPT, coverages);
    }

    /** The numbers of persons whose linked coverages are being asked about. */
    Map<UUID, IndividualNumber> linked(Collection<UUID> coverages) {
        return opened(LINKED, coverages);
    }

    private Map<UUID, IndividualNumber> opened(String function, Collection<UUID> coverages) {
        Map<UUID, IndividualNumber> numbers = new HashMap<>();
        jdbc.sql(function)
                .param(coverages.toArray(UUID[]::new))
                .query(row -> {
                    UUID coverage = row.getObject(1, UUID.class);
                    Sealed sealed = new Sealed(row.getString(2), row.getBytes(3));
                    keys.openNumber(sealed, VaultLookup.of(row.getBytes(4)))
                            .ifPresentOrElse(
                                    number -> numbers.put(coverage, number),
                                    () ->
                                            LOG.atError()
                                                    .addKeyValue("coverage", coverage)
                                                    .addKeyValue("key", sealed.keyId())
                                                    .log("a stored number does not open"));
                });
        return numbers;
    }

    @Override
    public void close() {
        closing.run();
    }
}
