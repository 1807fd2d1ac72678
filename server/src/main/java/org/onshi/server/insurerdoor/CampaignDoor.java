package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.Campaign;
import org.onshi.server.duties.CampaignTarget;
import org.onshi.server.duties.Campaigns;
import org.onshi.server.duties.CertificateOrder;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * An insurer's letters to its unregistered persons, and what came of them (requirements B-14). Ids
 * only: who they are, the list of the unregistered says.
 */
@RestController
@Tag(name = "campaigns", description = "未登録の方へのお知らせ。")
class CampaignDoor {
    /** Targets or orders in one answer. */
    static final int PAGE_MAX = 1_000;

    private final Campaigns campaigns;

    CampaignDoor(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    /** The last day for an answer; absent members are null here, as JSON has it. */
    record StartRequest(String deadline) {}

    /** What was begun. */
    record Started(@JsonProperty("campaign_id") UUID campaignId) {}

    /** How many people were taken up now. */
    record Written(int people) {}

    /** The number on the letter that came back. */
    record CameBackRequest(@JsonProperty("letter_id") UUID letterId) {}

    /** Campaigns. */
    record Listed(List<OneCampaign> campaigns) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneCampaign(
            @JsonProperty("campaign_id") UUID campaignId,
            String state,
            LocalDate deadline,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("closed_at") Optional<Instant> closedAt,
            long targets,
            Map<Campaign.Outcome, Long> outcomes) {
        static OneCampaign of(Campaign campaign) {
            return new OneCampaign(
                    campaign.campaignId(),
                    campaign.state().name(),
                    campaign.deadline(),
                    campaign.startedAt(),
                    campaign.closedAt(),
                    campaign.targets(),
                    campaign.outcomes());
        }
    }

    /** A page; next to ask for the next one with, as {@code after}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Targets(List<Target> targets, Optional<UUID> next) {}

    /** One person of a campaign. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Target(
            @JsonProperty("coverage_id") UUID coverageId,
            Optional<String> outcome,
            @JsonProperty("undeliverable_at") Optional<Instant> undeliverableAt) {
        static Target of(CampaignTarget target) {
            return new Target(
                    target.coverageId(),
                    target.outcome().map(Enum::name),
                    target.undeliverableAt());
        }
    }

    /** A page; next to ask for the next one with, as {@code after}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Orders(@JsonProperty("certificate_orders") List<Order> orders, Optional<UUID> next) {}

    /** One 資格確認書 to be issued. */
    record Order(
            @JsonProperty("order_id") UUID orderId,
            @JsonProperty("coverage_id") UUID coverageId,
            @JsonProperty("campaign_id") UUID campaignId,
            @JsonProperty("ordered_at") Instant orderedAt) {
        static Order of(CertificateOrder order) {
            return new Order(
                    order.orderId(), order.coverageId(), order.campaignId(), order.orderedAt());
        }
    }

    @Operation(
            summary = "未登録の方へのお知らせを始める / Begin letters to the unregistered",
            description =
                    "deadline は回答の最後の日（明日以降）。お知らせはサーバーが続けて作ります。同時にひとつだけ。 / deadline is the last"
                            + " day for an answer; the server goes on to write the letters."
                            + " One at a time.")
    @PostMapping(
            path = "/insurer/campaigns",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(Caller caller, @RequestBody StartRequest request) {
        return new Started(
                campaigns.start(own(caller), day(request.deadline()), caller.auditName()));
    }

    @Operation(
            summary = "お知らせを今作る / Write the letters now",
            description =
                    "しなくてもサーバーが作ります。一度に 500 人まで、people が 0"
                        + " になれば全員分です。登録の途中の方には出しません。住所のない方は届かないものとします。 / Optional: the server"
                        + " writes them anyway. 500 people at a time, all once people is 0. Not to"
                        + " registrations in progress; who has no address is undeliverable.")
    @PostMapping(
            path = "/insurer/campaigns/{id}/letters",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Written write(Caller caller, @PathVariable UUID id) {
        return new Written(campaigns.write(own(caller), id, caller.auditName()));
    }

    @Operation(
            summary = "お知らせが返送された / A letter came back",
            description = "letter_id はお知らせに印刷された通知番号。 / The number printed on the letter.")
    @PostMapping(
            path = "/insurer/campaigns/{id}/undeliverable",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cameBack(Caller caller, @PathVariable UUID id, @RequestBody CameBackRequest request) {
        if (request.letterId() == null) {
            throw new Fault(FaultCode.FIELD_MISSING, "letter_id");
        }
        campaigns.cameBack(own(caller), id, request.letterId(), caller.auditName());
    }

    @Operation(
            summary = "お知らせの一覧と結果の件数 / Campaigns and their outcomes",
            description = "新しい順に 100 まで。 / The latest first, at most 100.")
    @GetMapping(path = "/insurer/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
    Listed list(Caller caller) {
        return new Listed(campaigns.of(own(caller)).stream().map(OneCampaign::of).toList());
    }

    @Operation(
            summary = "お知らせの対象者と結果 / The people of a campaign and their outcomes",
            description =
                    "outcome で絞り込み: REGISTERED, NO_ANSWER, UNDELIVERABLE, NOT_SENT,"
                        + " NO_LONGER_INSURED。1,000 件まで、続きは next を after に。 / 1,000 at a time, send"
                        + " next as after for more.")
    @GetMapping(
            path = "/insurer/campaigns/{id}/targets",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Targets targets(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam Optional<Campaign.Outcome> outcome,
            @RequestParam Optional<UUID> after) {
        List<CampaignTarget> found =
                campaigns.targets(own(caller), id, outcome, after, PAGE_MAX + 1);
        List<CampaignTarget> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        return new Targets(
                page.stream().map(Target::of).toList(),
                found.size() > PAGE_MAX
                        ? Optional.of(page.getLast().coverageId())
                        : Optional.empty());
    }

    @Operation(
            summary = "交付が必要な資格確認書 / Eligibility certificates to be issued",
            description =
                    "お知らせの期限までに登録のなかった方。1,000 件まで、続きは next を after に。 / For whoever had not"
                        + " answered by a deadline; 1,000 at a time, send next as after for more.")
    @GetMapping(path = "/insurer/certificate-orders", produces = MediaType.APPLICATION_JSON_VALUE)
    Orders orders(Caller caller, @RequestParam Optional<UUID> after) {
        List<CertificateOrder> found = campaigns.orders(own(caller), after, PAGE_MAX + 1);
        List<CertificateOrder> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        return new Orders(
                page.stream().map(Order::of).toList(),
                found.size() > PAGE_MAX ? Optional.of(page.getLast().orderId()) : Optional.empty());
    }

    private static LocalDate day(String text) {
        if (text == null || text.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, "deadline");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException none) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, "deadline");
        }
    }

    private static InsurerNumber own(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
