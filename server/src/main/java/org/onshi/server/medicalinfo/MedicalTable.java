package org.onshi.server.medicalinfo;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.ClaimItem;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of medical information. */
final class MedicalTable {
    private static final String STANDING_CLAIM =
            """
            SELECT claim_id, digest
            FROM medicalinfo.claim
            WHERE person_id = ? AND facility_code = ? AND claim_month = ? AND receipt_number = ?
                AND kind = ? AND invalidated_at IS NULL
            FOR UPDATE
            """;

    private static final String INVALIDATE_CLAIM =
            """
            UPDATE medicalinfo.claim SET invalidated_at = ? WHERE person_id = ? AND claim_id = ?
            """;

    private static final String INSERT_CLAIM =
            """
            INSERT INTO medicalinfo.claim
                (person_id, claim_id, coverage_id, facility_code, facility_name, claim_month,
                 receipt_number, kind, digest, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String INSERT_ITEM =
            """
            INSERT INTO medicalinfo.claim_item
                (person_id, claim_id, position, record, place, code, quantity, times, given_on)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String ITEMS =
            """
            SELECT c.claim_id, c.facility_code, c.facility_name, c.claim_month, c.kind, i.record,
                i.place, i.code, i.quantity, i.times, i.given_on, c.coverage_id
            FROM medicalinfo.claim c
            JOIN medicalinfo.claim_item i ON i.person_id = c.person_id AND i.claim_id = c.claim_id
            WHERE c.person_id = ? AND c.invalidated_at IS NULL AND i.record = ANY (?)
                AND c.claim_month BETWEEN ? AND ?
            ORDER BY c.claim_month DESC, c.facility_code, c.claim_id, i.given_on DESC NULLS LAST,
                i.position
            LIMIT ?
            """;

    private static final String STANDING_RESULT =
            """
            SELECT item_id, value, unit
            FROM medicalinfo.checkup_item
            WHERE person_id = ? AND checked_on = ? AND code = ? AND invalidated_at IS NULL
            FOR UPDATE
            """;

    private static final String INVALIDATE_RESULT =
            """
            UPDATE medicalinfo.checkup_item SET invalidated_at = ? WHERE person_id = ? AND item_id = ?
            """;

    private static final String INSERT_RESULT =
            """
            INSERT INTO medicalinfo.checkup_item
                (person_id, item_id, coverage_id, checked_on, code, value, unit, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String RESULTS =
            """
            SELECT checked_on, code, value, unit, coverage_id
            FROM medicalinfo.checkup_item
            WHERE person_id = ? AND invalidated_at IS NULL AND checked_on >= ?
            ORDER BY checked_on DESC, code
            LIMIT ?
            """;

    private static final String SUSPENDED =
            """
            SELECT count(*) FROM medicalinfo.suspension WHERE person_id = ? AND resumed_at IS NULL
            """;

    /** Any number; with the person it makes a lock that nothing else in the store takes. */
    private static final long VIEWING_LOCK = 0x6f6e7368_76696577L;

    private static final String HOLD_VIEWING =
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(?, ?))";

    private static final String HOLD_SUSPENSION =
            "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))";

    private static final String SUSPEND =
            """
            INSERT INTO medicalinfo.suspension (person_id, suspension_id, reason, suspended_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String RESUME =
            """
            UPDATE medicalinfo.suspension SET resumed_at = ?
            WHERE person_id = ? AND reason = ? AND resumed_at IS NULL
            """;

    private static final String CLAIMS_UNDER =
            """
            SELECT claim_id FROM medicalinfo.claim
            WHERE person_id = ? AND coverage_id = ? AND invalidated_at IS NULL
            ORDER BY claim_id
            FOR UPDATE
            """;

    /** What stands with the right person already stays as it is. */
    private static final String GIVE_CLAIM =
            """
            INSERT INTO medicalinfo.claim (person_id, claim_id, coverage_id, facility_code,
                facility_name, claim_month, receipt_number, kind, digest, recorded_at, moved_from)
            SELECT ?, ?, coverage_id, facility_code, facility_name, claim_month, receipt_number,
                kind, digest, ?, claim_id
            FROM medicalinfo.claim
            WHERE person_id = ? AND claim_id = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String GIVE_ITEMS =
            """
            INSERT INTO medicalinfo.claim_item
                (person_id, claim_id, position, record, place, code, quantity, times, given_on)
            SELECT ?, ?, position, record, place, code, quantity, times, given_on
            FROM medicalinfo.claim_item
            WHERE person_id = ? AND claim_id = ?
            """;

    /**
     * Invalidated in the moment in which another coverage's was recorded in its place; given back
     * once only. The latest first.
     */
    private static final String DISPLACED_CLAIMS =
            """
            SELECT l.claim_id FROM medicalinfo.claim l
            JOIN medicalinfo.claim w
                ON w.person_id = l.person_id AND w.facility_code = l.facility_code
                AND w.claim_month = l.claim_month AND w.receipt_number = l.receipt_number
                AND w.kind = l.kind AND w.recorded_at = l.invalidated_at AND w.moved_from IS NULL
            WHERE l.person_id = ? AND (l.coverage_id IS NOT DISTINCT FROM ?) = ?
                AND (w.coverage_id IS NOT DISTINCT FROM ?) <> ?
                AND NOT EXISTS (SELECT 1 FROM medicalinfo.claim g
                    WHERE g.person_id = ? AND g.moved_from = l.claim_id)
            ORDER BY l.recorded_at DESC, l.claim_id
            """;

    private static final String DISPLACED_RESULTS =
            """
            SELECT l.item_id FROM medicalinfo.checkup_item l
            JOIN medicalinfo.checkup_item w
                ON w.person_id = l.person_id AND w.checked_on = l.checked_on AND w.code = l.code
                AND w.recorded_at = l.invalidated_at AND w.moved_from IS NULL
            WHERE l.person_id = ? AND (l.coverage_id IS NOT DISTINCT FROM ?) = ?
                AND (w.coverage_id IS NOT DISTINCT FROM ?) <> ?
                AND NOT EXISTS (SELECT 1 FROM medicalinfo.checkup_item g
                    WHERE g.person_id = ? AND g.moved_from = l.item_id)
            ORDER BY l.recorded_at DESC, l.item_id
            """;

    private static final String RESULTS_UNDER =
            """
            SELECT item_id FROM medicalinfo.checkup_item
            WHERE person_id = ? AND coverage_id = ? AND invalidated_at IS NULL
            ORDER BY item_id
            FOR UPDATE
            """;

    private static final String GIVE_RESULT =
            """
            INSERT INTO medicalinfo.checkup_item
                (person_id, item_id, coverage_id, checked_on, code, value, unit, recorded_at, moved_from)
            SELECT ?, ?, coverage_id, checked_on, code, value, unit, ?, item_id
            FROM medicalinfo.checkup_item
            WHERE person_id = ? AND item_id = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String NAMES =
            "SELECT code, name, unit, generic FROM medicalinfo.medicine WHERE code = ANY (?)";

    private static final String UPSERT_NAME =
            """
            INSERT INTO medicalinfo.medicine AS m (code, name, unit, generic, recorded_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (code) DO UPDATE
            SET name = excluded.name, unit = excluded.unit, generic = excluded.generic,
                recorded_at = excluded.recorded_at
            WHERE (m.name, m.unit, m.generic)
                IS DISTINCT FROM (excluded.name, excluded.unit, excluded.generic)
            """;

    private static final String COUNT_VIEW =
            """
            INSERT INTO medicalinfo.view_count AS v (kind, facility_type, viewed_on, slot, views)
            VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (kind, facility_type, viewed_on, slot) DO UPDATE SET views = v.views + 1
            """;

    private static final String VIEWS =
            """
            SELECT kind, facility_type, sum(views)
            FROM medicalinfo.view_count
            WHERE viewed_on >= ? AND viewed_on < ?
            GROUP BY kind, facility_type
            ORDER BY kind, facility_type
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    MedicalTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
    }

    /** Somebody who was covered, and by which coverage. */
    record Covered(UUID personId, UUID coverageId) {}

    /** A claim as it stands, locked until the transaction ends. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it is used
    record StandingClaim(UUID claimId, byte[] digest) {}

    /** What names a claim of a person. */
    record ClaimKey(FacilityCode facility, YearMonth month, String receiptNumber, String kind) {}

    /** One day's share of an item. */
    record ItemRow(
            ClaimItem.Kind record,
            String place,
            String code,
            Optional<BigDecimal> quantity,
            int times,
            Optional<LocalDate> day) {}

    /**
     * An item with the claim it stands in.
     *
     * @param coverageId under which it came; empty for one of before that was recorded
     */
    record ClaimedItem(
            UUID claimId,
            FacilityCode facility,
            String facilityName,
            YearMonth month,
            String kind,
            ItemRow item,
            Optional<UUID> coverageId) {}

    /** A checkup's result as it stands. */
    record StandingResult(UUID itemId, String value, String unit) {}

    /** One result. */
    record ResultRow(LocalDate day, String code, String value, String unit) {}

    /**
     * A result as it is shown.
     *
     * @param coverageId under which it came; empty for one of before that was recorded
     */
    record CheckedResult(ResultRow result, Optional<UUID> coverageId) {}

    /** What a code is called. */
    record Named(String name, String unit, String generic) {}

    Optional<StandingClaim> standing(UUID person, ClaimKey key) {
        return jdbc.sql(STANDING_CLAIM)
                .params(
                        person,
                        key.facility().digits(),
                        key.month().atDay(1),
                        key.receiptNumber(),
                        key.kind())
                .query((row, number) ->
                        new StandingClaim(row.getObject(1, UUID.class), row.getBytes(2)))
                .optional();
    }

    void invalidateClaim(UUID person, UUID claimId, Instant at) {
        jdbc.sql(INVALIDATE_CLAIM).params(time(at), person, claimId).update();
    }

    /** False when somebody else has just recorded a claim of this key. */
    boolean insertClaim(
            Covered person,
            UUID claimId,
            ClaimKey key,
            String facilityName,
            byte[] digest,
            Instant at) {
        return jdbc.sql(INSERT_CLAIM)
                        .params(
                                person.personId(),
                                claimId,
                                person.coverageId(),
                                key.facility().digits(),
                                facilityName,
                                key.month().atDay(1),
                                key.receiptNumber(),
                                key.kind(),
                                digest,
                                time(at))
                        .update()
                == 1;
    }

    void insertItems(UUID person, UUID claimId, List<ItemRow> items) {
        batches.batchUpdate(
                INSERT_ITEM,
                new org.springframework.jdbc.core.BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(java.sql.PreparedStatement statement, int i)
                            throws SQLException {
                        ItemRow item = items.get(i);
                        statement.setObject(1, person);
                        statement.setObject(2, claimId);
                        statement.setInt(3, i);
                        statement.setString(4, item.record().name());
                        statement.setString(5, item.place());
                        statement.setString(6, item.code());
                        statement.setObject(7, item.quantity().orElse(null), Types.NUMERIC);
                        statement.setInt(8, item.times());
                        statement.setObject(9, item.day().orElse(null), Types.DATE);
                    }

                    @Override
                    public int getBatchSize() {
                        return items.size();
                    }
                });
    }

    List<ClaimedItem> items(
            UUID person,
            Collection<ClaimItem.Kind> records,
            YearMonth from,
            YearMonth to,
            int rowsMax) {
        return jdbc.sql(ITEMS)
                .params(
                        person,
                        records.stream().map(ClaimItem.Kind::name).toArray(String[]::new),
                        from.atDay(1),
                        to.atDay(1),
                        rowsMax)
                .query(MedicalTable::claimedItem)
                .list();
    }

    Optional<StandingResult> standing(UUID person, LocalDate day, String code) {
        return jdbc.sql(STANDING_RESULT)
                .params(person, day, code)
                .query((row, number) ->
                        new StandingResult(
                                row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
                .optional();
    }

    void invalidateResult(UUID person, UUID itemId, Instant at) {
        jdbc.sql(INVALIDATE_RESULT).params(time(at), person, itemId).update();
    }

    /** False when somebody else has just recorded a result of this day and code. */
    boolean insertResult(Covered person, UUID itemId, ResultRow result, Instant at) {
        return jdbc.sql(INSERT_RESULT)
                        .params(
                                person.personId(),
                                itemId,
                                person.coverageId(),
                                result.day(),
                                result.code(),
                                result.value(),
                                result.unit(),
                                time(at))
                        .update()
                == 1;
    }

    List<CheckedResult> results(UUID person, LocalDate from, int rowsMax) {
        return jdbc.sql(RESULTS)
                .params(person, from, rowsMax)
                .query((row, number) ->
                        new CheckedResult(
                                new ResultRow(
                                        row.getObject(1, LocalDate.class),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4)),
                                Optional.ofNullable(row.getObject(5, UUID.class))))
                .list();
    }

    /** Claims that came under a coverage, locked until the transaction ends. */
    List<UUID> claimsUnder(UUID person, UUID coverage) {
        return jdbc.sql(CLAIMS_UNDER).params(person, coverage).query(UUID.class).list();
    }

    /**
     * Gives a claim with its items to somebody else too, or back to whom it was of.
     *
     * @return false, and nothing given, where that person has a claim in its place
     */
    boolean giveClaim(UUID from, UUID claimId, UUID to, UUID newId, Instant at) {
        if (jdbc.sql(GIVE_CLAIM).params(to, newId, time(at), from, claimId).update() == 0) {
            return false;
        }
        jdbc.sql(GIVE_ITEMS).params(to, newId, from, claimId).update();
        return true;
    }

    /**
     * Claims that another coverage's took the place of at a person.
     *
     * @param under true for those under the coverage, false for those that it displaced
     * @param to who has them back already is left out
     */
    List<UUID> displacedClaims(UUID person, UUID coverage, boolean under, UUID to) {
        return displaced(DISPLACED_CLAIMS, person, coverage, under, to);
    }

    /** The same of checkup results. */
    List<UUID> displacedResults(UUID person, UUID coverage, boolean under, UUID to) {
        return displaced(DISPLACED_RESULTS, person, coverage, under, to);
    }

    private List<UUID> displaced(String which, UUID person, UUID coverage, boolean under, UUID to) {
        return jdbc.sql(which)
                .params(person, coverage, under, coverage, under, to)
                .query(UUID.class)
                .list();
    }

    /** Results that came under a coverage, locked until the transaction ends. */
    List<UUID> resultsUnder(UUID person, UUID coverage) {
        return jdbc.sql(RESULTS_UNDER).params(person, coverage).query(UUID.class).list();
    }

    /**
     * Gives a result to somebody else too, or back to whom it was of.
     *
     * @return false, and nothing given, where that person has one of its day and code
     */
    boolean giveResult(UUID from, UUID itemId, UUID to, UUID newId, Instant at) {
        return jdbc.sql(GIVE_RESULT).params(to, newId, time(at), from, itemId).update() == 1;
    }

    /**
     * Nobody's viewing of this person is suspended before the caller's transaction ends; other
     * views go on. There is no row to lock while nothing is suspended.
     */
    void holdViewing(UUID person) {
        lock(HOLD_VIEWING, person);
    }

    /** Waits for the views under way and keeps others waiting until the transaction ends. */
    void holdSuspension(UUID person) {
        lock(HOLD_SUSPENSION, person);
    }

    private void lock(String how, UUID person) {
        jdbc.sql(how).params(person.toString(), VIEWING_LOCK).query((row, number) -> number).list();
    }

    boolean suspended(UUID person) {
        return jdbc.sql(SUSPENDED).param(person).query(Long.class).single() > 0;
    }

    boolean suspend(UUID person, UUID suspensionId, String reason, Instant at) {
        return jdbc.sql(SUSPEND).params(person, suspensionId, reason, time(at)).update() == 1;
    }

    boolean resume(UUID person, String reason, Instant at) {
        return jdbc.sql(RESUME).params(time(at), person, reason).update() > 0;
    }

    Map<String, Named> names(Collection<String> codes) {
        Map<String, Named> names = new HashMap<>();
        if (codes.isEmpty()) {
            return names;
        }
        jdbc.sql(NAMES)
                .param(codes.toArray(String[]::new))
                .query((row, number) ->
                        names.put(
                                row.getString(1),
                                new Named(row.getString(2), row.getString(3), row.getString(4))))
                .list();
        return names;
    }

    /** False where it was called so already. */
    boolean name(String code, Named named, Instant at) {
        return jdbc.sql(UPSERT_NAME)
                        .params(code, named.name(), named.unit(), named.generic(), time(at))
                        .update()
                == 1;
    }

    void countView(String kind, String facilityType, LocalDate day, int slot) {
        jdbc.sql(COUNT_VIEW).params(kind, facilityType, day, slot).update();
    }

    List<ViewCount> views(LocalDate from, LocalDate to) {
        return jdbc.sql(VIEWS)
                .params(from, to)
                .query((row, number) ->
                        new ViewCount(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    private static ClaimedItem claimedItem(ResultSet row, int number) throws SQLException {
        return new ClaimedItem(
                row.getObject(1, UUID.class),
                new FacilityCode(row.getString(2)),
                row.getString(3),
                YearMonth.from(row.getObject(4, LocalDate.class)),
                row.getString(5),
                new ItemRow(
                        ClaimItem.Kind.valueOf(row.getString(6)),
                        row.getString(7),
                        row.getString(8),
                        Optional.ofNullable(row.getBigDecimal(9)),
                        row.getInt(10),
                        Optional.ofNullable(row.getObject(11, LocalDate.class))),
                Optional.ofNullable(row.getObject(12, UUID.class)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
