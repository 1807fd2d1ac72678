package org.onshi.server.callers;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.onshi.wire.FaultCode;

/**
 * A fault as the machine doors answer it: {@code application/problem+json} (RFC 9457) with {@code
 * code}, {@code title} (what), {@code detail} (the mend), both Japanese then English, and {@code
 * field} when one is to blame. Never holds anything of the request's content.
 *
 * @param field name of the field to blame
 * @param place where in the document, {@code line 3, column 14}
 * @param incident number under which an unexpected failure is logged
 */
record Problem(
        FaultCode fault,
        Optional<String> field,
        Optional<String> place,
        Optional<String> incident) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** Seconds a caller should wait after 503. */
    static final String RETRY_AFTER_SECONDS = "1";

    /** Seconds a caller should wait after 429: its own work that waits must be done first. */
    static final String RETRY_AFTER_OWN_WORK_SECONDS = "30";

    static final int SERVICE_UNAVAILABLE = 503;
    static final int TOO_MANY_REQUESTS = 429;

    static Problem of(FaultCode fault) {
        return new Problem(fault, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Problem in(FaultCode fault, String field) {
        return new Problem(fault, Optional.of(field), Optional.empty(), Optional.empty());
    }

    static Problem incident(String number) {
        return new Problem(
                FaultCode.INTERNAL, Optional.empty(), Optional.empty(), Optional.of(number));
    }

    /**
     * Answers with this problem.
     *
     * @throws IOException when an answer has begun already: thrown on, the failure breaks the
     *     connection, so that an answer cut in its middle can't be taken for a whole one
     */
    void write(HttpServletResponse response) throws IOException {
        write(response, false);
    }

    /** The same, and the last answer on this connection if so asked. */
    void write(HttpServletResponse response, boolean last) throws IOException {
        if (response.isCommitted()) {
            throw new IOException("an answer has begun already, it cannot become a fault");
        }
        response.reset();
        response.setStatus(fault.httpStatus());
        if (fault.httpStatus() == SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        } else if (fault.httpStatus() == TOO_MANY_REQUESTS) {
            response.setHeader("Retry-After", RETRY_AFTER_OWN_WORK_SECONDS);
        }
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        if (last) {
            response.setHeader("Connection", "close");
        }
        byte[] body = json();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    byte[] json() {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"status\":").append(fault.httpStatus());
        String blamed = field.orElse("");
        member(json, "code", fault.code());
        member(json, "title", fault.whatJa(blamed) + " / " + fault.whatEn(blamed));
        member(json, "detail", fault.mendJa() + " / " + fault.mendEn());
        field.ifPresent(value -> member(json, "field", value));
        place.ifPresent(value -> member(json, "place", value));
        incident.ifPresent(value -> member(json, "incident", value));
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
