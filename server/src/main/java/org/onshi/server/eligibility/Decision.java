package org.onshi.server.eligibility;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.eligibility.EligibilityAnswer.Eligible;
import org.onshi.server.eligibility.EligibilityAnswer.Lost;
import org.onshi.server.eligibility.EligibilityAnswer.Several;
import org.onshi.server.eligibility.EligibilityAnswer.Unknown;
import org.onshi.server.registry.Coverage;

/** The rules of a verdict (contracts §4), pure: rows and the day in, the answer out. */
final class Decision {
    private Decision() {}

    /**
     * The answer for one person.
     *
     * @param asked the coverages the identifier stands for
     * @param history all coverages of that person that may be shown, as known at one instant
     * @param day the day asked for
     */
    static EligibilityAnswer decide(Set<UUID> asked, List<Coverage> history, LocalDate day) {
        List<Coverage> own = history.stream().filter(c -> asked.contains(c.coverageId())).toList();
        Optional<Coverage> holding = holding(own, day);
        if (holding.isPresent()) {
            return new Eligible(holding.get());
        }
        Optional<Coverage> last =
                own.stream()
                        .filter(coverage -> coverage.lostBy(day))
                        .max(
                                Comparator.comparing(
                                                (Coverage c) -> c.lostOn().orElse(LocalDate.MAX))
                                        .thenComparing(Coverage::segmentFrom));
        if (last.isEmpty()) {
            return new Unknown(
                    own.isEmpty()
                            ? UnknownReason.NO_SUCH_IDENTIFIER
                            : UnknownReason.BEFORE_FIRST_ACQUISITION);
        }
        return new Lost(last.get(), holding(history, day));
    }

    /**
     * The answer to a card, which names the person and no coverage: whatever holds that day.
     *
     * @param history all coverages of the person that may be shown, as known at one instant
     */
    static EligibilityAnswer decideByCard(List<Coverage> history, LocalDate day) {
        Set<UUID> holding =
                history.stream()
                        .filter(coverage -> coverage.holdsOn(day) && !coverage.lostBy(day))
                        .map(Coverage::coverageId)
                        .collect(Collectors.toSet());
        if (holding.size() > 1) {
            return new Several(holding.size());
        }
        if (history.isEmpty()) {
            return new Unknown(UnknownReason.NO_COVERAGE);
        }
        // all of them are asked for, so that none can be a successor
        return decide(
                history.stream().map(Coverage::coverageId).collect(Collectors.toSet()),
                history,
                day);
    }

    private static Optional<Coverage> holding(List<Coverage> coverages, LocalDate day) {
        // the registry lets at most one hold; should two, the one acquired last is the likelier
        return coverages.stream()
                .filter(coverage -> coverage.holdsOn(day) && !coverage.lostBy(day))
                .max(Comparator.comparing(Coverage::acquiredOn));
    }
}
