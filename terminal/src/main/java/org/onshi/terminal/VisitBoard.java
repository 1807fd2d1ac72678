package org.onshi.terminal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Where the state of the visit is put up; screens wait here for a newer one. */
final class VisitBoard {
    private VisitState state = VisitState.first();

    synchronized VisitState now() {
        return state;
    }

    /** Puts up the next state. */
    synchronized VisitState put(UnaryOperator<VisitState.Draft> change) {
        state = change.apply(state.change()).build(state.version() + 1);
        notifyAll();
        return state;
    }

    /** The state as soon as its version is above {@code after}, else after the wait. */
    synchronized VisitState await(long after, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        while (state.version() <= after && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return state;
    }
}
