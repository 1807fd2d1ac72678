package org.onshi.kernel;

import java.util.Optional;

/**
 * 医療機関コード: prefecture 2, 点数表 1, municipality 2, number 4, check digit 1 (facts §1.4). A false check
 * digit is only a warning, since the scope of the check digit has a single public source.
 *
 * @param digits ten ASCII digits
 */
public record FacilityCode(String digits) {
    public FacilityCode {
        if (!CheckDigit.isDigits(digits, 10)) {
            throw new MalformedValue("facility code must have 10 digits");
        }
    }

    /** The code of nine digits with its check digit appended. */
    public static FacilityCode withCheckDigit(String nineDigits) {
        if (!CheckDigit.isDigits(nineDigits, 9)) {
            throw new MalformedValue("facility code without check digit must have 9 digits");
        }
        return new FacilityCode(nineDigits + CheckDigit.luhn(nineDigits));
    }

    /** Whether the last digit is the check digit of the nine before it. */
    public boolean checkDigitHolds() {
        return CheckDigit.luhnHolds(digits);
    }

    /** 点数表; empty for a digit outside the table. */
    public Optional<FacilityKind> kind() {
        return FacilityKind.of(digits.substring(2, 3));
    }

    /** 都道府県番号, two digits. */
    public String prefecture() {
        return digits.substring(0, 2);
    }
}
