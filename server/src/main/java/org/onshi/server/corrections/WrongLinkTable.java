package org.onshi.server.corrections;

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
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Link;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of wrong links. Each step is an UPDATE that fits only a case in the step before. */
final class WrongLinkTable {
    private static final String COLUMNS =
            """
            person_id, wrong_link_id, coverage_id, insurer_number, source, linked_at, suspended_at,
            looked_up_at, viewings, decided_at, wrong, decided_by, corrected_at, right_person_id,
            corrected_by, published_at, told_person_id
            """;

    private static final String INSERT =
            """
            INSERT INTO corrections.wrong_link (person_id, wrong_link_id, coverage_id,
                insurer_number, source, linked_at, suspended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (person_id, coverage_id)
                WHERE corrected_at IS NULL AND wrong IS DISTINCT FROM false DO NOTHING
            """;

    private static final String OPEN =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM corrections.wrong_link
                    WHERE person_id = ? AND coverage_id = ?
                        AND corrected_at IS NULL AND wrong IS DISTINCT FROM false
                    """;

    private static final String FIND =
            "SELECT "
                    + COLUMNS
                    + "FROM corrections.wrong_link WHERE insurer_number = ? AND wrong_link_id = ?";

    private static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM corrections.wrong_link
                    WHERE insurer_number = ? AND (suspended_at, wrong_link_id) > (
                        COALESCE((
                            SELECT suspended_at FROM corrections.wrong_link
                            WHERE insurer_number = ? AND wrong_link_id = ?), '-infinity'), ?)
                    ORDER BY suspended_at, wrong_link_id
                    LIMIT ?
                    """;

    /** By what an inspection led to, and by what it did not lead to, the latest first. */
    private static final String OF_INSPECTION =
            """
            EXISTS (
                SELECT FROM corrections.inspection_finding f
                WHERE f.inspection_id = ? AND f.wrong_link_id = corrections.wrong_link.wrong_link_id)
            AND (suspended_at, wrong_link_id) < (
                COALESCE((
                    SELECT suspended_at FROM corrections.wrong_link
                    WHERE insurer_number = ? AND wrong_link_id = ?), 'infinity'), ?)
            ORDER BY suspended_at DESC, wrong_link_id DESC
            LIMIT ?
            """;

    private static final String LINKED =
            "SELECT "
                    + COLUMNS
                    + "FROM corrections.wrong_link WHERE insurer_number = ? AND "
                    + OF_INSPECTION;

    private static final String UNLINKED =
            "SELECT "
                    + COLUMNS
                    + "FROM corrections.wrong_link WHERE insurer_number = ? AND NOT "
                    + OF_INSPECTION;

    private static final String LOOKED_UP =
            """
            UPDATE corrections.wrong_link SET looked_up_at = ?, viewings = ?
            WHERE person_id = ? AND wrong_link_id = ? AND looked_up_at IS NULL
            """;

    private static final String COUNT_VIEWINGS =
            """
            UPDATE corrections.wrong_link w SET viewings = (
                SELECT count(*) FROM corrections.viewing v
                WHERE v.person_id = w.person_id AND v.wrong_link_id = w.wrong_link_id)
            WHERE w.person_id = ? AND w.wrong_link_id = ? AND w.looked_up_at IS NOT NULL
                AND w.corrected_at IS NULL
            RETURNING w.viewings
            """;

    private static final String DECIDED =
            """
            UPDATE corrections.wrong_link SET decided_at = ?, wrong = ?, decided_by = ?
            WHERE person_id = ? AND wrong_link_id = ? AND looked_up_at IS NOT NULL
                AND decided_at IS NULL
            """;

    private static final String CORRECTED =
            """
            UPDATE corrections.wrong_link SET corrected_at = ?, right_person_id = ?, corrected_by = ?,
                told_person_id = ?
            WHERE person_id = ? AND wrong_link_id = ? AND wrong AND corrected_at IS NULL
            """;

    private static final String KNOWN =
            """
            SELECT count(*) FROM corrections.wrong_link
            WHERE person_id = ? AND coverage_id = ? AND wrong IS DISTINCT FROM false
            """;

    private static final String OPEN_ELSEWHERE =
            """
            SELECT count(*) FROM corrections.wrong_link
            WHERE person_id = ? AND coverage_id = ? AND wrong_link_id <> ?
                AND corrected_at IS NULL AND wrong IS DISTINCT FROM false
            """;

    private static final String WAITING =
            """
            SELECT count(*) FROM (
                SELECT 1 FROM corrections.wrong_link
                WHERE insurer_number = ? AND corrected_at IS NULL AND wrong IS DISTINCT FROM false
                LIMIT ?) waiting
            """;

    private static final String PUBLISH =
            """
            UPDATE corrections.wrong_link SET published_at = ?
            WHERE corrected_at < ? AND published_at IS NULL
            """;

    private static final String INSERT_VIEWING =
            """
            INSERT INTO corrections.viewing
                (person_id, wrong_link_id, entry_id, event, caller, viewed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String VIEWINGS =
            """
            SELECT entry_id, event, caller, viewed_at
            FROM corrections.viewing
            WHERE person_id = ? AND wrong_link_id = ?
                AND (viewed_at, entry_id) > (
                    COALESCE((
                        SELECT viewed_at FROM corrections.viewing
                        WHERE person_id = ? AND wrong_link_id = ? AND entry_id = ?), '-infinity'), ?)
            ORDER BY viewed_at, entry_id
            LIMIT ?
            """;

    private static final String SEEN =
            """
            SELECT w.wrong_link_id, w.insurer_number, w.source, w.linked_at, w.suspended_at,
                w.viewings, count(*) FILTER (WHERE v.event <> ?), count(DISTINCT v.caller),
                min(v.viewed_at), max(v.viewed_at), w.decided_at, w.corrected_at, w.published_at,
                w.told_person_id
            FROM corrections.wrong_link w
            JOIN corrections.viewing v
                ON v.person_id = w.person_id AND v.wrong_link_id = w.wrong_link_id
            WHERE w.wrong AND (w.suspended_at, w.wrong_link_id) > (
                COALESCE((
                    SELECT suspended_at FROM corrections.wrong_link
                    WHERE wrong_link_id = ?), '-infinity'), ?)
            GROUP BY w.person_id, w.wrong_link_id
            ORDER BY w.suspended_at, w.wrong_link_id
            LIMIT ?
            """;

    private static final String COUNTS =
            """
            SELECT insurer_number, date_trunc('month', suspended_at AT TIME ZONE 'Asia/Tokyo')::date,
                count(*), count(*) FILTER (WHERE wrong),
                count(*) FILTER (WHERE wrong AND looked_up_at IS NOT NULL),
                count(*) FILTER (WHERE wrong AND viewings > 0),
                count(*) FILTER (WHERE corrected_at IS NOT NULL),
                count(*) FILTER (WHERE published_at IS NOT NULL)
            FROM corrections.wrong_link
            WHERE suspended_at >= ? AND suspended_at < ?
            GROUP BY 1, 2
            ORDER BY 1, 2
            """;

    private static final int VIEWINGS_A_BATCH = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    WrongLinkTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
    }

    /** False when there is an open case of this coverage already. */
    boolean insert(WrongLink link) {
        return jdbc.sql(INSERT)
                        .params(
                                link.personId(),
                                link.wrongLinkId(),
                                link.coverageId(),
                                link.insurer().digits(),
                                link.source().name(),
                                time(link.linkedAt()),
                                time(link.suspendedAt()))
                        .update()
                == 1;
    }

    Optional<WrongLink> open(Link link) {
        return jdbc.sql(OPEN)
                .params(link.personId(), link.coverageId())
                .query(WrongLinkTable::link)
                .optional();
    }

    Optional<WrongLink> find(InsurerNumber insurer, UUID wrongLinkId) {
        return find(FIND, insurer, wrongLinkId);
    }

    /** The same for a step: two at once come one after the other. */
    Optional<WrongLink> locked(InsurerNumber insurer, UUID wrongLinkId) {
        return find(FIND + " FOR UPDATE", insurer, wrongLinkId);
    }

    private Optional<WrongLink> find(String sql, InsurerNumber insurer, UUID wrongLinkId) {
        return jdbc.sql(sql)
                .params(insurer.digits(), wrongLinkId)
                .query(WrongLinkTable::link)
                .optional();
    }

    List<WrongLink> page(InsurerNumber insurer, UUID after, int rowsMax) {
        return jdbc.sql(PAGE)
                .params(insurer.digits(), insurer.digits(), after, after, rowsMax)
                .query(WrongLinkTable::link)
                .list();
    }

    /** Cases that an inspection led to, the latest first. */
    List<WrongLink> linked(InsurerNumber insurer, UUID inspectionId, UUID before, int rowsMax) {
        return ofInspection(LINKED, insurer, inspectionId, before, rowsMax);
    }

    /** Cases that it has not led to, the latest first. */
    List<WrongLink> unlinked(InsurerNumber insurer, UUID inspectionId, UUID before, int rowsMax) {
        return ofInspection(UNLINKED, insurer, inspectionId, before, rowsMax);
    }

    private List<WrongLink> ofInspection(
            String sql, InsurerNumber insurer, UUID inspectionId, UUID before, int rowsMax) {
        return jdbc.sql(sql)
                .params(insurer.digits(), inspectionId, insurer.digits(), before, before, rowsMax)
                .query(WrongLinkTable::link)
                .list();
    }

    boolean lookedUp(WrongLink link, Instant at, int viewings) {
        return jdbc.sql(LOOKED_UP)
                        .params(time(at), viewings, link.personId(), link.wrongLinkId())
                        .update()
                == 1;
    }

    /** Counts anew, with those found after the log was looked through. */
    int countViewings(WrongLink link) {
        return jdbc.sql(COUNT_VIEWINGS)
                .params(link.personId(), link.wrongLinkId())
                .query(Integer.class)
                .single();
    }

    boolean decided(WrongLink link, WrongLink.Decided decided) {
        return jdbc.sql(DECIDED)
                        .params(
                                time(decided.at()),
                                decided.wrong(),
                                decided.by().name(),
                                link.personId(),
                                link.wrongLinkId())
                        .update()
                == 1;
    }

    boolean corrected(WrongLink link, WrongLink.Corrected corrected) {
        return jdbc.sql(CORRECTED)
                        .params(
                                time(corrected.at()),
                                corrected.rightPersonId().orElse(null),
                                corrected.by().name(),
                                corrected.toldPersonId().orElse(null),
                                link.personId(),
                                link.wrongLinkId())
                        .update()
                == 1;
    }

    /** Whether there ever was a case of this link. */
    boolean known(Link link) {
        return jdbc.sql(KNOWN).params(link.personId(), link.coverageId()).query(Long.class).single()
                > 0;
    }

    /** Whether another case keeps this link stopped. */
    boolean openElsewhere(Link link, UUID wrongLinkId) {
        return jdbc.sql(OPEN_ELSEWHERE)
                        .params(link.personId(), link.coverageId(), wrongLinkId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** An insurer's cases whose next step is its own. */
    long waiting(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(WAITING).params(insurer.digits(), countedMax).query(Long.class).single();
    }

    /** How many were made public. */
    int publish(Instant correctedBefore, Instant at) {
        return jdbc.sql(PUBLISH).params(time(at), time(correctedBefore)).update();
    }

    /** One that is there already stays as it is. */
    void insertViewings(WrongLink link, List<Viewing> viewings) {
        batches.batchUpdate(
                INSERT_VIEWING,
                viewings,
                VIEWINGS_A_BATCH,
                (statement, viewing) -> {
                    statement.setObject(1, link.personId());
                    statement.setObject(2, link.wrongLinkId());
                    statement.setObject(3, viewing.entryId());
                    statement.setString(4, viewing.event());
                    statement.setString(5, viewing.caller());
                    statement.setObject(6, time(viewing.at()));
                });
    }

    List<Viewing> viewings(WrongLink link, UUID after, int rowsMax) {
        return jdbc.sql(VIEWINGS)
                .params(
                        link.personId(),
                        link.wrongLinkId(),
                        link.personId(),
                        link.wrongLinkId(),
                        after,
                        after,
                        rowsMax)
                .query((row, number) ->
                        new Viewing(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                instant(row, 4).orElseThrow()))
                .list();
    }

    /** Cases found wrong whose data were seen. */
    List<SeenCase> seen(UUID after, int rowsMax) {
        return jdbc.sql(SEEN)
                .params(AuditEvent.CARD_CHECKED.code(), after, after, rowsMax)
                .query(WrongLinkTable::seenCase)
                .list();
    }

    private static SeenCase seenCase(ResultSet row, int number) throws SQLException {
        Optional<Instant> corrected = instant(row, 12);
        boolean told = row.getObject(14) != null;
        return new SeenCase(
                row.getObject(1, UUID.class),
                new InsurerNumber(row.getString(2)),
                WrongLink.Source.valueOf(row.getString(3)),
                instant(row, 4).orElseThrow(),
                instant(row, 5).orElseThrow(),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                instant(row, 9).orElseThrow(),
                instant(row, 10).orElseThrow(),
                instant(row, 11).orElseThrow(),
                corrected,
                corrected.map(
                        _ -> told ? WrongLink.Telling.WRITTEN : WrongLink.Telling.NOBODY_KNOWN),
                instant(row, 13));
    }

    /** Of those found in a time; its end excluded. */
    List<WrongLinkCount> counts(Instant from, Instant until) {
        return jdbc.sql(COUNTS)
                .params(time(from), time(until))
                .query((row, number) ->
                        new WrongLinkCount(
                                new InsurerNumber(row.getString(1)),
                                YearMonth.from(row.getObject(2, LocalDate.class)),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8)))
                .list();
    }

    private static WrongLink link(ResultSet row, int number) throws SQLException {
        int viewings = row.getInt(9);
        boolean wrong = row.getBoolean(11);
        String decidedBy = row.getString(12);
        Optional<UUID> right = Optional.ofNullable(row.getObject(14, UUID.class));
        String correctedBy = row.getString(15);
        Optional<UUID> told = Optional.ofNullable(row.getObject(17, UUID.class));
        return new WrongLink(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                new InsurerNumber(row.getString(4)),
                WrongLink.Source.valueOf(row.getString(5)),
                instant(row, 6).orElseThrow(),
                instant(row, 7).orElseThrow(),
                instant(row, 8).map(at -> new WrongLink.LookedUp(at, viewings)),
                instant(row, 10).map(at -> new WrongLink.Decided(at, wrong, new Clerk(decidedBy))),
                instant(row, 13)
                        .map(at ->
                                new WrongLink.Corrected(at, right, new Clerk(correctedBy), told)),
                instant(row, 16));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
