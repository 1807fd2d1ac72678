package org.onshi.server.registry;

import java.util.Optional;
import java.util.UUID;
import org.onshi.wire.FaultCode;

/**
 * How far a registration file is.
 *
 * @param registrationId the file
 * @param state what happens to it
 * @param rowsTotal its rows
 * @param rowsDone rows with a result
 * @param accepted of those, ACCEPTED
 * @param pending of those, PENDING; and all rows without a result, while the register is silent
 * @param rejected of those, REJECTED
 * @param hindrance what keeps the file from going on, or kept a FAILED one from its end
 */
public record RegistrationStatus(
        UUID registrationId,
        State state,
        long rowsTotal,
        long rowsDone,
        long accepted,
        long pending,
        long rejected,
        Optional<FaultCode> hindrance) {
    /** Whether its rows without a result wait for the resident register, as pending ones. */
    public boolean awaitsRegister() {
        return !state.ended()
                && hindrance.filter(FaultCode.REGISTRATION_AWAITS_REGISTER::equals).isPresent();
    }

    /** What happens to a file. */
    public enum State {
        /** Waits for its turn. */
        RECEIVED,
        /** Some rows have results. */
        PROCESSING,
        /** Every row has its result. */
        DONE,
        /** Every row has its result, but from some row on it is NOT_PROCESSED. */
        FAILED;

        /** Whether nothing more happens to the file. */
        public boolean ended() {
            return this == DONE || this == FAILED;
        }
    }
}
