package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the leaves that must be echoed byte for byte were written: clients look for the very
 * characters they sent (interface.md §1.4), entities and white space included. Reads documents that
 * a real parser has found well-formed and without DOCTYPE; only then is looking for angle brackets
 * enough.
 */
final class SourceSlices {
    private final String text;
    private final Set<String> names;
    private final List<String> slices = new ArrayList<>();
    private int openSlice = -1;
    private int contentStart;
    private int at;

    private SourceSlices(String text, Set<String> names) {
        this.text = text;
        this.names = names;
    }

    /** The content of each leaf of these names, in document order; "" for one with children. */
    static List<String> of(String text, Set<String> names) {
        SourceSlices scan = new SourceSlices(text, names);
        scan.run();
        return scan.slices;
    }

    private void run() {
        at = text.indexOf('<');
        while (at >= 0) {
            if (text.startsWith("<!--", at)) {
                skipTo("-->", 4);
            } else if (text.startsWith("<![CDATA[", at)) {
                skipTo("]]>", 9);
            } else if (text.startsWith("<?", at)) {
                skipTo("?>", 2);
            } else if (text.startsWith("</", at)) {
                closeSlice();
                skipTo(">", 2);
            } else {
                startTag();
            }
            at = text.indexOf('<', at);
        }
    }

    private void skipTo(String end, int from) {
        int found = text.indexOf(end, at + from);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void closeSlice() {
        if (openSlice >= 0) {
            slices.set(openSlice, text.substring(contentStart, at));
            openSlice = -1;
        }
    }

    private void startTag() {
        openSlice = -1;
        int nameStart = at + 1;
        int i = nameStart;
        while (i < text.length() && " \t\r\n/>".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        String name = text.substring(nameStart, i);
        char quote = 0;
        while (i < text.length() && (quote != 0 || text.charAt(i) != '>')) {
            char c = text.charAt(i);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            i++;
        }
        boolean empty = i > 0 && text.charAt(i - 1) == '/';
        at = Math.min(i + 1, text.length());
        if (names.contains(name.substring(name.indexOf(':') + 1))) {
            slices.add("");
            if (!empty) {
                openSlice = slices.size() - 1;
                contentStart = at;
            }
        }
    }
}
