package org.onshi.server.corrections;

import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the operating body makes public of all insurers' wrong links, and reports (requirements
 * J-02, J-09).
 */
@Service
public class WrongLinkReports {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final WrongLinkTable table;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as audit uses
     * @param clock the one clock of the process
     */
    public WrongLinkReports(
            DataSource dataSource,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new WrongLinkTable(dataSource);
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Makes public what was corrected before an instant.
     *
     * @return how many cases
     */
    public int publish(Instant correctedBefore, String by) {
        return transaction.execute(_ -> {
            Instant now = now();
            int published = table.publish(correctedBefore, now);
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.WRONG_LINKS_PUBLISHED,
                            now,
                            by,
                            Map.of("cases", Integer.toString(published))));
            return published;
        });
    }

    /**
     * Wrong links by insurer and by the month in Japan they were found in, those without any left
     * out.
     *
     * @param from the first month
     * @param to the last one
     */
    public List<WrongLinkCount> counts(YearMonth from, YearMonth to) {
        return table.counts(beginning(from), beginning(to.plusMonths(1)));
    }

    private static Instant beginning(YearMonth month) {
        return month.atDay(1).atStartOfDay(SharedClock.ZONE).toInstant();
    }

    /**
     * What is to be reported to the authority (requirements J-09): the cases found wrong whose data
     * were seen by others, the earliest found first. The reading is recorded.
     *
     * @param after the last one seen; empty to begin
     * @param rowsMax most of them
     */
    public List<SeenCase> seen(Optional<UUID> after, int rowsMax, String by) {
        return transaction.execute(_ -> {
            List<SeenCase> seen = table.seen(after.orElse(BEFORE_ALL), rowsMax);
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.WRONG_LINK_READ,
                            now(),
                            by,
                            Map.of("cases", Integer.toString(seen.size()))));
            return seen;
        });
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
