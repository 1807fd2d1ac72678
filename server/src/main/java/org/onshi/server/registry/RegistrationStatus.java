package org.onshi.server.registry;

import java.util.UUID;

/**
 * How far a registration file is.
 *
 * @param registrationId the file
 * @param state what happens to it
 * @param rowsTotal its rows
 * @param rowsDone rows with a result
 * @param accepted of those, ACCEPTED
 * @param pending of those, PENDING
 * @param rejected of those, REJECTED
 */
public record RegistrationStatus(
        UUID registrationId,
        State state,
        long rowsTotal,
        long rowsDone,
        long accepted,
        long pending,
        long rejected) {
    /** What happens to a file. */
    public enum State {
        /** Waits for its turn. */
        RECEIVED,
        /** Some rows have results. */
        PROCESSING,
        /** Every row has its result. */
        DONE
    }
}
