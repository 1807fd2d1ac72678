package org.onshi.server.duties;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of duplicate surveys. */
final class SurveyTable {
    private static final String START =
            """
            INSERT INTO duties.survey (survey_id, started_at) VALUES (?, ?)
            ON CONFLICT ((true)) WHERE finished_at IS NULL DO NOTHING
            """;

    private static final String OPEN =
            "SELECT survey_id FROM duties.survey WHERE finished_at IS NULL";

    /** Locked, so that two who go on with it go on one after the other. */
    private static final String SEEN_TO =
            """
            SELECT seen_to FROM duties.survey
            WHERE survey_id = ? AND finished_at IS NULL
            FOR UPDATE
            """;

    private static final String KNOWN = "SELECT count(*) FROM duties.survey WHERE survey_id = ?";

    private static final String LATEST =
            """
            SELECT survey_id FROM duties.survey
            WHERE finished_at IS NOT NULL
            ORDER BY finished_at DESC
            LIMIT 1
            """;

    private static final String ADVANCE =
            "UPDATE duties.survey SET seen_to = ?, persons = persons + ? WHERE survey_id = ?";

    private static final String FINISH =
            "UPDATE duties.survey SET finished_at = ? WHERE survey_id = ?";

    /** Some at a time: all of a nation's at once would take longer than a connection may. */
    private static final String FORGET =
            """
            DELETE FROM duties.survey_key
            WHERE (key, survey_id, person_id) IN (
                SELECT k.key, k.survey_id, k.person_id
                FROM duties.survey_key k
                JOIN duties.survey s ON s.survey_id = k.survey_id
                WHERE s.finished_at IS NOT NULL
                LIMIT ?)
            """;

    private static final String REMEMBER =
            """
            INSERT INTO duties.survey_key (key, survey_id, person_id, coverage_id, insurer_number)
            SELECT k.key, ?::uuid, k.person_id, k.coverage_id, k.insurer_number
            FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[])
                AS k (key, person_id, coverage_id, insurer_number)
            ON CONFLICT (key, survey_id, person_id) DO NOTHING
            """;

    /** Persons come by id, so those seen before are the smaller ones; a person comes whole. */
    private static final String SUSPECTS =
            """
            INSERT INTO duties.duplicate (survey_id, duplicate_id, kind, person_id, coverage_id,
                insurer_number, other_person_id, other_coverage_id, other_insurer_number, found_at,
                digests)
            SELECT a.survey_id, gen_random_uuid(), 'SAME_ATTRIBUTES', a.person_id,
                (array_agg(a.coverage_id ORDER BY a.coverage_id))[1],
                (array_agg(a.insurer_number ORDER BY a.coverage_id))[1], b.person_id,
                (array_agg(b.coverage_id ORDER BY b.coverage_id))[1],
                (array_agg(b.insurer_number ORDER BY b.coverage_id))[1], ?::timestamptz,
                array_agg(a.key ORDER BY a.key)
            FROM duties.survey_key a
            JOIN duties.survey_key b
                ON b.key = a.key AND b.survey_id = a.survey_id AND b.person_id < a.person_id
            WHERE a.key = ANY (?) AND a.survey_id = ? AND a.person_id > ?
            GROUP BY a.survey_id, a.person_id, b.person_id
            ON CONFLICT (survey_id, person_id, other_person_id) WHERE kind = 'SAME_ATTRIBUTES'
                DO NOTHING
            """;

    /** So that a decision outlives a key of the vault: what is shared now is what stands. */
    private static final String DECIDED_STILL =
            """
            UPDATE duties.duplicate_decision e SET digests = d.digests
            FROM duties.duplicate d
            WHERE d.survey_id = ? AND d.person_id = ANY (?) AND d.kind = 'SAME_ATTRIBUTES'
              AND e.person_id = d.person_id AND e.other_person_id = d.other_person_id
              AND e.digests && d.digests AND e.digests <> d.digests
            """;

    private static final String OVERLAP =
            """
            INSERT INTO duties.duplicate (survey_id, duplicate_id, kind, person_id, coverage_id,
                insurer_number, other_person_id, other_coverage_id, other_insurer_number, found_at)
            VALUES (?, gen_random_uuid(), 'OVERLAP', ?, ?, ?, ?, ?, ?, ?)
            """;

    /** A pair of two insurers is ended for the side whose insurer decided; as in the list. */
    private static final String COUNTED =
            """
            SELECT d.insurer_number, count(*) FILTER (WHERE d.kind = 'OVERLAP'),
                count(*) FILTER (WHERE d.kind = 'SAME_ATTRIBUTES'),
                count(*) FILTER (WHERE d.kind = 'SAME_ATTRIBUTES' AND EXISTS (
                    SELECT FROM duties.duplicate_decision w
                    WHERE w.person_id = greatest(d.person_id, d.other_person_id)
                      AND w.other_person_id = least(d.person_id, d.other_person_id)
                      AND w.insurer_number = d.insurer_number
                      AND (w.duplicate_id = d.duplicate_id OR w.digests && d.digests)))
            FROM (
                SELECT duplicate_id, kind, insurer_number, person_id, other_person_id, digests
                FROM duties.duplicate
                WHERE survey_id = ?
                UNION ALL
                SELECT duplicate_id, kind, other_insurer_number, person_id, other_person_id, digests
                FROM duties.duplicate
                WHERE survey_id = ? AND other_insurer_number <> insurer_number) d
            """;

    private static final String COUNTS =
            COUNTED
                    + """
                    GROUP BY d.insurer_number
                    ORDER BY d.insurer_number
                    """;

    private static final String COUNT_OF =
            COUNTED
                    + """
                    WHERE d.insurer_number = ?
                    GROUP BY d.insurer_number
                    """;

    /** From the insurer's side; where both are its own, once. With its latest word about it. */
    private static final String SIDES_OF_INSURER =
            """
            SELECT d.duplicate_id, d.kind, d.person_id, d.coverage_id, d.insurer_number,
                d.other_person_id, d.other_coverage_id, d.other_insurer_number, d.found_at,
                e.outcome, e.decided_at
            FROM (
                SELECT duplicate_id, kind, person_id, coverage_id, insurer_number, other_person_id,
                    other_coverage_id, other_insurer_number, found_at, digests
                FROM duties.duplicate
                WHERE survey_id = ? AND insurer_number = ?
                UNION ALL
                SELECT duplicate_id, kind, other_person_id, other_coverage_id,
                    other_insurer_number, person_id, coverage_id, insurer_number, found_at, digests
                FROM duties.duplicate
                WHERE survey_id = ? AND other_insurer_number = ? AND insurer_number <> ?) d
            LEFT JOIN LATERAL (
                SELECT w.outcome, w.decided_at
                FROM duties.duplicate_decision w
                WHERE w.person_id = greatest(d.person_id, d.other_person_id)
                  AND w.other_person_id = least(d.person_id, d.other_person_id)
                  AND w.insurer_number = d.insurer_number
                  AND (w.duplicate_id = d.duplicate_id OR w.digests && d.digests)
                ORDER BY w.decided_at DESC
                LIMIT 1) e ON true
            WHERE d.kind = 'SAME_ATTRIBUTES'
            """;

    private static final String OF_INSURER =
            SIDES_OF_INSURER
                    + """
                    AND e.outcome IS NULL AND d.duplicate_id > ?
                    ORDER BY d.duplicate_id
                    LIMIT ?
                    """;

    private static final String WAITING =
            "SELECT count(*) FROM ("
                    + SIDES_OF_INSURER
                    + """
                    AND e.outcome IS NULL
                    LIMIT ?) waiting
                    """;

    private static final String ONE = SIDES_OF_INSURER + "AND d.duplicate_id = ?";

    /** Once for each side. */
    private static final String DECIDE =
            """
            INSERT INTO duties.duplicate_decision (duplicate_id, insurer_number, person_id,
                other_person_id, digests, outcome, reason, clerk, decided_at, decided_by)
            SELECT d.duplicate_id, ?, d.person_id, d.other_person_id, d.digests, ?, ?, ?,
                ?::timestamptz, ?
            FROM duties.duplicate d
            WHERE d.duplicate_id = ?
            ON CONFLICT (duplicate_id, insurer_number) DO NOTHING
            """;

    /** The five attributes of a person as a digest, by one of its coverages. */
    record Key(String digest, Coverage coverage) {
        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    private final JdbcClient jdbc;

    SurveyTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False while another one is not finished. */
    boolean start(UUID surveyId, Instant at) {
        return jdbc.sql(START).params(surveyId, time(at)).update() == 1;
    }

    Optional<UUID> open() {
        return jdbc.sql(OPEN).query(UUID.class).optional();
    }

    Optional<UUID> latest() {
        return jdbc.sql(LATEST).query(UUID.class).optional();
    }

    boolean known(UUID surveyId) {
        return jdbc.sql(KNOWN).param(surveyId).query(Long.class).single() == 1;
    }

    /** Empty when it is finished. */
    Optional<UUID> seenTo(UUID surveyId) {
        return jdbc.sql(SEEN_TO).param(surveyId).query(UUID.class).optional();
    }

    void advance(UUID surveyId, UUID seenTo, int persons) {
        jdbc.sql(ADVANCE).params(seenTo, persons, surveyId).update();
    }

    void finish(UUID surveyId, Instant at) {
        jdbc.sql(FINISH).params(time(at), surveyId).update();
    }

    /** Forgets keys of finished surveys; how many, at most so many. */
    int forget(int keysMax) {
        return jdbc.sql(FORGET).param(keysMax).update();
    }

    /** Remembers attributes and adds every person seen before that has the same. */
    void compare(UUID surveyId, UUID seenTo, List<Key> keys, Instant at) {
        if (keys.isEmpty()) {
            return;
        }
        String[] digests = keys.stream().map(Key::digest).toArray(String[]::new);
        UUID[] persons = keys.stream().map(it -> it.coverage().personId()).toArray(UUID[]::new);
        jdbc.sql(REMEMBER)
                .params(
                        surveyId,
                        digests,
                        persons,
                        keys.stream().map(it -> it.coverage().coverageId()).toArray(UUID[]::new),
                        keys.stream()
                                .map(it -> it.coverage().insurer().digits())
                                .toArray(String[]::new))
                .update();
        jdbc.sql(SUSPECTS).params(time(at), digests, surveyId, seenTo).update();
        jdbc.sql(DECIDED_STILL).params(surveyId, persons).update();
    }

    void overlap(UUID surveyId, Coverage earlier, Coverage later, Instant at) {
        jdbc.sql(OVERLAP)
                .params(
                        surveyId,
                        later.personId(),
                        later.coverageId(),
                        later.insurer().digits(),
                        earlier.personId(),
                        earlier.coverageId(),
                        earlier.insurer().digits(),
                        time(at))
                .update();
    }

    List<DuplicateCount> counts(UUID surveyId) {
        return jdbc.sql(COUNTS).params(surveyId, surveyId).query(SurveyTable::count).list();
    }

    /** Nothing at all where the survey found nothing of the insurer's. */
    DuplicateCount count(UUID surveyId, InsurerNumber insurer) {
        return jdbc.sql(COUNT_OF)
                .params(surveyId, surveyId, insurer.digits())
                .query(SurveyTable::count)
                .optional()
                .orElse(new DuplicateCount(insurer, 0, 0, 0));
    }

    private static DuplicateCount count(ResultSet row, int number) throws SQLException {
        return new DuplicateCount(
                new InsurerNumber(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4));
    }

    List<Duplicate> of(UUID surveyId, InsurerNumber insurer, UUID after, int most) {
        String own = insurer.digits();
        return jdbc.sql(OF_INSURER)
                .params(surveyId, own, surveyId, own, own, after, most)
                .query(SurveyTable::duplicate)
                .list();
    }

    long waiting(UUID surveyId, InsurerNumber insurer, int countedMax) {
        String own = insurer.digits();
        return jdbc.sql(WAITING)
                .params(surveyId, own, surveyId, own, own, countedMax)
                .query(Long.class)
                .single();
    }

    Optional<Duplicate> one(UUID surveyId, InsurerNumber insurer, UUID duplicateId) {
        String own = insurer.digits();
        return jdbc.sql(ONE)
                .params(surveyId, own, surveyId, own, own, duplicateId)
                .query(SurveyTable::duplicate)
                .optional();
    }

    /**
     * Records what an insurer made of one of them.
     *
     * @return false when it has decided that one already
     */
    boolean decide(
            Duplicate duplicate, Duplicate.Reason reason, Clerk clerk, String by, Instant at) {
        return jdbc.sql(DECIDE)
                        .params(
                                duplicate.insurer().digits(),
                                reason.outcome().name(),
                                reason.name(),
                                clerk.name(),
                                time(at),
                                by,
                                duplicate.duplicateId())
                        .update()
                == 1;
    }

    private static Duplicate duplicate(ResultSet row, int number) throws SQLException {
        Optional<Instant> decidedAt =
                Optional.ofNullable(row.getObject(11, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
        return new Duplicate(
                row.getObject(1, UUID.class),
                Duplicate.Kind.valueOf(row.getString(2)),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                new InsurerNumber(row.getString(5)),
                row.getObject(6, UUID.class),
                row.getObject(7, UUID.class),
                new InsurerNumber(row.getString(8)),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString(10))
                        .map(outcome ->
                                new Duplicate.Decided(
                                        Duplicate.Outcome.valueOf(outcome),
                                        decidedAt.orElseThrow())));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
