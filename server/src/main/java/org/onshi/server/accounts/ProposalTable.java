package org.onshi.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of proposals. */
final class ProposalTable {
    private static final String INSERT =
            """
            INSERT INTO accounts.proposal
                (organisation, proposal_id, proposer, proposer_person, kind, coverage_ids,
                base_versions, changes, number_digest, wrong_link_id, file_id, file_rows,
                file_cancels, reason, proposed_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?, ?, ?, ?, ?, ?, 'OPEN')
            ON CONFLICT (organisation, wrong_link_id)
                WHERE state = 'OPEN' AND wrong_link_id IS NOT NULL DO NOTHING
            """;

    private static final String COLUMNS =
            """
            SELECT proposal_id, organisation, proposer, proposer_person, kind, coverage_ids,
                base_versions, ARRAY(SELECT key FROM jsonb_each_text(changes) ORDER BY key),
                ARRAY(SELECT value FROM jsonb_each_text(changes) ORDER BY key), number_digest,
                wrong_link_id, reason, proposed_at, state, decider, decided_at, outcome, file_id,
                file_rows, file_cancels
            FROM accounts.proposal
            """;

    private static final String FIND = COLUMNS + "WHERE organisation = ? AND proposal_id = ?";

    private static final String WAITING_OF =
            COLUMNS + "WHERE organisation = ? AND wrong_link_id = ? AND state = 'OPEN'";

    private static final String WAITING =
            COLUMNS
                    + """
                    WHERE organisation = ? AND state = 'OPEN' AND (proposed_at, proposal_id) > (
                        COALESCE((
                            SELECT proposed_at FROM accounts.proposal
                            WHERE organisation = ? AND proposal_id = ?), '-infinity'), ?)
                    ORDER BY proposed_at, proposal_id
                    LIMIT ?
                    """;

    private static final String DECIDED =
            COLUMNS
                    + """
                    WHERE organisation = ? AND state <> 'OPEN' AND (decided_at, proposal_id) < (
                        COALESCE((
                            SELECT decided_at FROM accounts.proposal
                            WHERE organisation = ? AND proposal_id = ?), 'infinity'), ?)
                    ORDER BY decided_at DESC, proposal_id DESC
                    LIMIT ?
                    """;

    private static final String OPEN =
            """
            SELECT count(*) FROM (
                SELECT 1 FROM accounts.proposal WHERE organisation = ? AND state = 'OPEN'
                LIMIT ?) waiting
            """;

    private static final String DECIDE =
            """
            UPDATE accounts.proposal
            SET state = ?, decider = ?, decider_person = ?, decided_at = ?, outcome = ?
            WHERE organisation = ? AND proposal_id = ? AND state = 'OPEN' AND proposer <> ?
                AND proposer_person <> ?
            """;

    private static final String WITHDRAW =
            """
            UPDATE accounts.proposal
            SET state = 'WITHDRAWN', decided_at = ?
            WHERE organisation = ? AND proposal_id = ? AND state = 'OPEN'
            """;

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    /** Few at a time; another server skips them. */
    private static final String PURGE =
            """
            DELETE FROM accounts.proposal
            WHERE (organisation, proposal_id) IN (
                SELECT organisation, proposal_id
                FROM accounts.proposal
                WHERE decided_at <= ?
                ORDER BY decided_at
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private final JdbcClient jdbc;

    ProposalTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False where a step of the same wrong link waits already. */
    boolean insert(UUID id, Account proposer, Proposal.Content content, String reason, Instant at) {
        List<String> columns = List.copyOf(content.changes().keySet());
        return jdbc.sql(INSERT)
                        .params(
                                proposer.organisation(),
                                id,
                                proposer.accountId(),
                                proposer.person(),
                                content.kind().name(),
                                content.coverageIds().toArray(UUID[]::new),
                                content.baseVersions().toArray(UUID[]::new),
                                columns.toArray(String[]::new),
                                columns.stream().map(content.changes()::get).toArray(String[]::new),
                                content.numberDigest().orElse(null),
                                content.wrongLinkId().orElse(null),
                                content.file().map(Proposal.File::fileId).orElse(null),
                                content.file().map(Proposal.File::rows).orElse(null),
                                content.file().map(Proposal.File::cancels).orElse(null),
                                reason,
                                at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<Proposal> find(String organisation, UUID id) {
        return jdbc.sql(FIND).params(organisation, id).query(ProposalTable::read).optional();
    }

    Optional<Proposal> waitingOf(String organisation, UUID wrongLinkId) {
        return jdbc.sql(WAITING_OF)
                .params(organisation, wrongLinkId)
                .query(ProposalTable::read)
                .optional();
    }

    List<Proposal> waiting(String organisation, Optional<UUID> after, int rowsMax) {
        return page(WAITING, organisation, after.orElse(BEFORE_ALL), rowsMax);
    }

    List<Proposal> decided(String organisation, Optional<UUID> after, int rowsMax) {
        return page(DECIDED, organisation, after.orElse(AFTER_ALL), rowsMax);
    }

    private List<Proposal> page(String sql, String organisation, UUID after, int rowsMax) {
        return jdbc.sql(sql)
                .params(organisation, organisation, after, after, rowsMax)
                .query(ProposalTable::read)
                .list();
    }

    long open(String organisation, int countedMax) {
        return jdbc.sql(OPEN).params(organisation, countedMax).query(Long.class).single();
    }

    boolean decide(
            Account decider, UUID id, Proposal.State state, Optional<UUID> outcome, Instant at) {
        return jdbc.sql(DECIDE)
                        .params(
                                state.name(),
                                decider.accountId(),
                                decider.person(),
                                at.atOffset(ZoneOffset.UTC),
                                outcome.orElse(null),
                                decider.organisation(),
                                id,
                                decider.accountId(),
                                decider.person())
                        .update()
                == 1;
    }

    boolean withdraw(String organisation, UUID id, Instant at) {
        return jdbc.sql(WITHDRAW).params(at.atOffset(ZoneOffset.UTC), organisation, id).update()
                == 1;
    }

    private static Proposal read(ResultSet row, int number) throws SQLException {
        String[] columns = (String[]) row.getArray(8).getArray();
        String[] values = (String[]) row.getArray(9).getArray();
        Map<String, String> changes = new HashMap<>();
        for (int at = 0; at < columns.length; at++) {
            changes.put(columns[at], values[at]);
        }
        return new Proposal(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                new Proposal.Content(
                        Proposal.Kind.valueOf(row.getString(5)),
                        List.of((UUID[]) row.getArray(6).getArray()),
                        Set.of((UUID[]) row.getArray(7).getArray()),
                        changes,
                        Optional.ofNullable(row.getString(10)),
                        Optional.ofNullable(row.getObject(11, UUID.class)),
                        file(row)),
                row.getString(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                Proposal.State.valueOf(row.getString(14)),
                Optional.ofNullable(row.getObject(15, UUID.class)),
                Optional.ofNullable(row.getObject(16, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject(17, UUID.class)));
    }

    private static Optional<Proposal.File> file(ResultSet row) throws SQLException {
        UUID fileId = row.getObject(18, UUID.class);
        return fileId == null
                ? Optional.empty()
                : Optional.of(new Proposal.File(fileId, row.getLong(19), row.getLong(20)));
    }

    /** Deletes rows over by then, at most so many; how many. */
    int purge(Instant endedBy, int rowsMax) {
        return jdbc.sql(PURGE).params(endedBy.atOffset(ZoneOffset.UTC), rowsMax).update();
    }
}
