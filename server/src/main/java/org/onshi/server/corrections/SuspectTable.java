package org.onshi.server.corrections;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.PendingCoverage;
import org.onshi.server.registry.RegisterFinding;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of suspects. */
final class SuspectTable {
    private static final String COLUMNS =
            """
            person_id, suspect_id, coverage_id, insurer_number, kind, comparison, found_at, outcome,
            decided_at, wrong_link_id, digest
            """;

    /** The last word about the link, where it cleared this very finding. */
    private static final String CLEARED =
            """
            SELECT suspect_id FROM (
                SELECT suspect_id, kind, comparison, digest, outcome
                FROM corrections.suspect
                WHERE person_id = ? AND coverage_id = ?
                ORDER BY decided_at DESC NULLS FIRST
                LIMIT 1) last_word
            WHERE outcome = 'CLEARED' AND kind = ? AND comparison = ? AND digest = ANY (?)
            """;

    /** So that the word outlives a key of the vault. */
    private static final String RENEW =
            """
            UPDATE corrections.suspect SET digest = ?
            WHERE person_id = ? AND suspect_id = ? AND digest <> ?
            """;

    /** Found once more while it is open, it says what was found last, and counts there. */
    private static final String FOUND =
            """
            INSERT INTO corrections.suspect (person_id, suspect_id, coverage_id, insurer_number,
                full_match_id, kind, comparison, found_at, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (coverage_id, person_id) WHERE outcome IS NULL
                DO UPDATE SET kind = excluded.kind, comparison = excluded.comparison,
                    digest = excluded.digest,
                    full_match_id = coalesce(excluded.full_match_id, suspect.full_match_id)
            RETURNING suspect_id
            """;

    private static final String OPEN_OF =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM corrections.suspect
                    WHERE coverage_id = ANY (?) AND outcome IS NULL
                    """;

    /** Those that the register has not confirmed since. */
    private static final String OF_CASE =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM corrections.suspect
                    WHERE person_id = ? AND wrong_link_id = ? AND confirmed_at IS NULL
                    """;

    private static final String CONFIRM =
            """
            UPDATE corrections.suspect s SET confirmed_at = ?
            FROM unnest(?, ?) AS c (person_id, coverage_id)
            WHERE s.person_id = c.person_id AND s.coverage_id = c.coverage_id
              AND s.outcome = 'WRONG_LINK' AND s.confirmed_at IS NULL
            """;

    private static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + """
                    FROM corrections.suspect
                    WHERE insurer_number = ? AND suspect_id > ? AND outcome IS NULL
                    ORDER BY suspect_id
                    LIMIT ?
                    """;

    private static final String FIND =
            "SELECT "
                    + COLUMNS
                    + "FROM corrections.suspect WHERE insurer_number = ? AND suspect_id = ?";

    private static final String WAITING =
            """
            SELECT count(*) FROM (
                SELECT 1 FROM corrections.suspect
                WHERE insurer_number = ? AND outcome IS NULL
                LIMIT ?) waiting
            """;

    private static final String CLEAR =
            """
            UPDATE corrections.suspect SET outcome = 'CLEARED', decided_at = ?, decided_by = ?,
                reason = ?
            WHERE person_id = ? AND suspect_id = ? AND outcome IS NULL
            """;

    private static final String END =
            """
            UPDATE corrections.suspect SET outcome = ?, decided_at = ?, wrong_link_id = ?
            WHERE person_id = ? AND suspect_id = ? AND outcome IS NULL
            """;

    private final JdbcClient jdbc;

    SuspectTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Opens a suspect, or says of an open one what was found last.
     *
     * @param suspectId its id, if the coverage is no open suspect yet
     * @param fullMatch in which it was found; empty for a change that was asked about
     * @return whether it is new
     */
    boolean found(
            UUID suspectId, RegisterFinding finding, Optional<UUID> fullMatch, Instant foundAt) {
        Coverage coverage = finding.coverage();
        return jdbc.sql(FOUND)
                .params(
                        coverage.personId(),
                        suspectId,
                        coverage.coverageId(),
                        coverage.insurer().digits(),
                        fullMatch.orElse(null),
                        finding.kind().name(),
                        finding.comparison(),
                        time(foundAt),
                        finding.digests().getFirst())
                .query(UUID.class)
                .single()
                .equals(suspectId);
    }

    /**
     * Whether an insurer cleared this very finding about this very link, and nothing else was found
     * about it since.
     */
    boolean cleared(RegisterFinding finding) {
        Coverage coverage = finding.coverage();
        Optional<UUID> suspectId =
                jdbc.sql(CLEARED)
                        .params(
                                coverage.personId(),
                                coverage.coverageId(),
                                finding.kind().name(),
                                finding.comparison(),
                                finding.digests().toArray(String[]::new))
                        .query(UUID.class)
                        .optional();
        String digest = finding.digests().getFirst();
        suspectId.ifPresent(
                it -> jdbc.sql(RENEW).params(digest, coverage.personId(), it, digest).update());
        return suspectId.isPresent();
    }

    /** The open suspects among coverages. */
    List<Suspect> openOf(Collection<UUID> coverages) {
        return coverages.isEmpty()
                ? List.of()
                : jdbc.sql(OPEN_OF)
                        .param(coverages.toArray(UUID[]::new))
                        .query(SuspectTable::suspect)
                        .list();
    }

    /** What a case is about, as far as the register has not confirmed it since. */
    List<Suspect> ofCase(WrongLink link) {
        return jdbc.sql(OF_CASE)
                .params(link.personId(), link.wrongLinkId())
                .query(SuspectTable::suspect)
                .list();
    }

    /** The register confirms coverages about which cases may be open. */
    void confirmed(Collection<Coverage> coverages, Instant at) {
        if (!coverages.isEmpty()) {
            jdbc.sql(CONFIRM)
                    .params(
                            time(at),
                            coverages.stream().map(Coverage::personId).toArray(UUID[]::new),
                            coverages.stream().map(Coverage::coverageId).toArray(UUID[]::new))
                    .update();
        }
    }

    List<Suspect> page(InsurerNumber insurer, UUID after, int most) {
        return jdbc.sql(PAGE)
                .params(insurer.digits(), after, most)
                .query(SuspectTable::suspect)
                .list();
    }

    Optional<Suspect> find(InsurerNumber insurer, UUID suspectId) {
        return find(FIND, insurer, suspectId);
    }

    /** The same for a decision: it is decided once. */
    Optional<Suspect> locked(InsurerNumber insurer, UUID suspectId) {
        return find(FIND + " FOR UPDATE", insurer, suspectId);
    }

    private Optional<Suspect> find(String sql, InsurerNumber insurer, UUID suspectId) {
        return jdbc.sql(sql)
                .params(insurer.digits(), suspectId)
                .query(SuspectTable::suspect)
                .optional();
    }

    long waiting(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(WAITING).params(insurer.digits(), countedMax).query(Long.class).single();
    }

    void clear(Suspect suspect, Clerk clerk, ConfirmationReason reason, Instant at) {
        jdbc.sql(CLEAR)
                .params(
                        time(at),
                        clerk.name(),
                        reason.name(),
                        suspect.personId(),
                        suspect.suspectId())
                .update();
    }

    /** False when it is decided already. */
    boolean end(Suspect suspect, Suspect.Decided decided) {
        return jdbc.sql(END)
                        .params(
                                decided.outcome().name(),
                                time(decided.at()),
                                decided.wrongLinkId().orElse(null),
                                suspect.personId(),
                                suspect.suspectId())
                        .update()
                == 1;
    }

    private static Suspect suspect(ResultSet row, int number) throws SQLException {
        Optional<UUID> wrongLink = Optional.ofNullable(row.getObject(10, UUID.class));
        Optional<Instant> decidedAt =
                Optional.ofNullable(row.getObject(9, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
        return new Suspect(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                new InsurerNumber(row.getString(4)),
                RegisterFinding.Kind.valueOf(row.getString(5)),
                PendingCoverage.Compared.read(row.getString(6)),
                Optional.ofNullable(row.getString(11)),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString(8))
                        .map(outcome ->
                                new Suspect.Decided(
                                        Suspect.Outcome.valueOf(outcome),
                                        decidedAt.orElseThrow(),
                                        wrongLink)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
