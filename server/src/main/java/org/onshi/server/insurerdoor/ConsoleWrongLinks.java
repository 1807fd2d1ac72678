package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.corrections.Viewing;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Link;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of coverages that may stand with the wrong person (requirements J-02, B-09, B-16),
 * step by step: opening a case stops answers and viewing at once and needs nobody else; what comes
 * of it is two people's ({@link ConsoleWrongLinkSteps}).
 */
@ConsoleController
class ConsoleWrongLinks {
    private static final int CASES_A_PAGE = 50;
    private static final int VIEWINGS_MAX = 100;

    private static final List<String> COLUMNS =
            List.of(
                    "wrong_link_id",
                    "state",
                    "source",
                    "linked_at",
                    "suspended_at",
                    "looked_up_at",
                    "viewings",
                    "decided_at",
                    "wrong",
                    "corrected_at",
                    "told",
                    "published_at",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final WrongLinks wrongLinks;
    private final Registry registry;
    private final Accounts accounts;
    private final ConsoleWrongLinkSteps decisions;

    ConsoleWrongLinks(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            WrongLinks wrongLinks,
            Registry registry,
            Accounts accounts,
            ConsoleWrongLinkSteps decisions) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.wrongLinks = wrongLinks;
        this.registry = registry;
        this.accounts = accounts;
        this.decisions = decisions;
    }

    @GetMapping("/console/wrong-links")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> after) {
        Cases page = read(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.links().stream().map(it -> row(it, page.own())).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        return pages.page("wrong-links", user, model);
    }

    @GetMapping("/console/wrong-links.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "wrong-links.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, after),
                    Cases::next,
                    Cases::links,
                    (page, link) -> cells(link, page.own()));
        }
    }

    /** A page of cases and their coverages. */
    private record Cases(List<WrongLink> links, Map<UUID, Coverage> own, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Cases[" + links.size() + "]";
        }
    }

    private Cases read(ConsoleUser user, Optional<UUID> after) {
        List<WrongLink> found = wrongLinks.of(user.insurer(), after, CASES_A_PAGE + 1);
        List<WrongLink> shown = found.subList(0, Math.min(CASES_A_PAGE, found.size()));
        Map<UUID, Coverage> own = own(user, shown);
        record(user, shown, own, Integer.toString(shown.size()));
        return new Cases(
                shown,
                own,
                found.size() > CASES_A_PAGE
                        ? Optional.of(shown.getLast().wrongLinkId())
                        : Optional.empty());
    }

    private static List<String> cells(WrongLink link, Map<UUID, Coverage> own) {
        List<String> cells = new ArrayList<>();
        cells.add(link.wrongLinkId().toString());
        cells.add(link.state().name());
        cells.add(link.source().name());
        cells.add(ConsolePages.second(link.linkedAt()));
        cells.add(ConsolePages.second(link.suspendedAt()));
        cells.add(second(link.lookedUp().map(WrongLink.LookedUp::at)));
        cells.add(link.lookedUp().map(it -> Integer.toString(it.viewings())).orElse(""));
        cells.add(second(link.decided().map(WrongLink.Decided::at)));
        cells.add(link.decided().map(it -> Boolean.toString(it.wrong())).orElse(""));
        cells.add(second(link.corrected().map(WrongLink.Corrected::at)));
        cells.add(link.telling().map(WrongLink.Telling::name).orElse(""));
        cells.add(second(link.publishedAt()));
        cells.addAll(ConsoleOwnCoverage.cells(own.get(link.coverageId())));
        return cells;
    }

    private static String second(Optional<Instant> at) {
        return at.map(ConsolePages::second).orElse("");
    }

    @GetMapping("/console/wrong-links/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        WrongLink link =
                wrongLinks
                        .find(user.insurer(), id)
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        Map<UUID, Coverage> own = own(user, List.of(link));
        record(user, List.of(link), own, id.toString());
        Map<String, Object> model = new HashMap<>(row(link, own));
        model.put("id", id.toString());
        model.put("steps", steps(link, names(user, link)));
        model.put("wrong", link.decided().map(WrongLink.Decided::wrong).orElse(false));
        model.put("viewings", viewings(user, link));
        model.put("viewingsMax", VIEWINGS_MAX);
        model.put("viewed", link.lookedUp().map(WrongLink.LookedUp::viewings).orElse(0));
        model.put("ownDecision", decisions.isDecider(user, link));
        model.put(
                "waiting",
                decisions.waiting(user, id).map(it -> it.proposalId().toString()).orElse(""));
        return pages.page("wrong-link", user, model);
    }

    /** Only of a confirmed case: before, the looks may be those at somebody else's insured. */
    private List<Map<String, String>> viewings(ConsoleUser user, WrongLink link) {
        if (link.decided().filter(WrongLink.Decided::wrong).isEmpty()) {
            return List.of();
        }
        return wrongLinks
                .viewings(
                        user.insurer(),
                        link.wrongLinkId(),
                        Optional.empty(),
                        VIEWINGS_MAX,
                        user.auditName())
                .stream()
                .map(ConsoleWrongLinks::viewing)
                .toList();
    }

    private static Map<String, String> viewing(Viewing viewing) {
        Optional<AuditEvent> event = AuditEvent.of(viewing.event());
        return Map.of(
                "at", ConsolePages.second(viewing.at()),
                "who", viewing.caller(),
                "what", event.map(AuditEvent::japanese).orElse(viewing.event()),
                "whatEn", event.map(AuditEvent::english).orElse(""));
    }

    /**
     * From a history or a work list: nobody is answered with it from here on.
     *
     * @param former about the person it stood with before its number was corrected
     */
    @PostMapping("/console/wrong-links")
    ResponseEntity<byte[]> suspend(
            ConsoleUser user,
            @RequestParam UUID coverage,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "false") boolean former) {
        rights.need(user, user.account().role().works());
        WrongLink.Source found =
                Stream.of(WrongLink.Source.values())
                        .filter(it -> it.name().equals(source))
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "source"));
        Coverage own =
                registry.own(user.insurer(), coverage)
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        return done(
                user,
                AuditEvent.WRONG_LINK_SUSPENDED,
                () -> former ? suspendFormer(user, own, found) : suspend(user, own, found));
    }

    private WrongLink suspend(ConsoleUser user, Coverage own, WrongLink.Source source) {
        return wrongLinks
                .suspend(user.insurer(), Link.of(own), source, user.auditName())
                .orElseThrow(() -> new Fault(FaultCode.INSURED_UNKNOWN, "coverage"));
    }

    private WrongLink suspendFormer(ConsoleUser user, Coverage own, WrongLink.Source source) {
        return wrongLinks.suspendFormer(user.insurer(), own.coverageId(), source, user.auditName());
    }

    /** Who or what may have found it, for a form. */
    static List<Map<String, String>> sources() {
        return Stream.of(WrongLink.Source.values())
                .map(it ->
                        Map.of("value", it.name(), "label", it.japanese() + " / " + it.english()))
                .toList();
    }

    @PostMapping("/console/wrong-links/{id}/look-up")
    ResponseEntity<byte[]> lookUp(ConsoleUser user, @PathVariable UUID id) {
        rights.need(user, user.account().role().works());
        return done(
                user,
                AuditEvent.WRONG_LINK_LOOKED_UP,
                () -> wrongLinks.lookUp(user.insurer(), id, user.auditName()));
    }

    private ResponseEntity<byte[]> done(
            ConsoleUser user, AuditEvent event, Supplier<WrongLink> step) {
        WrongLink link = log.noted(user.account(), event, step, it -> it.wrongLinkId().toString());
        return ConsolePages.seeOther("/console/wrong-links/" + link.wrongLinkId());
    }

    private Map<UUID, Coverage> own(ConsoleUser user, List<WrongLink> links) {
        return registry.own(user.insurer(), links.stream().map(WrongLink::coverageId).toList());
    }

    private void record(
            ConsoleUser user, List<WrongLink> links, Map<UUID, Coverage> own, String about) {
        log.record(user.account(), AuditEvent.WRONG_LINK_READ, abouts(links, own), about);
    }

    static List<ConsoleLog.About> abouts(List<WrongLink> links, Map<UUID, Coverage> own) {
        return links.stream()
                .flatMap(it ->
                        ConsoleLog.About.shown(
                                it.personId(), own.get(it.coverageId()), details(it)))
                .toList();
    }

    private static Map<String, String> details(WrongLink link) {
        return Map.of(
                "wrong_link", link.wrongLinkId().toString(),
                "coverage", link.coverageId().toString());
    }

    /** What a list shows of a case. */
    static Map<String, Object> row(WrongLink link, Map<UUID, Coverage> own) {
        Map<String, Object> row = ConsoleOwnCoverage.row(own.get(link.coverageId()));
        row.put("id", link.wrongLinkId().toString());
        row.put("at", ConsolePages.time(link.suspendedAt()));
        row.put("state", link.state().name());
        row.put("stateJa", link.state().japanese());
        row.put("stateEn", link.state().english());
        row.put("nextJa", link.state().nextJapanese());
        row.put("nextEn", link.state().nextEnglish());
        row.put("sourceJa", link.source().japanese());
        row.put("sourceEn", link.source().english());
        return row;
    }

    private static List<Map<String, String>> steps(WrongLink link, Map<Clerk, String> names) {
        List<Map<String, String>> steps = new ArrayList<>();
        steps.add(step("閲覧を止めた", "Viewing stopped", Optional.of(link.suspendedAt()), ""));
        link.lookedUp()
                .ifPresent(it ->
                        steps.add(
                                step(
                                        "見た人を調べた（" + it.viewings() + " 件）",
                                        "Looked through the audit log: " + it.viewings() + " views",
                                        Optional.of(it.at()),
                                        "")));
        link.decided()
                .ifPresent(it ->
                        steps.add(
                                step(
                                        it.wrong() ? "誤りと確かめた" : "誤りではないと確かめた",
                                        it.wrong() ? "Found wrong" : "Found right",
                                        Optional.of(it.at()),
                                        names.getOrDefault(it.by(), it.by().name()))));
        link.corrected()
                .ifPresent(it ->
                        steps.add(
                                step(
                                        "訂正を完了した",
                                        "Correction completed",
                                        Optional.of(it.at()),
                                        names.getOrDefault(it.by(), it.by().name()))));
        link.telling()
                .ifPresent(
                        it -> steps.add(step(it.japanese(), it.english(), Optional.empty(), "")));
        link.publishedAt()
                .ifPresent(it -> steps.add(step("公表された", "Published", Optional.of(it), "")));
        return steps;
    }

    private static Map<String, String> step(
            String what, String whatEn, Optional<Instant> at, String who) {
        return Map.of("what", what, "whatEn", whatEn, "at", second(at), "who", who);
    }

    private Map<Clerk, String> names(ConsoleUser user, WrongLink link) {
        List<UUID> ids =
                Stream.concat(
                                link.decided().map(WrongLink.Decided::by).stream(),
                                link.corrected().map(WrongLink.Corrected::by).stream())
                        .flatMap(it -> it.account().stream())
                        .toList();
        return accounts.of(user.account().organisation(), ids).stream()
                .collect(
                        Collectors.toMap(
                                account -> Clerk.loggedIn(account.accountId()), Account::name));
    }
}
