package org.onshi.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of accounts. */
final class AccountTable {
    private static final String FIND =
            """
            SELECT account_id, subject, name, organisation, role, person
            FROM accounts.account
            WHERE subject = ?
            """;

    private static final String OF =
            """
            SELECT account_id, subject, name, organisation, role, person
            FROM accounts.account
            WHERE organisation = ?
            ORDER BY name, account_id
            LIMIT ?
            """;

    private static final String THESE =
            """
            SELECT account_id, subject, name, organisation, role, person
            FROM accounts.account
            WHERE organisation = ? AND account_id = ANY (?)
            """;

    // xmax is 0 in a row just inserted; no row comes back where nothing differed
    private static final String UPSERT =
            """
            INSERT INTO accounts.account AS a
                (subject, account_id, name, organisation, role, person, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (subject) DO UPDATE
            SET name = excluded.name, organisation = excluded.organisation, role = excluded.role,
                person = excluded.person, recorded_at = excluded.recorded_at
            WHERE (a.name, a.organisation, a.role, a.person) IS DISTINCT FROM
                (excluded.name, excluded.organisation, excluded.role, excluded.person)
            RETURNING xmax = 0
            """;

    private final JdbcClient jdbc;

    AccountTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    Optional<Account> find(String subject) {
        return jdbc.sql(FIND).param(subject).query(AccountTable::read).optional();
    }

    List<Account> of(String organisation, int accountsMax) {
        return jdbc.sql(OF).params(organisation, accountsMax).query(AccountTable::read).list();
    }

    List<Account> of(String organisation, Collection<UUID> ids) {
        return jdbc.sql(THESE)
                .param(organisation)
                .param(ids.toArray(UUID[]::new))
                .query(AccountTable::read)
                .list();
    }

    Accounts.Registered upsert(
            String subject,
            String name,
            String organisation,
            AccountRole role,
            Optional<String> stated,
            Instant at) {
        return jdbc.sql(UPSERT)
                .params(
                        subject,
                        UUID.randomUUID(),
                        name,
                        organisation,
                        role.name(),
                        stated.orElse(null),
                        at.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .optional()
                .map(fresh -> fresh ? Accounts.Registered.ADDED : Accounts.Registered.CHANGED)
                .orElse(Accounts.Registered.UNCHANGED);
    }

    private static Account read(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                AccountRole.valueOf(row.getString(5)),
                Optional.ofNullable(row.getString(6)));
    }
}
