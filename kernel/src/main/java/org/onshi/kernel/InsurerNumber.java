package org.onshi.kernel;

/**
 * 保険者番号 of master data: eight digits (law, prefecture, insurer, check digit), or six for national
 * health insurance (no law number). Canonical: trimmed of the padding messages carry. What comes
 * from outside is a {@link ClaimedInsurerNumber} first.
 *
 * @param digits six or eight ASCII digits whose last is the check digit (facts §1.1, §1.2)
 */
public record InsurerNumber(String digits) {
    /** Fills the field of a claim whose insurer is unknown; no insurer has it (保発0710第1号). */
    private static final String UNKNOWN_INSURER = "77777779";

    public InsurerNumber {
        if (!CheckDigit.isDigits(digits, 6) && !CheckDigit.isDigits(digits, 8)) {
            throw new MalformedValue("insurer number must have 6 or 8 digits");
        }
        if (!CheckDigit.luhnHolds(digits)) {
            throw new MalformedValue("insurer number fails its check digit");
        }
        if (digits.length() == 8 && digits.startsWith("00")) {
            throw new MalformedValue(
                    "insurer number of national health insurance must be written with 6 digits");
        }
        if (digits.equals("000000") || digits.equals(UNKNOWN_INSURER)) {
            throw new MalformedValue("insurer number is a filler, not an insurer");
        }
    }

    /** Eight characters, padded with spaces on the left, as messages and claims write it. */
    public String padded() {
        return digits.length() == 8 ? digits : "  " + digits;
    }

    /** The scheme this insurer runs. */
    public InsurerKind kind() {
        return InsurerKind.ofNumber(digits);
    }

    /** 都道府県番号, two digits 01 to 47 in use. */
    public String prefecture() {
        return digits.length() == 8 ? digits.substring(2, 4) : digits.substring(0, 2);
    }
}
