package org.onshi.kernel;

import java.util.HashMap;
import java.util.Map;

/**
 * Kana between half and full width, and small to large. Written as a table: names are converted on
 * every answer.
 */
public final class Kana {
    /** Full-width partners of U+FF61 to U+FF9F, in order. */
    private static final String FULL =
            "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

    private static final char HALF_FIRST = '｡';
    private static final char HALF_LAST = 'ﾟ';
    private static final char HALF_VOICED = 'ﾞ';
    private static final char HALF_SEMI_VOICED = 'ﾟ';
    private static final String VOICELESS = "カキクケコサシスセソタチツテトハヒフヘホウワヲ";
    private static final String VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴヷヺ";
    private static final String UNHALVED = "ハヒフヘホ";
    private static final String SEMI_VOICED = "パピプペポ";
    private static final String SMALL = "ァィゥェォャュョッヮヵヶｧｨｩｪｫｬｭｮｯぁぃぅぇぉゃゅょっゎゕゖ";
    private static final String LARGE = "アイウエオヤユヨツワカケｱｲｳｴｵﾔﾕﾖﾂあいうえおやゆよつわかけ";

    private static final Map<Character, String> TO_HALF = toHalf();

    private Kana() {}

    /**
     * Katakana and hiragana to half-width katakana, full-width ASCII and spaces to ASCII, as
     * messages write kana names. Letters without a half-width form become the nearest that has one
     * (ヮ ワ, ヵ カ, ヶ ケ, ヰ イ, ヱ エ).
     */
    public static String halfWidth(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String half = TO_HALF.get(c);
            if (half != null) {
                out.append(half);
            } else {
                out.append(c);
            }
        }
        return Width.half(out.toString());
    }

    /**
     * Half-width katakana to full width, voiced marks joined to their letter; everything else
     * stays.
     */
    public static String fullWidth(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < HALF_FIRST || c > HALF_LAST) {
                out.append(c);
                continue;
            }
            char full = FULL.charAt(c - HALF_FIRST);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            char joined = joined(full, next);
            out.append(joined == 0 ? full : joined);
            if (joined != 0) {
                i++;
            }
        }
        return out.toString();
    }

    /**
     * Small kana to large ones, in both widths and in hiragana; the resident register writes only
     * large ones.
     */
    public static String large(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int at = SMALL.indexOf(c);
            out.append(at < 0 ? c : LARGE.charAt(at));
        }
        return out.toString();
    }

    private static char joined(char full, char mark) {
        int at =
                switch (mark) {
                    case HALF_VOICED -> VOICELESS.indexOf(full);
                    case HALF_SEMI_VOICED -> UNHALVED.indexOf(full);
                    default -> -1;
                };
        if (at < 0) {
            return 0;
        }
        return mark == HALF_VOICED ? VOICED.charAt(at) : SEMI_VOICED.charAt(at);
    }

    private static Map<Character, String> toHalf() {
        Map<Character, String> table = new HashMap<>();
        for (int i = 0; i < FULL.length(); i++) {
            table.put(FULL.charAt(i), String.valueOf((char) (HALF_FIRST + i)));
        }
        for (int i = 0; i < VOICED.length(); i++) {
            table.put(VOICED.charAt(i), table.get(VOICELESS.charAt(i)) + HALF_VOICED);
        }
        for (int i = 0; i < SEMI_VOICED.length(); i++) {
            table.put(SEMI_VOICED.charAt(i), table.get(UNHALVED.charAt(i)) + HALF_SEMI_VOICED);
        }
        table.put('ヮ', "ﾜ");
        table.put('ヵ', "ｶ");
        table.put('ヶ', "ｹ");
        table.put('ヰ', "ｲ");
        table.put('ヱ', "ｴ");
        table.put('ヸ', "ｲﾞ");
        table.put('ヹ', "ｴﾞ");
        // combining marks, as decomposed text carries them
        table.put('\u3099', "ﾞ");
        table.put('\u309A', "ﾟ");
        for (char hiragana = 'ぁ'; hiragana <= 'ゖ'; hiragana++) {
            table.put(hiragana, table.get((char) (hiragana + 'ァ' - 'ぁ')));
        }
        return Map.copyOf(table);
    }
}
