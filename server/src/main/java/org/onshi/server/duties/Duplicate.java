package org.onshi.server.duties;

import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * Two coverages that cannot both be right (requirements B-15).
 *
 * @param personId whose the one is
 * @param otherPersonId whose the other is; the same for an overlap
 */
public record Duplicate(
        UUID duplicateId,
        Kind kind,
        UUID personId,
        UUID coverageId,
        InsurerNumber insurer,
        UUID otherPersonId,
        UUID otherCoverageId,
        InsurerNumber otherInsurer) {
    /** What is wrong with them. */
    public enum Kind {
        /** One person is covered by two insurers at once: one number, two persons perhaps. */
        OVERLAP,
        /** Two persons have the same five attributes: one person, two numbers perhaps. */
        SAME_ATTRIBUTES
    }
}
