package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Sex;

/**
 * One resident for the simulated resident register (contracts.md §1, {@code sandbox person add}).
 *
 * @param individualNumber 個人番号
 * @param name 氏名
 * @param nameKana 氏名カナ
 * @param birthDate 生年月日
 * @param sex 性別
 * @param postalCode 郵便番号; "" when absent
 * @param address 住所
 * @param person the key the register shall know the person by; "" to be given one
 * @param alias 通称 of a foreign resident; "" when there is none
 * @param aliasKana its kana; "" when there is none
 * @param since the day from which all of this holds: of the last move or change of name; empty when
 *     not said
 */
public record ResidentRow(
        IndividualNumber individualNumber,
        String name,
        String nameKana,
        LocalDate birthDate,
        Sex sex,
        String postalCode,
        String address,
        String person,
        String alias,
        String aliasKana,
        Optional<LocalDate> since) {
    private static final Set<String> NEEDED =
            Set.of(
                    "individual_number",
                    "name",
                    "name_kana",
                    "birth_date",
                    "sex",
                    "postal_code",
                    "address");
    private static final Set<String> ALLOWED =
            Stream.concat(NEEDED.stream(), Stream.of("person", "alias", "alias_kana", "since"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final Pattern PERSON = Pattern.compile("[A-Z][A-Z0-9_-]{0,39}");

    /** Somebody without alias, who was always so. */
    public ResidentRow(
            IndividualNumber individualNumber,
            String name,
            String nameKana,
            LocalDate birthDate,
            Sex sex,
            String postalCode,
            String address,
            String person) {
        this(
                individualNumber,
                name,
                nameKana,
                birthDate,
                sex,
                postalCode,
                address,
                person,
                "",
                "",
                Optional.empty());
    }

    /** The same resident under this key. */
    public ResidentRow withPerson(String key) {
        return new ResidentRow(
                individualNumber,
                name,
                nameKana,
                birthDate,
                sex,
                postalCode,
                address,
                key,
                alias,
                aliasKana,
                since);
    }

    /**
     * Reads the file.
     *
     * @throws Fault of category FILE when the header is bad
     */
    public static List<ParsedRow<ResidentRow>> read(InputStream in) throws IOException {
        return RowReading.readAll(in, NEEDED, ALLOWED, ResidentRow::row);
    }

    /**
     * Reads the file row by row, for whole towns.
     *
     * @throws Fault of category FILE when the header is bad, or the file over a limit; rows before
     *     were handed over
     */
    public static void each(InputStream in, Consumer<ParsedRow<ResidentRow>> taker)
            throws IOException {
        RowReading.each(in, NEEDED, ALLOWED, ResidentRow::row, taker);
    }

    private static Optional<ResidentRow> row(RowReading reading) {
        Optional<IndividualNumber> number =
                individualNumber(reading, reading.needed("individual_number"));
        String name = reading.needed("name");
        String nameKana = reading.needed("name_kana");
        String birth = reading.needed("birth_date");
        Optional<LocalDate> birthDate = RegistrationRow.date(birth);
        if (birthDate.isEmpty() && !birth.isEmpty()) {
            reading.fault(RegistrationCode.BAD_DATE, "birth_date");
        }
        String sexText = reading.needed("sex");
        Optional<Sex> sex = Sex.of(sexText);
        if (sex.isEmpty() && !sexText.isEmpty()) {
            reading.fault(RegistrationCode.BAD_CODE, "sex");
        }
        String postalCode = reading.text("postal_code");
        String address = reading.needed("address");
        String person = reading.text("person");
        if (!person.isEmpty() && !PERSON.matcher(person).matches()) {
            reading.fault(RegistrationCode.BAD_CODE, "person");
        }
        String alias = reading.text("alias");
        String aliasKana = reading.text("alias_kana");
        if (alias.isEmpty() != aliasKana.isEmpty()) {
            reading.fault(RegistrationCode.MISSING_FIELD, alias.isEmpty() ? "alias" : "alias_kana");
        }
        String sinceText = reading.text("since");
        Optional<LocalDate> since = RegistrationRow.date(sinceText);
        if (since.isEmpty() && !sinceText.isEmpty()) {
            reading.fault(RegistrationCode.BAD_DATE, "since");
        }
        if (!reading.good()) {
            return Optional.empty();
        }
        return Optional.of(
                new ResidentRow(
                        number.orElseThrow(),
                        name,
                        nameKana,
                        birthDate.orElseThrow(),
                        sex.orElseThrow(),
                        postalCode,
                        address,
                        person,
                        alias,
                        aliasKana,
                        since));
    }

    private static Optional<IndividualNumber> individualNumber(RowReading reading, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IndividualNumber(text));
        } catch (MalformedValue malformed) {
            boolean form = text.matches("[0-9]{12}");
            reading.fault(
                    form ? RegistrationCode.CHECK_DIGIT : RegistrationCode.BAD_NUMBER,
                    "individual_number");
            return Optional.empty();
        }
    }

    /** Nothing: all of it is a person's. */
    @Override
    public String toString() {
        return "ResidentRow[…]";
    }
}
