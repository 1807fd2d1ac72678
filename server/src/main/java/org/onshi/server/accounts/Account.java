package org.onshi.server.accounts;

import java.text.Normalizer;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A person who may log in (requirements J-13).
 *
 * @param accountId the account in audit entries and pages; says nothing of who it is
 * @param subject by which the OpenID provider knows the person
 * @param name shown to colleagues
 * @param organisation insurer number, or {@link #OPERATING_BODY}
 * @param role what the person may do
 * @param stated who the organisation says it is, the same for all accounts of one person; 1 to 40
 *     printable ASCII characters, or empty
 */
public record Account(
        UUID accountId,
        String subject,
        String name,
        String organisation,
        AccountRole role,
        Optional<String> stated) {
    private static final Pattern SPACES = Pattern.compile("[\\s\\u3000]+");

    /** The organisation of operators. */
    public static final String OPERATING_BODY = "operator";

    /**
     * The person, within the organisation: as stated, else by the name however it is spaced. Two
     * people of one name whose organisation states neither count as one, which lets nobody approve
     * what is their own.
     */
    public String person() {
        return stated.map(it -> "stated:" + it).orElseGet(() -> "name:" + plainName());
    }

    /** Whether both accounts are, or may be, of one person. */
    public boolean isSamePerson(Account other) {
        boolean stateBoth = stated.isPresent() && other.stated.isPresent();
        return accountId.equals(other.accountId)
                || person().equals(other.person())
                || (!stateBoth && plainName().equals(other.plainName()));
    }

    private String plainName() {
        return SPACES.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).replaceAll("");
    }

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
