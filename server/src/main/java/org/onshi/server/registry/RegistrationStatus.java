package org.onshi.server.registry;

import java.util.Optional;
import java.util.UUID;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationCode;

/**
 * How far a registration file is.
 *
 * @param registrationId the file
 * @param state what happens to it
 * @param rowsTotal its rows
 * @param rowsDone rows with a result
 * @param accepted of those, ACCEPTED
 * @param pending of those, PENDING; and all rows without a result, while they wait
 * @param rejected of those, REJECTED
 * @param rowsClearing rows that take away a ratio or a limit class
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
        long rowsClearing,
        Optional<FaultCode> hindrance) {
    /**
     * As what its rows without a result are told meanwhile, all pending: while the resident
     * register is silent, or nobody has confirmed the file.
     */
    public Optional<RegistrationCode> rowsWaitAs() {
        return hindrance.filter(_ -> !state.ended()).flatMap(RegistrationStatus::waitAs);
    }

    /** Whether it waits to be confirmed or withdrawn. */
    public boolean isHeldForConfirmation() {
        return rowsWaitAs().filter(RegistrationCode.AWAITING_CONFIRMATION::equals).isPresent();
    }

    static Optional<RegistrationCode> waitAs(FaultCode hindrance) {
        return switch (hindrance) {
            case REGISTRATION_AWAITS_REGISTER -> Optional.of(RegistrationCode.AWAITING_REGISTER);
            case REGISTRATION_CLEARS_MANY -> Optional.of(RegistrationCode.AWAITING_CONFIRMATION);
            default -> Optional.empty();
        };
    }

    /** What happens to a file. */
    public enum State {
        /** Waits for its turn. */
        RECEIVED("順番待ち", "Waits for its turn"),
        /** Some rows have results. */
        PROCESSING("処理中", "In work"),
        /** Every row has its result. */
        DONE("処理済み", "Done"),
        /** Every row has its result, but from some row on it is NOT_PROCESSED. */
        FAILED("最後まで処理できませんでした", "Not worked through to its end");

        private final String japanese;
        private final String english;

        State(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }

        /** Its name for Japanese readers. */
        public String japanese() {
            return japanese;
        }

        /** Its name for English readers. */
        public String english() {
            return english;
        }

        /** Whether nothing more happens to the file. */
        public boolean ended() {
            return this == DONE || this == FAILED;
        }
    }
}
