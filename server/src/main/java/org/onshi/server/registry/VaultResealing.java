package org.onshi.server.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.SealedNumberTable.Anew;
import org.onshi.server.registry.SealedNumberTable.Kept;
import org.onshi.server.registry.SealedNumberTable.Linked;
import org.onshi.server.registry.SealedNumberTable.Row;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals every number of the vault anew under the current key, so that an earlier one may go (design
 * 3.11). It runs with the schemas' owner beside the servers, which find a number under each key
 * they know; the roles they serve with see no more of the vault than before. Killed, it is started
 * again: a batch is one transaction, and what is sealed anew is passed over.
 */
public final class VaultResealing {
    private static final int PAGE_ROWS = 1_000;

    /** Few, since a server that registers one of these persons waits until they are stored. */
    private static final int BATCH_ROWS = 100;

    private static final int ATTEMPTS_MAX = 5;
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
     * @param remaining numbers under another key in the end: these, and what a server with an
     *     earlier current key stored meanwhile
     * @param spooled blocks of waiting registration files under another key; they go by themselves
     */
    public record Outcome(long resealed, long unopened, long remaining, long spooled) {
        /** Whether nothing needs any other key than the current one. */
        public boolean isComplete() {
            return remaining == 0 && spooled == 0;
        }
    }

    /** Goes through all of it. */
    public Outcome run() {
        Count linked =
                all(Linked.NONE, last -> table.linkedAfter(last, PAGE_ROWS), table::resealLinked);
        Count kept = all(Kept.NONE, last -> table.keptAfter(last, PAGE_ROWS), table::resealKept);
        return new Outcome(
                linked.resealed() + kept.resealed(),
                linked.unopened() + kept.unopened(),
                table.underOtherKeys(keys.currentId()),
                table.spooledUnderOtherKeys(keys.currentId()));
    }

    private record Count(long resealed, long unopened) {}

    private <T extends Row> Count all(
            T before, Function<T, List<T>> next, ToIntFunction<List<Anew<T>>> store) {
        long resealed = 0;
        long unopened = 0;
        List<T> page = next.apply(before);
        while (!page.isEmpty()) {
            List<T> earlier =
                    page.stream()
                            .filter(row -> !row.sealed().keyId().equals(keys.currentId()))
                            .toList();
            List<Anew<T>> opened =
                    earlier.stream().map(this::anew).flatMap(Optional::stream).toList();
            unopened += earlier.size() - opened.size();
            for (int from = 0; from < opened.size(); from += BATCH_ROWS) {
                int to = Math.min(opened.size(), from + BATCH_ROWS);
                resealed += stored(opened.subList(from, to), store);
            }
            page = next.apply(page.getLast());
        }
        return new Count(resealed, unopened);
    }

    /** Once more when a server that works on the same persons was in the way. */
    private <T> int stored(List<Anew<T>> rows, ToIntFunction<List<Anew<T>>> store) {
        int attempt = 1;
        while (true) {
            try {
                return transaction.execute(_ -> {
                    int stored = store.applyAsInt(rows);
                    if (stored > 0) {
                        audit.append(entry(stored));
                    }
                    return stored;
                });
            } catch (TransientDataAccessException inTheWay) {
                if (attempt == ATTEMPTS_MAX) {
                    throw inTheWay;
                }
                attempt++;
            }
        }
    }

    private <T extends Row> Optional<Anew<T>> anew(T row) {
        Optional<IndividualNumber> number = keys.openNumber(row.sealed(), row.lookup());
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
