package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * Two coverages of one person with two insurers on the same days. Both insurers see it until it is
 * resolved (requirements B-03, B-15).
 *
 * @param conflictId this conflict
 * @param personId whose coverages they are
 * @param coverageId one, the later acquired
 * @param insurer its insurer
 * @param otherCoverageId the other
 * @param otherInsurer its insurer
 * @param overlapFrom first day both cover
 * @param overlapTo first day after; empty when open
 * @param recordedAt when it was found
 */
record Conflict(
        UUID conflictId,
        UUID personId,
        UUID coverageId,
        InsurerNumber insurer,
        UUID otherCoverageId,
        InsurerNumber otherInsurer,
        LocalDate overlapFrom,
        Optional<LocalDate> overlapTo,
        Instant recordedAt) {

    static Conflict between(Stay one, Stay other, UUID conflictId, Instant recordedAt) {
        int order = one.acquiredOn().compareTo(other.acquiredOn());
        boolean oneLater =
                order > 0 || (order == 0 && one.coverageId().compareTo(other.coverageId()) > 0);
        Stay later = oneLater ? one : other;
        Stay earlier = oneLater ? other : one;
        Optional<LocalDate> end =
                later.lostOn()
                        .flatMap(a ->
                                earlier.lostOn()
                                        .map(b -> a.isBefore(b) ? a : b)
                                        .or(() -> Optional.of(a)))
                        .or(earlier::lostOn);
        return new Conflict(
                conflictId,
                one.personId(),
                later.coverageId(),
                later.insurer(),
                earlier.coverageId(),
                earlier.insurer(),
                later.acquiredOn(),
                end,
                recordedAt);
    }

    boolean sameOverlap(Conflict other) {
        return coverageId.equals(other.coverageId)
                && otherCoverageId.equals(other.otherCoverageId)
                && overlapFrom.equals(other.overlapFrom)
                && overlapTo.equals(other.overlapTo);
    }
}
