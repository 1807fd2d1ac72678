package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The unregistered (requirements B-13): coverages that are pending and not over. Why they are is
 * the registry's to say; whose cause that makes is not.
 */
public final class UnregisteredCoverages {
    private static final UUID FIRST = new UUID(0, 0);

    private final UnregisteredTable table;
    private final TransactionTemplate transaction;

    UnregisteredCoverages(DataSource dataSource, PlatformTransactionManager transactions) {
        this.table = new UnregisteredTable(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * An insurer's, by coverage id.
     *
     * @param today coverages lost by this day are left out
     * @param after the last one of the page before
     * @param most how many at most
     */
    public List<UnregisteredCoverage> of(
            InsurerNumber insurer, LocalDate today, Optional<UUID> after, int most) {
        return table.page(insurer, today, after.orElse(FIRST), most);
    }

    /**
     * All of them, counted; an insurer's follow each other. Reads every pending coverage once, and
     * holds few counts at a time.
     *
     * @param today coverages lost by this day are left out
     */
    public void counts(LocalDate today, Consumer<UnregisteredCount> each) {
        // a result is only read in parts inside a transaction
        transaction.executeWithoutResult(_ -> table.counts(today, each));
    }
}
