package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * One person's history, found by symbol, number and birth date or from a work list. Every question
 * is a form: no number stands in a URL.
 */
@ConsoleController
class ConsoleSearch {
    private static final List<String> COLUMNS =
            List.of(
                    "coverage_id",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "segment_from",
                    "segment_to",
                    "standing",
                    "suspended",
                    "recorded_at",
                    "invalidated_at");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final HistoryDoor histories;
    private final Registry registry;

    ConsoleSearch(ConsolePages pages, ConsoleLog log, HistoryDoor histories, Registry registry) {
        this.pages = pages;
        this.log = log;
        this.histories = histories;
        this.registry = registry;
    }

    /** What was asked, shown again beside its answer. */
    private record Asked(String symbol, String number, String branch, String birthDate) {
        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    @GetMapping("/console/search")
    ResponseEntity<byte[]> form(ConsoleUser user) {
        return pages.page("search", user, model(new Asked("", "", "", ""), Optional.empty()));
    }

    @PostMapping("/console/search")
    ResponseEntity<byte[]> search(
            ConsoleUser user,
            @RequestParam(defaultValue = "") String symbol,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String branch,
            @RequestParam(name = "birth_date", defaultValue = "") String birthDate) {
        Asked asked = new Asked(symbol.strip(), number.strip(), branch.strip(), birthDate.strip());
        try {
            return pages.page(
                    "search", user, model(asked, Optional.of(history(user, asked).versions())));
        } catch (Fault fault) {
            Map<String, Object> model = model(asked, Optional.empty());
            ConsoleForm.wrong(model, fault, "", ConsoleSearch::label);
            return pages.page("search", user, model);
        }
    }

    /** From a work list: the coverage's own identifier is looked up here, not sent around. */
    @PostMapping("/console/search/coverage")
    ResponseEntity<byte[]> ofCoverage(ConsoleUser user, @RequestParam UUID coverage) {
        Coverage own = own(user, coverage);
        Asked asked =
                new Asked(
                        own.identifier().symbol(),
                        own.identifier().number(),
                        own.identifier().branch(),
                        own.birthDate().toString());
        return pages.page(
                "search", user, model(asked, Optional.of(history(user, asked).versions())));
    }

    private Coverage own(ConsoleUser user, UUID coverage) {
        return registry.own(user.insurer(), coverage)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    @PostMapping("/console/search/history.csv")
    void export(
            ConsoleUser user,
            @RequestParam(defaultValue = "") String symbol,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String branch,
            @RequestParam(name = "birth_date", defaultValue = "") String birthDate,
            HttpServletResponse response)
            throws IOException {
        List<HistoryDoor.Version> versions =
                history(user, new Asked(symbol, number, branch, birthDate)).versions();
        TreeSet<String> facts = new TreeSet<>();
        versions.forEach(version -> facts.addAll(version.facts().keySet()));
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.addAll(facts);
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "history.csv", columns)) {
            versions.forEach(version -> csv.row(cells(version, facts)));
        }
    }

    private static List<String> cells(HistoryDoor.Version version, Set<String> facts) {
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                version.coverageId().toString(),
                                version.symbol(),
                                version.number(),
                                version.branch(),
                                version.birthDate().toString(),
                                version.segmentFrom().toString(),
                                day(version.segmentTo()),
                                version.standing(),
                                Boolean.toString(version.suspended()),
                                ConsolePages.second(version.recordedAt()),
                                version.invalidatedAt().map(ConsolePages::second).orElse("")));
        facts.forEach(fact -> cells.add(version.facts().getOrDefault(fact, "")));
        return cells;
    }

    private HistoryDoor.History history(ConsoleUser user, Asked asked) {
        CoverageRequest request =
                new CoverageRequest(
                        user.insurer().digits(),
                        asked.symbol(),
                        asked.number(),
                        asked.branch(),
                        ConsoleForm.day(asked.birthDate(), "birth_date").toString());
        return log.noted(
                user.account(),
                AuditEvent.HISTORY_READ,
                () ->
                        histories.history(
                                user.insurer(),
                                user.auditName(),
                                request.identifier(),
                                request.birthDay()),
                history -> Integer.toString(history.versions().size()));
    }

    private static Map<String, Object> model(
            Asked asked, Optional<List<HistoryDoor.Version>> versions) {
        Map<String, Object> model = new HashMap<>();
        model.put("symbol", asked.symbol());
        model.put("number", asked.number());
        model.put("branch", asked.branch());
        model.put("birthDate", asked.birthDate());
        model.put("wrong", "");
        model.put("asked", versions.isPresent());
        List<HistoryDoor.Version> found = versions.orElse(List.of());
        model.put("found", !found.isEmpty());
        if (!found.isEmpty()) {
            model.put("axes", TimeAxes.draw(found));
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int at = 0; at < found.size(); at++) {
                rows.add(row(found.get(at), at + 1));
            }
            model.put("versions", rows);
            model.put("cancellable", standing(found.stream()));
            model.put("sources", ConsoleWrongLinks.sources());
            model.put(
                    "askable",
                    standing(
                            found.stream()
                                    .filter(it -> it.standing().equals(Standing.ACTIVE.name()))));
        }
        return model;
    }

    private static Map<String, Object> row(HistoryDoor.Version version, int number) {
        Map<String, Object> row = new HashMap<>();
        row.put("n", number);
        row.put("kind", TimeAxes.kind(version));
        row.put(
                "kindJa",
                switch (TimeAxes.kind(version)) {
                    case "past" -> "過去の記録";
                    case "suspended" -> "閲覧停止中";
                    case "pending" -> "保留";
                    default -> "現在の記録";
                });
        row.put(
                "kindEn",
                switch (TimeAxes.kind(version)) {
                    case "past" -> "Past";
                    case "suspended" -> "Viewing stopped";
                    case "pending" -> "Pending";
                    default -> "Now";
                });
        row.put("name", version.facts().getOrDefault("name", ""));
        row.put("branch", version.branch().isEmpty() ? "－" : version.branch());
        row.put("from", version.segmentFrom().toString());
        row.put("to", day(version.segmentTo()));
        row.put("recorded", ConsolePages.second(version.recordedAt()));
        row.put("until", version.invalidatedAt().map(ConsolePages::second).orElse(""));
        List<Map<String, String>> facts = new ArrayList<>();
        ConsoleFacts.all()
                .forEach(column -> {
                    String value = version.facts().getOrDefault(column.header(), "");
                    if (!value.isEmpty()) {
                        facts.add(
                                Map.of(
                                        "label", ConsoleFacts.label(column),
                                        "value", ConsoleFacts.shown(column, value)));
                    }
                });
        row.put("facts", facts);
        return row;
    }

    /** Of these the coverages that stand, each once. */
    private static List<Map<String, Object>> standing(Stream<HistoryDoor.Version> versions) {
        Map<UUID, Map<String, Object>> standing = new LinkedHashMap<>();
        versions.filter(version -> version.invalidatedAt().isEmpty())
                .forEach(version ->
                        standing.computeIfAbsent(
                                version.coverageId(),
                                id ->
                                        Map.of(
                                                "id",
                                                id.toString(),
                                                "branch",
                                                version.branch().isEmpty()
                                                        ? "枝番なし"
                                                        : "枝番 " + version.branch(),
                                                "acquired",
                                                version.acquiredOn().toString(),
                                                "lost",
                                                day(version.lostOn()),
                                                "name",
                                                version.facts().getOrDefault("name", ""))));
        return List.copyOf(standing.values());
    }

    private static String day(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse("");
    }

    private static String label(String field) {
        return switch (field) {
            case "symbol" -> "記号";
            case "number" -> "番号";
            case "branch" -> "枝番";
            case "birth_date" -> "生年月日";
            default -> field;
        };
    }
}
