package org.onshi.server.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The vault as the ordinary role sees it: functions that store and compare, no row to read. */
final class VaultTable {
    private static final String PERSONS_OF =
            "SELECT p.place, p.person_id FROM vault.persons_of(?) p";
    private static final String BIND = "SELECT vault.bind(?, ?, ?, ?, ?)";
    private static final String RELEASE = "SELECT vault.release(?, ?)";
    private static final String KEEP_UNLINKED = "SELECT vault.keep_unlinked(?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;

    VaultTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The holders of numbers, each given with its hashes under all keys. */
    Map<VaultLookup, UUID> holders(Map<VaultLookup, List<byte[]>> numbers) {
        List<VaultLookup> owners = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        numbers.forEach((lookup, all) -> {
            for (byte[] hash : all) {
                owners.add(lookup);
                hashes.add(hash);
            }
        });
        Map<VaultLookup, UUID> holders = new HashMap<>();
        if (hashes.isEmpty()) {
            return holders;
        }
        jdbc.sql(PERSONS_OF)
                .param(hashes.toArray(byte[][]::new))
                .query((row, number) ->
                        Map.entry(
                                owners.get(Math.toIntExact(row.getLong(1) - 1)),
                                row.getObject(2, UUID.class)))
                .list()
                .forEach(found -> holders.put(found.getKey(), found.getValue()));
        return holders;
    }

    void bind(Map<VaultLookup, UUID> bindings, Map<VaultLookup, Sealed> sealed, Instant at) {
        if (bindings.isEmpty()) {
            return;
        }
        List<VaultLookup> lookups = List.copyOf(bindings.keySet());
        jdbc.sql(BIND)
                .params(
                        lookups.stream().map(VaultLookup::bytes).toArray(byte[][]::new),
                        lookups.stream().map(bindings::get).toArray(UUID[]::new),
                        lookups.stream().map(l -> sealed.get(l).keyId()).toArray(String[]::new),
                        lookups.stream().map(l -> sealed.get(l).bytes()).toArray(byte[][]::new),
                        CoverageTable.timestamp(at))
                .query((row, number) -> number)
                .list();
    }

    void release(Set<UUID> persons, Instant at) {
        if (!persons.isEmpty()) {
            jdbc.sql(RELEASE)
                    .params(persons.toArray(UUID[]::new), CoverageTable.timestamp(at))
                    .query((row, number) -> number)
                    .list();
        }
    }

    void keepUnlinked(
            Map<UUID, VaultLookup> unlinked,
            Map<VaultLookup, Sealed> sealed,
            java.util.function.Supplier<UUID> ids,
            Instant at) {
        if (unlinked.isEmpty()) {
            return;
        }
        List<UUID> coverages = List.copyOf(unlinked.keySet());
        List<VaultLookup> lookups = coverages.stream().map(unlinked::get).toList();
        jdbc.sql(KEEP_UNLINKED)
                .params(
                        coverages.toArray(UUID[]::new),
                        coverages.stream().map(id -> ids.get()).toArray(UUID[]::new),
                        lookups.stream().map(VaultLookup::bytes).toArray(byte[][]::new),
                        lookups.stream().map(l -> sealed.get(l).keyId()).toArray(String[]::new),
                        lookups.stream().map(l -> sealed.get(l).bytes()).toArray(byte[][]::new),
                        CoverageTable.timestamp(at))
                .query((row, number) -> number)
                .list();
    }
}
