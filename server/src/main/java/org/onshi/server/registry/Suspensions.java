package org.onshi.server.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The viewing of coverages, stopped and resumed by whoever mends a link, and what that locks. */
public final class Suspensions {
    private final LedgerTable ledgers;
    private final LedgerReading reading;
    private final CoverageTable coverages;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final TimeOrderedIds ids;

    Suspensions(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            InstantSource clock) {
        this.ledgers = new LedgerTable(dataSource);
        this.coverages = new CoverageTable(dataSource);
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.ids = new TimeOrderedIds(clock);
        this.reading = new LedgerReading(dataSource, clock, ids);
    }

    /**
     * The versions of a coverage that stand, in the caller's transaction: no others will until its
     * end. Of a cancelled one there is none.
     */
    public Set<UUID> lockedVersions(UUID coverageId) {
        ledgers.lockWriters();
        return coverages.standing(Set.of(coverageId)).getOrDefault(coverageId, Set.of());
    }

    /**
     * Nobody else changes a coverage until the caller's transaction ends. Whoever locks rows of its
     * own about coverages takes this lock first.
     */
    public void lockWriters() {
        ledgers.lockWriters();
    }

    /**
     * Stops or resumes the viewing of a person's coverage, at once and as a recorded fact
     * (requirements B-09): what was known before stays known as such.
     *
     * @param caller who asks for it, as in the audit log
     * @return whether it changed anything
     */
    public boolean suspend(Link link, boolean suspended, String caller) {
        Boolean changed =
                transaction.execute(status -> {
                    ledgers.lockWriters();
                    Collection<Coverage> versions = ledgers.versions(Set.of(link.personId()));
                    Set<LookupKey> keysOfPerson = new HashSet<>();
                    versions.forEach(
                            v -> keysOfPerson.add(LookupKey.of(v.insurer(), v.identifier())));
                    Ledger ledger = reading.of(keysOfPerson, Map.of(), Set.of(link.personId()));
                    Instant at = ledger.now();
                    boolean any = false;
                    for (Stay stay : ledger.standingOf(link.personId())) {
                        if (stay.coverageId().equals(link.coverageId())
                                && stay.suspended() != suspended) {
                            ledger.record(stay.suspended(suspended), at);
                            any = true;
                        }
                    }
                    ledgers.write(ledger.writes());
                    if (any) {
                        audit.append(
                                AuditEntry.about(
                                        link.personId(),
                                        ids.get(),
                                        AuditEvent.COVERAGE_CHANGED,
                                        at,
                                        caller,
                                        Map.of(
                                                "suspended",
                                                Boolean.toString(suspended),
                                                "coverage",
                                                link.coverageId().toString())));
                    }
                    return any;
                });
        return Boolean.TRUE.equals(changed);
    }
}
