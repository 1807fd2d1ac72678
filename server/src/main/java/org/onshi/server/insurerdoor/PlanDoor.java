package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.ImprovementPlan;
import org.onshi.server.duties.ImprovementPlans;
import org.onshi.server.registry.Clerk;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The improvement plans an insurer was asked for (requirements B-11). */
@RestController
@Tag(name = "improvement plans", description = "改善計画。")
class PlanDoor {
    /** Plans in one answer. */
    private static final int PAGE_MAX = 100;

    private final ImprovementPlans plans;

    PlanDoor(ImprovementPlans plans) {
        this.plans = plans;
    }

    /** The plan; absent members are null here, as JSON has it. */
    record Submission(String clerk, String content) {}

    /** A page; next to ask for the next one with, as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(@JsonProperty("improvement_plans") List<Plan> plans, Optional<String> next) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Plan(
            @JsonProperty("plan_id") UUID planId,
            String month,
            @JsonProperty("in_time_percent") BigDecimal percent,
            String state,
            @JsonProperty("requested_at") Instant requestedAt,
            @JsonProperty("submitted_at") Optional<Instant> submittedAt,
            @JsonProperty("followed_up_at") Optional<Instant> followedUpAt) {
        static Plan of(ImprovementPlan plan) {
            return new Plan(
                    plan.planId(),
                    plan.month().toString(),
                    plan.percent(),
                    plan.state().name(),
                    plan.requestedAt(),
                    plan.submitted().map(ImprovementPlan.Submitted::at),
                    plan.followedUp().map(ImprovementPlan.FollowedUp::at));
        }
    }

    @Operation(
            summary = "求められた改善計画を見る / Read the improvement plans asked for",
            description =
                    "新しい月から 100 件。続きは next を before に。 / The latest month first, 100 at a time;"
                            + " send next as before for more.")
    @GetMapping(path = "/insurer/improvement-plans", produces = MediaType.APPLICATION_JSON_VALUE)
    Listed list(Caller caller, @RequestParam Optional<YearMonth> before) {
        List<ImprovementPlan> found =
                plans.of(new InsurerNumber(caller.code()), before, PAGE_MAX + 1);
        List<ImprovementPlan> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        return new Listed(
                page.stream().map(Plan::of).toList(),
                found.size() > PAGE_MAX
                        ? Optional.of(page.getLast().month().toString())
                        : Optional.empty());
    }

    @Operation(
            summary = "改善計画を出す / Hand in an improvement plan",
            description =
                    "content は 4,000 文字まで、個人の情報は書かない。clerk は担当者（英数字）。出し直しはできません。 / At most 4,000"
                            + " characters, nobody's data; once.")
    @PostMapping(
            path = "/insurer/improvement-plans/{id}/submission",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Plan submit(Caller caller, @PathVariable UUID id, @RequestBody Submission submission) {
        Clerk clerk = ClerksWord.clerk(submission.clerk());
        return Plan.of(
                plans.submit(
                        new InsurerNumber(caller.code()),
                        id,
                        clerk,
                        content(submission.content()),
                        caller.auditName()));
    }

    /**
     * A plan as it may be handed in.
     *
     * @param text null where it is absent
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_TOO_LONG}
     */
    static String content(String text) {
        if (text == null || text.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, "content");
        }
        String content = text.strip();
        if (content.length() > ImprovementPlans.CONTENT_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "content");
        }
        return content;
    }
}
