package org.onshi.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.Sex;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Decision;
import org.onshi.server.matching.FiveAttributes;
import org.onshi.server.matching.KnownName;
import org.onshi.server.matching.KnownPerson;
import org.onshi.server.matching.Matcher;

/**
 * {@code bench matching}: are registrations linked to whom they are about, and to nobody else
 * (requirements B-05, B-07)? Runs the server's matcher over a population with planted faults, once
 * by the number that a registration carries and once, as an inquiry without number, over everybody
 * of the same kana name, birth date and sex.
 */
final class MatchingMeasurement implements Measurement {
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public String purpose() {
        return "照合：正しい紐付け、誤った紐付け、要確認、見つけた誤り / matching: right and wrong links, reviews, faults"
                + " found";
    }

    @Override
    public int people() {
        return 200_000;
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        PlantedPopulation population = new PlantedPopulation(settings.people(), settings.seed());
        Matcher matcher = Matcher.standard();
        Map<PlantedKind, Count> counts = new EnumMap<>(PlantedKind.class);
        for (PlantedKind kind : PlantedKind.values()) {
            counts.put(kind, new Count());
        }
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (PlantedRegistration one : population.registrations()) {
            counts.get(one.kind()).add(byNumber(matcher, population, one));
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        Map<String, Number> figures = figures(counts);
        figures.putAll(inquiries(matcher, population));
        figures.put(
                "comparisons_per_second",
                Math.round(population.registrations().size() * NANOS_PER_SECOND / nanos));
        show(counts);
        return figures;
    }

    /** What the check of a registration finds under its number. */
    private static Result byNumber(
            Matcher matcher, PlantedPopulation population, PlantedRegistration one) {
        Optional<Integer> holder = population.holder(one.number());
        if (holder.isEmpty()) {
            return Result.MISSED;
        }
        KnownPerson known = population.residents().get(holder.get());
        return switch (matcher.compare(one.attributes(), known).decision()) {
            case LINK -> holder.get() == one.person() ? Result.LINKED_RIGHT : Result.LINKED_WRONG;
            case REVIEW -> Result.REVIEW;
            case NO_MATCH -> Result.MISSED;
        };
    }

    private static Map<String, Number> figures(Map<PlantedKind, Count> counts) {
        long right = 0;
        long wrong = 0;
        long review = 0;
        long missed = 0;
        long truePairs = 0;
        long planted = 0;
        long found = 0;
        for (Map.Entry<PlantedKind, Count> entry : counts.entrySet()) {
            Count count = entry.getValue();
            right += count.of(Result.LINKED_RIGHT);
            wrong += count.of(Result.LINKED_WRONG);
            if (entry.getKey().truth() == PlantedKind.Truth.SAME_PERSON) {
                truePairs += count.all();
                review += count.of(Result.REVIEW);
                missed += count.of(Result.MISSED);
            } else {
                planted += count.all();
                found += count.of(Result.REVIEW) + count.of(Result.MISSED);
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

    /** Inquiries without number: every candidate is compared, one link is an answer. */
    private static Map<String, Number> inquiries(Matcher matcher, PlantedPopulation population) {
        Map<Triple, List<Integer>> candidates = new HashMap<>();
        for (int i = 0; i < population.residents().size(); i++) {
            KnownPerson resident = population.residents().get(i);
            for (KnownName known : resident.names()) {
                candidates
                        .computeIfAbsent(
                                new Triple(
                                        matcher.key(Attribute.NAME_KANA, known.nameKana()),
                                        resident.birthDate(),
                                        resident.sex()),
                                triple -> new ArrayList<>())
                        .add(i);
            }
        }
        long right = 0;
        long wrong = 0;
        long unresolved = 0;
        for (PlantedRegistration one : population.registrations()) {
            FiveAttributes five = one.attributes();
            List<Integer> linked =
                    candidates
                            .getOrDefault(
                                    new Triple(
                                            matcher.key(Attribute.NAME_KANA, five.nameKana()),
                                            five.birthDate(),
                                            five.sex()),
                                    List.of())
                            .stream()
                            .filter(i ->
                                    matcher.compare(five, population.residents().get(i)).decision()
                                            == Decision.LINK)
                            .toList();
            if (linked.size() != 1) {
                unresolved++;
            } else if (linked.getFirst() == one.person()) {
                right++;
            } else {
                wrong++;
            }
        }
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("inquiry_linked_right", right);
        figures.put("inquiry_linked_wrong", wrong);
        figures.put("inquiry_unresolved", unresolved);
        return figures;
    }

    private static void show(Map<PlantedKind, Count> counts) {
        System.err.printf(
                "  %-16s %9s %9s %9s %9s %9s%n",
                "", "planted", "right", "wrong", "review", "no match");
        counts.forEach((kind, count) ->
                System.err.printf(
                        "  %-16s %9d %9d %9d %9d %9d  %s%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        count.all(),
                        count.of(Result.LINKED_RIGHT),
                        count.of(Result.LINKED_WRONG),
                        count.of(Result.REVIEW),
                        count.of(Result.MISSED),
                        kind.words()));
    }

    /** What became of a registration. */
    private enum Result {
        LINKED_RIGHT,
        LINKED_WRONG,
        REVIEW,
        MISSED
    }

    /** How often. */
    private static final class Count {
        private final Map<Result, Long> results = new EnumMap<>(Result.class);

        void add(Result result) {
            results.merge(result, 1L, Long::sum);
        }

        long of(Result result) {
            return results.getOrDefault(result, 0L);
        }

        long all() {
            return results.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** What the real system's wrong links were found by; here it only finds candidates. */
    private record Triple(String kana, LocalDate birthDate, Sex sex) {
        @Override
        public String toString() {
            return "Triple";
        }
    }
}
