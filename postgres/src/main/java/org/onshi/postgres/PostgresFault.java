package org.onshi.postgres;

/**
 * PostgreSQL could not be unpacked, started or stopped. The message says in Japanese and English
 * what mends it.
 */
public final class PostgresFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresFault(String message) {
        super(message);
    }

    PostgresFault(String message, Throwable cause) {
        super(message, cause);
    }
}
