package org.onshi.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request, with what stands in the places of its path. */
final class SandboxRequest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpExchange exchange;
    private final Map<String, String> places;

    SandboxRequest(HttpExchange exchange, Map<String, String> places) {
        this.exchange = exchange;
        this.places = places;
    }

    /** What stands in a place of the route's path. */
    String place(String name) {
        String value = places.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no place " + name);
        }
        return value;
    }

    /** The first value of this name in the query. */
    Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        try {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return Optional.of(
                            URLDecoder.decode(
                                    pair.substring(name.length() + 1), StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException notEncoded) {
            throw new Fault(FaultCode.REQUEST_MALFORMED, name);
        }
        return Optional.empty();
    }

    /** The whole query as it was sent, "" without one. */
    String query() {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? "" : query;
    }

    /** A header of the answer. */
    void answerHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** The value of a header. */
    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The body as it comes, without a limit. */
    InputStream stream() {
        return exchange.getRequestBody();
    }

    /**
     * The whole body.
     *
     * @throws Fault {@link FaultCode#BODY_TOO_LARGE} when it is longer
     */
    byte[] body(int bytesMax) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(bytesMax + 1);
        if (body.length > bytesMax) {
            throw new Fault(FaultCode.BODY_TOO_LARGE);
        }
        return body;
    }

    /**
     * The whole body as a JSON object.
     *
     * @throws Fault {@link FaultCode#BODY_TOO_LARGE}, or {@link FaultCode#DOCUMENT_BROKEN} when it
     *     is none
     */
    JsonNode json(int bytesMax) throws IOException {
        try {
            JsonNode body = JSON.readTree(body(bytesMax));
            if (!body.isObject()) {
                throw new Fault(FaultCode.DOCUMENT_BROKEN);
            }
            return body;
        } catch (JacksonException broken) {
            throw new Fault(FaultCode.DOCUMENT_BROKEN, broken);
        }
    }

    /** 303: on to another page, of the sandbox or, from the OpenID provider, of its client. */
    SandboxAnswer redirect(String path) {
        exchange.getResponseHeaders().set("Location", path);
        return SandboxAnswer.of(303, "text/html; charset=utf-8", new byte[0]);
    }
}
