package org.onshi.server.registry;

import java.util.List;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Outcome;

/**
 * What the resident register says about a linked coverage (requirements B-12).
 *
 * @param coverage as it was compared
 * @param kind what came out
 * @param comparison how each attribute compared with the resident who has the number, as text
 *     without any value; "" when nothing was compared
 * @param digests of what was compared, both sides, under the vault's keys, the current one's first:
 *     it is the same finding only as long as neither side has changed; none for a match
 */
public record RegisterFinding(
        Coverage coverage, Kind kind, String comparison, List<String> digests) {
    public RegisterFinding {
        digests = List.copyOf(digests);
    }

    /** The register confirms the link. */
    static RegisterFinding match(Coverage coverage) {
        return new RegisterFinding(coverage, Kind.MATCH, "", List.of());
    }

    /** What came out. */
    public enum Kind {
        /** One person by all five attributes. */
        MATCH,
        /** An attribute of the resident with the number differs. */
        DIFFERS,
        /** Some attribute cannot be told. */
        UNCLEAR,
        /** The resident with all five attributes has another number. */
        OTHER_NUMBER,
        /** The register knows neither the five attributes nor the number. */
        UNKNOWN,
        /** Its answer made no sense. */
        UNREADABLE;

        /** Whether the register speaks against the link; where it says nothing it does not. */
        public boolean against() {
            return switch (this) {
                case DIFFERS, UNCLEAR, OTHER_NUMBER -> true;
                case MATCH, UNKNOWN, UNREADABLE -> false;
            };
        }

        /**
         * Whether an insurer's word may stand against it: never against another's number, a birth
         * date or a sex.
         *
         * @param compared attribute by attribute
         */
        public boolean clearable(List<PendingCoverage.Compared> compared) {
            return this != OTHER_NUMBER
                    && compared.stream()
                            .filter(one -> one.outcome().equals(Outcome.DIFFERS.name()))
                            .noneMatch(one ->
                                    one.attribute().equals(Attribute.BIRTH_DATE.name())
                                            || one.attribute().equals(Attribute.SEX.name()));
        }
    }

    /** Shows the coverage's id and the kind. */
    @Override
    public String toString() {
        return "RegisterFinding[" + coverage.coverageId() + " " + kind + "]";
    }
}
