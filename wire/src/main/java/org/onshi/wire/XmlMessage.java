package org.onshi.wire;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A message as an XML file: what the folder link of receipt computers reads and writes.
 *
 * <p>Reading takes UTF-8 and Shift_JIS (windows-31j) by the declaration and is strict about bytes
 * and well-formedness, since a guess here could name another person; it is lenient about order,
 * attributes, white space and elements it does not know. No DOCTYPE, hence no entities of a
 * document's own, internal or external. Every refusal is a {@link Fault} that names a place and
 * carries no content.
 *
 * @param root the element XmlMsg
 * @param encoding what the file was or will be written in
 */
public record XmlMessage(Element root, TextEncoding encoding) {
    /** Leaves whose writing is kept, because clients compare it character for character. */
    private static final Set<String> ECHOED = Set.of(Names.FILE_IDENTIFIER, Names.RECEPTION_NUMBER);

    /** Reads a request, within {@link WireLimits#REQUEST}. */
    public static XmlMessage read(byte[] bytes) {
        return read(bytes, WireLimits.REQUEST);
    }

    /**
     * Reads a message whose root is XmlMsg.
     *
     * @throws Fault of category DOCUMENT; {@link Fault#incomplete} when the document ends in the
     *     middle
     */
    public static XmlMessage read(byte[] bytes, WireLimits limits) {
        if (bytes.length > limits.bytesMax()) {
            throw new Fault(FaultCode.DOCUMENT_TOO_LARGE);
        }
        byte[] written = withoutReservedTail(bytes);
        boolean reserved = written.length < bytes.length;
        XmlDecoding.Decoded decoded = XmlDecoding.decode(written);
        Element root = new Parser(decoded.text(), limits).parse();
        if (reserved) {
            throw Fault.at(
                    FaultCode.DOCUMENT_INCOMPLETE,
                    Position.of(decoded.text(), decoded.text().length()));
        }
        if (!root.name().equals(Element.ROOT)) {
            throw Fault.at(FaultCode.UNKNOWN_ROOT, new Position(1, 1));
        }
        return new XmlMessage(root, decoded.encoding());
    }

    /**
     * The message as bytes of its encoding. CharacterCodeIdentifier, where present, is set to that
     * encoding; names and addresses carry ● for what it lacks, other text a character reference.
     */
    public byte[] bytes() {
        return XmlWriting.bytes(root, encoding);
    }

    /**
     * A file server reserves a file's length before its content arrives; until then its end is
     * zeros.
     */
    private static byte[] withoutReservedTail(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        // one zero may belong to UTF-16, which is refused by name
        return bytes.length - end < 2 ? bytes : Arrays.copyOf(bytes, end);
    }

    /** Knows whether the parser has asked for more than there is. */
    private static final class EndWatch extends StringReader {
        private boolean reached;

        EndWatch(String text) {
            super(text);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            reached |= c < 0;
            return c;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            reached |= count < 0;
            return count;
        }
    }

    private static final class Parser {
        private final String text;
        private final WireLimits limits;
        private final EndWatch end;
        private final Deque<Open> open = new ArrayDeque<>();
        private final List<Open> echoed = new ArrayList<>();
        private int elements;
        private Open root;

        Parser(String text, WireLimits limits) {
            this.text = text;
            this.limits = limits;
            this.end = new EndWatch(text);
        }

        Element parse() {
            judgeStart();
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, false);
            try {
                XMLStreamReader reader = factory.createXMLStreamReader(end);
                while (reader.hasNext()) {
                    take(reader.next(), reader);
                }
                reader.close();
            } catch (XMLStreamException broken) {
                throw refusal(broken.getLocation());
            } catch (IllegalArgumentException
                    | IllegalStateException
                    | IndexOutOfBoundsException e) {
                // the JDK's parser answers some broken input with these
                throw refusal(null);
            }
            keepSources();
            return root.close();
        }

        private Fault refusal(Location location) {
            FaultCode code =
                    end.reached ? FaultCode.DOCUMENT_INCOMPLETE : FaultCode.DOCUMENT_BROKEN;
            Position position =
                    location == null || location.getLineNumber() < 1
                            ? new Position(1, 1)
                            : new Position(
                                    location.getLineNumber(),
                                    Math.max(1, location.getColumnNumber()));
            return Fault.at(code, position);
        }

        private void take(int event, XMLStreamReader reader) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().characters(reader);
                    }
                }
                case XMLStreamConstants.DTD -> throw at(FaultCode.DOCTYPE_REFUSED, reader);
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw at(FaultCode.DOCUMENT_BROKEN, reader);
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }

        private void start(XMLStreamReader reader) {
            if (++elements > limits.elementsMax()) {
                throw at(FaultCode.DOCUMENT_TOO_MANY_ELEMENTS, reader);
            }
            if (open.size() >= limits.depthMax()) {
                throw at(FaultCode.DOCUMENT_TOO_DEEP, reader);
            }
            Open element = new Open(reader.getLocalName());
            if (open.isEmpty()) {
                root = element;
            } else {
                open.peek().children.add(element);
            }
            if (ECHOED.contains(element.name)) {
                echoed.add(element);
            }
            open.push(element);
        }

        private void keepSources() {
            if (echoed.isEmpty()) {
                return;
            }
            List<String> slices = SourceSlices.of(text, ECHOED);
            for (int i = 0; i < slices.size() && i < echoed.size(); i++) {
                echoed.get(i).source = Optional.of(slices.get(i));
            }
        }

        /** Before the parser sees it: a DOCTYPE can only stand before the root. */
        private void judgeStart() {
            int at = 0;
            while (at < text.length()) {
                if (Character.isWhitespace(text.charAt(at))) {
                    at++;
                } else if (text.startsWith("<!--", at)) {
                    at = after("-->", at + 4);
                } else if (text.startsWith("<?", at)) {
                    at = after("?>", at + 2);
                } else if (text.startsWith("<!DOCTYPE", at)) {
                    throw Fault.at(FaultCode.DOCTYPE_REFUSED, Position.of(text, at));
                } else if (text.charAt(at) != '<') {
                    // not XML at all; waiting for more of it would be in vain
                    throw Fault.at(FaultCode.DOCUMENT_BROKEN, Position.of(text, at));
                } else {
                    return;
                }
            }
        }

        private int after(String mark, int from) {
            int found = text.indexOf(mark, from);
            return found < 0 ? text.length() : found + mark.length();
        }

        private static Fault at(FaultCode code, XMLStreamReader reader) {
            Location location = reader.getLocation();
            return Fault.at(
                    code,
                    new Position(
                            Math.max(1, location.getLineNumber()),
                            Math.max(1, location.getColumnNumber())));
        }
    }

    /** An element that may still get children. */
    private static final class Open {
        private final String name;
        private final List<Open> children = new ArrayList<>(4);
        private final StringBuilder text = new StringBuilder(0);
        private Optional<String> source = Optional.empty();

        Open(String name) {
            this.name = name;
        }

        void characters(XMLStreamReader reader) {
            text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }

        Element close() {
            if (children.isEmpty()) {
                return new Element(name, text.toString(), source, List.of());
            }
            return Element.of(name, children.stream().map(Open::close).toList());
        }
    }
}
