package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why coverages are pending, and which of them their insurers confirmed. */
final class PendingTable {
    private static final String COLUMNS =
            "coverage_id, person_id, insurer_number, code, blamed, comparison, recorded_at";

    private static final String OF =
            "SELECT " + COLUMNS + " FROM registry.pending WHERE coverage_id = ANY (?)";

    private static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + """

                    FROM registry.pending
                    WHERE insurer_number = ? AND coverage_id > ?
                    ORDER BY coverage_id
                    LIMIT ?
                    """;

    private static final String COUNT =
            """
            SELECT count(*) FROM (
                SELECT 1 FROM registry.pending WHERE insurer_number = ? LIMIT ?) waiting
            """;

    private static final String UPSERT =
            """
            INSERT INTO registry.pending
                (coverage_id, person_id, insurer_number, code, blamed, comparison, recorded_at)
            SELECT p.coverage_id, p.person_id, p.insurer_number, p.code, p.blamed, p.comparison,
                p.recorded_at::timestamptz
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS p (coverage_id, person_id, insurer_number, code, blamed, comparison, recorded_at)
            ON CONFLICT (coverage_id) DO UPDATE SET
                person_id = excluded.person_id, insurer_number = excluded.insurer_number,
                code = excluded.code, blamed = excluded.blamed, comparison = excluded.comparison,
                recorded_at = excluded.recorded_at
            """;

    private static final String SETTLE = "DELETE FROM registry.pending WHERE coverage_id = ANY (?)";

    private static final String CONFIRM =
            """
            INSERT INTO registry.confirmation
                (coverage_id, code, comparison, clerk, reason, confirmed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private final JdbcClient jdbc;

    PendingTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    long count(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(COUNT).params(insurer.digits(), countedMax).query(Long.class).single();
    }

    /** Why these coverages are pending; those that are not are left out. */
    List<PendingCheck> of(Collection<UUID> coverages) {
        return coverages.isEmpty()
                ? List.of()
                : jdbc.sql(OF)
                        .param(coverages.toArray(UUID[]::new))
                        .query((row, number) -> check(row))
                        .list();
    }

    /** A page of an insurer's, by id. */
    List<PendingCheck> page(InsurerNumber insurer, UUID after, int most) {
        return jdbc.sql(PAGE)
                .params(insurer.digits(), after, most)
                .query((row, number) -> check(row))
                .list();
    }

    /** What is pending from now on, and what is not any more. */
    void write(Collection<PendingCheck> pending, Set<UUID> settled) {
        if (!pending.isEmpty()) {
            List<PendingCheck> all = List.copyOf(pending);
            jdbc.sql(UPSERT)
                    .params(
                            all.stream().map(PendingCheck::coverageId).toArray(UUID[]::new),
                            all.stream().map(PendingCheck::personId).toArray(UUID[]::new),
                            all.stream().map(p -> p.insurer().digits()).toArray(String[]::new),
                            all.stream().map(p -> p.code().name()).toArray(String[]::new),
                            all.stream().map(PendingCheck::column).toArray(String[]::new),
                            all.stream().map(PendingCheck::comparison).toArray(String[]::new),
                            all.stream().map(p -> p.recordedAt().toString()).toArray(String[]::new))
                    .update();
        }
        if (!settled.isEmpty()) {
            jdbc.sql(SETTLE).param(settled.toArray(UUID[]::new)).update();
        }
    }

    /** Keeps who confirmed a coverage, why, and against which comparison. */
    void confirm(PendingCheck check, Pendings.Confirmation word, Instant at) {
        jdbc.sql(CONFIRM)
                .params(
                        check.coverageId(),
                        check.code().name(),
                        check.comparison(),
                        word.clerk().name(),
                        word.reason().name(),
                        CoverageTable.timestamp(at))
                .update();
    }

    private static PendingCheck check(ResultSet row) throws SQLException {
        return new PendingCheck(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                new InsurerNumber(row.getString(3)),
                RegistrationCode.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }
}
