package org.onshi.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
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
 * @param recordedAt since when it is pending as it is now, in microseconds; later with every row
 *     that says something new about it, its number included
 */
record PendingCheck(
        UUID coverageId,
        UUID personId,
        InsurerNumber insurer,
        RegistrationCode code,
        String column,
        String comparison,
        Instant recordedAt) {
    private static final Set<String> FIXED =
            Set.of(Attribute.BIRTH_DATE.name(), Attribute.SEX.name());

    /** Attribute by attribute; none when nothing was compared. */
    List<PendingCoverage.Compared> compared() {
        return PendingCoverage.Compared.read(comparison);
    }

    /**
     * Whether the insurer's word suffices: where a machine cannot tell, where an earlier coverage
     * has another kana name, and where one attribute alone differs that people change and the other
     * four are the same. Never against birth date or sex, never where nothing was compared.
     */
    boolean confirmable() {
        long same = outcomes(Outcome::same);
        long differing = outcomes(outcome -> outcome == Outcome.DIFFERS);
        boolean fixedSame =
                compared().stream()
                        .filter(one -> FIXED.contains(one.attribute()))
                        .allMatch(one -> Outcome.valueOf(one.outcome()).same());
        return switch (code) {
            case REGISTER_REVIEW ->
                    differing == 0 && fixedSame && compared().size() == Attribute.values().length;
            case REGISTER_DIFFERS ->
                    differing == 1 && same == Attribute.values().length - 1 && fixedSame;
            case KANA_DIFFERS -> true;
            default -> false;
        };
    }

    private long outcomes(Predicate<Outcome> which) {
        return compared().stream().map(one -> Outcome.valueOf(one.outcome())).filter(which).count();
    }
}
