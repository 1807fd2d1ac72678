package org.onshi.kernel;

import com.ibm.icu.text.Normalizer2;

/**
 * 記号・番号・枝番 as written, never normalised in storage: the raw values go back into answers, the {@link
 * #comparisonKey} finds the person (facts §1.6).
 *
 * @param symbol 記号, "" where the insurer has none; at most 38 characters
 * @param number 番号, never blank; at most 38 characters
 * @param branch 枝番, "" when unknown, else one or two digits in either width
 */
public record InsuredIdentifier(String symbol, String number, String branch) {
    private static final int CHARACTERS_MAX = 38;
    private static final int CLAIM_BYTES_MAX = 38;
    private static final int FULL_WIDTH_BYTES = 2;
    private static final int ASCII_END = 0x80;

    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

    public InsuredIdentifier {
        requirePlain("symbol", symbol);
        requirePlain("number", number);
        if (normalised(number).isEmpty()) {
            throw new MalformedValue("number must not be empty");
        }
        String digits = Width.half(branch).strip();
        if (digits.length() > 2 || !CheckDigit.isDigits(digits, digits.length())) {
            throw new MalformedValue("branch must be empty or have 2 digits");
        }
    }

    /**
     * What two writings of the same identifier have in common, without the branch: width, case,
     * spaces and kinds of dashes folded, leading zeros of the number gone. Symbol and number stand
     * apart by a space, which neither holds.
     */
    public String comparisonKey() {
        return normalised(symbol) + " " + withoutLeadingZeros(normalised(number));
    }

    /** 枝番 in half width with two digits, "" when unknown. */
    public String branchKey() {
        String digits = Width.half(branch).strip();
        return digits.length() == 1 ? "0" + digits : digits;
    }

    /**
     * Whether a claim can carry a symbol or a number: at most 38 bytes, all half width, or all full
     * width as soon as one character is no ASCII (facts §1.6). What is asked with may be longer,
     * since everything may be typed in full width.
     */
    public static boolean fitsClaim(String symbolOrNumber) {
        long characters = symbolOrNumber.codePoints().count();
        boolean half = symbolOrNumber.codePoints().allMatch(c -> c < ASCII_END);
        return (half ? characters : characters * FULL_WIDTH_BYTES) <= CLAIM_BYTES_MAX;
    }

    /**
     * Whether a symbol or a number holds half and full width at once, so that claims write it
     * otherwise (facts §1.6).
     */
    public static boolean mixesWidths(String symbolOrNumber) {
        return symbolOrNumber.codePoints().anyMatch(c -> c < ASCII_END)
                && symbolOrNumber.codePoints().anyMatch(c -> c >= ASCII_END);
    }

    /**
     * Whether symbol and number are written exactly alike; the branch is compared by {@link
     * #branchKey}.
     */
    public boolean rawEquals(InsuredIdentifier other) {
        return symbol.equals(other.symbol) && number.equals(other.number);
    }

    @Override
    public String toString() {
        return "InsuredIdentifier[…]";
    }

    private static void requirePlain(String field, String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw new MalformedValue(
                    field + " must have at most " + CHARACTERS_MAX + " characters");
        }
        if (text.codePoints()
                .anyMatch(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new MalformedValue(field + " must not hold control characters");
        }
    }

    private static String normalised(String text) {
        String before = text;
        String after = fold(text);
        // taking spaces out can bring a mark next to a letter it joins with, hence until nothing
        // changes
        while (!after.equals(before)) {
            before = after;
            after = fold(after);
        }
        return after;
    }

    private static String fold(String text) {
        String folded = FOLD.normalize(text);
        StringBuilder out = new StringBuilder(folded.length());
        folded.codePoints().forEach(c -> appendFolded(out, c));
        return out.toString();
    }

    private static void appendFolded(StringBuilder out, int codePoint) {
        if (isDash(codePoint)) {
            out.append('-');
        } else if (codePoint >= 'a' && codePoint <= 'z') {
            out.append((char) (codePoint - 'a' + 'A'));
        } else if (!Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint)) {
            out.appendCodePoint(codePoint);
        }
    }

    /**
     * Hyphens, dashes, minus, the long vowel and the box line, all typed for one another (facts
     * §1.6).
     */
    private static boolean isDash(int c) {
        return c == '-'
                || (c >= 0x2010 && c <= 0x2015)
                || c == 0x2212
                || c == 0x30FC
                || c == 0xFF0D
                || c == 0xFF70
                || c == 0x2043
                || c == 0x2500;
    }

    private static String withoutLeadingZeros(String number) {
        int first = 0;
        while (first < number.length() - 1 && number.charAt(first) == '0') {
            first++;
        }
        return number.substring(first);
    }
}
