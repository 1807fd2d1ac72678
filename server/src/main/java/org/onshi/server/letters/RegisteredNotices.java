package org.onshi.server.letters;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.FirstShown;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 登録が終わったことのお知らせ (requirements C-06): one letter when a coverage is first to be shown, none while
 * it is pending or suspended. Follows the audit log, so that a registration does nothing for it;
 * how far, is committed together with the letters.
 */
final class RegisteredNotices {
    /** Places of the log looked at in one transaction. */
    private static final int PLACES_MAX = 1_000;

    private static final String CALLER = "server:letters";

    /** What can let a coverage be shown; whether it was the first to, the registry tells. */
    private static final Set<AuditEvent> FOLLOWED =
            EnumSet.of(
                    AuditEvent.COVERAGE_ADDED,
                    AuditEvent.COVERAGE_CHANGED,
                    AuditEvent.COVERAGE_CORRECTED,
                    AuditEvent.PENDING_CONFIRMED);

    private final LetterTable table;
    private final Letters letters;
    private final Registry registry;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Optional<LocalDate> from;

    private record Key(UUID personId, UUID coverageId) {}

    /**
     * @param transactions of the same data source as registry and audit use
     * @param from first day of acquisition of which a notice is written; empty to write none
     */
    RegisteredNotices(
            DataSource dataSource,
            Letters letters,
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions,
            Optional<LocalDate> from) {
        this.table = new LetterTable(dataSource);
        this.letters = letters;
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.from = from;
    }

    /**
     * Follows the log a part further.
     *
     * @return whether it got on; ask again until it does not. Never while another server follows
     */
    boolean writeSome() {
        return Boolean.TRUE.equals(
                transaction.execute(_ -> {
                    Optional<Long> place = table.followed();
                    if (place.isEmpty()) {
                        return false;
                    }
                    if (from.isEmpty()) {
                        // what is registered meanwhile gets no notice later
                        table.followedTo(audit.size());
                        return false;
                    }
                    Audit.Part part = audit.part(place.get(), FOLLOWED, PLACES_MAX);
                    if (part.next() == place.get()) {
                        return false;
                    }
                    write(part.entries(), from.get());
                    table.followedTo(part.next());
                    return true;
                }));
    }

    private void write(List<AuditEntry> entries, LocalDate first) {
        Map<Key, Instant> changes = new HashMap<>();
        for (AuditEntry entry : entries) {
            key(entry).ifPresent(key -> changes.merge(key, entry.at(), RegisteredNotices::earlier));
        }
        if (changes.isEmpty()) {
            return;
        }
        List<UUID> coverages = changes.keySet().stream().map(Key::coverageId).distinct().toList();
        Map<UUID, Coverage> latest = registry.latest(coverages);
        LocalDate today = LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
        List<Coverage> due =
                changes.keySet().stream()
                        .map(key ->
                                Optional.ofNullable(latest.get(key.coverageId()))
                                        .filter(it -> it.personId().equals(key.personId())))
                        .flatMap(Optional::stream)
                        .filter(it -> toBeTold(it, first, today))
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        Map<Key, Instant> firstShown = new HashMap<>();
        for (FirstShown it :
                registry.firstShown(
                        due.stream().map(Coverage::personId).distinct().toList(), coverages)) {
            firstShown.put(new Key(it.personId(), it.coverageId()), it.at());
        }
        due.stream()
                .filter(it -> {
                    Key key = new Key(it.personId(), it.coverageId());
                    return !firstShown.get(key).isBefore(changes.get(key));
                })
                .forEach(it -> letters.write(it, LetterKind.REGISTERED, it.coverageId(), CALLER));
    }

    /**
     * A coverage that is suspended may be somebody else's, and one that is over helps nobody. To
     * whom a correction moved it meanwhile, it is told when its suspension ends (COVERAGE_CHANGED).
     */
    private static boolean toBeTold(Coverage coverage, LocalDate first, LocalDate today) {
        return coverage.invalidatedAt().isEmpty()
                && coverage.standing() == Standing.ACTIVE
                && !coverage.suspended()
                && !coverage.acquiredOn().isBefore(first)
                && !coverage.lostBy(today);
    }

    private static Optional<Key> key(AuditEntry entry) {
        return entry.person()
                .flatMap(person ->
                        Optional.ofNullable(entry.details().get("coverage"))
                                .map(coverage -> new Key(person, UUID.fromString(coverage))));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
