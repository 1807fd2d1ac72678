package org.onshi.server.accounts;

import java.util.UUID;

/**
 * A person who may log in (requirements J-13).
 *
 * @param accountId the account in audit entries and pages; says nothing of who it is
 * @param subject by which the OpenID provider knows the person
 * @param name shown to colleagues
 * @param organisation insurer number, or {@link #OPERATING_BODY}
 * @param role what the person may do
 */
public record Account(
        UUID accountId, String subject, String name, String organisation, AccountRole role) {
    /** The organisation of operators. */
    public static final String OPERATING_BODY = "operator";

    /** Whether the role belongs to that kind of organisation. */
    public static boolean fits(AccountRole role, String organisation) {
        return role == AccountRole.NONE
                || (role == AccountRole.OPERATOR) == organisation.equals(OPERATING_BODY);
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "Account[" + accountId + "]";
    }
}
