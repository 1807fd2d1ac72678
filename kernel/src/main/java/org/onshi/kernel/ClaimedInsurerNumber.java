package org.onshi.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An insurer number as somebody outside wrote it: padded with spaces or zeros, in full width, or
 * wrong. It is read with its doubts instead of being refused, since a claim with 77777777 or a
 * sample with a false check digit must still be read (facts §1.2).
 *
 * @param raw exactly what was written, never null
 */
public record ClaimedInsurerNumber(String raw) {
    /** Why a claimed number cannot be taken as an insurer's. */
    public enum Doubt {
        /** Nothing was written. */
        EMPTY,
        /** Something other than digits. */
        NOT_DIGITS,
        /** Neither six nor eight digits. */
        WRONG_LENGTH,
        /** The last digit is not the check digit. */
        CHECK_DIGIT,
        /** 77777777 or 77777779: the claim says that the insurer is unknown (不詳). */
        INSURER_UNKNOWN
    }

    /**
     * The canonical form: width folded, spaces gone, and a leading "00" gone when the six digits
     * after it hold their check digit (facts §1.1). Where that does not give digits, what is left
     * after trimming.
     */
    public String trimmed() {
        String text = Width.half(raw).strip();
        boolean zeroPadded =
                CheckDigit.isDigits(text, 8)
                        && text.startsWith("00")
                        && CheckDigit.luhnHolds(text.substring(2));
        return zeroPadded ? text.substring(2) : text;
    }

    /** The number, when there is no doubt about it. */
    public Optional<InsurerNumber> confirmed() {
        String text = trimmed();
        return doubts(text).isEmpty() ? Optional.of(new InsurerNumber(text)) : Optional.empty();
    }

    /** All doubts; empty when {@link #confirmed} has a value. */
    public List<Doubt> doubts() {
        return doubts(trimmed());
    }

    private static List<Doubt> doubts(String text) {
        List<Doubt> doubts = new ArrayList<>();
        if (text.isEmpty()) {
            return List.of(Doubt.EMPTY);
        }
        if (!CheckDigit.isDigits(text, text.length())) {
            return List.of(Doubt.NOT_DIGITS);
        }
        if (text.length() != 6 && text.length() != 8) {
            return List.of(Doubt.WRONG_LENGTH);
        }
        if (text.equals("77777777") || text.equals("77777779")) {
            doubts.add(Doubt.INSURER_UNKNOWN);
        }
        if (!CheckDigit.luhnHolds(text) || text.startsWith("00")) {
            doubts.add(Doubt.CHECK_DIGIT);
        }
        return List.copyOf(doubts);
    }

    /** Shows nothing: what stands in a wrong field may be anything, a personal number included. */
    @Override
    public String toString() {
        return "ClaimedInsurerNumber[" + (doubts().isEmpty() ? trimmed() : "…") + "]";
    }
}
