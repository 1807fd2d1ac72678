package org.onshi.server.matching;

import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * One rule at work. What it makes of a text may depend on the other text (a part is left out on one
 * side only); both sides are treated alike, so that comparing is symmetric.
 *
 * @param rule which
 * @param triggers the characters without one of which it leaves a text as it is
 * @param beside what becomes of the first text, seen beside the second
 * @param alone what becomes of a text by itself
 */
record Step(
        MatchingRule rule,
        IntPredicate triggers,
        BinaryOperator<String> beside,
        UnaryOperator<String> alone) {
    /** A rule that looks at one text only. */
    static Step each(MatchingRule rule, IntPredicate triggers, UnaryOperator<String> change) {
        return new Step(rule, triggers, (own, other) -> change.apply(own), change);
    }

    /** A rule that looks at single characters only. */
    static Step letters(MatchingRule rule, UnaryOperator<String> change) {
        return each(
                rule,
                c -> !change.apply(Character.toString(c)).equals(Character.toString(c)),
                change);
    }

    /** A rule that needs both. */
    static Step pair(MatchingRule rule, String triggers, BinaryOperator<String> change) {
        return new Step(rule, in(triggers), change, UnaryOperator.identity());
    }

    static IntPredicate in(String characters) {
        return c -> characters.indexOf(c) >= 0;
    }
}
