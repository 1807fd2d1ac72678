package org.onshi.kernel;

/**
 * 公費負担者番号: law 2, prefecture 2, executing body 3, check digit 1 (facts §1.2).
 *
 * @param digits eight ASCII digits
 */
public record PublicPayerNumber(String digits) {
    public PublicPayerNumber {
        if (!CheckDigit.isDigits(digits, 8)) {
            throw new MalformedValue("public payer number must have 8 digits");
        }
        if (!CheckDigit.luhnHolds(digits)) {
            throw new MalformedValue("public payer number fails its check digit");
        }
    }

    /** 法別番号, two digits, such as 12 for 医療扶助. */
    public String law() {
        return digits.substring(0, 2);
    }
}
