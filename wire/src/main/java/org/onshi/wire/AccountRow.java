package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsurerNumber;

/**
 * One account of the console (requirements J-13).
 *
 * @param subject by which the OpenID provider knows the person
 * @param name shown to colleagues
 * @param organisation insurer number, or {@code operator}
 * @param role {@code CLERK}, {@code SUPERVISOR}, {@code AUDITOR}, {@code OPERATOR}; {@code NONE}
 *     for somebody who left
 * @param person who it is, the same for all accounts of one person: 1 to 40 letters, digits, '.',
 *     '_', '-'; the column may be left out
 */
public record AccountRow(
        String subject, String name, String organisation, String role, Optional<String> person) {
    private static final String OPERATING_BODY = "operator";
    private static final String OPERATOR = "OPERATOR";
    private static final String LEFT = "NONE";
    private static final String PERSON = "person";
    private static final Pattern PERSON_PATTERN = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Set<String> NEEDED = Set.of("subject", "name", "organisation", "role");
    private static final Set<String> ALLOWED =
            Set.of("subject", "name", "organisation", "role", PERSON);
    private static final Set<String> OF_INSURERS = Set.of("CLERK", "SUPERVISOR", "AUDITOR", LEFT);

    /**
     * Reads the file.
     *
     * @throws Fault of category FILE when the header is bad
     */
    public static List<ParsedRow<AccountRow>> read(InputStream in) throws IOException {
        return RowReading.readAll(in, NEEDED, ALLOWED, AccountRow::row);
    }

    private static Optional<AccountRow> row(RowReading reading) {
        String subject = reading.needed("subject");
        String name = reading.needed("name");
        String organisation = organisation(reading, reading.needed("organisation"));
        String role = reading.needed("role");
        boolean fits =
                organisation.equals(OPERATING_BODY)
                        ? role.equals(OPERATOR) || role.equals(LEFT)
                        : OF_INSURERS.contains(role);
        if (!role.isEmpty() && !organisation.isEmpty() && !fits) {
            reading.fault(RegistrationCode.BAD_CODE, "role");
        }
        Optional<String> person = Optional.of(reading.text(PERSON)).filter(it -> !it.isEmpty());
        if (person.filter(it -> !PERSON_PATTERN.matcher(it).matches()).isPresent()) {
            reading.fault(RegistrationCode.BAD_CHARACTER, PERSON);
        }
        return Optional.of(new AccountRow(subject, name, organisation, role, person));
    }

    private static String organisation(RowReading reading, String text) {
        if (text.isEmpty() || text.equals(OPERATING_BODY)) {
            return text;
        }
        Optional<InsurerNumber> number = new ClaimedInsurerNumber(text).confirmed();
        if (number.isEmpty()) {
            reading.fault(RegistrationCode.BAD_NUMBER, "organisation");
        }
        return number.map(InsurerNumber::digits).orElse("");
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "AccountRow[" + subject + "]";
    }
}
