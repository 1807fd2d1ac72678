package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.duties.Campaign;
import org.onshi.server.duties.CampaignTarget;
import org.onshi.server.duties.Campaigns;
import org.onshi.server.duties.CertificateOrder;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * 未登録の方へのお知らせ: letters to the unregistered, what came of each, and the 資格確認書 to be issued for
 * whoever did not answer (requirements B-14). The server writes the letters and decides the
 * outcomes.
 */
@ConsoleController
class ConsoleCampaigns {
    private static final int PAGE_MAX = 100;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Campaigns campaigns;
    private final Registry registry;

    ConsoleCampaigns(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Campaigns campaigns,
            Registry registry) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.campaigns = campaigns;
        this.registry = registry;
    }

    /** Figures only: nobody's data. */
    @GetMapping("/console/campaigns")
    ResponseEntity<byte[]> list(ConsoleUser user) {
        return list(user, "", Optional.empty());
    }

    private ResponseEntity<byte[]> list(ConsoleUser user, String typed, Optional<Fault> fault) {
        List<Campaign> all = campaigns.of(user.insurer());
        Map<String, Object> model = new HashMap<>();
        model.put("rows", all.stream().map(ConsoleCampaigns::row).toList());
        model.put("running", all.stream().anyMatch(it -> it.state() != Campaign.State.CLOSED));
        model.put("deadline", typed);
        model.put("wrong", "");
        fault.ifPresent(it -> ConsoleForm.wrong(model, it, "deadline", _ -> "回答の最後の日"));
        return pages.page("campaigns", user, model);
    }

    /**
     * Begins one; the server writes its letters.
     *
     * @param deadline the last day for an answer
     */
    @PostMapping("/console/campaigns")
    ResponseEntity<byte[]> start(
            ConsoleUser user, @RequestParam(defaultValue = "") String deadline) {
        rights.need(user, user.account().role().works());
        try {
            UUID campaign =
                    log.noted(
                            user.account(),
                            AuditEvent.CAMPAIGN_STARTED,
                            () ->
                                    campaigns.start(
                                            user.insurer(),
                                            ConsoleForm.day(deadline, "deadline"),
                                            user.auditName()),
                            UUID::toString);
            return ConsolePages.seeOther("/console/campaigns/" + campaign);
        } catch (Fault fault) {
            return list(user, deadline, Optional.of(fault));
        }
    }

    /**
     * The people of one.
     *
     * @param outcome only these
     */
    @GetMapping("/console/campaigns/{id}")
    ResponseEntity<byte[]> one(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam Optional<Campaign.Outcome> outcome,
            @RequestParam Optional<UUID> after) {
        return one(user, find(user, id), outcome, after, Optional.empty());
    }

    private ResponseEntity<byte[]> one(
            ConsoleUser user,
            Campaign campaign,
            Optional<Campaign.Outcome> outcome,
            Optional<UUID> after,
            Optional<Fault> fault) {
        Page<CampaignTarget> page = targets(user, campaign.campaignId(), outcome, after);
        Map<String, Object> model = new HashMap<>(row(campaign));
        model.put("rows", page.rows().stream().map(it -> target(it, page.own())).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        model.put("outcome", outcome.map(Enum::name).orElse(""));
        model.put("wrong", "");
        fault.ifPresent(it -> ConsoleForm.wrong(model, it, "letter", _ -> "通知番号"));
        return pages.page("campaign", user, model);
    }

    /** A letter came back: its number, as it is printed on it. */
    @PostMapping("/console/campaigns/{id}/undeliverable")
    ResponseEntity<byte[]> cameBack(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String letter) {
        rights.need(user, user.account().role().works());
        Campaign campaign = find(user, id);
        try {
            UUID letterId = ConsoleForm.id(letter, "letter");
            log.noted(
                    user.account(),
                    AuditEvent.CAMPAIGN_UNDELIVERABLE,
                    () -> {
                        campaigns.cameBack(user.insurer(), id, letterId, user.auditName());
                        return letterId;
                    },
                    UUID::toString);
        } catch (Fault fault) {
            return one(user, campaign, Optional.empty(), Optional.empty(), Optional.of(fault));
        }
        return ConsolePages.seeOther("/console/campaigns/" + id);
    }

    private Campaign find(ConsoleUser user, UUID id) {
        return campaigns.find(user.insurer(), id).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    @GetMapping("/console/campaigns/{id}/targets.csv")
    void export(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam Optional<Campaign.Outcome> outcome,
            HttpServletResponse response)
            throws IOException {
        // before a file is announced
        find(user, id);
        try (ConsoleDownload csv =
                ConsoleDownload.begin(
                        response, "targets.csv", columns("outcome", "undeliverable_at"))) {
            csv.rows(
                    after -> targets(user, id, outcome, after),
                    Page::next,
                    Page::rows,
                    (page, target) ->
                            cells(
                                    page.own().get(target.coverageId()),
                                    target.outcome().map(Enum::name).orElse(""),
                                    target.undeliverableAt().map(ConsolePages::second).orElse("")));
        }
    }

    /** The 資格確認書 to be issued. */
    @GetMapping("/console/certificates")
    ResponseEntity<byte[]> certificates(ConsoleUser user, @RequestParam Optional<UUID> after) {
        Page<CertificateOrder> page = orders(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put(
                "rows",
                page.rows().stream()
                        .map(it -> {
                            Map<String, Object> row =
                                    ConsoleOwnCoverage.row(page.own().get(it.coverageId()));
                            row.put("at", ConsolePages.time(it.orderedAt()));
                            row.put("campaign", it.campaignId().toString());
                            return row;
                        })
                        .toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("certificates", user, model);
    }

    @GetMapping("/console/certificates.csv")
    void exportCertificates(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv =
                ConsoleDownload.begin(
                        response, "certificates.csv", columns("order_id", "ordered_at"))) {
            csv.rows(
                    after -> orders(user, after),
                    Page::next,
                    Page::rows,
                    (page, order) ->
                            cells(
                                    page.own().get(order.coverageId()),
                                    order.orderId().toString(),
                                    ConsolePages.second(order.orderedAt())));
        }
    }

    /** A page of something about coverages. */
    private record Page<T>(List<T> rows, Map<UUID, Coverage> own, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + rows.size() + "]";
        }
    }

    private Page<CampaignTarget> targets(
            ConsoleUser user, UUID id, Optional<Campaign.Outcome> outcome, Optional<UUID> after) {
        return page(
                user,
                campaigns.targets(user.insurer(), id, outcome, after, PAGE_MAX + 1),
                CampaignTarget::coverageId,
                CampaignTarget::coverageId,
                CampaignTarget::personId);
    }

    private Page<CertificateOrder> orders(ConsoleUser user, Optional<UUID> after) {
        return page(
                user,
                campaigns.orders(user.insurer(), after, PAGE_MAX + 1),
                CertificateOrder::orderId,
                CertificateOrder::coverageId,
                CertificateOrder::personId);
    }

    /** Each person finds who has looked. */
    private <T> Page<T> page(
            ConsoleUser user,
            List<T> found,
            Function<T, UUID> key,
            Function<T, UUID> coverage,
            Function<T, UUID> person) {
        List<T> shown = found.subList(0, Math.min(PAGE_MAX, found.size()));
        Map<UUID, Coverage> own =
                registry.own(user.insurer(), shown.stream().map(coverage).toList());
        log.record(
                user.account(),
                AuditEvent.CAMPAIGN_READ,
                shown.stream()
                        .flatMap(it ->
                                ConsoleLog.About.shown(
                                        person.apply(it),
                                        own.get(coverage.apply(it)),
                                        Map.of("coverage", coverage.apply(it).toString())))
                        .toList(),
                Integer.toString(shown.size()));
        return new Page<>(
                shown,
                own,
                found.size() > PAGE_MAX
                        ? Optional.of(key.apply(shown.getLast()))
                        : Optional.empty());
    }

    private static List<String> columns(String... first) {
        return Stream.concat(Stream.of(first), ConsoleOwnCoverage.COLUMNS.stream()).toList();
    }

    private static List<String> cells(Coverage own, String... first) {
        return Stream.concat(Stream.of(first), ConsoleOwnCoverage.cells(own).stream()).toList();
    }

    private static Map<String, Object> target(CampaignTarget target, Map<UUID, Coverage> own) {
        Map<String, Object> row = ConsoleOwnCoverage.row(own.get(target.coverageId()));
        row.put("came", target.outcome().map(Campaign.Outcome::japanese).orElse("結果待ち"));
        row.put("cameEn", target.outcome().map(Campaign.Outcome::english).orElse("Not decided"));
        row.put("undeliverable", target.undeliverableAt().map(ConsolePages::time).orElse(""));
        return row;
    }

    private static Map<String, Object> row(Campaign campaign) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", campaign.campaignId().toString());
        row.put("state", campaign.state().name());
        row.put("stateJa", campaign.state().japanese());
        row.put("stateEn", campaign.state().english());
        row.put("started", ConsolePages.time(campaign.startedAt()));
        row.put("due", campaign.deadline().toString());
        row.put("closed", campaign.closedAt().map(ConsolePages::time).orElse(""));
        row.put("targets", campaign.targets());
        row.put(
                "outcomes",
                Stream.of(Campaign.Outcome.values())
                        .map(it ->
                                Map.of(
                                        "value", it.name(),
                                        "label", it.japanese(),
                                        "labelEn", it.english(),
                                        "count", campaign.outcomes().get(it)))
                        .toList());
        return row;
    }
}
