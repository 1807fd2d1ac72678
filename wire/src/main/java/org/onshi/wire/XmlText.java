package org.onshi.wire;

/** Which characters XML allows, and how they are written. */
final class XmlText {
    private XmlText() {}

    /** Whether XML 1.0 allows this code point in text. */
    static boolean allows(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x10000;
    }

    /** Whether XML 1.0 allows all of this text. */
    static boolean allows(String text) {
        return text.codePoints().allMatch(XmlText::allows);
    }

    /** Whether this can be an element's name; narrower than XML, as wide as the interface. */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > 200 || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || c == '.');
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
