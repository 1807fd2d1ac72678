package org.onshi.app;

import java.time.Duration;

/** One process of a demo that the supervisor keeps alive. */
interface Supervised {
    /** Its name in messages and in {@code run/<name>.pid}. */
    String name();

    /**
     * Starts it and returns when it is ready to serve.
     *
     * @throws CommandFault when it does not get ready; the message ends with the last lines of its
     *     log
     */
    void start();

    /** Waits until it has ended, for whatever reason. */
    void awaitEnd() throws InterruptedException;

    /** Asks it to end in good order; it stays ended. */
    void askToStop();

    /**
     * Waits for the end it was asked for and kills it when the limit is over; true when it ended by
     * itself.
     */
    boolean awaitStopped(Duration limit) throws InterruptedException;
}
