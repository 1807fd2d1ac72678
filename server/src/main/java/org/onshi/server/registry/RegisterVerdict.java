package org.onshi.server.registry;

import java.util.List;
import java.util.stream.Collectors;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Comparison;
import org.onshi.server.matching.Match;
import org.onshi.server.matching.MatchingRule;
import org.onshi.wire.RegistrationCode;

/**
 * What the resident register's answer means for one row with a number (requirements B-07).
 *
 * @param code {@link RegistrationCode#OK} when the number may be linked, otherwise why not
 * @param column the column to blame, "" when none is
 * @param comparison {@code NAME=EQUAL;NAME_KANA=EQUAL_AFTER:WIDTH+KANA_SIZE;…}, without any value;
 *     "" when nothing was compared
 */
record RegisterVerdict(RegistrationCode code, String column, String comparison) {
    /** Nobody had to be asked. */
    static final RegisterVerdict FREE = new RegisterVerdict(RegistrationCode.OK, "", "");

    static final RegisterVerdict UNKNOWN =
            new RegisterVerdict(RegistrationCode.REGISTER_UNKNOWN, "individual_number", "");

    /** Its answer about this number made no sense: somebody looks, and nobody else waits for it. */
    static final RegisterVerdict UNREADABLE =
            new RegisterVerdict(RegistrationCode.REGISTER_UNREADABLE, "individual_number", "");

    boolean links() {
        return code == RegistrationCode.OK;
    }

    static RegisterVerdict of(Match match) {
        String comparison = written(match.comparisons());
        return switch (match.decision()) {
            case LINK -> new RegisterVerdict(RegistrationCode.OK, "", comparison);
            case REVIEW, NO_MATCH -> {
                Comparison worst =
                        match.comparisons().stream()
                                .max((one, other) -> one.outcome().compareTo(other.outcome()))
                                .orElseThrow();
                boolean differs =
                        switch (worst.outcome()) {
                            case DIFFERS -> true;
                            case EQUAL, EQUAL_AFTER, UNCERTAIN -> false;
                        };
                yield new RegisterVerdict(
                        differs
                                ? RegistrationCode.REGISTER_DIFFERS
                                : RegistrationCode.REGISTER_REVIEW,
                        column(worst.attribute()),
                        comparison);
            }
        };
    }

    private static String column(Attribute attribute) {
        return switch (attribute) {
            case NAME -> Fact.NAME.fileColumn();
            case NAME_KANA -> Fact.NAME_KANA.fileColumn();
            case BIRTH_DATE -> "birth_date";
            case SEX -> Fact.SEX.fileColumn();
            case ADDRESS -> Fact.ADDRESS.fileColumn();
        };
    }

    private static String written(List<Comparison> comparisons) {
        return comparisons.stream()
                .map(one ->
                        one.attribute()
                                + "="
                                + one.outcome()
                                + (one.rules().isEmpty() ? "" : ":" + rules(one.rules())))
                .collect(Collectors.joining(";"));
    }

    private static String rules(List<MatchingRule> rules) {
        return rules.stream().map(MatchingRule::name).collect(Collectors.joining("+"));
    }
}
