package org.onshi.kernel;

/**
 * 個人番号: twelve digits, the last a check digit (facts §1.5). Only insurers' files, the vault and the
 * resident register may hold one.
 *
 * @param digits twelve ASCII digits; never printed
 */
public record IndividualNumber(String digits) {
    public IndividualNumber {
        if (!CheckDigit.isDigits(digits, 12)) {
            throw new MalformedValue("individual number must have 12 digits");
        }
        if (CheckDigit.individualNumber(digits.substring(0, 11)) != digits.charAt(11) - '0') {
            throw new MalformedValue("individual number fails its check digit");
        }
        if (digits.equals("000000000000")) {
            // arithmetic holds for it, yet nobody has it (facts §1.5)
            throw new MalformedValue("individual number must not be all zero");
        }
    }

    @Override
    public String toString() {
        return "IndividualNumber[…]";
    }
}
