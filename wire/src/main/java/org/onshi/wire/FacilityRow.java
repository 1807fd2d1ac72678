package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.FacilityKind;

/**
 * One facility of the master data (contracts.md §1).
 *
 * @param code 医療機関コード; a false check digit is only a warning
 * @param name 名称
 * @param kind by the column where it is known, else by the code
 * @param prefecture as written; "" when absent
 * @param city as written; "" when absent
 * @param address as written; "" when absent
 * @param claimMedium as written; "" when absent
 */
public record FacilityRow(
        FacilityCode code,
        String name,
        FacilityKind kind,
        String prefecture,
        String city,
        String address,
        String claimMedium) {
    private static final Set<String> NEEDED = Set.of("facility_code", "name");
    private static final Set<String> ALLOWED =
            Set.of(
                    "facility_code",
                    "name",
                    "kind",
                    "prefecture",
                    "city",
                    "address",
                    "claim_medium");

    /**
     * Reads the file.
     *
     * @throws Fault of category FILE when the header is bad
     */
    public static List<ParsedRow<FacilityRow>> read(InputStream in) throws IOException {
        return RowReading.readAll(in, NEEDED, ALLOWED, FacilityRow::row);
    }

    private static Optional<FacilityRow> row(RowReading reading) {
        String code = reading.needed("facility_code");
        if (!code.isEmpty() && !Digits.are(code, 10)) {
            reading.fault(RegistrationCode.BAD_NUMBER, "facility_code");
        }
        String name = reading.needed("name");
        String kindText = reading.text("kind");
        String prefecture = reading.text("prefecture");
        String city = reading.text("city");
        String address = reading.text("address");
        String claimMedium = reading.text("claim_medium");
        if (!reading.good()) {
            return Optional.empty();
        }
        FacilityCode facility = new FacilityCode(code);
        Optional<FacilityKind> kind = kind(kindText).or(facility::kind);
        if (kind.isEmpty()) {
            reading.fault(RegistrationCode.BAD_CODE, "kind");
        }
        return kind.map(known ->
                new FacilityRow(facility, name, known, prefecture, city, address, claimMedium));
    }

    private static Optional<FacilityKind> kind(String text) {
        for (FacilityKind kind : FacilityKind.values()) {
            if (kind.name().equalsIgnoreCase(text)
                    || kind.wire().equals(text)
                    || kind.label().equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
