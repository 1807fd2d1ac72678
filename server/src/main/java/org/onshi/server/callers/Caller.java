package org.onshi.server.callers;

import java.util.Objects;
import java.util.Optional;

/**
 * Who holds the other end of a mutual-TLS connection, read from its certificate: {@code OU} names
 * the door it may use, {@code CN} the organisation, {@code serialNumber} the terminal at a
 * facility.
 *
 * @param door the one door this caller may use
 * @param code facility code (10 digits), insurer number (6 or 8 digits), or {@code operator}
 * @param terminal the terminal's id, where the certificate was given to one terminal
 * @param fingerprint SHA-256 of the certificate, 64 lower-case hexadecimal digits; tokens are bound
 *     to it
 */
public record Caller(Door door, String code, Optional<String> terminal, String fingerprint) {
    public Caller {
        Objects.requireNonNull(door);
        Objects.requireNonNull(code);
        Objects.requireNonNull(terminal);
        Objects.requireNonNull(fingerprint);
    }

    /**
     * The caller as audit entries name it: {@code facility:0110113719}, {@code insurer:01130012},
     * {@code operator}.
     */
    public String auditName() {
        return door == Door.OPERATOR ? door.label() : door.label() + ":" + code;
    }
}
