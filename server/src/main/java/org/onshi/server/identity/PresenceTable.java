package org.onshi.server.identity;

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
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.FacilityCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of presences. */
final class PresenceTable {
    private static final String INSERT =
            """
            INSERT INTO identity.presence
                (visit_id, facility_code, terminal, mode, card_state, revocation_known, person_id, issuer_key_id,
                 serial, certificate_digest, certificate_expires_on, proven_at, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, CAST(? AS uuid), ?, ?, ?, ?, ?, ?)
            ON CONFLICT (visit_id) DO NOTHING
            """;
    private static final String FIND =
            """
            SELECT visit_id, facility_code, terminal, mode, card_state, revocation_known, person_id, issuer_key_id,
                serial, certificate_digest, certificate_expires_on, proven_at, ends_at
            FROM identity.presence
            WHERE visit_id = ?
            """;
    private static final String CERTIFICATES =
            """
            SELECT visit_id, issuer_key_id, serial, certificate_digest, certificate_expires_on
            FROM identity.presence
            WHERE visit_id = ANY (?)
            """;
    private static final String PERSON =
            "UPDATE identity.presence SET person_id = ? WHERE visit_id = ?";
    private static final String END =
            "UPDATE identity.presence SET ends_at = ? WHERE visit_id = ? AND ends_at > ?";

    /** Few at a time, so that no transaction is long. */
    private static final String DELETE =
            """
            DELETE FROM identity.presence
            WHERE visit_id IN (
                SELECT visit_id FROM identity.presence WHERE ends_at < ? ORDER BY ends_at LIMIT 1000)
            """;

    private final JdbcClient jdbc;

    PresenceTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A presence with what only this context knows of it.
     *
     * @param certificate proven by
     * @param expiresOn its last day
     * @param endsAt first instant at which it is over
     */
    record Kept(
            Presence presence, CertificateId certificate, LocalDate expiresOn, Instant endsAt) {}

    /**
     * By which certificate a visit was proven.
     *
     * @param digest stands for it
     * @param expiresOn its last day
     */
    record Shown(UUID visitId, CertificateId certificate, String digest, LocalDate expiresOn) {}

    /** False when the visit has been proven already; nothing is changed then. */
    boolean insert(Kept kept) {
        Presence presence = kept.presence();
        return jdbc.sql(INSERT)
                        .params(
                                presence.visitId(),
                                presence.facility().digits(),
                                presence.terminal(),
                                presence.mode().name(),
                                presence.state().name(),
                                presence.revocationKnown(),
                                presence.person().map(UUID::toString).orElse(null),
                                kept.certificate().issuerKeyId(),
                                kept.certificate().serial(),
                                presence.certificateDigest(),
                                kept.expiresOn(),
                                time(presence.at()),
                                time(kept.endsAt()))
                        .update()
                == 1;
    }

    Optional<Kept> find(UUID visitId) {
        return jdbc.sql(FIND).param(visitId).query(PresenceTable::read).optional();
    }

    /** The certificates of visits, whether these are over or not; those deleted are left out. */
    List<Shown> certificates(Collection<UUID> visits) {
        return jdbc.sql(CERTIFICATES)
                .param(visits.toArray(UUID[]::new))
                .query((row, number) ->
                        new Shown(
                                row.getObject("visit_id", UUID.class),
                                certificate(row),
                                row.getString("certificate_digest"),
                                expiresOn(row)))
                .list();
    }

    void person(UUID visitId, UUID person) {
        jdbc.sql(PERSON).params(person, visitId).update();
    }

    void end(UUID visitId, Instant at) {
        jdbc.sql(END).params(time(at), visitId, time(at)).update();
    }

    /** Deletes at most a thousand that ended before; how many. */
    int delete(Instant endedBefore) {
        return jdbc.sql(DELETE).param(time(endedBefore)).update();
    }

    private static Kept read(ResultSet row, int number) throws SQLException {
        return new Kept(
                new Presence(
                        row.getObject("visit_id", UUID.class),
                        new FacilityCode(row.getString("facility_code")),
                        row.getString("terminal"),
                        PresenceMode.valueOf(row.getString("mode")),
                        CardState.valueOf(row.getString("card_state")),
                        row.getBoolean("revocation_known"),
                        Optional.ofNullable(row.getObject("person_id", UUID.class)),
                        row.getString("certificate_digest"),
                        instant(row, "proven_at")),
                certificate(row),
                expiresOn(row),
                instant(row, "ends_at"));
    }

    private static CertificateId certificate(ResultSet row) throws SQLException {
        return new CertificateId(row.getString("issuer_key_id"), row.getString("serial"));
    }

    private static LocalDate expiresOn(ResultSet row) throws SQLException {
        return row.getObject("certificate_expires_on", LocalDate.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
