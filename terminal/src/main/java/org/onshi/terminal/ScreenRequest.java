package org.onshi.terminal;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One request to a screen, read within limits. */
final class ScreenRequest {
    /** Longest body: a check by number or a list of kinds is far below. */
    static final int BODY_BYTES_MAX = 16 * 1024;

    /** Fields of a form. */
    static final int FORM_FIELDS_MAX = 64;

    private static final int VERSION_DIGITS_MAX = 18;

    private final HttpExchange exchange;
    private final Semaphore waiting;

    ScreenRequest(HttpExchange exchange, Semaphore waiting) {
        this.exchange = exchange;
        this.waiting = waiting;
    }

    static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", -1)[0].strip().equalsIgnoreCase("application/json");
    }

    /** The body as it was sent; no other copy of it is left behind, since it may hold a PIN. */
    byte[] body() throws IOException {
        byte[] room = new byte[BODY_BYTES_MAX + 1];
        try {
            int length = exchange.getRequestBody().readNBytes(room, 0, room.length);
            if (length > BODY_BYTES_MAX) {
                throw new Fault(FaultCode.BODY_TOO_LARGE);
            }
            return Arrays.copyOf(room, length);
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /** The same of a request that says to be JSON. */
    byte[] jsonBody() throws IOException {
        needJson();
        return body();
    }

    /** The body as a JSON object. */
    JsonNode json() throws IOException {
        return json(jsonBody());
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode json = VisitDoor.JSON.readTree(body);
            if (!json.isObject()) {
                throw new Fault(FaultCode.DOCUMENT_BROKEN);
            }
            return json;
        } catch (JacksonException broken) {
            // without its cause, whose message repeats what was written
            throw new Fault(FaultCode.DOCUMENT_BROKEN);
        }
    }

    /** The visit that a step without other members is meant for. */
    Optional<String> visit() throws IOException {
        byte[] body = jsonBody();
        return body.length == 0 ? Optional.empty() : visit(json(body));
    }

    /**
     * The visit a step is meant for, by the token of the state it was taken in; absent where the
     * caller means whatever card lies there.
     */
    static Optional<String> visit(JsonNode body) {
        JsonNode visit = body.path("visit");
        return visit.isMissingNode() ? Optional.empty() : Optional.of(visit.asString(""));
    }

    /**
     * The visit that a form of a page is meant for.
     *
     * @throws Fault FIELD_MISSING: each form carries it
     */
    static Optional<String> visit(Map<String, List<String>> form) {
        return Optional.of(
                first(form, "visit")
                        .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "visit")));
    }

    /** Another type could be sent by a page of elsewhere without being asked first. */
    private void needJson() {
        if (!isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new Fault(FaultCode.MEDIA_TYPE_REFUSED);
        }
    }

    /** The body as a form; a name may come several times. */
    Map<String, List<String>> form() throws IOException {
        return fields(new String(body(), StandardCharsets.UTF_8));
    }

    /** The first value of a form's field, stripped; empty when it is missing or blank. */
    static Optional<String> first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of()).stream()
                .findFirst()
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** The state the asker waits for: newer than {@code after}, within {@code wait}. */
    VisitState state(VisitBoard board) throws InterruptedException {
        Map<String, List<String>> query =
                fields(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        long after = number(query, "after");
        Duration asked = Duration.ofMillis(number(query, "wait"));
        Duration wait =
                asked.compareTo(VisitSettings.STATE_WAIT_MAX) < 0
                        ? asked
                        : VisitSettings.STATE_WAIT_MAX;
        if (!query.containsKey("after") || wait.isZero() || !waiting.tryAcquire()) {
            return board.now();
        }
        try {
            return board.await(after, wait);
        } finally {
            waiting.release();
        }
    }

    /** The version the asker has; 0 when it names none. */
    long after() {
        return number(
                fields(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")),
                "after");
    }

    private static long number(Map<String, List<String>> query, String name) {
        String text = first(query, name).orElse("0");
        if (!text.matches("[0-9]{1," + VERSION_DIGITS_MAX + "}")) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, name);
        }
        return Long.parseLong(text);
    }

    private static Map<String, List<String>> fields(String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (encoded.isEmpty()) {
            return fields;
        }
        String[] pairs = encoded.split("&", -1);
        if (pairs.length > FORM_FIELDS_MAX) {
            throw new Fault(FaultCode.REQUEST_MALFORMED);
        }
        try {
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(
                                URLDecoder.decode(name, StandardCharsets.UTF_8),
                                none -> new ArrayList<>(1))
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException broken) {
            // without its cause, whose message repeats what was written
            throw new Fault(FaultCode.REQUEST_MALFORMED);
        }
        return fields;
    }
}
