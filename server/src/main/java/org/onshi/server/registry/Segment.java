package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A stretch of a stay during which the same facts hold.
 *
 * @param from first day
 * @param to first day after it; empty when open
 * @param facts what holds
 */
record Segment(LocalDate from, Optional<LocalDate> to, Facts facts) {
    Segment {
        if (to.isPresent() && !from.isBefore(to.get())) {
            throw new IllegalStateException("a segment must last at least a day");
        }
    }

    boolean holdsOn(LocalDate day) {
        return !day.isBefore(from) && to.map(day::isBefore).orElse(true);
    }

    Segment with(Facts others) {
        return new Segment(from, to, others);
    }

    Segment during(LocalDate first, Optional<LocalDate> end) {
        return new Segment(first, end, facts);
    }
}
