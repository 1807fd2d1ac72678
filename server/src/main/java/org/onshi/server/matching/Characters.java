package org.onshi.server.matching;

import com.ibm.icu.text.Normalizer2;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.onshi.kernel.Kana;

/** Rules about single characters, of names and addresses alike (facts §5.2). */
final class Characters {
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    /** Every hyphen, dash, minus and ruled line that stands for a hyphen (facts §1.6). */
    private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501";

    private static final char LONG_VOWEL = 'ー';
    private static final char VOICED = '\u3099';
    private static final char SEMI_VOICED = '\u309A';

    /** The first and the last character of the blocks of kana. */
    private static final char KANA_FIRST = '\u3041';

    private static final char KANA_LAST = '\u30FF';

    /** By kana: the large one, and イ and エ for ヰ and ヱ, which have no half-width form. */
    private static final String LARGE = largeKana();

    private static final String MIDDLE_DOTS = "・\u00B7";
    private static final String UNREADABLE = "●〓?？\uFFFD";
    private static final String VU_VOWELS = "アイエオ";
    private static final String BA_ROW = "バビベボ";
    private static final String OLD_VU = "ヷヸヹヺ";

    private Characters() {}

    /** Without variation selectors: U+FE00 to FE0F, U+E0100 to E01EF. */
    static String withoutSelectors(String text) {
        return each(text, c -> isSelector(c) ? -1 : c);
    }

    private static boolean isSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /** NFKC; voiced marks that stand by themselves join the kana before them. */
    static String width(String text) {
        return composed(each(text, Characters::combining));
    }

    /** Whether {@link #width} may change a text because of this character. */
    static boolean mayCompose(int c) {
        String one = Character.toString(c);
        return !width(one).equals(one) || !NFKC.hasBoundaryBefore(c) || combining(c) != c;
    }

    /** A voiced mark that now follows its kana joins it. */
    static String voiced(String text) {
        return text.indexOf(VOICED) < 0 && text.indexOf(SEMI_VOICED) < 0 ? text : composed(text);
    }

    private static String composed(String text) {
        return NFKC.spanQuickCheckYes(text) == text.length() ? text : NFKC.normalize(text);
    }

    private static int combining(int c) {
        return switch (c) {
            case 0x309B, 0xFF9E -> VOICED;
            case 0x309C, 0xFF9F -> SEMI_VOICED;
            default -> c;
        };
    }

    /** Without spaces, and without the dots between the names of foreigners. */
    static String withoutSpaces(String text) {
        return voiced(each(text, c -> isSpace(c) || MIDDLE_DOTS.indexOf(c) >= 0 ? -1 : c));
    }

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** One long vowel after katakana, one hyphen elsewhere. */
    static String dashes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char last = i > 0 ? out.charAt(i - 1) : 0;
            out.append(!isDash(c) ? c : last >= 'ァ' && last <= LONG_VOWEL ? LONG_VOWEL : '-');
        }
        return out.toString();
    }

    static boolean isDash(int c) {
        return c == '-' || (c >= '\u2010' && c <= '\u2501' && DASHES.indexOf(c) >= 0);
    }

    /** In a reading every dash is a long vowel. */
    static String longVowels(String text) {
        return each(text, c -> isDash(c) ? LONG_VOWEL : c);
    }

    static String katakana(String text) {
        return each(
                text, c -> (c >= 'ぁ' && c <= 'ゖ') || c == 'ゝ' || c == 'ゞ' ? c + ('ァ' - 'ぁ') : c);
    }

    /** Small kana become large, ヰ and ヱ, which have no half-width form, イ and エ. */
    static String large(String text) {
        return each(text, c -> c < KANA_FIRST || c > KANA_LAST ? c : LARGE.charAt(c - KANA_FIRST));
    }

    private static String largeKana() {
        StringBuilder kana = new StringBuilder();
        for (char c = KANA_FIRST; c <= KANA_LAST; c++) {
            kana.append(c);
        }
        return Kana.large(kana.toString()).replace('ヰ', 'イ').replace('ヱ', 'エ');
    }

    /** ヴ with the vowel after it becomes a letter of the バ row; after {@link #large}. */
    static String vu(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int old = OLD_VU.indexOf(c);
            if (old >= 0) {
                out.append(BA_ROW.charAt(old));
            } else if (c != 'ヴ') {
                out.append(c);
            } else {
                int vowel = i + 1 < text.length() ? VU_VOWELS.indexOf(text.charAt(i + 1)) : -1;
                out.append(vowel < 0 ? 'ブ' : BA_ROW.charAt(vowel));
                i += vowel < 0 ? 0 : 1;
            }
        }
        return out.toString();
    }

    /**
     * Whether every character says which one it is: no ●, 〓, ?, U+FFFD, no half of a pair, and none
     * of the private areas, where each office has characters of its own (外字).
     */
    static boolean readable(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isUnreadable(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    /** U+D800 to F8FF are surrogates and a private area, U+F0000 and above are private too. */
    private static boolean isUnreadable(int c) {
        boolean elsewhere = c >= Character.MIN_SURROGATE && (c <= 0xF8FF || c >= 0xF0000);
        return elsewhere || UNREADABLE.indexOf(c) >= 0;
    }

    /** Whether two texts are as long and the same wherever both can be read. */
    static boolean equalWhereReadable(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int one = a.codePointAt(i);
            int other = b.codePointAt(j);
            if (one != other && !isUnreadable(one) && !isUnreadable(other)) {
                return false;
            }
            i += Character.charCount(one);
            j += Character.charCount(other);
        }
        return i == a.length() && j == b.length();
    }

    /** Each code point by its change, -1 to drop it; the same text where nothing changes. */
    static String each(String text, IntUnaryOperator change) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = change.applyAsInt(c);
            if (next != c && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (out != null && next >= 0) {
                out.appendCodePoint(next);
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    }
}
