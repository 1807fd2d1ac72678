package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;

/**
 * A coverage as it is known at one time: its segments tile [acquiredOn, lostOn). Immutable; what an
 * event makes of it is another stay, and the difference becomes versions.
 *
 * <p>Segments with equal facts are not merged: each stands for an event of the insurer.
 */
record Stay(
        UUID coverageId,
        UUID personId,
        InsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        LocalDate acquiredOn,
        Optional<LocalDate> lostOn,
        Standing standing,
        boolean suspended,
        List<Segment> segments) {

    Stay {
        segments = List.copyOf(segments);
        requireTiled(acquiredOn, lostOn, segments);
    }

    private static void requireTiled(
            LocalDate acquiredOn, Optional<LocalDate> lostOn, List<Segment> segments) {
        Optional<LocalDate> next = Optional.of(acquiredOn);
        for (Segment segment : segments) {
            if (!next.equals(Optional.of(segment.from()))) {
                throw new IllegalStateException("the segments of a stay must follow each other");
            }
            next = segment.to();
        }
        if (segments.isEmpty() || !next.equals(lostOn)) {
            throw new IllegalStateException("the segments of a stay must fill it");
        }
    }

    LookupKey key() {
        return LookupKey.of(insurer, identifier);
    }

    boolean holdsOn(LocalDate day) {
        return !day.isBefore(acquiredOn) && lostOn.map(day::isBefore).orElse(true);
    }

    /** Whether it does not exist for an answer (contracts §4). */
    boolean hidden() {
        return standing == Standing.PENDING || suspended;
    }

    /** Whether both cover some day. */
    boolean overlaps(Stay other) {
        return lostOn.map(other.acquiredOn::isBefore).orElse(true)
                && other.lostOn.map(acquiredOn::isBefore).orElse(true);
    }

    /** Today while it holds; else its first day or its last, whichever is nearer. */
    LocalDate lastDaySoFar(LocalDate today) {
        LocalDate day = today.isBefore(acquiredOn) ? acquiredOn : today;
        LocalDate last = lostOn.map(lost -> lost.minusDays(1)).orElse(day);
        return day.isAfter(last) ? last : day;
    }

    Facts lastFacts() {
        return segments.getLast().facts();
    }

    /** The facts on a day, or those nearest to it when the stay does not hold then. */
    Facts factsNear(LocalDate day) {
        return segments.get(indexNear(day)).facts();
    }

    /**
     * A fact changes from a day on: the segment of that day is divided, and the change reaches up
     * to the next recorded change of the same fact.
     */
    Stay changed(LocalDate effectiveOn, Fact fact, String value) {
        int at = indexNear(effectiveOn);
        String before = segments.get(at).facts().text(fact);
        if (before.equals(value)) {
            return this;
        }
        Stay divided = dividedOn(effectiveOn);
        int first = divided.indexNear(effectiveOn);
        int end = first;
        while (end < divided.segments.size()
                && divided.segments.get(end).facts().text(fact).equals(before)) {
            end++;
        }
        return divided.rewritten(first, end, facts -> facts.with(fact, value));
    }

    /**
     * A fact was wrong from its start: wherever it has run on, with the value it has on that day,
     * it gets another.
     */
    Stay corrected(LocalDate day, Fact fact, String value) {
        int at = indexNear(day);
        String wrong = segments.get(at).facts().text(fact);
        if (wrong.equals(value)) {
            return this;
        }
        int first = at;
        while (first > 0 && segments.get(first - 1).facts().text(fact).equals(wrong)) {
            first--;
        }
        int end = at;
        while (end < segments.size() && segments.get(end).facts().text(fact).equals(wrong)) {
            end++;
        }
        return rewritten(first, end, facts -> facts.with(fact, value));
    }

    /** A fact gets one value throughout. */
    Stay everywhere(Fact fact, String value) {
        return rewritten(0, segments.size(), facts -> facts.with(fact, value));
    }

    /** The same stay over other days; the first and last segment stretch or shrink. */
    Stay during(LocalDate first, Optional<LocalDate> end) {
        List<Segment> kept = new ArrayList<>();
        for (Segment segment : segments) {
            boolean over = segment.to().map(to -> !first.isBefore(to)).orElse(false);
            boolean beyond = end.map(last -> !segment.from().isBefore(last)).orElse(false);
            if (!over && !beyond) {
                kept.add(segment);
            }
        }
        if (kept.isEmpty()) {
            // the old and the new days do not touch: what was last known holds
            boolean later = segments.getFirst().from().isBefore(first);
            kept.add(later ? segments.getLast() : segments.getFirst());
            kept.set(0, kept.getFirst().during(first, end));
        } else {
            Segment head = kept.getFirst();
            kept.set(0, new Segment(first, endOf(head, kept.size() == 1, end), head.facts()));
            Segment tail = kept.getLast();
            kept.set(kept.size() - 1, tail.during(tail.from(), end));
        }
        return lasting(first, end, kept);
    }

    private static Optional<LocalDate> endOf(
            Segment segment, boolean only, Optional<LocalDate> end) {
        return only ? end : segment.to();
    }

    Stay identifiedAs(InsuredIdentifier other) {
        return copy(personId, other, birthDate, standing, suspended);
    }

    Stay bornOn(LocalDate other) {
        return copy(personId, identifier, other, standing, suspended);
    }

    Stay of(UUID person, Standing other) {
        return copy(person, identifier, birthDate, other, suspended);
    }

    Stay suspended(boolean other) {
        return copy(personId, identifier, birthDate, standing, other);
    }

    private Stay copy(
            UUID person,
            InsuredIdentifier named,
            LocalDate born,
            Standing stands,
            boolean stopped) {
        return new Stay(
                coverageId,
                person,
                insurer,
                named,
                born,
                acquiredOn,
                lostOn,
                stands,
                stopped,
                segments);
    }

    private Stay lasting(LocalDate first, Optional<LocalDate> end, List<Segment> others) {
        return new Stay(
                coverageId,
                personId,
                insurer,
                identifier,
                birthDate,
                first,
                end,
                standing,
                suspended,
                others);
    }

    private Stay dividedOn(LocalDate day) {
        int at = indexNear(day);
        Segment segment = segments.get(at);
        if (!segment.holdsOn(day) || segment.from().equals(day)) {
            return this;
        }
        List<Segment> divided = new ArrayList<>(segments);
        divided.set(at, segment.during(segment.from(), Optional.of(day)));
        divided.add(at + 1, segment.during(day, segment.to()));
        return lasting(acquiredOn, lostOn, divided);
    }

    private Stay rewritten(int first, int end, UnaryOperator<Facts> change) {
        List<Segment> rewritten = new ArrayList<>(segments);
        for (int i = first; i < end; i++) {
            Segment segment = rewritten.get(i);
            rewritten.set(i, segment.with(change.apply(segment.facts())));
        }
        return lasting(acquiredOn, lostOn, rewritten);
    }

    private int indexNear(LocalDate day) {
        if (day.isBefore(acquiredOn)) {
            return 0;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).holdsOn(day)) {
                return i;
            }
        }
        return segments.size() - 1;
    }

    @Override
    public String toString() {
        return "Stay[" + coverageId + "]";
    }
}
