package org.onshi.server.duties;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.UnregisteredCount;
import org.onshi.server.registry.UnregisteredCoverage;
import org.onshi.server.registry.UnregisteredCoverages;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;

/** 未登録の方 (requirements B-13): who is insured and not found by number yet, each with one cause. */
public final class UnregisteredPersons {
    /** Read at once to find those of a cause among them. */
    private static final int READ_A_PAGE = 1_000;

    private final UnregisteredCoverages unregistered;
    private final Deadlines deadlines;
    private final Rules rules;
    private final InstantSource clock;

    UnregisteredPersons(
            UnregisteredCoverages unregistered,
            Deadlines deadlines,
            Rules rules,
            InstantSource clock) {
        this.unregistered = unregistered;
        this.deadlines = deadlines;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * An insurer's, by coverage id.
     *
     * @param causes only these
     * @param after the coverage of the last one of the page before
     * @param most how many at most
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public List<UnregisteredPerson> of(
            InsurerNumber insurer, Set<UnregisteredCause> causes, Optional<UUID> after, int most) {
        LocalDate today = today();
        List<UnregisteredPerson> page = new ArrayList<>();
        Optional<UUID> seen = after;
        boolean more = true;
        while (more && page.size() < most) {
            List<UnregisteredCoverage> read = unregistered.of(insurer, today, seen, READ_A_PAGE);
            for (UnregisteredCoverage one : read) {
                UnregisteredCause cause =
                        UnregisteredCause.of(
                                one.code(),
                                one.reason(),
                                deadlines.over(one.coverage().acquiredOn(), today));
                if (page.size() < most && causes.contains(cause)) {
                    page.add(new UnregisteredPerson(one, cause));
                }
            }
            more = read.size() == READ_A_PAGE;
            seen = read.isEmpty() ? seen : Optional.of(read.getLast().coverage().coverageId());
        }
        return page;
    }

    /**
     * How many every insurer has that has any, by insurer number.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public List<UnregisteredFigures> figures() {
        LocalDate today = today();
        Map<InsurerNumber, Map<UnregisteredCause, Long>> counts = new LinkedHashMap<>();
        Map<InsurerNumber, Long> beforeDuty = new LinkedHashMap<>();
        unregistered.counts(
                today,
                it -> {
                    counts.computeIfAbsent(
                                    it.insurer(), _ -> new EnumMap<>(UnregisteredCause.class))
                            .merge(cause(it, today), it.coverages(), Long::sum);
                    beforeDuty.merge(
                            it.insurer(), numberWasOwed(it) ? 0 : it.coverages(), Long::sum);
                });
        return counts.entrySet().stream()
                .map(it ->
                        new UnregisteredFigures(
                                it.getKey(), it.getValue(), beforeDuty.get(it.getKey())))
                .toList();
    }

    private UnregisteredCause cause(UnregisteredCount one, LocalDate today) {
        return UnregisteredCause.of(
                one.code(), one.reason(), deadlines.over(one.acquiredOn(), today));
    }

    private boolean numberWasOwed(UnregisteredCount one) {
        return rules.says(Rule.INDIVIDUAL_NUMBER_IN_NOTICE, one.notifiedOn(), "REQUIRED");
    }

    /** The day by which causes are told. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
    }
}
