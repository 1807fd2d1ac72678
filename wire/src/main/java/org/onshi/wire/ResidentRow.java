package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 */
public record ResidentRow(
        IndividualNumber individualNumber,
        String name,
        String nameKana,
        LocalDate birthDate,
        Sex sex,
        String postalCode,
        String address) {
    private static final Set<String> ALLOWED =
            Set.of(
                    "individual_number",
                    "name",
                    "name_kana",
                    "birth_date",
                    "sex",
                    "postal_code",
                    "address");

    /**
     * Reads the file.
     *
     * @throws Fault of category FILE when the header is bad
     */
    public static List<ParsedRow<ResidentRow>> read(InputStream in) throws IOException {
        return RowReading.readAll(in, ALLOWED, ALLOWED, ResidentRow::row);
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
                        address));
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
