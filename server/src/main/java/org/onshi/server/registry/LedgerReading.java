package org.onshi.server.registry;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Reads what rows or a decision are about, as it stands, in the caller's transaction. */
final class LedgerReading {
    private final LedgerTable ledgers;
    private final VaultTable vault;
    private final PendingTable pending;
    private final InstantSource clock;
    private final TimeOrderedIds ids;

    LedgerReading(DataSource dataSource, InstantSource clock, TimeOrderedIds ids) {
        this.ledgers = new LedgerTable(dataSource);
        this.vault = new VaultTable(dataSource);
        this.pending = new PendingTable(dataSource);
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Everything about whoever is found by one of these.
     *
     * @param underKeys lookup keys
     * @param numbers their keyed digests, by number
     * @param persons known already
     */
    Ledger of(Set<LookupKey> underKeys, Map<VaultLookup, List<byte[]>> numbers, Set<UUID> persons) {
        Map<VaultLookup, UUID> holders = vault.holders(numbers);
        Set<UUID> concerned = new HashSet<>(persons);
        concerned.addAll(holders.values());
        List<LookupEntry> entries = ledgers.entries(underKeys);
        entries.forEach(entry -> concerned.add(entry.personId()));
        List<Coverage> versions = ledgers.versions(concerned);
        Set<UUID> waiting =
                versions.stream()
                        .filter(version -> version.invalidatedAt().isEmpty())
                        .filter(version -> version.standing() == Standing.PENDING)
                        .map(Coverage::coverageId)
                        .collect(Collectors.toSet());
        return new Ledger(
                versions,
                entries.stream().filter(entry -> entry.invalidatedAt().isEmpty()).toList(),
                ledgers.openConflicts(concerned),
                holders,
                vault.kept(waiting, numbers),
                pending.of(waiting),
                clock.instant(),
                ids);
    }
}
