package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.ZoneOffset;
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
                (person_id, facility_code, reference_number, registered_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (person_id, facility_code) DO UPDATE
            SET reference_number = excluded.reference_number,
                registered_at = excluded.registered_at
            """;

    private final JdbcClient jdbc;

    ReferenceTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
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
     * @return false, and nothing changed, when the number is another person's there
     */
    boolean assign(FacilityCode facility, UUID person, String number, Instant at) {
        String code = facility.digits();
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
        jdbc.sql(SET).params(person, code, number, at.atOffset(ZoneOffset.UTC)).update();
        jdbc.sql(RELEASE_OTHERS).params(code, person, number).update();
        return true;
    }
}
