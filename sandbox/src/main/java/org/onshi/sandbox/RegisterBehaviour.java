package org.onshi.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How the resident register behaves, for training and tests. */
enum RegisterBehaviour {
    /** Answers at once. */
    NORMAL(Duration.ZERO),
    /** Answers after a second and a half, which the central system still waits for. */
    SLOW(Duration.ofMillis(1_500)),
    /** Answers when nobody waits any more. */
    LATE(Duration.ofSeconds(8)),
    /** Hangs up without an answer. */
    DOWN(Duration.ZERO);

    private final Duration pause;

    RegisterBehaviour(Duration pause) {
        this.pause = pause;
    }

    /** How long it takes before it answers. */
    Duration pause() {
        return pause;
    }

    static Optional<RegisterBehaviour> of(String word) {
        return Arrays.stream(values()).filter(one -> one.name().equals(word)).findFirst();
    }
}
