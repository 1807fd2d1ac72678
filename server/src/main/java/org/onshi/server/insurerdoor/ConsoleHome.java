package org.onshi.server.insurerdoor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.corrections.InspectedInsurer;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.corrections.Suspects;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.server.duties.DuplicateSurveys;
import org.onshi.server.duties.ImprovementPlan;
import org.onshi.server.duties.ImprovementPlans;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.server.registry.Pendings;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the day begins: what waits; and the way in. */
@ConsoleController
class ConsoleHome {
    private static final int FILES_SHOWN = 3;

    /** Nobody plans a day by the exact count of more. */
    private static final int COUNTED_MAX = 1_000;

    /** Two years of months: what is older nobody waits for. */
    private static final int PLANS_LOOKED_AT = 24;

    private static final Map<String, List<String>> ASSETS =
            Map.of(
                    "console.css", List.of("text/css;charset=UTF-8", "/console/console.css"),
                    "console.js", List.of("text/javascript;charset=UTF-8", "/console/console.js"),
                    "console.svg", List.of("image/svg+xml", "/console/console.svg"),
                    "htmx.js",
                            List.of(
                                    "text/javascript;charset=UTF-8",
                                    "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js"));

    private final ConsolePages pages;
    private final Registrations registrations;
    private final Registry registry;
    private final Pendings pendings;
    private final WrongLinks wrongLinks;
    private final DuplicateSurveys duplicates;
    private final Suspects suspects;
    private final MismatchReports mismatches;
    private final Proposals proposals;
    private final Inspections inspections;
    private final ImprovementPlans plans;
    private final ObjectProvider<ConsoleProvider> provider;
    private final ConsoleSettings settings;

    ConsoleHome(
            ConsolePages pages,
            Registrations registrations,
            Registry registry,
            Pendings pendings,
            WrongLinks wrongLinks,
            DuplicateSurveys duplicates,
            Suspects suspects,
            MismatchReports mismatches,
            Proposals proposals,
            Inspections inspections,
            ImprovementPlans plans,
            ObjectProvider<ConsoleProvider> provider,
            ConsoleSettings settings) {
        this.pages = pages;
        this.registrations = registrations;
        this.registry = registry;
        this.pendings = pendings;
        this.wrongLinks = wrongLinks;
        this.duplicates = duplicates;
        this.suspects = suspects;
        this.mismatches = mismatches;
        this.proposals = proposals;
        this.inspections = inspections;
        this.plans = plans;
        this.provider = provider;
        this.settings = settings;
    }

    @GetMapping({"/", "/console"})
    ResponseEntity<byte[]> begin() {
        return ConsolePages.seeOther("/console/");
    }

    /** Counts only: nobody's data are shown. */
    @GetMapping("/console/")
    ResponseEntity<byte[]> home(ConsoleUser user) {
        Map<String, Object> model = new HashMap<>();
        model.put("conflicts", count(registry.openConflicts(user.insurer(), COUNTED_MAX + 1)));
        model.put("mismatches", count(mismatches.unanswered(user.insurer(), COUNTED_MAX + 1)));
        model.put("pendings", count(pendings.count(user.insurer(), COUNTED_MAX + 1)));
        model.put("duplicates", count(duplicates.waiting(user.insurer(), COUNTED_MAX + 1)));
        model.put("suspects", count(suspects.waiting(user.insurer(), COUNTED_MAX + 1)));
        model.put("wrongLinks", count(wrongLinks.waiting(user.insurer(), COUNTED_MAX + 1)));
        model.put(
                "proposals", count(proposals.open(user.account().organisation(), COUNTED_MAX + 1)));
        model.put(
                "inspectionsDue",
                inspections.of(user.insurer()).stream()
                        .anyMatch(it -> it.state() != InspectedInsurer.State.DONE));
        model.put(
                "plansDue",
                plans.of(user.insurer(), Optional.empty(), PLANS_LOOKED_AT).stream()
                        .anyMatch(it -> it.state() == ImprovementPlan.State.REQUESTED));
        model.put(
                "files",
                registrations.recent(user.insurer(), Optional.empty(), FILES_SHOWN).stream()
                        .map(ConsoleFiles::row)
                        .toList());
        return pages.page("home", user, model);
    }

    private static String count(long counted) {
        return counted > COUNTED_MAX ? COUNTED_MAX + "+" : Long.toString(counted);
    }

    @GetMapping("/console/login")
    ResponseEntity<byte[]> login(
            @RequestParam(defaultValue = "") String ended,
            @RequestParam(defaultValue = "") String refused) {
        boolean answers =
                Optional.ofNullable(provider.getIfAvailable())
                        .map(ConsoleProvider::answers)
                        .orElse(false);
        return pages.page(
                answers ? 200 : 503,
                "login",
                Map.of(
                        "ended",
                        ended,
                        "refused",
                        refused,
                        "answers",
                        answers,
                        "idle",
                        SpokenDuration.of(settings.idleMax()),
                        "session",
                        SpokenDuration.of(settings.sessionMax())));
    }

    /** Where a form without its token ends. */
    @GetMapping("/console/refused")
    ResponseEntity<byte[]> refused() {
        throw new Fault(FaultCode.FORM_REFUSED);
    }

    @GetMapping("/console/assets/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String name) {
        List<String> asset = ASSETS.get(name);
        if (asset == null) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asset.get(0)))
                .body(
                        ConsolePages.resource(asset.get(1))
                                .orElseThrow(() ->
                                        new IllegalStateException("the console lacks " + name)));
    }

    /** Every other path of the console. */
    @RequestMapping("/console/{*rest}")
    ResponseEntity<byte[]> nothing() {
        throw new Fault(FaultCode.NOT_FOUND);
    }
}
