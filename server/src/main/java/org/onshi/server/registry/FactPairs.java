package org.onshi.server.registry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pairs of dates among the facts: a first day and a last day, both included. */
final class FactPairs {
    private static final Map<Fact, Fact> START_OF_END =
            Map.of(
                    Fact.CERTIFICATE_VALID_TO, Fact.CERTIFICATE_VALID_FROM,
                    Fact.COPAY_TO, Fact.COPAY_FROM,
                    Fact.LIMIT_TO, Fact.LIMIT_FROM,
                    Fact.SPECIAL_DISEASE_1_TO, Fact.SPECIAL_DISEASE_1_FROM,
                    Fact.SPECIAL_DISEASE_2_TO, Fact.SPECIAL_DISEASE_2_FROM,
                    Fact.SPECIAL_DISEASE_3_TO, Fact.SPECIAL_DISEASE_3_FROM);

    private FactPairs() {}

    /** The last day that lies before its first day, among the pairs a row touches. */
    static Optional<Fact> endBeforeStart(Facts facts, Set<Fact> touched) {
        return START_OF_END.entrySet().stream()
                .filter(pair ->
                        touched.contains(pair.getKey()) || touched.contains(pair.getValue()))
                .filter(pair -> {
                    // dates as YYYY-MM-DD order as texts
                    String end = facts.text(pair.getKey());
                    return !end.isEmpty() && end.compareTo(facts.text(pair.getValue())) < 0;
                })
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }
}
