package org.onshi.server.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of certificates and their persons. */
final class CertificateTable {
    private static final String PERSON_OF =
            "SELECT person_id FROM identity.certificate WHERE certificate_digest = ?";
    private static final String PERSONS_OF =
            """
            SELECT certificate_digest, person_id
            FROM identity.certificate
            WHERE certificate_digest = ANY (?)
            """;
    private static final String BIND =
            """
            INSERT INTO identity.certificate (certificate_digest, person_id, bound_at)
            SELECT b.digest, b.person_id, ?
            FROM unnest(?, ?) AS b (digest, person_id)
            ON CONFLICT (certificate_digest) DO NOTHING
            RETURNING certificate_digest
            """;

    private static final String MOVE =
            """
            UPDATE identity.certificate SET person_id = ?, bound_at = ? WHERE certificate_digest = ?
            """;

    private final JdbcClient jdbc;

    CertificateTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    Optional<UUID> personOf(String digest) {
        return jdbc.sql(PERSON_OF).param(digest).query(UUID.class).optional();
    }

    Map<String, UUID> personsOf(List<String> digests) {
        Map<String, UUID> persons = new HashMap<>();
        jdbc.sql(PERSONS_OF)
                .param(digests.toArray(String[]::new))
                .query(row -> {
                    persons.put(row.getString(1), row.getObject(2, UUID.class));
                });
        return persons;
    }

    void move(String digest, UUID person, Instant at) {
        jdbc.sql(MOVE).params(person, PresenceTable.time(at), digest).update();
    }

    /** The digests that were bound; those bound already are left as they are. */
    List<String> bind(Map<String, UUID> persons, Instant at) {
        if (persons.isEmpty()) {
            return List.of();
        }
        // in one order, so that two who register the same cards at once wait and do not deadlock
        List<String> digests = persons.keySet().stream().sorted().toList();
        return jdbc.sql(BIND)
                .params(
                        PresenceTable.time(at),
                        digests.toArray(String[]::new),
                        digests.stream().map(persons::get).toArray(UUID[]::new))
                .query(String.class)
                .list();
    }
}
