package org.onshi.wire;

/** Whether a text is made of ASCII digits only. */
final class Digits {
    private Digits() {}

    static boolean are(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
