package org.onshi.server.callers;

import java.util.Locale;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A caller that passed the threshold, as Spring Security carries it: one authority, that of its
 * door.
 */
final class KnownCaller extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    KnownCaller(Caller caller) {
        super(AuthorityUtils.createAuthorityList(authority(caller.door())));
        this.caller = caller;
        super.setAuthenticated(true);
    }

    static String authority(Door door) {
        return "ROLE_" + door.label().toUpperCase(Locale.ROOT);
    }

    /** Nothing: the proof was the handshake. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return caller.auditName();
    }
}
