package org.onshi.server.duties;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Clerk;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of improvement plans. Each step fits only a plan in the step before. */
final class PlanTable {
    private static final String COLUMNS =
            """
            plan_id, insurer_number, month, percent, requested_at, submitted_at, submitted_by, content,
            followed_up_at, followed_up_month, followed_up_percent
            """;

    private static final String INSERT =
            """
            INSERT INTO duties.plan (plan_id, insurer_number, month, percent, requested_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (insurer_number, month) DO NOTHING
            """;

    private static final String ALL =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM duties.plan
                    WHERE (month, insurer_number) > (?, ?)
                    ORDER BY month, insurer_number
                    LIMIT ?
                    """;

    private static final String OF_INSURER =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM duties.plan
                    WHERE insurer_number = ? AND month < ?
                    ORDER BY month DESC
                    LIMIT ?
                    """;

    private static final String FIND = "SELECT " + COLUMNS + "FROM duties.plan WHERE plan_id = ?";

    private static final String SUBMIT =
            """
            UPDATE duties.plan SET submitted_at = ?, submitted_by = ?, content = ?
            WHERE plan_id = ? AND submitted_at IS NULL
            """;

    private static final String FOLLOW_UP =
            """
            UPDATE duties.plan
            SET followed_up_at = ?, followed_up_month = ?, followed_up_percent = ?
            WHERE plan_id = ? AND submitted_at IS NOT NULL AND followed_up_at IS NULL
            """;

    private static final YearMonth AFTER_ALL = YearMonth.of(9999, 12);

    private final JdbcClient jdbc;

    PlanTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False when that insurer was asked about that month already. */
    boolean request(ImprovementPlan plan) {
        return jdbc.sql(INSERT)
                        .params(
                                plan.planId(),
                                plan.insurer().digits(),
                                plan.month().atDay(1),
                                plan.percent(),
                                time(plan.requestedAt()))
                        .update()
                == 1;
    }

    /** By month and insurer, from the one after this on. */
    List<ImprovementPlan> all(Optional<ImprovementPlan> after, int plansMax) {
        return jdbc.sql(ALL)
                .params(
                        after.map(it -> it.month().atDay(1)).orElse(LocalDate.EPOCH),
                        after.map(it -> it.insurer().digits()).orElse(""),
                        plansMax)
                .query(PlanTable::plan)
                .list();
    }

    /** The latest month first. */
    List<ImprovementPlan> of(InsurerNumber insurer, Optional<YearMonth> before, int plansMax) {
        return jdbc.sql(OF_INSURER)
                .params(insurer.digits(), before.orElse(AFTER_ALL).atDay(1), plansMax)
                .query(PlanTable::plan)
                .list();
    }

    Optional<ImprovementPlan> find(UUID planId) {
        return jdbc.sql(FIND).param(planId).query(PlanTable::plan).optional();
    }

    /** False when it was handed in already. */
    boolean submit(UUID planId, ImprovementPlan.Submitted submitted) {
        return jdbc.sql(SUBMIT)
                        .params(
                                time(submitted.at()),
                                submitted.by().name(),
                                submitted.content(),
                                planId)
                        .update()
                == 1;
    }

    /** False when it was not handed in yet, or followed up already. */
    boolean followUp(UUID planId, ImprovementPlan.FollowedUp followedUp) {
        return jdbc.sql(FOLLOW_UP)
                        .params(
                                time(followedUp.at()),
                                followedUp.month().atDay(1),
                                followedUp.percent().orElse(null),
                                planId)
                        .update()
                == 1;
    }

    private static ImprovementPlan plan(ResultSet row, int number) throws SQLException {
        Optional<Instant> submittedAt = instant(row, 6);
        Optional<Instant> followedUpAt = instant(row, 9);
        String by = row.getString(7);
        String content = row.getString(8);
        LocalDate followedUpMonth = row.getObject(10, LocalDate.class);
        Optional<BigDecimal> followedUpPercent = Optional.ofNullable(row.getBigDecimal(11));
        return new ImprovementPlan(
                row.getObject(1, UUID.class),
                new InsurerNumber(row.getString(2)),
                YearMonth.from(row.getObject(3, LocalDate.class)),
                row.getBigDecimal(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                submittedAt.map(at -> new ImprovementPlan.Submitted(at, new Clerk(by), content)),
                followedUpAt.map(at ->
                        new ImprovementPlan.FollowedUp(
                                at, YearMonth.from(followedUpMonth), followedUpPercent)));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
