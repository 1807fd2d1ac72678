package org.onshi.server.duties;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Coverage;
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
    private final Deadlines deadlines;

    RegistrationDuties(RegisteredCoverages registered, Registry registry, Deadlines deadlines) {
        this.registered = registered;
        this.registry = registry;
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
                if (late.size() < most && judge(it).late()) {
                    late.put(it.coverageId(), it);
                }
            }
            more = slow.size() == SLOW_A_PAGE;
            seen = slow.isEmpty() ? seen : Optional.of(slow.getLast().coverageId());
        }
        Map<UUID, Coverage> own = registry.own(insurer, late.keySet());
        List<LateRegistration> page = new ArrayList<>();
        for (RegisteredCoverage it : late.values()) {
            page.add(new LateRegistration(it, own.get(it.coverageId()), judge(it)));
        }
        return page;
    }

    /**
     * How every insurer that registered anybody in a month kept its deadlines, by insurer number.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public List<DeadlineFigures> figures(YearMonth month) {
        Map<InsurerNumber, Map<Timeliness, Long>> counts = new LinkedHashMap<>();
        registered.counts(
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                it ->
                        counts.computeIfAbsent(it.insurer(), _ -> new EnumMap<>(Timeliness.class))
                                .merge(
                                        deadlines.judge(
                                                it.acquiredOn(),
                                                it.notifiedOn(),
                                                it.registeredOn()),
                                        it.coverages(),
                                        Long::sum));
        return counts.entrySet().stream()
                .map(it -> new DeadlineFigures(it.getKey(), it.getValue()))
                .toList();
    }

    private Timeliness judge(RegisteredCoverage one) {
        return deadlines.judge(one.acquiredOn(), one.notifiedOn(), one.registeredOn());
    }
}
