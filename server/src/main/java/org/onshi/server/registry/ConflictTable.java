package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL by which an insurer looks at its conflicts. Asked now and then by a clerk, so it may go
 * to every node: the hot statements are those of {@link CoverageTable}.
 */
final class ConflictTable {
    private static final String PRESENT_PERSONS =
            """
            SELECT DISTINCT ON (coverage_id) person_id
            FROM registry.lookup
            WHERE coverage_id = ANY (?)
            ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC
            """;

    private static final String LATEST =
            "SELECT DISTINCT ON (coverage_id) "
                    + CoverageTable.COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?)
                    ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC, segment_from DESC
                    """;

    private static final String STANDING =
            """
            SELECT coverage_id, version_id
            FROM registry.coverage
            WHERE person_id = ANY (?) AND coverage_id = ANY (?) AND invalidated_at = 'infinity'
            """;

    /** The conditions are those of the pages. */
    private static final String COUNT_OPEN =
            """
            SELECT count(*) FROM (
                (SELECT 1 FROM registry.conflict
                WHERE insurer_number = ? AND resolved_at = 'infinity'
                LIMIT ?)
                UNION ALL
                (SELECT 1 FROM registry.conflict
                WHERE other_insurer_number = ? AND resolved_at = 'infinity'
                LIMIT ?)) sides
            """;

    /** Where coverages stood before an instant, by what was recorded until then. */
    private static final String PERSONS_THEN =
            """
            SELECT DISTINCT ON (coverage_id) person_id
            FROM registry.lookup
            WHERE coverage_id = ANY (?) AND recorded_at < ?
            ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC
            """;

    private static final String LATEST_THEN =
            "SELECT DISTINCT ON (coverage_id) "
                    + CoverageTable.COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?) AND recorded_at < ?
                    ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC, segment_from DESC
                    """;

    private static final UUID FIRST = new UUID(0, 0);

    private record Row(
            UUID conflictId,
            UUID personId,
            UUID coverageId,
            InsurerNumber other,
            LocalDate overlapFrom,
            Optional<LocalDate> overlapTo,
            Instant recordedAt,
            Optional<Instant> resolvedAt) {}

    private final JdbcClient jdbc;

    ConflictTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    List<ConflictSide> page(
            InsurerNumber insurer,
            Optional<ConflictSide.State> state,
            Optional<UUID> after,
            int rowsMax) {
        UUID from = after.orElse(FIRST);
        List<Row> rows =
                jdbc.sql(sql(state))
                        .params(
                                insurer.digits(),
                                from,
                                rowsMax,
                                insurer.digits(),
                                from,
                                rowsMax,
                                rowsMax)
                        .query((row, number) -> row(row))
                        .list();
        Map<UUID, Coverage> own = latest(rows.stream().map(Row::coverageId).distinct().toList());
        return rows.stream()
                .map(row ->
                        new ConflictSide(
                                row.conflictId(),
                                row.personId(),
                                own.get(row.coverageId()),
                                row.other(),
                                row.overlapFrom(),
                                row.overlapTo(),
                                row.recordedAt(),
                                row.resolvedAt()))
                .toList();
    }

    /** Each side by its own index; the conditions are those of the partial ones. */
    private static String sql(Optional<ConflictSide.State> state) {
        String condition =
                state.map(it ->
                                switch (it) {
                                    case OPEN -> "AND resolved_at = 'infinity'";
                                    case RESOLVED -> "AND resolved_at < 'infinity'";
                                })
                        .orElse("");
        return """
        SELECT conflict_id, person_id, own_coverage_id, other_number, overlap_from, overlap_to,
            recorded_at, resolved_at
        FROM (
            (SELECT conflict_id, person_id, coverage_id AS own_coverage_id,
                other_insurer_number AS other_number, overlap_from, overlap_to, recorded_at,
                resolved_at
            FROM registry.conflict
            WHERE insurer_number = ? AND conflict_id > ? %1$s
            ORDER BY conflict_id
            LIMIT ?)
            UNION ALL
            (SELECT conflict_id, person_id, other_coverage_id AS own_coverage_id,
                insurer_number AS other_number, overlap_from, overlap_to, recorded_at,
                resolved_at
            FROM registry.conflict
            WHERE other_insurer_number = ? AND conflict_id > ? %1$s
            ORDER BY conflict_id
            LIMIT ?)) sides
        ORDER BY conflict_id
        LIMIT ?
        """
                .formatted(condition);
    }

    /**
     * By coverage. A correction of the individual number moves a coverage to another person, and
     * the conflict stays with the first one: where the coverage stands is asked before what it is.
     */
    Map<UUID, Coverage> latest(Collection<UUID> coverageIds) {
        Map<UUID, Coverage> latest = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            jdbc.sql(LATEST)
                    .params(persons(coverages), coverages)
                    .query((row, number) -> CoverageTable.coverage(row))
                    .list()
                    .forEach(coverage -> latest.put(coverage.coverageId(), coverage));
        }
        return latest;
    }

    /** The standing versions of coverages, by coverage, wherever they stand. */
    Map<UUID, Set<UUID>> standing(Collection<UUID> coverageIds) {
        Map<UUID, Set<UUID>> standing = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            jdbc.sql(STANDING)
                    .params(persons(coverages), coverages)
                    .query(row -> {
                        standing.computeIfAbsent(row.getObject(1, UUID.class), _ -> new HashSet<>())
                                .add(row.getObject(2, UUID.class));
                    });
        }
        return standing;
    }

    private UUID[] persons(UUID[] coverages) {
        return jdbc.sql(PRESENT_PERSONS).param(coverages).query(UUID.class).list().stream()
                .distinct()
                .toArray(UUID[]::new);
    }

    /** How many are open on either side, each counted up to a limit. */
    long open(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(COUNT_OPEN)
                .params(insurer.digits(), countedMax, insurer.digits(), countedMax)
                .query(Long.class)
                .single();
    }

    /** The same by what was recorded before an instant; what came later may have ended it. */
    Map<UUID, Coverage> latestBefore(Collection<UUID> coverageIds, Instant before) {
        Map<UUID, Coverage> latest = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            OffsetDateTime end = CoverageTable.timestamp(before);
            UUID[] persons =
                    jdbc
                            .sql(PERSONS_THEN)
                            .param(coverages)
                            .param(end)
                            .query(UUID.class)
                            .list()
                            .stream()
                            .distinct()
                            .toArray(UUID[]::new);
            jdbc.sql(LATEST_THEN)
                    .params(persons, coverages, end)
                    .query((row, number) -> CoverageTable.coverage(row))
                    .list()
                    .forEach(coverage -> latest.put(coverage.coverageId(), coverage));
        }
        return latest;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                new InsurerNumber(row.getString(4)),
                LocalDate.parse(row.getString(5)),
                Optional.of(row.getString(6))
                        .filter(end -> !end.equals(CoverageTable.INFINITY))
                        .map(LocalDate::parse),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                CoverageTable.invalidated(row.getObject(8, OffsetDateTime.class)));
    }
}
