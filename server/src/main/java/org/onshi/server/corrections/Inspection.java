package org.onshi.server.corrections;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * 総点検: an inspection of all insurers (requirements J-01).
 *
 * @param name what it is called, 1 to 100 characters
 * @param statusDue until when each reports whether the rules were broken
 * @param resultDue until when each has rechecked its records
 * @param publishedAt when the result was made public
 * @param totals as counted now
 */
public record Inspection(
        UUID inspectionId,
        String name,
        LocalDate statusDue,
        LocalDate resultDue,
        Instant requestedAt,
        Optional<Instant> publishedAt,
        Totals totals) {

    /**
     * Sums over the insurers.
     *
     * @param insurers asked
     * @param reported that said whether the rules were broken
     * @param rechecking that had to recheck, done or not
     * @param done that are done
     * @param recordsInScope records to recheck
     * @param recordsChecked of these, rechecked
     * @param recordsWrong of these, found wrong
     * @param cases wrong links that came of it
     * @param looksFollowed of these, those whose audit log was looked through
     * @param viewed of these, those where somebody was shown data
     */
    public record Totals(
            long insurers,
            long reported,
            long rechecking,
            long done,
            long recordsInScope,
            long recordsChecked,
            long recordsWrong,
            long cases,
            long looksFollowed,
            long viewed) {
        private static final int PERCENT = 100;
        private static final int RATE_DIGITS = 3;

        /** Records still to be rechecked. */
        public long recordsRemaining() {
            return recordsInScope - recordsChecked;
        }

        /** Wrong ones in a hundred of those rechecked, to a thousandth; empty before the first. */
        public Optional<BigDecimal> wrongPercent() {
            return recordsChecked == 0
                    ? Optional.empty()
                    : Optional.of(
                            BigDecimal.valueOf(recordsWrong)
                                    .multiply(BigDecimal.valueOf(PERCENT))
                                    .divide(
                                            BigDecimal.valueOf(recordsChecked),
                                            RATE_DIGITS,
                                            RoundingMode.HALF_UP));
        }
    }
}
