package org.onshi.server.duties;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.RegisteredCoverage;
import org.onshi.server.registry.RegisteredCoverages;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;

/** Which registrations came late, and how each insurer keeps its deadlines (requirements B-10). */
@Service
public class RegistrationDuties {
    /** Read at once to find the late ones among them. */
    private static final int SLOW_A_PAGE = 1_000;

    private final RegisteredCoverages registered;
    private final Registry registry;
    private final Insurers insurers;
    private final Deadlines deadlines;

    RegistrationDuties(
            RegisteredCoverages registered,
            Registry registry,
            Insurers insurers,
            Deadlines deadlines) {
        this.registered = registered;
        this.registry = registry;
        this.insurers = insurers;
        this.deadlines = deadlines;
    }

    /**
     * Late registrations of an insurer, in the order of registration.
     *
     * @param from first day of registration, in Japan
     * @param to first day no longer
     * @param after the coverage of the last one of the page before
     * @param most how many at most
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public List<LateRegistration> late(
            InsurerNumber insurer, LocalDate from, LocalDate to, Optional<UUID> after, int most) {
        Map<UUID, RegisteredCoverage> late = new LinkedHashMap<>();
        Optional<UUID> seen = after;
        boolean more = true;
        while (more && late.size() < most) {
            List<RegisteredCoverage> slow =
                    registered.slow(
                            insurer, from, to, deadlines.surelyInTimeDays(), seen, SLOW_A_PAGE);
            for (RegisteredCoverage it : slow) {
                if (late.size() < most && judge(insurer, it).late()) {
                    late.put(it.coverageId(), it);
                }
            }
            more = slow.size() == SLOW_A_PAGE;
            seen = slow.isEmpty() ? seen : Optional.of(slow.getLast().coverageId());
        }
        Map<UUID, Coverage> own = registry.own(insurer, late.keySet());
        List<LateRegistration> page = new ArrayList<>();
        for (RegisteredCoverage it : late.values()) {
            page.add(new LateRegistration(it, own.get(it.coverageId()), judge(insurer, it)));
        }
        return page;
    }

    /**
     * How every insurer that registered anybody in a month kept its deadlines, by insurer number;
     * one insurer after the other.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public List<DeadlineFigures> figures(YearMonth month) {
        return insurers.numbers().stream()
                .sorted(Comparator.comparing(InsurerNumber::digits))
                .map(it -> figures(it, month))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * How an insurer kept its deadlines in a month; empty when it registered nobody.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public Optional<DeadlineFigures> figures(InsurerNumber insurer, YearMonth month) {
        Map<Timeliness, Long> counts = new EnumMap<>(Timeliness.class);
        registered.counts(
                insurer,
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                it ->
                        counts.merge(
                                deadlines.judge(
                                        insurer.kind(),
                                        it.acquiredOn(),
                                        it.notifiedOn(),
                                        it.registeredOn()),
                                it.coverages(),
                                Long::sum));
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeadlineFigures(insurer, counts));
    }

    private Timeliness judge(InsurerNumber insurer, RegisteredCoverage one) {
        return deadlines.judge(
                insurer.kind(), one.acquiredOn(), one.notifiedOn(), one.registeredOn());
    }
}
