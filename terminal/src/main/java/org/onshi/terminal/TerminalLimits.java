package org.onshi.terminal;

import java.time.Duration;

/**
 * Every limit of the terminal, named, in one place. What is over a limit waits in {@code req/} or
 * gets a clear refusal; nothing grows without one.
 *
 * @param silence how long the central system is tried before a request is answered with
 *     SegmentOfResult 9 (contracts.md §4: 20 s)
 * @param growth how long a request that ends in the middle may stand still before it counts as
 *     broken
 * @param rescan the folder is read at least this often, for shares that send no events
 * @param requestsInFlight single requests asked at the same time
 * @param requestsWaiting single requests taken and not yet answered; the rest stays in {@code req/}
 * @param bulkWaiting bulk requests taken and not yet answered; one at a time is asked
 * @param namesInLook names sorted in one look; the rest is seen by the next look
 * @param requestBytes largest request file that is read (contracts.md: 4 MiB)
 * @param requestBytesTogether bytes of single requests being worked on at the same time
 * @param answerBytes largest answer to a single request
 * @param bulkAnswerBytes largest answer to a bulk request
 * @param connectTimeout time for a connection to the central system
 * @param answerTimeout time for its answer to a single request
 * @param bulkAnswerTimeout time for its answer to a bulk request
 * @param orderWait how long a ready answer waits for the answer of an earlier request
 * @param writeRetry pause before a folder that failed (full, forbidden) is tried again
 * @param settleDelay how long an answer lies in {@code res/} before it is forced to the disk; most
 *     are taken away before, which saves the cost
 * @param unsettledAnswers answers written and not yet settled
 * @param segmentBytes size at which the answer journal starts a new file
 */
record TerminalLimits(
        Duration silence,
        Duration growth,
        Duration rescan,
        int requestsInFlight,
        int requestsWaiting,
        int bulkWaiting,
        int namesInLook,
        int requestBytes,
        int requestBytesTogether,
        int answerBytes,
        int bulkAnswerBytes,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration bulkAnswerTimeout,
        Duration orderWait,
        Duration writeRetry,
        Duration settleDelay,
        int unsettledAnswers,
        int segmentBytes) {

    /**
     * Longest file name taken; sequence and key stand before it in the work folder, and a file
     * system holds 255 bytes.
     */
    static final int NAME_CHARACTERS_MAX = 200;

    /** Files renamed between two forces of the folder. */
    static final int TAKES_PER_FORCE = 128;

    /** Answers appended between two forces of the journal. */
    static final int ANSWERS_PER_FORCE = 128;

    /** Bytes appended between two forces of the journal. */
    static final int ANSWER_BYTES_PER_FORCE = 8 * 1024 * 1024;

    /** Head and tail of a request read to see whether it is complete. */
    static final int PEEK_BYTES = 4096;

    /** Longest pause between two tries while the central system is silent. */
    static final Duration PROBE_PAUSE_MAX = Duration.ofSeconds(2);

    /** First pause between two tries while the central system is silent. */
    static final Duration PROBE_PAUSE_MIN = Duration.ofMillis(200);
}
