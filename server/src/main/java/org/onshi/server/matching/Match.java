package org.onshi.server.matching;

import java.util.List;

/**
 * A decision and why. Holds no personal data, so it may be kept and shown.
 *
 * @param decision what follows
 * @param comparisons one for each {@link Attribute}, in that order
 */
public record Match(Decision decision, List<Comparison> comparisons) {
    public Match {
        comparisons = List.copyOf(comparisons);
    }

    /** How this attribute compared. */
    public Comparison of(Attribute attribute) {
        return comparisons.stream()
                .filter(one -> one.attribute() == attribute)
                .findFirst()
                .orElseThrow();
    }
}
