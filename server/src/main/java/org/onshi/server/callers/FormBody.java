package org.onshi.server.callers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A form read within the door's limits. Left to the container it would be read past them: its
 * parameters come from below the wrapper that counts.
 */
final class FormBody extends HttpServletRequestWrapper {
    /** Fields of a form: a page of a list, each with its box. */
    static final int FIELDS_MAX = 500;

    private final Map<String, String[]> fields;

    private FormBody(HttpServletRequest request, Map<String, String[]> fields) {
        super(request);
        this.fields = fields;
    }

    static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.split(";", -1)[0]
                        .strip()
                        .equalsIgnoreCase("application/x-www-form-urlencoded");
    }

    /** It is not encoded as a form is. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(IllegalArgumentException cause) {
            super("a form that is not encoded as one", cause);
        }
    }

    /** One whose sender has nothing to say here: no field of it is known. */
    static FormBody unread(LimitedBody body) {
        return new FormBody(body, Map.of());
    }

    /**
     * Reads it.
     *
     * @throws IOException also when it is over a limit or no form
     */
    static FormBody read(LimitedBody body) throws IOException {
        String text = new String(body.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            count++;
            if (count > FIELDS_MAX) {
                throw new LimitedBody.TooLarge();
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
        }
        Map<String, String[]> all = new LinkedHashMap<>();
        fields.forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
        return new FormBody(body, Collections.unmodifiableMap(all));
    }

    private static String decoded(String text) throws IOException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new Malformed(malformed);
        }
    }

    @Override
    public String getParameter(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return fields;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(fields.keySet());
    }

    @Override
    public String[] getParameterValues(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values.clone();
    }
}
