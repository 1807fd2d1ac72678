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

    /** As the JDK's XML parser limits it. */
    static final int NAME_CHARACTERS_MAX = 1000;

    /** Whether this can be the name of an element, without a prefix (XML 1.0, NCName). */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > NAME_CHARACTERS_MAX) {
            return false;
        }
        return startsName(name.codePointAt(0))
                && name.codePoints().allMatch(c -> startsName(c) || continuesName(c));
    }

    private static boolean startsName(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || c == '_'
                || (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7)
                || (c >= 0x370 && c <= 0x1FFF && c != 0x37E)
                || c == 0x200C
                || c == 0x200D
                || (c >= 0x2070 && c <= 0x218F)
                || (c >= 0x2C00 && c <= 0x2FEF)
                || (c >= 0x3001 && c <= 0xD7FF)
                || (c >= 0xF900 && c <= 0xFDCF)
                || (c >= 0xFDF0 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0xEFFFF);
    }

    private static boolean continuesName(int c) {
        return (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == 0xB7
                || (c >= 0x300 && c <= 0x36F)
                || c == 0x203F
                || c == 0x2040;
    }
}
