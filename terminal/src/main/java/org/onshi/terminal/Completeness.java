package org.onshi.terminal;

import java.nio.charset.StandardCharsets;

/**
 * Whether a request file is complete, seen from its first and last bytes only. It decides nothing
 * but whether waiting is of use: a file that looks complete is parsed at once, one that does not
 * gets time to grow (contracts.md §4).
 *
 * <p>Works on bytes: in UTF-8 and in Shift_JIS no second byte of a character is {@code <}, {@code
 * >} or {@code /}.
 */
final class Completeness {
    private Completeness() {}

    /**
     * Whether the document ends with the end of its root element.
     *
     * @param head the first bytes, with the start tag of the root
     * @param tail the last bytes, with the end tag of the root
     */
    static boolean looksComplete(byte[] head, byte[] tail) {
        // ISO 8859-1 maps each byte to one char, so positions stay positions
        String end = withoutTrailingMisc(new String(tail, StandardCharsets.ISO_8859_1));
        if (!end.endsWith(">")) {
            return false;
        }
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        int root = startOfRoot(begin);
        if (root < 0) {
            return false;
        }
        String name = nameAt(begin, root + 1);
        String closing = end.substring(end.lastIndexOf('<') + 1, end.length() - 1).stripTrailing();
        if (closing.equals("/" + name)) {
            return true;
        }
        boolean rootIsTheOnlyTag = begin.indexOf('<', root + 1) < 0 && closing.startsWith(name);
        return rootIsTheOnlyTag && closing.endsWith("/");
    }

    /**
     * Comments, processing instructions and blanks may follow the root; NULs fill a file that is
     * being copied.
     */
    private static String withoutTrailingMisc(String text) {
        if (text.endsWith("\0")) {
            return "";
        }
        String rest = text.stripTrailing();
        while (true) {
            int start;
            if (rest.endsWith("-->")) {
                start = rest.lastIndexOf("<!--");
            } else if (rest.endsWith("?>")) {
                start = rest.lastIndexOf("<?");
            } else {
                return rest;
            }
            if (start < 0) {
                return rest;
            }
            rest = rest.substring(0, start).stripTrailing();
        }
    }

    private static int startOfRoot(String text) {
        int at = 0;
        while (true) {
            at = text.indexOf('<', at);
            if (at < 0 || at + 1 >= text.length()) {
                return -1;
            }
            char next = text.charAt(at + 1);
            if (next == '?') {
                at = text.indexOf("?>", at);
            } else if (next == '!') {
                at = text.startsWith("<!--", at) ? text.indexOf("-->", at) : text.indexOf('>', at);
            } else {
                return at;
            }
            if (at < 0) {
                return -1;
            }
        }
    }

    private static String nameAt(String text, int from) {
        int to = from;
        while (to < text.length() && " \t\r\n/>".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return text.substring(from, to);
    }
}
