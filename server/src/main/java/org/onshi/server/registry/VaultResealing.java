package org.onshi.server.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.SealedNumberTable.Anew;
import org.onshi.server.registry.SealedNumberTable.Kept;
import org.onshi.server.registry.SealedNumberTable.Linked;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals every number of the vault anew under the current key, so that an earlier one may go (design
 * 3.11). It runs with the schemas' owner beside the servers, which find a number under each key
 * they know; the roles they serve with see no more of the vault than before. Killed, it is started
 * again: a batch is one transaction, and what is sealed anew is not met a second time.
 */
public final class VaultResealing {
    private static final int BATCH_ROWS = 1_000;
    private static final String CALLER = "maintenance";

    private final SealedNumberTable table;
    private final VaultKeys keys;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param owner connections of the role that owns the schemas
     * @param keys the vault's, earlier ones included
     * @param clock for the time of the audit entries
     */
    public VaultResealing(DataSource owner, VaultKeys keys, InstantSource clock) {
        this.table = new SealedNumberTable(owner);
        this.keys = keys;
        this.audit = new Audit(owner);
        this.clock = clock;
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(owner));
    }

    /**
     * What it came to.
     *
     * @param resealed numbers sealed anew
     * @param unopened numbers no key of the file opens; they stay as they are
     * @param spooled blocks of waiting registration files under another key; they go by themselves
     */
    public record Outcome(long resealed, long unopened, long spooled) {
        /** Whether nothing needs any other key than the current one. */
        public boolean isComplete() {
            return unopened == 0 && spooled == 0;
        }
    }

    /** Goes through all of it. */
    public Outcome run() {
        Count linked =
                all(
                        Linked.NONE,
                        last -> table.linkedAfter(last, keys.currentId(), BATCH_ROWS),
                        row -> anew(row, row.lookup(), row.sealed()),
                        table::resealLinked);
        Count kept =
                all(
                        Kept.NONE,
                        last -> table.keptAfter(last, keys.currentId(), BATCH_ROWS),
                        row -> anew(row, row.lookup(), row.sealed()),
                        table::resealKept);
        return new Outcome(
                linked.resealed() + kept.resealed(),
                linked.unopened() + kept.unopened(),
                table.spooledUnderOtherKeys(keys.currentId()));
    }

    private record Count(long resealed, long unopened) {}

    private record Step<T>(T last, int rows, int resealed) {}

    private <T> Count all(
            T before,
            Function<T, List<T>> next,
            Function<T, Optional<Anew<T>>> anew,
            Consumer<List<Anew<T>>> store) {
        UnaryOperator<Step<T>> batch =
                step ->
                        transaction.execute(_ -> {
                            List<T> rows = next.apply(step.last());
                            List<Anew<T>> opened =
                                    rows.stream().map(anew).flatMap(Optional::stream).toList();
                            if (!opened.isEmpty()) {
                                store.accept(opened);
                                audit.append(entry(opened.size()));
                            }
                            return new Step<>(
                                    rows.isEmpty() ? step.last() : rows.getLast(),
                                    rows.size(),
                                    opened.size());
                        });
        long resealed = 0;
        long unopened = 0;
        Step<T> step = batch.apply(new Step<>(before, 0, 0));
        while (step.rows() > 0) {
            resealed += step.resealed();
            unopened += step.rows() - step.resealed();
            step = batch.apply(step);
        }
        return new Count(resealed, unopened);
    }

    private <T> Optional<Anew<T>> anew(T row, VaultLookup lookup, Sealed sealed) {
        Optional<IndividualNumber> number = keys.openNumber(sealed, lookup);
        return number.map(it -> {
            VaultLookup found = keys.lookup(it);
            return new Anew<>(row, found, keys.sealNumber(it, found));
        });
    }

    private AuditEntry entry(int numbers) {
        return AuditEntry.of(
                UUID.randomUUID(),
                AuditEvent.VAULT_USED,
                clock.instant(),
                CALLER,
                Map.of(
                        "purpose",
                        "RESEAL",
                        "key",
                        keys.currentId(),
                        "numbers",
                        String.valueOf(numbers)));
    }
}
