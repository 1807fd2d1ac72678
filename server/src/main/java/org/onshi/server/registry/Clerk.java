package org.onshi.server.registry;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who of an insurer takes a step: somebody who logged in, by the account, or whom the insurer's own
 * system names. A machine cannot name somebody who logged in: such a name has a colon, and what it
 * sends has none.
 *
 * @param name as audit entries and the store have it: {@code console:} and an account's id, or what
 *     the insurer's system sent
 */
public record Clerk(String name) {
    /** Characters of a name that an insurer's system sends. */
    public static final int NAME_MAX = 40;

    private static final String LOGGED_IN = "console:";
    private static final Pattern SENT = Pattern.compile("[A-Za-z0-9._@-]{1," + NAME_MAX + "}");

    public Clerk {
        if (!mayBeSent(name.startsWith(LOGGED_IN) ? name.substring(LOGGED_IN.length()) : name)) {
            throw new IllegalArgumentException("not a clerk's name");
        }
    }

    /** Whoever logged in with an account. */
    public static Clerk loggedIn(UUID account) {
        return new Clerk(LOGGED_IN + account);
    }

    /** Whether an insurer's system may name a clerk so. */
    public static boolean mayBeSent(String name) {
        return SENT.matcher(name).matches();
    }

    /** The account of somebody who logged in; empty for one whom a machine named. */
    public Optional<UUID> account() {
        return isLoggedIn()
                ? Optional.of(UUID.fromString(name.substring(LOGGED_IN.length())))
                : Optional.empty();
    }

    /** Whether it is sure who it is, because the person logged in. */
    public boolean isLoggedIn() {
        return name.startsWith(LOGGED_IN);
    }
}
