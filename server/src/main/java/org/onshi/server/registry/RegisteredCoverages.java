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
 * When coverages were first registered, for the duties that run from an acquisition to its
 * registration (requirements B-10). A coverage counts once, on the day of its ADD; changes,
 * corrections and cancellations of it do not.
 */
public final class RegisteredCoverages {
    private final RegisteredTable table;
    private final TransactionTemplate transaction;

    RegisteredCoverages(DataSource dataSource, PlatformTransactionManager transactions) {
        this.table = new RegisteredTable(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Those of an insurer that took longer than some calendar days from acquisition to notice, or
     * from the later of the two to registration; in the order of registration.
     *
     * @param from first day of registration, in Japan
     * @param to first day no longer
     * @param days calendar days, 0 or more
     * @param after the last one of the page before
     * @param most how many at most
     */
    public List<RegisteredCoverage> slow(
            InsurerNumber insurer,
            LocalDate from,
            LocalDate to,
            int days,
            Optional<UUID> after,
            int most) {
        return table.slow(insurer, from, to, days, after, most);
    }

    /**
     * All of an insurer of some days, counted by their days. Reads each of these registrations
     * once, and holds few at a time.
     *
     * @param from first day of registration, in Japan
     * @param to first day no longer
     */
    public void counts(
            InsurerNumber insurer, LocalDate from, LocalDate to, Consumer<RegisteredCount> each) {
        // a result is only read in parts inside a transaction
        transaction.executeWithoutResult(_ -> table.counts(insurer, from, to, each));
    }
}
