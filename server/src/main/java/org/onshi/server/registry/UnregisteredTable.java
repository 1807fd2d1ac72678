package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationCode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of unregistered coverages: from the pending ones, each by its person to its last segment.
 */
final class UnregisteredTable {
    private static final int FETCH_ROWS = 1_000;

    /** Where a coverage ends, its last segment does. */
    private static final String PAGE =
            "SELECT "
                    + CoverageTable.COLUMNS
                    + """
                    , code, blamed
                    FROM (
                        SELECT person_id, coverage_id, code, blamed
                        FROM registry.pending
                        WHERE insurer_number = ? AND coverage_id > ?) p
                    JOIN registry.coverage USING (person_id, coverage_id)
                    WHERE invalidated_at = 'infinity' AND standing = 'P' AND segment_to = lost_on
                      AND lost_on > ?
                    ORDER BY coverage_id
                    LIMIT ?
                    """;

    private static final String COUNTS =
            """
            SELECT p.insurer_number, p.code, c.individual_number_missing_reason, c.acquired_on,
                c.notified_on, count(*)
            FROM registry.pending p
            JOIN registry.coverage c USING (person_id, coverage_id)
            WHERE c.invalidated_at = 'infinity' AND c.standing = 'P' AND c.segment_to = c.lost_on
              AND c.lost_on > ?
            GROUP BY p.insurer_number, p.code, c.individual_number_missing_reason, c.acquired_on,
                c.notified_on
            ORDER BY p.insurer_number
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;

    UnregisteredTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_ROWS);
    }

    List<UnregisteredCoverage> page(InsurerNumber insurer, LocalDate today, UUID after, int most) {
        return jdbc.sql(PAGE)
                .params(insurer.digits(), after, today, most)
                .query((row, number) -> unregistered(row))
                .list();
    }

    private static UnregisteredCoverage unregistered(ResultSet row) throws SQLException {
        Coverage coverage = CoverageTable.coverage(row);
        return new UnregisteredCoverage(
                coverage,
                RegistrationCode.valueOf(row.getString("code")),
                row.getString("blamed"),
                MissingNumberReason.of(
                        coverage.facts().text(Fact.INDIVIDUAL_NUMBER_MISSING_REASON)));
    }

    void counts(LocalDate today, Consumer<UnregisteredCount> each) {
        streaming.query(
                COUNTS,
                row -> {
                    each.accept(count(row));
                },
                today);
    }

    private static UnregisteredCount count(ResultSet row) throws SQLException {
        return new UnregisteredCount(
                new InsurerNumber(row.getString(1)),
                RegistrationCode.valueOf(row.getString(2)),
                Optional.ofNullable(row.getString(3)).flatMap(MissingNumberReason::of),
                row.getObject(4, LocalDate.class),
                row.getObject(5, LocalDate.class),
                row.getLong(6));
    }
}
