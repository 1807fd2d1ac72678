package org.onshi.kernel;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * The characters an answer may carry, by the character set it is written in. What the set lacks
 * becomes ●, one for a character, as the real system answers (interface.md §1.5).
 */
public enum CharacterRepertoire {
    /** Everything; only lone surrogates become ●. */
    UNICODE,
    /** windows-31j, what receipt computers call Shift_JIS (facts §3.1). */
    WINDOWS_31J;

    /** 黒丸, stands for one character that cannot be written. */
    public static final char SUBSTITUTE = '●';

    /**
     * By character of the basic plane: what is read back after writing it, NUL where it cannot be
     * written.
     */
    private static final char[] WINDOWS_31J_READ_BACK = readBack(Charset.forName("windows-31j"));

    /**
     * Pairs whose first is JIS's mapping and whose second is Microsoft's of the same character
     * (facts §3.1).
     */
    private static final String JIS_MAPPING = "\u301C\u2212\u2014\u2016\u00A2\u00A3\u00AC";

    private static final String MICROSOFT_MAPPING = "\uFF5E\uFF0D\u2015\u2225\uFFE0\uFFE1\uFFE2";

    /**
     * The text as this repertoire can carry it. Idempotent. Variation selectors are dropped where
     * the repertoire cannot carry them, their base stays; a code point outside the basic plane is
     * one ●.
     */
    public String render(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(out, codePoint));
        return out.toString();
    }

    /** Whether {@link #render} would leave the text as it is. */
    public boolean carries(String text) {
        return render(text).equals(text);
    }

    private void append(StringBuilder out, int codePoint) {
        boolean loneSurrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (this == UNICODE) {
            out.appendCodePoint(loneSurrogate ? SUBSTITUTE : codePoint);
            return;
        }
        if (isVariationSelector(codePoint)) {
            return;
        }
        if (Character.isBmpCodePoint(codePoint)) {
            int at = JIS_MAPPING.indexOf(codePoint);
            char folded = at < 0 ? (char) codePoint : MICROSOFT_MAPPING.charAt(at);
            char readBack = WINDOWS_31J_READ_BACK[folded];
            out.append(readBack == 0 ? SUBSTITUTE : readBack);
        } else {
            out.append(SUBSTITUTE);
        }
    }

    /** Selectors of standardised and ideographic variation sequences. */
    static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    private static char[] readBack(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        char[] table = new char[Character.MAX_VALUE + 1];
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            // the private use area maps to user-defined characters that look different on every
            // machine
            boolean privateUse = c >= 0xE000 && c <= 0xF8FF;
            if (!privateUse && !Character.isSurrogate((char) c) && encoder.canEncode((char) c)) {
                // some are written as their nearest (« as ≪); answering that keeps rendering
                // idempotent
                table[c] =
                        new String(String.valueOf((char) c).getBytes(charset), charset).charAt(0);
            }
        }
        return table;
    }
}
