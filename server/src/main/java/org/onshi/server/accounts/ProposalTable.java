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
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of proposals. */
final class ProposalTable {
    private static final String INSERT =
            """
            INSERT INTO accounts.proposal
                (organisation, proposal_id, proposer, kind, coverage_ids, changes, number_digest, reason,
                proposed_at, state)
            VALUES (?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?, ?, 'OPEN')
            """;

    private static final String FIND =
            """
            SELECT proposal_id, organisation, proposer, kind, coverage_ids, reason, proposed_at, state,
                decider, decided_at, outcome, number_digest,
                ARRAY(SELECT key FROM jsonb_each_text(changes) ORDER BY key),
                ARRAY(SELECT value FROM jsonb_each_text(changes) ORDER BY key)
            FROM accounts.proposal
            WHERE organisation = ? AND proposal_id = ?
            """;

    private static final String PAGE =
            """
            SELECT proposal_id, organisation, proposer, kind, coverage_ids, reason, proposed_at, state,
                decider, decided_at, outcome, number_digest,
                ARRAY(SELECT key FROM jsonb_each_text(changes) ORDER BY key),
                ARRAY(SELECT value FROM jsonb_each_text(changes) ORDER BY key)
            FROM accounts.proposal
            WHERE organisation = ?
            ORDER BY decided_at DESC NULLS FIRST, proposed_at, proposal_id
            LIMIT ?
            """;

    private static final String OPEN =
            "SELECT count(*) FROM accounts.proposal WHERE organisation = ? AND state = 'OPEN'";

    private static final String DECIDE =
            """
            UPDATE accounts.proposal
            SET state = ?, decider = ?, decided_at = ?, outcome = ?
            WHERE organisation = ? AND proposal_id = ? AND state = 'OPEN' AND proposer <> ?
            """;

    private final JdbcClient jdbc;

    ProposalTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void insert(
            UUID id,
            Account proposer,
            Proposal.Kind kind,
            List<UUID> coverageIds,
            Map<String, String> changes,
            Optional<String> numberDigest,
            String reason,
            Instant at) {
        List<String> columns = List.copyOf(changes.keySet());
        jdbc.sql(INSERT)
                .params(
                        proposer.organisation(),
                        id,
                        proposer.accountId(),
                        kind.name(),
                        coverageIds.toArray(UUID[]::new),
                        columns.toArray(String[]::new),
                        columns.stream().map(changes::get).toArray(String[]::new),
                        numberDigest.orElse(null),
                        reason,
                        at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Proposal> find(String organisation, UUID id) {
        return jdbc.sql(FIND).params(organisation, id).query(ProposalTable::read).optional();
    }

    List<Proposal> page(String organisation, int rowsMax) {
        return jdbc.sql(PAGE).params(organisation, rowsMax).query(ProposalTable::read).list();
    }

    long open(String organisation) {
        return jdbc.sql(OPEN).param(organisation).query(Long.class).single();
    }

    boolean decide(Account decider, UUID id, Optional<UUID> outcome, Instant at) {
        return jdbc.sql(DECIDE)
                        .params(
                                outcome.isPresent()
                                        ? Proposal.State.APPROVED.name()
                                        : Proposal.State.REFUSED.name(),
                                decider.accountId(),
                                at.atOffset(ZoneOffset.UTC),
                                outcome.orElse(null),
                                decider.organisation(),
                                id,
                                decider.accountId())
                        .update()
                == 1;
    }

    private static Proposal read(ResultSet row, int number) throws SQLException {
        String[] columns = (String[]) row.getArray(13).getArray();
        String[] values = (String[]) row.getArray(14).getArray();
        Map<String, String> changes = new HashMap<>();
        for (int at = 0; at < columns.length; at++) {
            changes.put(columns[at], values[at]);
        }
        return new Proposal(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, UUID.class),
                Proposal.Kind.valueOf(row.getString(4)),
                List.of((UUID[]) row.getArray(5).getArray()),
                changes,
                Optional.ofNullable(row.getString(12)),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                Proposal.State.valueOf(row.getString(8)),
                Optional.ofNullable(row.getObject(9, UUID.class)),
                Optional.ofNullable(row.getObject(10, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject(11, UUID.class)));
    }
}
