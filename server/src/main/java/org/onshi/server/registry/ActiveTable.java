package org.onshi.server.registry;

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
}
