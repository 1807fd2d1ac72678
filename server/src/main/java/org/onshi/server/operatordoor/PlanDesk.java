package org.onshi.server.operatordoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.ImprovementPlan;
import org.onshi.server.duties.ImprovementPlans;
import org.onshi.wire.SharedClock;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Improvement plans: asked for and followed up by the operating body (requirements B-11). */
@RestController
@Tag(name = "duties", description = "登録の義務の集計。")
class PlanDesk {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final int ROWS_A_READING = 1_000;

    private final ImprovementPlans plans;

    PlanDesk(ImprovementPlans plans) {
        this.plans = plans;
    }

    /** How many insurers were asked now. */
    record Requested(int insurers) {}

    /** One plan in full. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Plan(
            @JsonProperty("plan_id") UUID planId,
            @JsonProperty("insurer_number") String insurerNumber,
            String month,
            String state,
            @JsonProperty("in_time_percent") BigDecimal percent,
            @JsonProperty("submitted_by") Optional<String> submittedBy,
            Optional<String> content,
            @JsonProperty("followed_up_month") Optional<String> followedUpMonth,
            @JsonProperty("followed_up_percent") Optional<BigDecimal> followedUpPercent) {
        static Plan of(ImprovementPlan plan) {
            return new Plan(
                    plan.planId(),
                    plan.insurer().digits(),
                    plan.month().toString(),
                    plan.state().name(),
                    plan.percent(),
                    plan.submitted().map(it -> it.by().name()),
                    plan.submitted().map(ImprovementPlan.Submitted::content),
                    plan.followedUp().map(it -> it.month().toString()),
                    plan.followedUp().flatMap(ImprovementPlan.FollowedUp::percent));
        }
    }

    @Operation(
            summary = "改善計画を求める / Ask for improvement plans",
            description =
                    "その月に期限を守った割合が onshi.duties.in-time-percent-min に満たない保険者すべてに、一度だけ。 / Of every"
                            + " insurer that was in time too seldom in the month, once.")
    @PostMapping(path = "/operator/improvement-plans", produces = MediaType.APPLICATION_JSON_VALUE)
    Requested request(Caller caller, @RequestParam YearMonth month) {
        return new Requested(plans.request(month, caller.auditName()));
    }

    @Operation(
            summary = "改善計画の一覧 / Improvement plans",
            description =
                    "CSV: plan_id,insurer_number,month,in_time_percent,state,requested_on,submitted_on,"
                        + "followed_up_on,followed_up_month,followed_up_percent。")
    @GetMapping(path = "/operator/improvement-plans", produces = CSV_UTF8)
    byte[] list() {
        StringBuilder csv =
                new StringBuilder(
                        "plan_id,insurer_number,month,in_time_percent,state,requested_on,submitted_on,followed_up_on,followed_up_month,followed_up_percent\n");
        List<ImprovementPlan> page = plans.all(Optional.empty(), ROWS_A_READING);
        while (!page.isEmpty()) {
            page.forEach(it -> csv.append(line(it)));
            page = plans.all(Optional.of(page.getLast()), ROWS_A_READING);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(ImprovementPlan plan) {
        return String.join(
                        ",",
                        plan.planId().toString(),
                        plan.insurer().digits(),
                        plan.month().toString(),
                        plan.percent().toPlainString(),
                        plan.state().name(),
                        day(plan.requestedAt()),
                        plan.submitted().map(it -> day(it.at())).orElse(""),
                        plan.followedUp().map(it -> day(it.at())).orElse(""),
                        plan.followedUp().map(it -> it.month().toString()).orElse(""),
                        plan.followedUp()
                                .flatMap(ImprovementPlan.FollowedUp::percent)
                                .map(BigDecimal::toPlainString)
                                .orElse(""))
                + "\n";
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, SharedClock.ZONE).toString();
    }

    @Operation(summary = "改善計画を読む / Read an improvement plan")
    @GetMapping(
            path = "/operator/improvement-plans/{id}",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Plan read(@PathVariable UUID id) {
        return Plan.of(plans.find(id));
    }

    @Operation(
            summary = "改善計画の結果を調べる / Follow an improvement plan up",
            description = "month は計画の月より後の終わった月。 / A later month that is over.")
    @PostMapping(
            path = "/operator/improvement-plans/{id}/follow-up",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Plan followUp(Caller caller, @PathVariable UUID id, @RequestParam YearMonth month) {
        return Plan.of(plans.followUp(id, month, caller.auditName()));
    }
}
