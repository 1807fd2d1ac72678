package org.onshi.server.insurerdoor;

import org.onshi.kernel.InsurerNumber;
import org.onshi.server.accounts.Account;
import org.onshi.server.registry.Clerk;

/**
 * Who works in the console.
 *
 * @param account as it stands now, read for this request
 * @param insurer the only one whose data this person sees
 * @param csrf the token that this session's forms carry
 */
record ConsoleUser(Account account, InsurerNumber insurer, String csrf) {
    /** Request attribute set by {@link ConsoleSessions}. */
    static final String ATTRIBUTE = "org.onshi.console.user";

    /** The person as audit entries name it: {@code insurer:06139908/} and the account's id. */
    String auditName() {
        return auditName(account);
    }

    /** The name under which this person takes a step. */
    Clerk clerk() {
        return Clerk.loggedIn(account.accountId());
    }

    static String auditName(Account account) {
        return "insurer:" + account.organisation() + "/" + account.accountId();
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "ConsoleUser[" + account.accountId() + "]";
    }
}
