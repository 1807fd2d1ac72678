package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of conflicts: how an insurer looks at its own, and how one is opened that no registration
 * found. Asked now and then, so it may go to every node. Those a registration opens and ends are
 * written with its coverages, by {@link LedgerTable}.
 */
final class ConflictTable {
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

    private static final String OPEN_IF_NONE =
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
    private final CoverageTable coverages;

    ConflictTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.coverages = new CoverageTable(dataSource);
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
        Map<UUID, Coverage> own =
                coverages.latest(rows.stream().map(Row::coverageId).distinct().toList());
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

    /** How many are open on either side, each counted up to a limit. */
    long open(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(COUNT_OPEN)
                .params(insurer.digits(), countedMax, insurer.digits(), countedMax)
                .query(Long.class)
                .single();
    }

    /** Opens one between coverages of a person; false when one is open already. */
    boolean open(UUID conflictId, Coverage earlier, Coverage later, Instant at) {
        String end =
                earlier.lostOn()
                        .flatMap(first ->
                                later.lostOn()
                                        .map(second -> first.isBefore(second) ? first : second)
                                        .or(earlier::lostOn))
                        .or(later::lostOn)
                        .map(Object::toString)
                        .orElse(CoverageTable.INFINITY);
        return jdbc.sql(OPEN_IF_NONE)
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
