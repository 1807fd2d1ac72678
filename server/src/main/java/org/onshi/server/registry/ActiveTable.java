package org.onshi.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of a walk over all persons, along the primary key of coverages. */
final class ActiveTable {
    private static final String PERSONS =
            """
            SELECT DISTINCT person_id
            FROM registry.coverage
            WHERE person_id > ?
            ORDER BY person_id
            LIMIT ?
            """;

    /** Where a coverage ends, its last segment does. */
    private static final String COVERAGES =
            "SELECT "
                    + CoverageTable.COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND standing = 'A' AND invalidated_at = 'infinity'
                      AND segment_to = lost_on
                    ORDER BY person_id, acquired_on, coverage_id
                    """;

    private static final String CONFLICT =
            """
            INSERT INTO registry.conflict (conflict_id, person_id, coverage_id, insurer_number,
                other_coverage_id, other_insurer_number, overlap_from, overlap_to, recorded_at)
            SELECT ?::uuid, c.person_id, c.coverage_id, ?, c.other_coverage_id, ?, ?::date, ?::date,
                ?::timestamptz
            FROM (SELECT ?::uuid AS person_id, ?::uuid AS coverage_id, ?::uuid AS other_coverage_id) c
            WHERE NOT EXISTS (
                SELECT FROM registry.conflict k
                WHERE k.person_id = c.person_id AND k.resolved_at = 'infinity'
                  AND least(k.coverage_id, k.other_coverage_id)
                    = least(c.coverage_id, c.other_coverage_id)
                  AND greatest(k.coverage_id, k.other_coverage_id)
                    = greatest(c.coverage_id, c.other_coverage_id))
            """;

    private final JdbcClient jdbc;

    ActiveTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    List<UUID> persons(UUID after, int personsMax) {
        return jdbc.sql(PERSONS).params(after, personsMax).query(UUID.class).list();
    }

    List<Coverage> coverages(List<UUID> persons) {
        return jdbc.sql(COVERAGES)
                .param(persons.toArray(UUID[]::new))
                .query((row, number) -> CoverageTable.coverage(row))
                .list();
    }

    /** False when an open one is there. */
    boolean conflict(UUID conflictId, Coverage earlier, Coverage later, Instant at) {
        String end =
                earlier.lostOn()
                        .flatMap(first ->
                                later.lostOn()
                                        .map(second -> first.isBefore(second) ? first : second)
                                        .or(earlier::lostOn))
                        .or(later::lostOn)
                        .map(Object::toString)
                        .orElse(CoverageTable.INFINITY);
        return jdbc.sql(CONFLICT)
                        .params(
                                conflictId,
                                later.insurer().digits(),
                                earlier.insurer().digits(),
                                later.acquiredOn(),
                                end,
                                CoverageTable.timestamp(at),
                                later.personId(),
                                later.coverageId(),
                                earlier.coverageId())
                        .update()
                == 1;
    }
}
