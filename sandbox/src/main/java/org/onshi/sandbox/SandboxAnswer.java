package org.onshi.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes back. A body is read as it is sent: the JDK's server copies every piece it is given,
 * and the result rows of a whole town would not fit in memory twice.
 *
 * @param body closed by who sends it
 * @param length of the body in bytes
 */
record SandboxAnswer(int status, String contentType, InputStream body, long length) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** 200 with JSON: a map, a list, or a value of either. */
    static SandboxAnswer json(Object body) {
        return of(200, "application/json", JSON.writeValueAsBytes(body));
    }

    static SandboxAnswer of(int status, String contentType, byte[] body) {
        return new SandboxAnswer(status, contentType, new ByteArrayInputStream(body), body.length);
    }

    /** None at all: the connection is closed. */
    static SandboxAnswer silence() {
        return of(0, "", new byte[0]);
    }

    /** 204. */
    static SandboxAnswer nothing() {
        return of(204, "application/json", new byte[0]);
    }
}
