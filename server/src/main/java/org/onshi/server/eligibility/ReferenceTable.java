package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of reference numbers: {@code reference_number} by person, {@code reference_owner}. */
final class ReferenceTable {
    private static final String OF =
            """
            SELECT reference_number FROM eligibility.reference_number
            WHERE person_id = ? AND facility_code = ?
            """;
    private static final String ANY =
            "SELECT EXISTS (SELECT 1 FROM eligibility.reference_owner WHERE facility_code = ?)";
    private static final String CLAIM =
            """
            INSERT INTO eligibility.reference_owner (facility_code, reference_number, person_id)
            VALUES (?, ?, ?)
            ON CONFLICT (facility_code, reference_number) DO NOTHING
            """;
    private static final String OWNER =
            """
            SELECT person_id FROM eligibility.reference_owner
            WHERE facility_code = ? AND reference_number = ?
            """;
    private static final String RELEASE_OTHERS =
            """
            DELETE FROM eligibility.reference_owner
            WHERE facility_code = ? AND person_id = ? AND reference_number <> ?
            """;
    private static final String SET =
            """
            INSERT INTO eligibility.reference_number
                (person_id, facility_code, reference_number, registered_at, coverage_id)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (person_id, facility_code) DO UPDATE
            SET reference_number = excluded.reference_number,
                registered_at = excluded.registered_at, coverage_id = excluded.coverage_id
            """;

    /** Whoever changes a person's numbers holds these first. */
    private static final String HOLD =
            """
            SELECT reference_number FROM eligibility.reference_number
            WHERE person_id = ? AND facility_code = ?
            FOR UPDATE
            """;

    private static final String DOUBTED =
            """
            SELECT facility_code, reference_number, registered_at, coverage_id
            FROM eligibility.reference_number
            WHERE person_id = ? AND (coverage_id = ?
                OR (coverage_id IS NULL AND registered_at >= ? AND registered_at <= ?))
            ORDER BY facility_code
            FOR UPDATE
            """;
    private static final String TAKE =
            "DELETE FROM eligibility.reference_number WHERE person_id = ? AND facility_code = ?";
    private static final String GIVE =
            """
            INSERT INTO eligibility.reference_number
                (person_id, facility_code, reference_number, registered_at, coverage_id)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (person_id, facility_code) DO NOTHING
            """;
    private static final String HAND_OVER =
            """
            UPDATE eligibility.reference_owner SET person_id = ?
            WHERE facility_code = ? AND reference_number = ? AND person_id = ?
            """;
    private static final String RELEASE =
            """
            DELETE FROM eligibility.reference_owner
            WHERE facility_code = ? AND reference_number = ? AND person_id = ?
            """;

    private final JdbcClient jdbc;

    ReferenceTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A number that a facility has given.
     *
     * @param coverageId by whose number it was registered; empty by a presence, or not known
     */
    record Given(
            FacilityCode facility, String number, Instant registeredAt, Optional<UUID> coverageId) {
        @Override
        public String toString() {
            return "Given[" + facility.digits() + "]";
        }
    }

    Optional<String> of(FacilityCode facility, UUID person) {
        return jdbc.sql(OF).params(person, facility.digits()).query(String.class).optional();
    }

    boolean any(FacilityCode facility) {
        return jdbc.sql(ANY).param(facility.digits()).query(Boolean.class).single();
    }

    /**
     * Gives the person this number and frees the one it had.
     *
     * @param coverageId by whose number it is registered; empty by a presence
     * @return false, and nothing changed, when the number is another person's there
     */
    boolean assign(
            FacilityCode facility,
            UUID person,
            String number,
            Optional<UUID> coverageId,
            Instant at) {
        String code = facility.digits();
        jdbc.sql(HOLD).params(person, code).query(String.class).optional();
        jdbc.sql(CLAIM).params(code, number, person).update();
        boolean own =
                jdbc.sql(OWNER)
                        .params(code, number)
                        .query(UUID.class)
                        .optional()
                        .filter(person::equals)
                        .isPresent();
        if (!own) {
            return false;
        }
        // from here on nobody else assigns to this person, so that what is freed is all there was
        jdbc.sql(SET).params(person, code, number, time(at), coverageId.orElse(null)).update();
        jdbc.sql(RELEASE_OTHERS).params(code, person, number).update();
        return true;
    }

    /**
     * What a person was given by a coverage's number, or in [from, to] by nobody knows what; locked
     * until the transaction ends.
     */
    List<Given> doubted(UUID person, UUID coverageId, Instant from, Instant to) {
        return jdbc.sql(DOUBTED)
                .params(person, coverageId, time(from), time(to))
                .query((row, number) ->
                        new Given(
                                new FacilityCode(row.getString(1)),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                Optional.ofNullable(row.getObject(4, UUID.class))))
                .list();
    }

    /** Takes it from a person; it is free then. */
    void take(UUID person, Given given) {
        jdbc.sql(TAKE).params(person, given.facility().digits()).update();
        jdbc.sql(RELEASE).params(given.facility().digits(), given.number(), person).update();
    }

    /** Takes it from one person and gives it to another; free where that one has one there. */
    boolean move(UUID from, UUID to, Given given) {
        String code = given.facility().digits();
        boolean wanted =
                jdbc.sql(GIVE)
                                .params(
                                        to,
                                        code,
                                        given.number(),
                                        time(given.registeredAt()),
                                        given.coverageId().orElse(null))
                                .update()
                        == 1;
        if (wanted) {
            jdbc.sql(HAND_OVER).params(to, code, given.number(), from).update();
        }
        take(from, given);
        return wanted;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
