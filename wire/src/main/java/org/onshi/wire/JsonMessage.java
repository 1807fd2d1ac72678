package org.onshi.wire;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * The same messages as JSON, in the shape of the real web API (interface.md §2.9): {@code
 * {"XmlMsg":{…}}}, every value a string, and an element whose name ends in List an array of objects
 * with one name each. An element that repeats without such a list (BulkConfirmUnit) is an array
 * under its own name, and so are several lists of one name.
 */
public final class JsonMessage {
    private static final Set<String> ALWAYS_ARRAY =
            Set.of(Names.BULK_UNIT, Names.BULK_REGISTRATION);
    private static final int NAME_CHARACTERS_MAX = XmlText.NAME_CHARACTERS_MAX;

    private static final JsonFactory WRITER =
            JsonFactory.builder()
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(200).build())
                    .build();

    private static final JsonFactory REQUEST_READER = reader(WireLimits.REQUEST);
    private static final JsonFactory ANSWER_READER = reader(WireLimits.ANSWER);

    private JsonMessage() {}

    /** Reads a request, within {@link WireLimits#REQUEST}. */
    public static Element read(byte[] json) {
        return read(json, WireLimits.REQUEST);
    }

    /**
     * Reads {@code {"XmlMsg":{…}}} and gives the element XmlMsg. A null is an absent element.
     *
     * @throws Fault of category DOCUMENT, with the place and without content
     */
    public static Element read(byte[] json, WireLimits limits) {
        if (json.length > limits.bytesMax()) {
            throw new Fault(FaultCode.DOCUMENT_TOO_LARGE);
        }
        JsonFactory factory = limits.equals(WireLimits.REQUEST) ? REQUEST_READER : ANSWER_READER;
        if (!limits.equals(WireLimits.REQUEST) && !limits.equals(WireLimits.ANSWER)) {
            factory = reader(limits);
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            return new Reading(parser, limits).root();
        } catch (UnexpectedEndOfInputException cut) {
            throw Fault.at(FaultCode.DOCUMENT_INCOMPLETE, position(cut.getLocation()));
        } catch (StreamConstraintsException over) {
            throw Fault.at(FaultCode.DOCUMENT_TOO_DEEP, position(over.getLocation()));
        } catch (JacksonException broken) {
            throw Fault.at(FaultCode.DOCUMENT_BROKEN, position(broken.getLocation()));
        }
    }

    /** The message as UTF-8 JSON. */
    public static byte[] bytes(Element root) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        write(root, out);
        return out.toByteArray();
    }

    /** Writes the message as UTF-8 JSON; the stream stays open. */
    public static void write(Element root, OutputStream out) {
        JsonGenerator generator = WRITER.createGenerator(ObjectWriteContext.empty(), out);
        generator.writeStartObject();
        generator.writeName(root.name());
        object(generator, root); // also when it is empty
        generator.writeEndObject();
        generator.flush();
    }

    private static void value(JsonGenerator out, Element element) {
        if (element.children().isEmpty()) {
            if (isList(element.name()) && element.text().isEmpty()) {
                out.writeStartArray();
                out.writeEndArray();
            } else {
                out.writeString(element.text());
            }
        } else if (isList(element.name())) {
            out.writeStartArray();
            for (Element child : element.children()) {
                out.writeStartObject();
                out.writeName(child.name());
                value(out, child);
                out.writeEndObject();
            }
            out.writeEndArray();
        } else {
            object(out, element);
        }
    }

    private static void object(JsonGenerator out, Element element) {
        Map<String, List<Element>> byName = new LinkedHashMap<>();
        for (Element child : element.children()) {
            byName.computeIfAbsent(child.name(), name -> new ArrayList<>(1)).add(child);
        }
        out.writeStartObject();
        byName.forEach((name, same) -> {
            out.writeName(name);
            if (same.size() == 1 && !ALWAYS_ARRAY.contains(name)) {
                value(out, same.getFirst());
            } else {
                out.writeStartArray();
                same.forEach(child -> value(out, child));
                out.writeEndArray();
            }
        });
        out.writeEndObject();
    }

    private static boolean isList(String name) {
        return name.endsWith("List");
    }

    private static JsonFactory reader(WireLimits limits) {
        // a list costs an array and an object where XML has one element
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depthMax() * 2 + 2)
                        .maxDocumentLength(limits.bytesMax())
                        .maxNameLength(NAME_CHARACTERS_MAX)
                        .maxStringLength(limits.bytesMax())
                        .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    private static Position position(TokenStreamLocation location) {
        return location == null
                ? new Position(1, 1)
                : new Position(
                        Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static final class Reading {
        private final JsonParser parser;
        private final WireLimits limits;
        private int elements;

        Reading(JsonParser parser, WireLimits limits) {
            this.parser = parser;
            this.limits = limits;
        }

        Element root() {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refusal(FaultCode.DOCUMENT_INCOMPLETE);
            }
            if (first != JsonToken.START_OBJECT) {
                throw refusal(FaultCode.UNKNOWN_ROOT);
            }
            if (parser.nextToken() != JsonToken.PROPERTY_NAME
                    || !parser.currentName().equals(Element.ROOT)
                    || parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(FaultCode.UNKNOWN_ROOT);
            }
            Element root = Element.of(Element.ROOT, members(1));
            if (parser.nextToken() != JsonToken.END_OBJECT) {
                throw refusal(FaultCode.UNKNOWN_ROOT);
            }
            if (parser.nextToken() != null) {
                throw refusal(FaultCode.DOCUMENT_BROKEN);
            }
            return root;
        }

        /** The members of the object just entered, as children. */
        private List<Element> members(int depth) {
            if (depth >= limits.depthMax()) {
                throw refusal(FaultCode.DOCUMENT_TOO_DEEP);
            }
            List<Element> children = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (!seen.add(name)) {
                    throw refusal(FaultCode.JSON_NAME_REPEATED);
                }
                if (!XmlText.isName(name)) {
                    throw refusal(FaultCode.DOCUMENT_BROKEN);
                }
                member(name, parser.nextToken(), depth, children);
            }
            return children;
        }

        private void member(String name, JsonToken token, int depth, List<Element> into) {
            if (token != JsonToken.START_ARRAY) {
                single(name, token, depth, into);
                return;
            }
            JsonToken first = parser.nextToken();
            boolean oneList =
                    isList(name)
                            && (first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY);
            if (oneList) {
                into.add(counted(Element.of(name, listItems(depth + 1))));
                return;
            }
            while (parser.currentToken() != JsonToken.END_ARRAY) {
                if (isList(name) && parser.currentToken() == JsonToken.START_ARRAY) {
                    parser.nextToken();
                    into.add(counted(Element.of(name, listItems(depth + 1))));
                } else {
                    single(name, parser.currentToken(), depth, into);
                }
                parser.nextToken();
            }
        }

        /** The items of the array whose first token is current, up to its end. */
        private List<Element> listItems(int depth) {
            List<Element> items = new ArrayList<>();
            while (parser.currentToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw refusal(FaultCode.JSON_VALUE_NOT_TEXT);
                }
                items.addAll(members(depth));
                parser.nextToken();
            }
            return items;
        }

        private void single(String name, JsonToken token, int depth, List<Element> into) {
            switch (token) {
                case START_OBJECT -> into.add(counted(Element.of(name, members(depth + 1))));
                case VALUE_STRING -> {
                    String text = parser.getString();
                    if (!XmlText.allows(text)) {
                        throw refusal(FaultCode.CHARACTER_REFUSED);
                    }
                    into.add(counted(Element.leaf(name, text)));
                }
                case VALUE_NULL -> {
                    // absent
                }
                default -> throw refusal(FaultCode.JSON_VALUE_NOT_TEXT);
            }
        }

        private Element counted(Element element) {
            if (++elements > limits.elementsMax()) {
                throw refusal(FaultCode.DOCUMENT_TOO_MANY_ELEMENTS);
            }
            return element;
        }

        private Fault refusal(FaultCode code) {
            return Fault.at(code, position(parser.currentLocation()));
        }
    }
}
