package org.onshi.terminal;

import java.time.Duration;
import java.util.Optional;

/**
 * The part of the settings that is about cards and screens.
 *
 * @param reader the terminal's one reader
 * @param patientPort of the patient's screen on 127.0.0.1; absent means no screen
 * @param counterPort of the clerk's screen on 127.0.0.1; absent means no screen
 * @param readerTimeout of one call to the reader
 * @param centralTimeout of one call to the central system: a person waits for it
 * @param idle inactivity after which a visit ends, not hurried (requirements K-06)
 * @param idleWarning how long before that end the screen offers to go on
 * @param resultStay how long a result stays on the counter's screen after it came, the card was
 *     taken away, or the clerk last worked with it; a card left lying does not keep it
 */
record VisitSettings(
        ReaderPlace reader,
        Optional<Integer> patientPort,
        Optional<Integer> counterPort,
        Duration readerTimeout,
        Duration centralTimeout,
        Duration idle,
        Duration idleWarning,
        Duration resultStay) {
    /** Attempts told with a presence; docs/card.md §3 takes no more. */
    static final int ATTEMPTS_MAX = 20;

    /** Longest wait for a newer state. */
    static final Duration STATE_WAIT_MAX = Duration.ofSeconds(25);

    /** How long an action waits for the one before it. */
    static final Duration TURN_WAIT = Duration.ofSeconds(15);

    /** Calls that tell the central system of a visit's end, at the same time. */
    static final int FAREWELLS_MAX = 16;

    /** Largest answer of the central system about a visit. */
    static final int ANSWER_BYTES_MAX = 1024 * 1024;

    /** A challenge older than this is replaced before it is signed; it lives 120 s. */
    static final Duration CHALLENGE_FRESH = Duration.ofSeconds(80);

    /** Pause before a reader that failed is looked for again. */
    static final Duration READER_PAUSE = Duration.ofSeconds(1);

    /** Longest look at the reader before other duties get their turn. */
    static final Duration LOOK = Duration.ofSeconds(5);
}
