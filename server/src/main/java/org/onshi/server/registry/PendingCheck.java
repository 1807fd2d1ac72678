package org.onshi.server.registry;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Outcome;
import org.onshi.wire.RegistrationCode;

/**
 * Why a coverage is pending.
 *
 * @param coverageId the coverage
 * @param personId its person, a placeholder of its own until it is linked
 * @param insurer whose coverage it is
 * @param code why
 * @param column the column to blame, "" when none is
 * @param comparison how each attribute compared with the resident register's, as {@link
 *     RegisterVerdict} writes it; "" when nothing was compared
 * @param recordedAt since when it is pending for this reason
 */
record PendingCheck(
        UUID coverageId,
        UUID personId,
        InsurerNumber insurer,
        RegistrationCode code,
        String column,
        String comparison,
        Instant recordedAt) {
    /** Attribute by attribute; none when nothing was compared. */
    List<PendingCoverage.Compared> compared() {
        if (comparison.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(comparison.split(";", -1))
                .map(one -> one.split("[=:]", -1))
                .map(parts ->
                        new PendingCoverage.Compared(
                                parts[0],
                                parts[1],
                                parts.length > 2 ? List.of(parts[2].split("\\+", -1)) : List.of()))
                .toList();
    }

    /**
     * Whether the insurer's word suffices: where a machine cannot tell, where an earlier coverage
     * has another kana name, and where one attribute alone differs that people change. Never
     * against birth date or sex, and never for a number that the register does not know.
     */
    boolean confirmable() {
        List<String> differing =
                compared().stream()
                        .filter(one -> one.outcome().equals(Outcome.DIFFERS.name()))
                        .map(PendingCoverage.Compared::attribute)
                        .toList();
        boolean fixed =
                differing.contains(Attribute.BIRTH_DATE.name())
                        || differing.contains(Attribute.SEX.name());
        return switch (code) {
            case REGISTER_REVIEW, KANA_DIFFERS -> differing.isEmpty();
            case REGISTER_DIFFERS -> differing.size() == 1 && !fixed;
            default -> false;
        };
    }
}
