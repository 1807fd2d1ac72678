package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;

/**
 * One insurer of the master data (contracts.md §1).
 *
 * @param number 保険者番号
 * @param name 名称
 * @param kind by the column where it is known, else by the number
 * @param prefecture as written; "" when absent
 * @param address as written; "" when absent
 * @param telephone as written; "" when absent
 */
public record InsurerRow(
        InsurerNumber number,
        String name,
        InsurerKind kind,
        String prefecture,
        String address,
        String telephone) {
    private static final Set<String> NEEDED = Set.of("insurer_number", "name");
    private static final Set<String> ALLOWED =
            Set.of("insurer_number", "name", "kind", "prefecture", "address", "telephone");

    /**
     * Reads the file.
     *
     * @throws Fault of category FILE when the header is bad
     */
    public static List<ParsedRow<InsurerRow>> read(InputStream in) throws IOException {
        return RowReading.readAll(in, NEEDED, ALLOWED, InsurerRow::row);
    }

    private static Optional<InsurerRow> row(RowReading reading) {
        ClaimedInsurerNumber claimed = new ClaimedInsurerNumber(reading.needed("insurer_number"));
        String digits = claimed.trimmed();
        Optional<InsurerNumber> number = claimed.confirmed();
        if (number.isEmpty() && !digits.isEmpty()) {
            boolean form = Digits.are(digits, 6) || Digits.are(digits, 8);
            reading.fault(
                    form ? RegistrationCode.CHECK_DIGIT : RegistrationCode.BAD_NUMBER,
                    "insurer_number");
        }
        String name = reading.needed("name");
        String kind = reading.text("kind");
        String prefecture = reading.text("prefecture");
        String address = reading.text("address");
        String telephone = reading.text("telephone");
        return number.map(known ->
                new InsurerRow(
                        known,
                        name,
                        InsurerKind.of(kind).orElse(known.kind()),
                        prefecture,
                        address,
                        telephone));
    }
}
