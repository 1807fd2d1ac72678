package org.onshi.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.bench.PlantedCounts.Result;
import org.onshi.kernel.Sex;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Decision;
import org.onshi.server.matching.FiveAttributes;
import org.onshi.server.matching.KnownName;
import org.onshi.server.matching.KnownPerson;
import org.onshi.server.matching.Matcher;

/**
 * The server's matcher in this process, without the system around it: once by the number that a
 * registration carries and once, as an inquiry without number, over everybody of the same kana
 * name, birth date and sex.
 *
 * @param counts what became of the registrations by their number
 * @param comparisonsPerSecond of processor time
 */
record MatcherAlone(PlantedCounts counts, long comparisonsPerSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    static MatcherAlone over(PlantedPopulation population) {
        Matcher matcher = Matcher.standard();
        PlantedCounts counts = new PlantedCounts();
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (PlantedRegistration one : population.registrations()) {
            counts.add(one.kind(), byNumber(matcher, population, one));
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        return new MatcherAlone(
                counts, Math.round(population.registrations().size() * NANOS_PER_SECOND / nanos));
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

    /** Inquiries without number: every candidate is compared, one link is an answer. */
    static Map<String, Number> inquiries(PlantedPopulation population) {
        Matcher matcher = Matcher.standard();
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

    /** What the real system's wrong links were found by; here it only finds candidates. */
    private record Triple(String kana, LocalDate birthDate, Sex sex) {
        @Override
        public String toString() {
            return "Triple";
        }
    }
}
