package org.onshi.server.registry;

import java.time.Duration;
import org.onshi.wire.FaultCode;

/**
 * What keeps a registration file from going on. It is tried again, apart from the others, and given
 * up when trying is no use: the insurer still has the file and can send it again.
 */
enum Hindrance {
    /**
     * The key file lacks the key under which a block was stored: the operating body can restore it,
     * so the file waits for days.
     */
    KEY_MISSING(FaultCode.REGISTRATION_KEY_MISSING) {
        @Override
        boolean hopeless(int attempts, Duration held) {
            return held.compareTo(RegistrationLimits.KEY_AWAITED_MAX) >= 0;
        }
    },

    /**
     * A block is gone, was tampered with, or does not open with the key of its id. It stays so;
     * only a key file restored wrongly is mended between two attempts.
     */
    BLOCK_DAMAGED(FaultCode.REGISTRATION_DAMAGED) {
        @Override
        boolean hopeless(int attempts, Duration held) {
            return attempts >= RegistrationLimits.DAMAGED_ATTEMPTS_MAX;
        }
    },

    /**
     * The resident register does not answer (requirements B-07): the rows wait, as pending ones,
     * until it does. In their order, so that they come to what they would have come to without the
     * silence.
     */
    REGISTER_SILENT(FaultCode.REGISTRATION_AWAITS_REGISTER) {
        @Override
        boolean hopeless(int attempts, Duration held) {
            return false;
        }

        @Override
        Duration pause(int attempts) {
            return attempts < RegistrationLimits.SILENCES_SHORT
                    ? RegistrationLimits.REGISTER_REST
                    : RegistrationLimits.ATTEMPT_PAUSE;
        }
    },

    /**
     * Many rows take away a ratio or a limit class, as under a vendor's wrong setting (facts §7):
     * the file waits until its insurer says that it is meant. Only its reception finds it.
     */
    UNCONFIRMED(FaultCode.REGISTRATION_CLEARS_MANY) {
        @Override
        boolean hopeless(int attempts, Duration held) {
            return held.compareTo(RegistrationLimits.CONFIRMATION_AWAITED_MAX) >= 0;
        }
    },

    /** The store refuses what a chunk came to: a failure of ours, which a new version may mend. */
    UNFORESEEN(FaultCode.REGISTRATION_STUCK) {
        @Override
        boolean hopeless(int attempts, Duration held) {
            return held.compareTo(RegistrationLimits.UNFORESEEN_MAX) >= 0;
        }

        @Override
        Duration pause(int attempts) {
            Duration pause = RegistrationLimits.ATTEMPT_PAUSE;
            Duration most = RegistrationLimits.ATTEMPT_PAUSE_MAX;
            for (int i = 1; i < attempts && pause.compareTo(most) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(most) < 0 ? pause : most;
        }
    };

    private final FaultCode code;

    Hindrance(FaultCode code) {
        this.code = code;
    }

    /** What the insurer is told. */
    FaultCode code() {
        return code;
    }

    /**
     * Whether to give the file up.
     *
     * @param attempts how often it was tried in vain, this time included; from 1
     * @param held how long since the first of them
     */
    abstract boolean hopeless(int attempts, Duration held);

    /**
     * How long the file rests before it is tried again.
     *
     * @param attempts how often it was tried in vain; from 1
     */
    Duration pause(int attempts) {
        return RegistrationLimits.ATTEMPT_PAUSE;
    }
}
