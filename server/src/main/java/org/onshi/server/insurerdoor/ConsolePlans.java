package org.onshi.server.insurerdoor;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.duties.ImprovementPlan;
import org.onshi.server.duties.ImprovementPlans;
import org.onshi.wire.Fault;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * 改善計画: what the operating body asked this insurer for, and the plan that it hands in (requirements
 * B-11). The insurer's word to the operating body is a supervisor's.
 */
@ConsoleController
class ConsolePlans {
    private static final int ROWS_A_PAGE = 50;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final ImprovementPlans plans;

    ConsolePlans(ConsolePages pages, ConsoleLog log, ConsoleRights rights, ImprovementPlans plans) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.plans = plans;
    }

    /** Figures only: nobody's data. */
    @GetMapping("/console/plans")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<YearMonth> before) {
        List<ImprovementPlan> found = plans.of(user.insurer(), before, ROWS_A_PAGE + 1);
        List<ImprovementPlan> shown = found.subList(0, Math.min(ROWS_A_PAGE, found.size()));
        Map<String, Object> model = new HashMap<>();
        model.put("rows", shown.stream().map(ConsolePlans::row).toList());
        model.put("next", found.size() > ROWS_A_PAGE ? shown.getLast().month().toString() : "");
        model.put("first", before.isEmpty());
        return pages.page("plans", user, model);
    }

    @GetMapping("/console/plans/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        return page(user, plans.of(user.insurer(), id), "", Optional.empty());
    }

    private ResponseEntity<byte[]> page(
            ConsoleUser user, ImprovementPlan plan, String typed, Optional<Fault> fault) {
        Map<String, Object> model = new HashMap<>(row(plan));
        model.put("content", plan.submitted().map(ImprovementPlan.Submitted::content).orElse(""));
        model.put("contentMax", ImprovementPlans.CONTENT_MAX);
        model.put("typed", typed);
        model.put("wrong", "");
        fault.ifPresent(it -> ConsoleForm.wrong(model, it, "content", _ -> "改善計画"));
        return pages.page("plan", user, model);
    }

    /**
     * Hands it in, once.
     *
     * @param content what the insurer will do better; shown again where it does not fit
     */
    @PostMapping("/console/plans/{id}/submission")
    ResponseEntity<byte[]> submit(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String content) {
        rights.need(user, user.account().role().approves());
        ImprovementPlan plan = plans.of(user.insurer(), id);
        String text = content.replace("\r\n", "\n");
        try {
            log.noted(
                    user.account(),
                    AuditEvent.PLAN_SUBMITTED,
                    () ->
                            plans.submit(
                                    user.insurer(),
                                    id,
                                    user.clerk(),
                                    PlanDoor.content(text),
                                    user.auditName()),
                    it -> it.planId().toString());
        } catch (Fault fault) {
            return page(user, plan, text, Optional.of(fault));
        }
        return ConsolePages.seeOther("/console/plans/" + id);
    }

    private static Map<String, Object> row(ImprovementPlan plan) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", plan.planId().toString());
        row.put("month", plan.month().toString());
        row.put("percent", plan.percent().toPlainString());
        row.put("state", plan.state().name());
        row.put("stateJa", plan.state().japanese());
        row.put("stateEn", plan.state().english());
        row.put("requested", ConsolePages.time(plan.requestedAt()));
        row.put("submitted", plan.submitted().map(it -> ConsolePages.time(it.at())).orElse(""));
        row.put("followedUp", plan.followedUp().map(it -> ConsolePages.time(it.at())).orElse(""));
        row.put("later", plan.followedUp().map(ConsolePlans::later).orElse(""));
        return row;
    }

    /** What a later month showed. */
    private static String later(ImprovementPlan.FollowedUp followedUp) {
        return followedUp.month()
                + ": "
                + followedUp.percent().map(it -> it.toPlainString() + " %").orElse("登録なし");
    }
}
