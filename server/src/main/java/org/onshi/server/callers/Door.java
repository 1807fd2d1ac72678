package org.onshi.server.callers;

import jakarta.servlet.ServletRequest;
import java.util.Locale;

/**
 * A door is a port of its own that holds one kind of caller (design §2). Which door a request came
 * through is a fact of the connector that accepted it, never of anything the request says about
 * itself.
 */
public enum Door {
    /**
     * Terminals and facility systems. The real web API's paths hang at this door's root
     * (interface.md §2.9).
     */
    FACILITY,
    /** Insurers' files. */
    INSURER,
    /** The operating body: master data. */
    OPERATOR,
    /** People with a browser: the console. They are known by a login, not by a certificate. */
    WEB,
    /** Health and measurements, plain HTTP on loopback only; no caller, no personal data. */
    MANAGEMENT;

    /** Request attribute set by the connector. */
    static final String ATTRIBUTE = "org.onshi.door";

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * Lower-case name: the organisational unit (OU) a caller's certificate must carry, and the tag
     * of this door's meters.
     */
    public String label() {
        return label;
    }

    /** Whether this path belongs to this door; every other path is unknown here (404). */
    boolean serves(String path) {
        return switch (this) {
            case FACILITY -> path.startsWith("/oqs-api-pro/") || path.startsWith("/facility/");
            case INSURER -> path.startsWith("/insurer/");
            case OPERATOR -> path.startsWith("/operator/");
            case WEB -> path.equals("/") || path.equals("/console") || path.startsWith("/console/");
            case MANAGEMENT -> path.startsWith("/actuator/") || path.startsWith("/openapi/");
        };
    }

    /** The door a request came through. */
    static Door of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Door door) {
            return door;
        }
        throw new IllegalStateException("a request came through no door");
    }
}
