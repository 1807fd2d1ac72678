package org.onshi.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The bytes of an entry, from which its leaf in the tree is computed: canonical JSON (RFC 8785) in
 * UTF-8, one object of strings with sorted keys, without white space. Documented in {@code
 * docs/audit-events.md}; golden files in the tests. A change of format gets a new {@code v}.
 */
final class EntryFormat {
    private static final String VERSION = "1";
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private EntryFormat() {}

    /** What the bytes of one entry say; event as code, since a log may be older than the reader. */
    record Body(
            UUID entryId,
            String event,
            Instant at,
            String caller,
            Optional<UUID> person,
            Map<String, String> details) {}

    /**
     * The bytes are not an entry in canonical form; the message says what is wrong, not the values.
     */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static byte[] encode(AuditEntry entry) {
        return encode(
                new Body(
                        entry.entryId(),
                        entry.event().code(),
                        entry.at(),
                        entry.caller(),
                        entry.person(),
                        entry.details()));
    }

    static byte[] encode(Body body) {
        StringBuilder json = new StringBuilder(320);
        json.append("{\"at\":");
        string(json, MICROSECONDS.format(body.at()));
        json.append(",\"caller\":");
        string(json, body.caller());
        json.append(",\"details\":{");
        String comma = "";
        for (Map.Entry<String, String> detail : new TreeMap<>(body.details()).entrySet()) {
            json.append(comma);
            comma = ",";
            string(json, detail.getKey());
            json.append(':');
            string(json, detail.getValue());
        }
        json.append("},\"entry\":");
        string(json, body.entryId().toString());
        json.append(",\"event\":");
        string(json, body.event());
        if (body.person().isPresent()) {
            json.append(",\"person\":");
            string(json, body.person().get().toString());
        }
        json.append(",\"v\":");
        string(json, VERSION);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the bytes and accepts them only if they are exactly what {@link #encode} writes. */
    static Body decode(byte[] bytes) throws Unreadable {
        Map<String, String> details = new TreeMap<>();
        Map<String, String> fields = new Cursor(text(bytes)).object(details);
        if (!VERSION.equals(fields.get("v"))) {
            throw new Unreadable("the version of the entry's format is not known");
        }
        Body body;
        try {
            body =
                    new Body(
                            UUID.fromString(required(fields, "entry")),
                            required(fields, "event"),
                            Instant.parse(required(fields, "at")),
                            required(fields, "caller"),
                            Optional.ofNullable(fields.get("person")).map(UUID::fromString),
                            details);
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            throw new Unreadable("an id or the time in the entry is malformed");
        }
        if (!Arrays.equals(encode(body), bytes)) {
            throw new Unreadable("the entry is not in canonical form");
        }
        return body;
    }

    private static String required(Map<String, String> fields, String key) throws Unreadable {
        String value = fields.get(key);
        if (value == null) {
            throw new Unreadable("the entry lacks " + key);
        }
        return value;
    }

    private static String text(byte[] bytes) throws Unreadable {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Unreadable("the entry is not UTF-8");
        }
    }

    private static void string(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Reads an object of strings with at most one object of strings inside, under "details". */
    private static final class Cursor {
        private final String json;
        private int position;

        Cursor(String json) {
            this.json = json;
        }

        Map<String, String> object(Map<String, String> details) throws Unreadable {
            Map<String, String> fields = strings(details);
            if (position != json.length()) {
                throw new Unreadable("the entry goes on after its end");
            }
            return fields;
        }

        private Map<String, String> strings(Map<String, String> details) throws Unreadable {
            Map<String, String> fields = new TreeMap<>();
            expect('{');
            if (peek() == '}') {
                position++;
                return fields;
            }
            while (true) {
                String key = string();
                expect(':');
                if (peek() == '{' && key.equals("details") && details.isEmpty()) {
                    details.putAll(strings(Map.of("", "")));
                } else {
                    fields.put(key, string());
                }
                if (peek() != ',') {
                    expect('}');
                    return fields;
                }
                position++;
            }
        }

        private String string() throws Unreadable {
            expect('"');
            StringBuilder value = new StringBuilder();
            while (peek() != '"') {
                char c = peek();
                position++;
                value.append(c == '\\' ? escaped() : c);
            }
            position++;
            return value.toString();
        }

        private char escaped() throws Unreadable {
            char c = peek();
            position++;
            return switch (c) {
                case '"', '\\' -> c;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw new Unreadable("the entry holds an unknown escape");
            };
        }

        private char unicode() throws Unreadable {
            if (position + 4 > json.length()) {
                throw new Unreadable("the entry ends too early");
            }
            int c = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(json.charAt(position + i), 16);
                if (digit < 0) {
                    throw new Unreadable("the entry holds an unknown escape");
                }
                c = c * 16 + digit;
            }
            position += 4;
            return (char) c;
        }

        private void expect(char c) throws Unreadable {
            if (peek() != c) {
                throw new Unreadable("the entry is not JSON of the expected shape");
            }
            position++;
        }

        private char peek() throws Unreadable {
            if (position >= json.length()) {
                throw new Unreadable("the entry ends too early");
            }
            return json.charAt(position);
        }
    }
}
