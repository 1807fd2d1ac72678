package org.onshi.server.registry;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.onshi.wire.RegistrationCode;

/**
 * A pending coverage as its insurer sees it (requirements B-07).
 *
 * @param coverage its last segment
 * @param code why it is pending
 * @param column the column to blame, "" when none is
 * @param compared how each attribute compared with the resident register's; none when nothing was
 *     compared. Of the register's values it says nothing
 * @param confirmable whether the insurer's word suffices; otherwise a row has to mend something
 * @param since since when it is pending as it is now, in microseconds; later with every row that
 *     says something new about it, its number included
 */
public record PendingCoverage(
        Coverage coverage,
        RegistrationCode code,
        String column,
        List<Compared> compared,
        boolean confirmable,
        Instant since) {
    public PendingCoverage {
        compared = List.copyOf(compared);
    }

    /**
     * One attribute compared.
     *
     * @param attribute NAME, NAME_KANA, BIRTH_DATE, SEX or ADDRESS
     * @param outcome EQUAL, EQUAL_AFTER, UNCERTAIN or DIFFERS
     * @param rules after which rules it is equal
     */
    public record Compared(String attribute, String outcome, List<String> rules) {
        public Compared {
            rules = List.copyOf(rules);
        }

        /**
         * Reads what a comparison was written as.
         *
         * @return none for ""
         */
        public static List<Compared> read(String comparison) {
            if (comparison.isEmpty()) {
                return List.of();
            }
            return Arrays.stream(comparison.split(";", -1))
                    .map(one -> one.split("[=:]", -1))
                    .map(parts ->
                            new Compared(
                                    parts[0],
                                    parts[1],
                                    parts.length > 2
                                            ? List.of(parts[2].split("\\+", -1))
                                            : List.of()))
                    .toList();
        }
    }

    /** Shows the coverage's id and the code. */
    @Override
    public String toString() {
        return "PendingCoverage[" + coverage.coverageId() + " " + code + "]";
    }
}
