package org.onshi.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A method, a path and what answers it.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param path with places in braces, e.g. {@code /cards/{card_id}/hold}; a place is one segment
 * @param handler answers it
 * @param waits whether it may wait long for something to happen; it takes no place from those that
 *     are answered at once
 */
record SandboxRoute(String method, String path, SandboxHandler handler, boolean waits) {
    /** A route that answers at once. */
    SandboxRoute(String method, String path, SandboxHandler handler) {
        this(method, path, handler, false);
    }

    /** A route that may wait long. */
    static SandboxRoute waiting(String method, String path, SandboxHandler handler) {
        return new SandboxRoute(method, path, handler, true);
    }

    /** What stands in the places of the path; empty when it is another path. */
    Optional<Map<String, String>> places(String asked) {
        String[] wanted = path.split("/", -1);
        String[] given = asked.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> places = new HashMap<>();
        for (int at = 0; at < wanted.length; at++) {
            if (wanted[at].startsWith("{")) {
                places.put(wanted[at].substring(1, wanted[at].length() - 1), given[at]);
            } else if (!wanted[at].equals(given[at])) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }
}
