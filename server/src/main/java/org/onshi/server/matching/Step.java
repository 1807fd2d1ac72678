package org.onshi.server.matching;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * One rule at work. What it makes of a text may depend on the other text (a part is left out on one
 * side only); both sides are treated alike, so that comparing is symmetric.
 *
 * @param rule which
 * @param beside what becomes of the first text, seen beside the second; the same text where the
 *     rule has nothing to do
 * @param alone what becomes of a text by itself
 */
record Step(MatchingRule rule, BinaryOperator<String> beside, UnaryOperator<String> alone) {
    /** A rule that looks at one text only. */
    static Step each(MatchingRule rule, UnaryOperator<String> change) {
        return new Step(rule, (own, other) -> change.apply(own), change);
    }

    /** A rule that needs both. */
    static Step pair(MatchingRule rule, BinaryOperator<String> change) {
        return new Step(rule, change, UnaryOperator.identity());
    }
}
