package org.onshi.server.registry;

import java.time.Duration;

/**
 * The limits of registration, in one place; those of a file, a record and a field are {@link
 * org.onshi.wire.CsvLimits#REGISTRATION}.
 */
public final class RegistrationLimits {
    /** Most rows handled in one transaction. */
    public static final int CHUNK_ROWS_MAX = 1_000;

    /** Most bytes of records held in memory for one transaction. */
    public static final int CHUNK_BYTES_MAX = 2 << 20;

    /**
     * Files of one insurer that wait or are being worked through; the largest sends its whole stock
     * in a few, and a day's events in one or two.
     */
    public static final int FILES_WAITING_PER_INSURER_MAX = 200;

    /**
     * Bytes those files may take in the store, compressed and encrypted: room for a stock of 40
     * million rows, and for any one file within the file's own limit.
     */
    public static final long BYTES_WAITING_PER_INSURER_MAX = 16L << 30;

    /** Rows of a file that two people decide on: whoever approves has to look at them. */
    public static final long PROPOSED_ROWS_MAX = 100_000;

    /** Files of one insurer that wait for a second person. */
    public static final int PROPOSED_FILES_MAX = 20;

    /** How long a file rests after it was tried in vain; others go on meanwhile. */
    public static final Duration ATTEMPT_PAUSE = Duration.ofMinutes(1);

    /** How long it rests at most where each pause is twice the one before. */
    public static final Duration ATTEMPT_PAUSE_MAX = Duration.ofHours(1);

    /** How often a file with a block that does not open is tried before it is given up. */
    public static final int DAMAGED_ATTEMPTS_MAX = 3;

    /**
     * How long a file that fails otherwise is tried before it is given up: time to mend and install
     * a server, a week-end included.
     */
    public static final Duration UNFORESEEN_MAX = Duration.ofDays(7);

    /** How long a file waits for its key to be restored before it is given up. */
    public static final Duration KEY_AWAITED_MAX = Duration.ofDays(7);

    /** How long a file waits to be confirmed before it counts as withdrawn. */
    public static final Duration CONFIRMATION_AWAITED_MAX = Duration.ofDays(7);

    /** Rows of a file given up that get their result in one transaction. */
    public static final int GIVEN_UP_ROWS_MAX = 50_000;

    /** Result rows read from the store at a time. */
    public static final int RESULT_PAGE_ROWS = 5_000;

    /** How often the register may be asked about one block, as its rows build on one another. */
    public static final int INQUIRY_ROUNDS_MAX = 50;

    /** After how many silences of the register a file is tried once a minute only. */
    public static final int SILENCES_SHORT = 12;

    /** How long the resident register is left alone after it was silent. */
    public static final Duration REGISTER_REST = Duration.ofSeconds(5);

    /** How long the worker rests when no file waits. */
    public static final Duration IDLE = Duration.ofMillis(200);

    /** How long the worker rests after the store failed. */
    public static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /**
     * How long an upload that does not get on by a block is kept. Short, since its bytes count
     * against its insurer meanwhile.
     */
    public static final Duration INCOMPLETE_KEPT = Duration.ofHours(1);

    /** How long the worker leaves abandoned uploads alone after it looked for them. */
    public static final Duration SWEEP_PAUSE = Duration.ofHours(1);

    private RegistrationLimits() {}
}
