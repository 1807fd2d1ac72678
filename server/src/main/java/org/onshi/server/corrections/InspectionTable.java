package org.onshi.server.corrections;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of inspections. Each step is an UPDATE that fits only an insurer in the step before. */
final class InspectionTable {
    private static final String START =
            """
            INSERT INTO corrections.inspection (inspection_id, name, status_due, result_due,
                requested_at)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final String ASK =
            """
            INSERT INTO corrections.inspected (inspection_id, insurer_number, asked_at)
            SELECT ?::uuid, number, ?::timestamptz
            FROM unnest(?::text[]) AS number
            """;

    /** A published one as it was published, not counted again. */
    private static final String ALL =
            """
            SELECT i.inspection_id, i.name, i.status_due, i.result_due, i.requested_at,
                i.published_at, coalesce(i.insurers, p.insurers), coalesce(i.reported, p.reported),
                coalesce(i.rechecking, p.rechecking), coalesce(i.done, p.done),
                coalesce(i.in_scope, p.in_scope), coalesce(i.checked, p.checked),
                coalesce(i.wrong, p.wrong), coalesce(i.cases, f.cases),
                coalesce(i.looks_followed, f.looks_followed), coalesce(i.viewed, f.viewed)
            FROM corrections.inspection i
            CROSS JOIN LATERAL (
                SELECT count(*) AS insurers,
                    count(reported_at) AS reported,
                    count(*) FILTER (WHERE rules_broken) AS rechecking,
                    count(done_at) AS done,
                    coalesce(sum(records_in_scope), 0) AS in_scope,
                    coalesce(sum(records_checked), 0) AS checked,
                    coalesce(sum(records_wrong), 0) AS wrong
                FROM corrections.inspected
                WHERE inspection_id = i.inspection_id AND i.insurers IS NULL) p
            CROSS JOIN LATERAL (
                SELECT count(*) AS cases, count(w.looked_up_at) AS looks_followed,
                    count(*) FILTER (WHERE w.viewings > 0) AS viewed
                FROM corrections.inspection_finding d
                JOIN corrections.wrong_link w ON w.wrong_link_id = d.wrong_link_id
                    AND w.insurer_number = d.insurer_number
                WHERE d.inspection_id = i.inspection_id AND i.cases IS NULL) f
            ORDER BY i.requested_at DESC
            LIMIT ?
            """;

    private static final String INSURER_COLUMNS =
            """
            SELECT d.inspection_id, d.insurer_number, i.status_due, i.result_due, d.asked_at,
                d.reported_at, d.rules_broken, d.records_in_scope, d.records_checked,
                d.records_wrong, d.done_at, i.name
            FROM corrections.inspected d
            JOIN corrections.inspection i ON i.inspection_id = d.inspection_id
            """;

    private static final String OF_INSPECTION =
            INSURER_COLUMNS + "WHERE d.inspection_id = ? ORDER BY d.insurer_number";

    private static final String OF_INSURER =
            INSURER_COLUMNS + "WHERE d.insurer_number = ? ORDER BY d.asked_at DESC LIMIT ?";

    private static final String FIND =
            INSURER_COLUMNS + "WHERE d.inspection_id = ? AND d.insurer_number = ?";

    private static final String LOCKED = FIND + " FOR UPDATE OF d";

    private static final String REPORT =
            """
            UPDATE corrections.inspected
            SET reported_at = ?, rules_broken = ?, records_in_scope = ?, done_at = ?
            WHERE inspection_id = ? AND insurer_number = ? AND reported_at IS NULL
            """;

    private static final String PROGRESS =
            """
            UPDATE corrections.inspected
            SET records_checked = ?, records_wrong = ?, done_at = ?
            WHERE inspection_id = ? AND insurer_number = ? AND rules_broken AND done_at IS NULL
              AND records_checked <= ? AND records_wrong <= ?
            """;

    private static final String FIND_WRONG =
            """
            INSERT INTO corrections.inspection_finding (inspection_id, wrong_link_id,
                insurer_number, found_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (inspection_id, wrong_link_id) DO NOTHING
            """;

    private static final String PUBLISH =
            """
            UPDATE corrections.inspection i
            SET published_at = ?, insurers = p.insurers, reported = p.reported,
                rechecking = p.rechecking, done = p.done, in_scope = p.in_scope,
                checked = p.checked, wrong = p.wrong, cases = p.cases,
                looks_followed = p.looks_followed, viewed = p.viewed
            FROM (
                SELECT a.insurers, a.reported, a.rechecking, a.done, a.in_scope, a.checked,
                    a.wrong, f.cases, f.looks_followed, f.viewed
                FROM (
                    SELECT count(*) AS insurers,
                        count(reported_at) AS reported,
                        count(*) FILTER (WHERE rules_broken) AS rechecking,
                        count(done_at) AS done,
                        coalesce(sum(records_in_scope), 0) AS in_scope,
                        coalesce(sum(records_checked), 0) AS checked,
                        coalesce(sum(records_wrong), 0) AS wrong
                    FROM corrections.inspected
                    WHERE inspection_id = ?) a
                CROSS JOIN (
                    SELECT count(*) AS cases, count(w.looked_up_at) AS looks_followed,
                        count(*) FILTER (WHERE w.viewings > 0) AS viewed
                    FROM corrections.inspection_finding d
                    JOIN corrections.wrong_link w ON w.wrong_link_id = d.wrong_link_id
                        AND w.insurer_number = d.insurer_number
                    WHERE d.inspection_id = ?) f) p
            WHERE i.inspection_id = ? AND i.published_at IS NULL AND i.result_due <= ?
            """;

    private static final String UNDECIDED =
            """
            SELECT count(*)
            FROM corrections.inspection_finding d
            JOIN corrections.wrong_link w ON w.wrong_link_id = d.wrong_link_id
                AND w.insurer_number = d.insurer_number
            WHERE d.inspection_id = ? AND d.insurer_number = ? AND w.decided_at IS NULL
            """;

    private static final String KNOWN =
            "SELECT count(*) FROM corrections.inspection WHERE inspection_id = ?";

    private final JdbcClient jdbc;

    InspectionTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void start(
            UUID inspectionId, String name, LocalDate statusDue, LocalDate resultDue, Instant at) {
        jdbc.sql(START).params(inspectionId, name, statusDue, resultDue, time(at)).update();
    }

    void ask(UUID inspectionId, Collection<InsurerNumber> insurers, Instant at) {
        String[] numbers = insurers.stream().map(InsurerNumber::digits).toArray(String[]::new);
        // one array is one parameter, not one for each of its elements
        jdbc.sql(ASK).param(inspectionId).param(time(at)).param(numbers).update();
    }

    List<Inspection> all(int inspectionsMax) {
        return jdbc.sql(ALL).param(inspectionsMax).query(InspectionTable::inspection).list();
    }

    boolean known(UUID inspectionId) {
        return jdbc.sql(KNOWN).param(inspectionId).query(Long.class).single() == 1;
    }

    List<InspectedInsurer> of(UUID inspectionId) {
        return jdbc.sql(OF_INSPECTION).param(inspectionId).query(InspectionTable::insurer).list();
    }

    List<InspectedInsurer> of(InsurerNumber insurer, int inspectionsMax) {
        return jdbc.sql(OF_INSURER)
                .params(insurer.digits(), inspectionsMax)
                .query(InspectionTable::insurer)
                .list();
    }

    Optional<InspectedInsurer> find(UUID inspectionId, InsurerNumber insurer) {
        return part(FIND, inspectionId, insurer);
    }

    /** Locked, so that two steps at once come one after the other. */
    Optional<InspectedInsurer> locked(UUID inspectionId, InsurerNumber insurer) {
        return part(LOCKED, inspectionId, insurer);
    }

    private Optional<InspectedInsurer> part(String sql, UUID inspectionId, InsurerNumber insurer) {
        return jdbc.sql(sql)
                .params(inspectionId, insurer.digits())
                .query(InspectionTable::insurer)
                .optional();
    }

    /** False when it has reported already. */
    boolean report(UUID inspectionId, InsurerNumber insurer, long recordsInScope, Instant at) {
        boolean broken = recordsInScope > 0;
        return jdbc.sql(REPORT)
                        .params(
                                time(at),
                                broken,
                                recordsInScope,
                                broken ? null : time(at),
                                inspectionId,
                                insurer.digits())
                        .update()
                == 1;
    }

    /** False when nothing is to be rechecked, or less than before was. */
    boolean progress(
            UUID inspectionId,
            InsurerNumber insurer,
            long checked,
            long wrong,
            Optional<Instant> doneAt) {
        return jdbc.sql(PROGRESS)
                        .params(
                                checked,
                                wrong,
                                doneAt.map(InspectionTable::time).orElse(null),
                                inspectionId,
                                insurer.digits(),
                                checked,
                                wrong)
                        .update()
                == 1;
    }

    /** False when the case is linked already. */
    boolean found(UUID inspectionId, UUID wrongLinkId, InsurerNumber insurer, Instant at) {
        return jdbc.sql(FIND_WRONG)
                        .params(inspectionId, wrongLinkId, insurer.digits(), time(at))
                        .update()
                == 1;
    }

    /** With the totals of that moment. False when it is public already, or its day has not come. */
    boolean publish(UUID inspectionId, Instant at, LocalDate today) {
        return jdbc.sql(PUBLISH)
                        .params(time(at), inspectionId, inspectionId, inspectionId, today)
                        .update()
                == 1;
    }

    /** Cases that an insurer's recheck led to and nobody has decided. */
    long undecided(UUID inspectionId, InsurerNumber insurer) {
        return jdbc.sql(UNDECIDED)
                .params(inspectionId, insurer.digits())
                .query(Long.class)
                .single();
    }

    private static Inspection inspection(ResultSet row, int number) throws SQLException {
        return new Inspection(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                row.getObject(4, LocalDate.class),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                instant(row, 6),
                new Inspection.Totals(
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15),
                        row.getLong(16)));
    }

    private static InspectedInsurer insurer(ResultSet row, int number) throws SQLException {
        return new InspectedInsurer(
                row.getObject(1, UUID.class),
                row.getString(12),
                new InsurerNumber(row.getString(2)),
                row.getObject(3, LocalDate.class),
                row.getObject(4, LocalDate.class),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                instant(row, 6),
                Optional.ofNullable(row.getObject(7, Boolean.class)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                instant(row, 11));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
