package org.onshi.server.duties;

import org.onshi.kernel.InsurerNumber;

/**
 * What a survey found that concerns an insurer.
 *
 * @param overlaps its coverages that overlap another insurer's
 * @param suspects its coverages whose five attributes another person has too
 */
public record DuplicateCount(InsurerNumber insurer, long overlaps, long suspects) {}
