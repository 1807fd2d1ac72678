package org.onshi.server.matching;

import java.util.List;

/**
 * One attribute of two descriptions, compared. Holds no personal data.
 *
 * @param attribute which
 * @param outcome what came out
 * @param rules the rules that changed what differed, in the order in which they apply; for {@link
 *     Outcome#EQUAL} and {@link Outcome#DIFFERS} none
 */
public record Comparison(Attribute attribute, Outcome outcome, List<MatchingRule> rules) {
    public Comparison {
        rules = List.copyOf(rules);
    }

    static Comparison of(Attribute attribute, Outcome outcome) {
        return new Comparison(attribute, outcome, List.of());
    }
}
