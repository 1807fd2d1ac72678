package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * A {@link Conflict} as one of its two insurers may see it: its own coverage in full, of the other
 * one who the insurer is and which days overlap (docs/decisions/0002).
 *
 * @param conflictId the conflict
 * @param personId whose coverages they were when it was found
 * @param own the own coverage as it is known now, its last segment, wherever the coverage stands: a
 *     correction may have moved it to another person; as it was known last when it was cancelled
 * @param other the other insurer
 * @param overlapFrom first day both cover
 * @param overlapTo first day after; empty when open
 * @param recordedAt when it was found
 * @param resolvedAt when it was over; empty while it stands
 */
public record ConflictSide(
        UUID conflictId,
        UUID personId,
        Coverage own,
        InsurerNumber other,
        LocalDate overlapFrom,
        Optional<LocalDate> overlapTo,
        Instant recordedAt,
        Optional<Instant> resolvedAt) {
    /** Whether it stands. */
    public enum State {
        /** Both coverages still overlap so. */
        OPEN,
        /** They do not any more. */
        RESOLVED
    }

    /** Whether it stands. */
    public State state() {
        return resolvedAt.isEmpty() ? State.OPEN : State.RESOLVED;
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "ConflictSide[" + conflictId + "]";
    }
}
