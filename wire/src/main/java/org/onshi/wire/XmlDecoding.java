package org.onshi.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of an XML document to characters, by its declaration. Done here and not by the XML parser,
 * because receipt computers declare Shift_JIS and mean windows-31j, and because a document that
 * ends inside a character must be told from one that is broken.
 */
final class XmlDecoding {
    /** A declaration longer than this is none. */
    private static final int DECLARATION_BYTES_MAX = 256;

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "<\\?xml[ \\t\\r\\n]+version[ \\t\\r\\n]*=["
                        + " \\t\\r\\n]*(?:\"1\\.0\"|'1\\.0')(?:[ \\t\\r\\n]+encoding[ \\t\\r\\n]*=["
                        + " \\t\\r\\n]*"
                        + "(?:\"(?<name>[A-Za-z][A-Za-z0-9._-]*)\"|'(?<quoted>[A-Za-z][A-Za-z0-9._-]*)'))?(?:["
                        + " \\t\\r\\n]+standalone[ \\t\\r\\n]*=["
                        + " \\t\\r\\n]*(?:\"(?:yes|no)\"|'(?:yes|no)'))?[ \\t\\r\\n]*\\?>");

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private XmlDecoding() {}

    /**
     * The document's characters, its declaration blanked out so that positions stay right.
     *
     * @param text without mark and declaration
     * @param encoding what it was written in
     */
    record Decoded(String text, TextEncoding encoding) {}

    static Decoded decode(byte[] bytes) {
        boolean marked = startsWith(bytes, UTF_8_MARK);
        int start = marked ? UTF_8_MARK.length : 0;
        if (bytes.length == start || (bytes.length < 3 && isPrefix(bytes, UTF_8_MARK))) {
            throw Fault.at(FaultCode.DOCUMENT_INCOMPLETE, new Position(1, 1));
        }
        refuseUtf16(bytes);
        String head =
                new String(
                        bytes,
                        start,
                        Math.min(bytes.length - start, DECLARATION_BYTES_MAX),
                        StandardCharsets.ISO_8859_1);
        int declarationEnd = 0;
        TextEncoding encoding = TextEncoding.UTF_8;
        if (startsDeclaration(head)) {
            Matcher matcher = declaration(head, bytes.length - start);
            declarationEnd = matcher.end();
            String name =
                    matcher.group("name") == null ? matcher.group("quoted") : matcher.group("name");
            if (name != null) {
                encoding =
                        TextEncoding.declared(name)
                                .orElseThrow(() ->
                                        Fault.at(
                                                FaultCode.ENCODING_NOT_SERVED, new Position(1, 1)));
            }
        }
        if (marked && encoding != TextEncoding.UTF_8) {
            throw Fault.at(FaultCode.ENCODING_CONTRADICTS, new Position(1, 1));
        }
        String text = strictly(bytes, start, encoding);
        return new Decoded(blanked(text, declarationEnd), encoding);
    }

    private static boolean startsDeclaration(String head) {
        return head.equals("<?xml")
                || (head.startsWith("<?xml") && " \t\r\n".indexOf(head.charAt(5)) >= 0);
    }

    private static Matcher declaration(String head, int lengthInAll) {
        int close = head.indexOf("?>");
        if (close < 0 && head.length() == lengthInAll && head.indexOf('<', 1) < 0) {
            throw Fault.at(FaultCode.DOCUMENT_INCOMPLETE, Position.of(head, head.length()));
        }
        Matcher matcher = DECLARATION.matcher(head);
        if (!matcher.lookingAt()) {
            throw Fault.at(FaultCode.DOCUMENT_BROKEN, new Position(1, 1));
        }
        return matcher;
    }

    private static void refuseUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        boolean mark = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
        boolean unmarked = (first == '<' && second == 0) || (first == 0 && second == '<');
        if (mark || unmarked) {
            throw Fault.at(FaultCode.ENCODING_NOT_SERVED, new Position(1, 1));
        }
    }

    private static String strictly(byte[] bytes, int start, TextEncoding encoding) {
        CharsetDecoder decoder =
                encoding.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length - start + 1);
        CoderResult result = decoder.decode(in, out, false);
        out.flip();
        if (result.isError()) {
            throw Fault.at(FaultCode.ENCODING_BROKEN, Position.of(out, out.length()));
        }
        if (in.hasRemaining()) {
            // the last character is cut; nothing else can leave bytes behind
            throw Fault.at(FaultCode.DOCUMENT_INCOMPLETE, Position.of(out, out.length()));
        }
        return out.toString();
    }

    private static String blanked(String text, int end) {
        if (end == 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < end; i++) {
            char c = out.charAt(i);
            if (c != '\n' && c != '\r') {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString();
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && isPrefix(prefix, bytes);
    }

    private static boolean isPrefix(byte[] prefix, byte[] bytes) {
        for (int i = 0; i < prefix.length && i < bytes.length; i++) {
            if (prefix[i] != bytes[i]) {
                return false;
            }
        }
        return prefix.length <= bytes.length;
    }
}
