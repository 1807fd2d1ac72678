package org.onshi.server.accounts;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of what was done in the console. */
final class ActivityTable {
    private static final String INSERT =
            """
            INSERT INTO accounts.activity
                (organisation, activity_id, account_id, event, about, at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String PAGE =
            """
            SELECT activity_id, organisation, account_id, event, about, at
            FROM accounts.activity
            WHERE organisation = ? AND activity_id < ?
            ORDER BY activity_id DESC
            LIMIT ?
            """;

    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    /**
     * Few at a time. No row lock: the role may change no activity, and two servers delete it once.
     */
    private static final String PURGE =
            """
            DELETE FROM accounts.activity
            WHERE (organisation, activity_id) IN (
                SELECT organisation, activity_id
                FROM accounts.activity
                WHERE at <= ?
                ORDER BY at
                LIMIT ?)
            """;

    private final JdbcClient jdbc;

    ActivityTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void insert(Activity activity) {
        jdbc.sql(INSERT)
                .params(
                        activity.organisation(),
                        activity.activityId(),
                        activity.accountId(),
                        activity.event(),
                        activity.about(),
                        activity.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Activity> page(String organisation, Optional<UUID> before, int rowsMax) {
        return jdbc.sql(PAGE)
                .params(organisation, before.orElse(AFTER_ALL), rowsMax)
                .query((row, number) ->
                        new Activity(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getObject(3, UUID.class),
                                row.getString(4),
                                row.getString(5),
                                row.getObject(6, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Deletes rows over by then, at most so many; how many. */
    int purge(Instant endedBy, int rowsMax) {
        return jdbc.sql(PURGE).params(endedBy.atOffset(ZoneOffset.UTC), rowsMax).update();
    }
}
