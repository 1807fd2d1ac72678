package org.onshi.server.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.ConsentKind;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of consents. */
final class ConsentTable {
    private static final String INSERT =
            """
            INSERT INTO consent.consent
                (person_id, consent_id, kind, facility_code, visit_id, certificate_digest, given,
                 given_at, until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String END =
            """
            UPDATE consent.consent
            SET ended_at = ?, ended_by = ?
            WHERE person_id = ? AND facility_code = ? AND kind = ANY (?) AND ended_at IS NULL
                AND (given OR ?)
            """;

    /** In the order of {@link #HOLD}, so that the two wait for one another and do not deadlock. */
    private static final String HOLD_ALL =
            """
            SELECT consent_id FROM consent.consent
            WHERE person_id = ? AND ended_at IS NULL
            ORDER BY facility_code, kind, consent_id
            FOR UPDATE
            """;

    private static final String END_ALL =
            """
            UPDATE consent.consent SET ended_at = ?, ended_by = ?
            WHERE person_id = ? AND given AND ended_at IS NULL
            """;

    // should two answers have come at once, the later one is meant
    private static final String STANDING =
            """
            SELECT DISTINCT ON (kind)
                consent_id, person_id, facility_code, visit_id, kind, given, given_at, until,
                certificate_digest
            FROM consent.consent
            WHERE person_id = ? AND facility_code = ? AND ended_at IS NULL
            ORDER BY kind, given_at DESC, consent_id DESC
            """;

    /** No DISTINCT ON here: rows of it cannot be locked. */
    private static final String HOLD =
            """
            SELECT consent_id FROM consent.consent
            WHERE person_id = ? AND facility_code = ? AND ended_at IS NULL
            ORDER BY kind, consent_id
            FOR SHARE
            """;

    /** Few at a time; another server skips them. */
    private static final String PURGE =
            """
            DELETE FROM consent.consent
            WHERE (person_id, consent_id, kind) IN (
                SELECT person_id, consent_id, kind
                FROM consent.consent
                WHERE least(until, ended_at) <= ?
                ORDER BY least(until, ended_at)
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private final JdbcClient jdbc;

    ConsentTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void insert(Consent consent) {
        jdbc.sql(INSERT)
                .params(
                        consent.person(),
                        consent.consentId(),
                        consent.kind().name(),
                        consent.facility().digits(),
                        consent.visit(),
                        consent.certificateDigest(),
                        consent.given(),
                        time(consent.at()),
                        time(consent.until()))
                .update();
    }

    /** Ends what stands, a later answer refusals too. */
    void supersede(UUID person, FacilityCode facility, Collection<ConsentKind> kinds, Instant at) {
        end(person, facility, kinds, at, "LATER_ANSWER", true);
    }

    /** Ends the consents that were given; a refusal stays one. */
    int withdraw(UUID person, FacilityCode facility, Collection<ConsentKind> kinds, Instant at) {
        return end(person, facility, kinds, at, "WITHDRAWAL", false);
    }

    private int end(
            UUID person,
            FacilityCode facility,
            Collection<ConsentKind> kinds,
            Instant at,
            String by,
            boolean refusalsToo) {
        return jdbc.sql(END)
                .params(
                        time(at),
                        by,
                        person,
                        facility.digits(),
                        kinds.stream().map(ConsentKind::name).toArray(String[]::new),
                        refusalsToo)
                .update();
    }

    /** Ends all that a person gave, wherever. */
    int endAll(UUID person, Instant at) {
        jdbc.sql(HOLD_ALL).param(person).query(UUID.class).list();
        return jdbc.sql(END_ALL).params(time(at), "CORRECTION", person).update();
    }

    /** What stands does not end before the caller's transaction. */
    void hold(UUID person, FacilityCode facility) {
        jdbc.sql(HOLD).params(person, facility.digits()).query(UUID.class).list();
    }

    /** What stands, whether in time or over, given or refused. */
    List<Consent> standing(UUID person, FacilityCode facility) {
        return jdbc.sql(STANDING)
                .params(person, facility.digits())
                .query(ConsentTable::consent)
                .list();
    }

    private static Consent consent(ResultSet row, int number) throws SQLException {
        return new Consent(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                new FacilityCode(row.getString(3)),
                row.getObject(4, UUID.class),
                ConsentKind.valueOf(row.getString(5)),
                row.getBoolean(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(9));
    }

    /** Deletes rows over by then, at most so many; how many. */
    int purge(Instant endedBy, int rowsMax) {
        return jdbc.sql(PURGE).params(time(endedBy), rowsMax).update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
