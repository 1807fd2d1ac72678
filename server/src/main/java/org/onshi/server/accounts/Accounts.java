package org.onshi.server.accounts;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Service;

/**
 * The accounts as the operating body loaded them. Asked for every request of the console, so a
 * person who leaves is out at once, in every server.
 */
@Service
public final class Accounts {
    private final AccountTable table;
    private final InstantSource clock;

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Accounts(DataSource dataSource, InstantSource clock) {
        this.table = new AccountTable(dataSource);
        this.clock = clock;
    }

    /** What loading an account did. */
    public enum Registered {
        /** It was not known before. */
        ADDED,
        /** It was known otherwise. */
        CHANGED,
        /** It was known so. */
        UNCHANGED
    }

    /** Who this is; empty for a stranger, and for one who has left. */
    public Optional<Account> find(String subject) {
        return table.find(subject).filter(account -> account.role() != AccountRole.NONE);
    }

    /**
     * The id of a loaded account, whatever its role.
     *
     * @throws IllegalStateException when there is none
     */
    public UUID id(String subject) {
        return table.find(subject)
                .map(Account::accountId)
                .orElseThrow(() -> new IllegalStateException("no such account"));
    }

    /**
     * The accounts of an organisation by name, those who left included.
     *
     * @param accountsMax most of them
     */
    public List<Account> of(String organisation, int accountsMax) {
        return table.of(organisation, accountsMax);
    }

    /** Those of these accounts that are an organisation's, those who left included. */
    public List<Account> of(String organisation, Collection<UUID> accountIds) {
        return accountIds.isEmpty() ? List.of() : table.of(organisation, accountIds);
    }

    /**
     * Loads an account, or changes what is loaded; the same again changes nothing.
     *
     * @param stated the person, where the organisation says who it is ({@link Account#person})
     */
    public Registered register(
            String subject,
            String name,
            String organisation,
            AccountRole role,
            Optional<String> stated) {
        if (!Account.fits(role, organisation)) {
            throw new IllegalArgumentException("that organisation has no such role");
        }
        return table.upsert(subject, name, organisation, role, stated, clock.instant());
    }
}
