package org.onshi.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Service;

/**
 * The audit log as the other contexts see it: an entry is appended in the transaction of the change
 * or the answer it records, and is there exactly when that is (design 3.5).
 */
@Service
public final class Audit {
    /** Rows sent to the store in one statement by {@link #appendAll}. */
    private static final int ROWS_A_STATEMENT_MAX = 1_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final EntryTable entries;
    private final LogTable log;

    /**
     * Uses the connection of the running Spring transaction on this data source, if there is one.
     */
    public Audit(DataSource dataSource) {
        this.entries = new EntryTable(dataSource);
        this.log = new LogTable(dataSource);
    }

    /**
     * Appends in the caller's transaction.
     *
     * @return false when an entry of this id exists already; nothing is changed then. While another
     *     transaction is appending the same id, this waits for its end.
     */
    public boolean append(AuditEntry entry) {
        return entries.insert(entry);
    }

    /**
     * Appends many in the caller's transaction; those whose id exists already are left as they are.
     *
     * @return how many were new
     */
    public int appendAll(List<AuditEntry> batch) {
        int appended = 0;
        for (int from = 0; from < batch.size(); from += ROWS_A_STATEMENT_MAX) {
            appended +=
                    entries.insertAll(
                            batch.subList(
                                    from, Math.min(batch.size(), from + ROWS_A_STATEMENT_MAX)));
        }
        return appended;
    }

    /** The entry of this id as it was appended. */
    public Optional<AuditEntry> find(UUID entryId) {
        return entries.body(entryId).map(Audit::read);
    }

    /**
     * What was recorded about a person in [from, to), in the order of time (requirements J-03).
     *
     * @param after the last one seen; empty to begin
     * @param rowsMax most of them
     */
    public List<AuditEntry> about(
            UUID person, Instant from, Instant to, Optional<AuditEntry> after, int rowsMax) {
        return entries
                .about(
                        person,
                        from,
                        to,
                        after.map(AuditEntry::at).orElse(from.minusSeconds(1)),
                        after.map(AuditEntry::entryId).orElse(BEFORE_ALL),
                        rowsMax)
                .stream()
                .map(Audit::read)
                .toList();
    }

    /**
     * The next part of the log, for who follows it: each entry gets its place once, after its
     * transaction, so whoever keeps {@link Part#next} in the transaction of what it does about the
     * part misses nothing and does nothing twice.
     *
     * @param from the place to begin with; 0 for the beginning
     * @param events only these
     * @param placesMax most places looked at, entries of other events included
     */
    public Part part(long from, Set<AuditEvent> events, int placesMax) {
        // the size first: what has a place below it can be read from then on
        long next = Math.max(from, Math.min(size(), from + placesMax));
        if (next == from) {
            return new Part(List.of(), from);
        }
        return new Part(
                entries.placed(from, next, List.copyOf(events)).stream().map(Audit::read).toList(),
                next);
    }

    /**
     * Entries that follow each other in the log.
     *
     * @param next the first place behind them; equal to where it began when nothing has come
     */
    public record Part(List<AuditEntry> entries, long next) {}

    /** How many entries have a place in the log. */
    public long size() {
        return log.tree().size();
    }

    /**
     * Proves that the log holds this entry. The same entry always gets the same proof: the one to
     * the first checkpoint that covers it.
     *
     * @return empty while the entry waits for its place (up to a second after its transaction), and
     *     for an unknown entry
     */
    public Optional<InclusionProof> prove(UUID entryId) {
        Optional<Long> place = entries.leafIndex(entryId);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        // the first checkpoint of a tree with more entries than come before this one covers it
        return log.checkpointsAfter(place.get(), 1).stream()
                .findFirst()
                .map(checkpoint -> proof(entryId, place.get(), checkpoint));
    }

    private InclusionProof proof(UUID entryId, long place, LogTable.StoredCheckpoint checkpoint) {
        byte[] body = entries.body(entryId).orElseThrow();
        return InclusionProof.of(
                body,
                place,
                Merkle.inclusion(log.tiles(), place, checkpoint.treeSize()),
                checkpoint.note());
    }

    private static AuditEntry read(byte[] bytes) {
        try {
            EntryFormat.Body body = EntryFormat.decode(bytes);
            return new AuditEntry(
                    body.entryId(),
                    AuditEvent.of(body.event())
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "this version does not know the audit event "
                                                    + body.event())),
                    body.at(),
                    body.caller(),
                    body.person(),
                    body.details());
        } catch (EntryFormat.Unreadable broken) {
            throw new IllegalStateException("an audit entry cannot be read", broken);
        }
    }
}
