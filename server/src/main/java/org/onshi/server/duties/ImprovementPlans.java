package org.onshi.server.duties;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Clerk;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 改善計画とフォローアップ調査 (requirements B-11): the operating body asks insurers that were late too often for
 * a plan, they hand it in, and a later month shows what came of it. No step can be skipped.
 */
public final class ImprovementPlans {
    /** Characters of a plan. */
    public static final int CONTENT_MAX = 4_000;

    private final PlanTable table;
    private final RegistrationDuties duties;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final BigDecimal percentMin;

    ImprovementPlans(
            DataSource dataSource,
            RegistrationDuties duties,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions,
            int percentMin) {
        this.table = new PlanTable(dataSource);
        this.duties = duties;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.percentMin = BigDecimal.valueOf(percentMin);
    }

    /**
     * Asks every insurer for a plan that kept its own deadline too seldom in a month, each once.
     *
     * @param month over by now
     * @return how many were asked that had not been asked before
     * @throws Fault {@link FaultCode#VALUES_CONTRADICT} when the month is not over, {@link
     *     FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public int request(YearMonth month, String by) {
        refuseUnlessOver(month);
        List<DeadlineFigures> figures = duties.figures(month);
        return transaction.execute(_ -> {
            int asked = 0;
            for (DeadlineFigures one : figures) {
                Optional<BigDecimal> percent = one.insurerInTimePercent();
                if (percent.isPresent()
                        && percent.get().compareTo(percentMin) < 0
                        && request(one.insurer(), month, percent.get(), by)) {
                    asked++;
                }
            }
            return asked;
        });
    }

    private boolean request(InsurerNumber insurer, YearMonth month, BigDecimal percent, String by) {
        ImprovementPlan plan =
                new ImprovementPlan(
                        UUID.randomUUID(),
                        insurer,
                        month,
                        percent,
                        now(),
                        Optional.empty(),
                        Optional.empty());
        boolean fresh = table.request(plan);
        if (fresh) {
            record(plan, AuditEvent.PLAN_REQUESTED, plan.requestedAt(), by);
        }
        return fresh;
    }

    /**
     * All plans, by month and insurer.
     *
     * @param after the last one of the page before
     * @param plansMax most of them
     */
    public List<ImprovementPlan> all(Optional<ImprovementPlan> after, int plansMax) {
        return table.all(after, plansMax);
    }

    /**
     * An insurer's, the latest month first.
     *
     * @param before the month of the last one of the page before
     * @param plansMax most of them
     */
    public List<ImprovementPlan> of(
            InsurerNumber insurer, Optional<YearMonth> before, int plansMax) {
        return table.of(insurer, before, plansMax);
    }

    /**
     * One plan of an insurer.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's
     */
    public ImprovementPlan of(InsurerNumber insurer, UUID planId) {
        ImprovementPlan plan = find(planId);
        if (!plan.insurer().equals(insurer)) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        return plan;
    }

    /**
     * One plan, for the operating body.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public ImprovementPlan find(UUID planId) {
        return table.find(planId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /**
     * An insurer hands in its plan.
     *
     * @param clerk who does
     * @param content 1 to {@value #CONTENT_MAX} characters
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when it was handed in already
     */
    public ImprovementPlan submit(
            InsurerNumber insurer, UUID planId, Clerk clerk, String content, String by) {
        return transaction.execute(_ -> {
            ImprovementPlan plan = of(insurer, planId);
            Instant at = now();
            step(table.submit(planId, new ImprovementPlan.Submitted(at, clerk, content)));
            record(plan, AuditEvent.PLAN_SUBMITTED, at, by);
            return find(planId);
        });
    }

    /**
     * The operating body looks at a later month.
     *
     * @param month later than the plan's, over by now
     * @throws Fault {@link FaultCode#NOT_FOUND}, {@link FaultCode#STEP_OUT_OF_ORDER} unless the
     *     plan was handed in and not followed up yet, {@link FaultCode#VALUES_CONTRADICT} for
     *     another month, {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public ImprovementPlan followUp(UUID planId, YearMonth month, String by) {
        refuseUnlessOver(month);
        ImprovementPlan known = find(planId);
        if (!month.isAfter(known.month())) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "month");
        }
        Optional<BigDecimal> percent =
                duties.figures(known.insurer(), month)
                        .flatMap(DeadlineFigures::insurerInTimePercent);
        return transaction.execute(_ -> {
            Instant at = now();
            step(table.followUp(planId, new ImprovementPlan.FollowedUp(at, month, percent)));
            record(known, AuditEvent.PLAN_FOLLOWED_UP, at, by);
            return find(planId);
        });
    }

    private void refuseUnlessOver(YearMonth month) {
        if (!month.isBefore(YearMonth.from(clock.instant().atZone(SharedClock.ZONE)))) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "month");
        }
    }

    private static void step(boolean taken) {
        if (!taken) {
            throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
        }
    }

    private void record(ImprovementPlan plan, AuditEvent event, Instant at, String by) {
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        event,
                        at,
                        by,
                        Map.of(
                                "plan", plan.planId().toString(),
                                "insurer", plan.insurer().digits(),
                                "month", plan.month().toString())));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
