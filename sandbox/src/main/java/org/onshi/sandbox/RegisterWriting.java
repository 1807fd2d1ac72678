package org.onshi.sandbox;

import java.text.Normalizer;

/**
 * How the resident register writes what it compares: one width, no spaces, no variation selectors,
 * kana in large letters (domain facts §5.1). Nothing more: another way to write an address, or a
 * variant of a character, is another text to it.
 */
final class RegisterWriting {
    private static final String SMALL = "ァィゥェォッャュョヮヵヶ";
    private static final String LARGE = "アイウエオツヤユヨワカケ";

    private RegisterWriting() {}

    static String name(String text) {
        return plain(text);
    }

    static String kana(String text) {
        StringBuilder large = new StringBuilder();
        plain(text)
                .codePoints()
                .forEach(letter -> {
                    int small = SMALL.indexOf(letter);
                    large.appendCodePoint(small < 0 ? letter : LARGE.charAt(small));
                });
        return large.toString();
    }

    static String address(String text) {
        return plain(text);
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(letter -> !Character.isWhitespace(letter) && !selectsVariant(letter))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean selectsVariant(int letter) {
        return (letter >= 0xE0100 && letter <= 0xE01EF) || (letter >= 0xFE00 && letter <= 0xFE0F);
    }
}
