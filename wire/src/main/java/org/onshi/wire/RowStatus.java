package org.onshi.wire;

/** What became of a row of a file (contracts.md §3). */
public enum RowStatus {
    /** Stored, or nothing to change. */
    ACCEPTED,
    /** Stored, never shown until confirmed. */
    PENDING,
    /** Not stored. */
    REJECTED
}
