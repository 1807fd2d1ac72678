package org.onshi.server.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of what the resident register is asked about again. */
final class RecheckTable {
    /** Noted again, it is asked about what is known then. */
    private static final String NOTE =
            """
            INSERT INTO registry.recheck (coverage_id, noted_at)
            SELECT c.coverage_id, ? FROM unnest(?) AS c (coverage_id)
            ON CONFLICT (coverage_id) DO UPDATE SET noted_at = excluded.noted_at
            """;

    private static final String OLDEST =
            """
            SELECT coverage_id, noted_at
            FROM registry.recheck
            WHERE noted_at <= ?
            ORDER BY noted_at, coverage_id
            LIMIT ?
            """;

    private static final String DONE =
            """
            DELETE FROM registry.recheck r
            USING unnest(?::uuid[], ?::text[]) AS d (coverage_id, noted_at)
            WHERE r.coverage_id = d.coverage_id AND r.noted_at = d.noted_at::timestamptz
            RETURNING r.coverage_id
            """;

    private static final String OPENING =
            """
            INSERT INTO registry.opened (opening_id, coverage_id, person_id)
            SELECT ?, o.coverage_id, o.person_id
            FROM unnest(?, ?) AS o (coverage_id, person_id)
            """;

    private static final String CLOSE =
            "DELETE FROM registry.opened WHERE coverage_id = ANY (?) AND opening_id = ?";

    /** By the store's clock, as the rows are. */
    private static final String SWEEP =
            "DELETE FROM registry.opened WHERE opened_at < now() - interval '1 minute'";

    private final JdbcClient jdbc;

    RecheckTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void note(Collection<UUID> coverages, Instant at) {
        if (!coverages.isEmpty()) {
            jdbc.sql(NOTE)
                    .params(CoverageTable.timestamp(at), coverages.toArray(UUID[]::new))
                    .update();
        }
    }

    /** The coverages noted first, and when; none that is noted for later. */
    Map<UUID, Instant> oldest(int most, Instant now) {
        Map<UUID, Instant> oldest = new HashMap<>();
        jdbc.sql(OLDEST)
                .params(CoverageTable.timestamp(now), most)
                .query(row -> {
                    oldest.put(
                            row.getObject(1, UUID.class),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                });
        return oldest;
    }

    /** Unless they were noted again, or done by somebody else, meanwhile; returns the others. */
    Set<UUID> done(Map<UUID, Instant> some) {
        List<UUID> coverages = List.copyOf(some.keySet());
        return Set.copyOf(
                jdbc.sql(DONE)
                        .params(
                                coverages.toArray(UUID[]::new),
                                coverages.stream()
                                        .map(it -> some.get(it).toString())
                                        .toArray(String[]::new))
                        .query(UUID.class)
                        .list());
    }

    /** From now on the vault's reader may open these persons' numbers, by their coverages. */
    void opening(UUID openingId, Map<UUID, UUID> personByCoverage) {
        List<UUID> coverages = List.copyOf(personByCoverage.keySet());
        jdbc.sql(OPENING)
                .params(
                        openingId,
                        coverages.toArray(UUID[]::new),
                        coverages.stream().map(personByCoverage::get).toArray(UUID[]::new))
                .update();
    }

    /** And no longer. */
    void close(UUID openingId, Collection<UUID> coverages) {
        jdbc.sql(CLOSE).params(coverages.toArray(UUID[]::new), openingId).update();
    }

    /** Ends what a server left that was killed while it opened numbers. */
    void sweep() {
        jdbc.sql(SWEEP).update();
    }
}
