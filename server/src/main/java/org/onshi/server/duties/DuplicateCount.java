package org.onshi.server.duties;

import org.onshi.kernel.InsurerNumber;

/**
 * What a survey found that concerns an insurer, and how much of it the insurer has ended.
 *
 * @param overlaps its coverages that overlap another insurer's; they end in the list of conflicts
 * @param suspects pairs of persons with the same five attributes of whom one at least is its own; a
 *     pair of its own two once
 * @param ended those of the pairs that it has decided for its side
 */
public record DuplicateCount(InsurerNumber insurer, long overlaps, long suspects, long ended) {
    /** How many pairs it has still to decide. */
    public long open() {
        return suspects - ended;
    }
}
