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
    private static final String FORGET_UNLINKED = "SELECT vault.forget_unlinked(?)";
    private static final String KEPT = "SELECT k.coverage_id, k.place FROM vault.kept(?, ?) k";
    private final JdbcClient jdbc;

    VaultTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The holders of numbers, each given with its hashes under all keys. */
    Map<VaultLookup, UUID> holders(Map<VaultLookup, List<byte[]>> numbers) {
        Map<VaultLookup, UUID> holders = new HashMap<>();
        if (numbers.isEmpty()) {
            return holders;
        }
        Hashes all = Hashes.of(numbers);
        jdbc.sql(PERSONS_OF)
                .param(all.array())
                .query((row, number) ->
                        Map.entry(all.owner(row.getLong(1)), row.getObject(2, UUID.class)))
                .list()
                .forEach(found -> holders.put(found.getKey(), found.getValue()));
        return holders;
    }

    /** Numbers' hashes under all keys in one row, and whose each is. */
    private record Hashes(List<VaultLookup> owners, List<byte[]> hashes) {
        static Hashes of(Map<VaultLookup, List<byte[]>> numbers) {
            Hashes all = new Hashes(new ArrayList<>(), new ArrayList<>());
            numbers.forEach((lookup, some) -> {
                for (byte[] hash : some) {
                    all.owners.add(lookup);
                    all.hashes.add(hash);
                }
            });
            return all;
        }

        byte[][] array() {
            return hashes.toArray(byte[][]::new);
        }

        /** Whose the hash at a place is, counted from 1. */
        VaultLookup owner(long place) {
            return owners.get(Math.toIntExact(place - 1));
        }

        @Override
        public String toString() {
            return "Hashes[" + owners.size() + "]";
        }
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

    /** Which of these numbers are kept beside these coverages. */
    Map<UUID, VaultLookup> kept(Set<UUID> coverages, Map<VaultLookup, List<byte[]>> numbers) {
        Map<UUID, VaultLookup> kept = new HashMap<>();
        if (coverages.isEmpty() || numbers.isEmpty()) {
            return kept;
        }
        Hashes all = Hashes.of(numbers);
        jdbc.sql(KEPT)
                .params(coverages.toArray(UUID[]::new), all.array())
                .query((row, number) ->
                        Map.entry(row.getObject(1, UUID.class), all.owner(row.getLong(2))))
                .list()
                .forEach(found -> kept.put(found.getKey(), found.getValue()));
        return kept;
    }

    /** Numbers kept beside these coverages have no purpose any more. */
    void forgetUnlinked(Set<UUID> coverages) {
        if (!coverages.isEmpty()) {
            jdbc.sql(FORGET_UNLINKED)
                    .param(coverages.toArray(UUID[]::new))
                    .query((row, number) -> number)
                    .list();
        }
    }
}
