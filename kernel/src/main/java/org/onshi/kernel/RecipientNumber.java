package org.onshi.kernel;

/**
 * 受給者番号: recipient 6, check digit 1 (facts §1.2).
 *
 * @param digits seven ASCII digits; never printed
 */
public record RecipientNumber(String digits) {
    public RecipientNumber {
        if (!CheckDigit.isDigits(digits, 7)) {
            throw new MalformedValue("recipient number must have 7 digits");
        }
        if (!CheckDigit.luhnHolds(digits)) {
            throw new MalformedValue("recipient number fails its check digit");
        }
    }

    @Override
    public String toString() {
        return "RecipientNumber[…]";
    }
}
