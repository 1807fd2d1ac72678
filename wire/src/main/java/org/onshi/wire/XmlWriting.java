package org.onshi.wire;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.onshi.kernel.CharacterRepertoire;

/** The tree to bytes. Deterministic: the same tree in the same encoding gives the same bytes. */
final class XmlWriting {
    /** Text of people's names and addresses, where ● stands for what cannot be written. */
    private static final Set<String> SUBSTITUTED =
            Set.of(
                    "Name",
                    "NameOfOther",
                    "NameKana",
                    "NameOfOtherKana",
                    "InsuredName",
                    "Address",
                    "InsurerName",
                    "ErrorMessage",
                    "ProcessingResultMessage");

    private static final String INDENT = "    ";

    /** Characters that come back as themselves; others would silently become a lookalike. */
    private static final BitSet SHIFT_JIS_FAITHFUL = faithful(TextEncoding.SHIFT_JIS.charset());

    /** Characters encoded at a time: an answer of many people is not held as text as a whole. */
    private static final int CHUNK_CHARACTERS = 64 * 1024;

    private final StringBuilder out = new StringBuilder(4096);
    private final List<byte[]> encoded = new ArrayList<>();
    private final TextEncoding encoding;

    private XmlWriting(TextEncoding encoding) {
        this.encoding = encoding;
    }

    static byte[] bytes(Element root, TextEncoding encoding) {
        XmlWriting writing = new XmlWriting(encoding);
        writing.out
                .append("<?xml version=\"1.0\" encoding=\"")
                .append(encoding.declaredName())
                .append("\" standalone=\"no\"?>\n");
        writing.element(root, 0);
        writing.encode();
        return writing.joined();
    }

    /** Called between elements, so that no character is cut. */
    private void encode() {
        encoded.add(out.toString().getBytes(encoding.charset()));
        out.setLength(0);
    }

    private byte[] joined() {
        if (encoded.size() == 1) {
            return encoded.getFirst();
        }
        ByteBuffer all = ByteBuffer.allocate(encoded.stream().mapToInt(part -> part.length).sum());
        encoded.forEach(all::put);
        return all.array();
    }

    private void element(Element element, int depth) {
        if (!element.name().codePoints().allMatch(this::carries)) {
            // an element nobody knows, in a name this encoding has no letters for
            return;
        }
        indent(depth);
        out.append('<').append(element.name()).append('>');
        List<Element> children = element.children();
        if (children.isEmpty()) {
            leaf(element);
        } else {
            out.append('\n');
            for (Element child : children) {
                element(child, depth + 1);
            }
            indent(depth);
        }
        out.append("</").append(element.name()).append(">\n");
        if (out.length() > CHUNK_CHARACTERS) {
            encode();
        }
    }

    private void leaf(Element element) {
        if (element.name().equals(Names.CHARACTER_CODE)) {
            out.append(encoding.wire());
        } else if (element.source().isPresent()) {
            literally(element.source().get());
        } else if (SUBSTITUTED.contains(element.name())) {
            escaped(encoding.repertoire().render(element.text()), true);
        } else {
            escaped(element.text(), false);
        }
    }

    private void indent(int depth) {
        for (int i = 0; i < depth; i++) {
            out.append(INDENT);
        }
    }

    /** As it was sent; only what this encoding cannot carry becomes a character reference. */
    private void literally(String source) {
        source.codePoints()
                .forEach(c -> {
                    if (carries(c)) {
                        out.appendCodePoint(c);
                    } else {
                        reference(c);
                    }
                });
    }

    private void escaped(String text, boolean substituted) {
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '\r' -> out.append("&#13;");
                        default -> {
                            if (!XmlText.allows(c)) {
                                // cannot be written at all, not even as a reference
                                out.append(CharacterRepertoire.SUBSTITUTE);
                            } else if (substituted || carries(c)) {
                                out.appendCodePoint(c);
                            } else {
                                reference(c);
                            }
                        }
                    }
                });
    }

    private void reference(int codePoint) {
        out.append("&#").append(codePoint).append(';');
    }

    private boolean carries(int codePoint) {
        return encoding == TextEncoding.UTF_8 || SHIFT_JIS_FAITHFUL.get(codePoint);
    }

    private static BitSet faithful(Charset charset) {
        BitSet characters = new BitSet(Character.MAX_VALUE + 1);
        CharsetEncoder encoder = charset.newEncoder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate(c) && encoder.canEncode(c)) {
                String text = String.valueOf(c);
                if (new String(text.getBytes(charset), charset).equals(text)) {
                    characters.set(c);
                }
            }
        }
        return characters;
    }
}
