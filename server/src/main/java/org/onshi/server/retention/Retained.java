package org.onshi.server.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * Rows of one table that end, and are deleted some time after.
 *
 * @param table its name with its schema, as audit entries and {@code docs/retention.md} name it
 * @param kept for how long after their end
 * @param purge deletes them
 */
public record Retained(String table, Duration kept, Purge purge) {
    /** Deletes rows in the caller's transaction. */
    @FunctionalInterface
    public interface Purge {
        /**
         * Deletes the rows that ended first.
         *
         * @param endedBy rows that ended then or earlier
         * @param rowsMax most of them
         * @return how many
         */
        int rows(Instant endedBy, int rowsMax);
    }
}
