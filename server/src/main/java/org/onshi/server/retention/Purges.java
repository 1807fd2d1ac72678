package org.onshi.server.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes what has been kept long enough: one transaction and one audit entry a table and run. */
final class Purges {
    /** Rows of a table deleted in one run. */
    static final int ROWS_MAX = 5_000;

    private static final String CALLER = "server:retention";

    private final List<Retained> retained;
    private final Audit audit;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as audit and all that is retained use
     */
    Purges(List<Retained> retained, Audit audit, PlatformTransactionManager transactions) {
        this.retained = List.copyOf(retained);
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Deletes some rows of each table.
     *
     * @param now as of when; a row goes from the instant on at which its time is over
     * @return whether there may be more to delete
     */
    boolean run(Instant now) {
        boolean more = false;
        for (Retained one : retained) {
            more |= purge(one, now) == ROWS_MAX;
        }
        return more;
    }

    private int purge(Retained one, Instant now) {
        return transaction.execute(_ -> {
            Instant endedBy = now.minus(one.kept());
            int rows = one.purge().rows(endedBy, ROWS_MAX);
            if (rows > 0) {
                audit.append(
                        AuditEntry.of(
                                UUID.randomUUID(),
                                AuditEvent.RETENTION_PURGED,
                                now,
                                CALLER,
                                Map.of(
                                        "table", one.table(),
                                        "rows", Integer.toString(rows),
                                        "ended_by", endedBy.toString())));
            }
            return rows;
        });
    }
}
