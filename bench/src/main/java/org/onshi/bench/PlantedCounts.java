package org.onshi.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What became of the registrations of every planted kind. */
final class PlantedCounts {
    /** What became of a registration. */
    enum Result {
        /** Linked to whom it is about. */
        LINKED_RIGHT,
        /** Linked to somebody else. */
        LINKED_WRONG,
        /** Linked to nobody; somebody is to look at it. */
        REVIEW,
        /** Linked to nobody, held against the register, and no review is offered. */
        MISSED,
        /** Refused for what is written in it, before anything was compared. */
        REFUSED
    }

    private final Map<PlantedKind, Map<Result, Long>> counts = new EnumMap<>(PlantedKind.class);

    void add(PlantedKind kind, Result result) {
        counts.computeIfAbsent(kind, it -> new EnumMap<>(Result.class))
                .merge(result, 1L, Long::sum);
    }

    private long of(PlantedKind kind, Result result) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(result, 0L);
    }

    private long all(PlantedKind kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    Map<String, Number> figures() {
        long right = 0;
        long wrong = 0;
        long review = 0;
        long missed = 0;
        long truePairs = 0;
        long planted = 0;
        long found = 0;
        for (PlantedKind kind : PlantedKind.values()) {
            right += of(kind, Result.LINKED_RIGHT);
            wrong += of(kind, Result.LINKED_WRONG);
            if (kind.truth() == PlantedKind.Truth.SAME_PERSON) {
                truePairs += all(kind);
                review += of(kind, Result.REVIEW);
                missed += of(kind, Result.MISSED) + of(kind, Result.REFUSED);
            } else {
                planted += all(kind);
                found += of(kind, Result.REVIEW) + of(kind, Result.MISSED);
            }
        }
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("linked_right", right);
        figures.put("linked_wrong", wrong);
        figures.put("review_of_true_pairs", (double) review / truePairs);
        figures.put("review", review);
        figures.put("missed", missed);
        figures.put("planted", planted);
        figures.put("planted_found", found);
        return figures;
    }

    void show() {
        System.err.printf(
                "  %-16s %9s %9s %9s %9s %9s %9s%n",
                "", "planted", "right", "wrong", "review", "missed", "refused");
        for (PlantedKind kind : PlantedKind.values()) {
            System.err.printf(
                    "  %-16s %9d %9d %9d %9d %9d %9d  %s%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    all(kind),
                    of(kind, Result.LINKED_RIGHT),
                    of(kind, Result.LINKED_WRONG),
                    of(kind, Result.REVIEW),
                    of(kind, Result.MISSED),
                    of(kind, Result.REFUSED),
                    kind.words());
        }
    }
}
