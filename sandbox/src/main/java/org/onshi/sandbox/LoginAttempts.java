package org.onshi.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong passcodes by account: after {@link #WRONG_MAX} of them none is looked at for {@link #LOCK}.
 * Accounts that do not exist are treated alike, so that nobody finds out which do.
 */
final class LoginAttempts {
    /** Wrong passcodes in a row before an account is locked. */
    static final int WRONG_MAX = 5;

    /** How long it is locked. */
    static final Duration LOCK = Duration.ofMinutes(1);

    /** Accounts remembered; whoever tries more names forgets the oldest. */
    private static final int ACCOUNTS_MAX = 1_000;

    private record Tries(int wrong, Instant last) {}

    private final Map<String, Tries> byAccount =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                    return size() > ACCOUNTS_MAX;
                }
            };

    /** Whether nothing of this account is looked at now. */
    synchronized boolean locked(String account, Instant now) {
        Tries tries = byAccount.get(account);
        if (tries == null || tries.wrong() < WRONG_MAX) {
            return false;
        }
        if (now.isBefore(tries.last().plus(LOCK))) {
            return true;
        }
        byAccount.remove(account);
        return false;
    }

    /** Another wrong one. */
    synchronized void wrong(String account, Instant now) {
        byAccount.merge(
                account, new Tries(1, now), (before, one) -> new Tries(before.wrong() + 1, now));
    }

    /** The right one. */
    synchronized void right(String account) {
        byAccount.remove(account);
    }
}
