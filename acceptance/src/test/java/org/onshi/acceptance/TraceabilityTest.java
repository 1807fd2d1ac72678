package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.Tree.Source;

/**
 * docs/traceability.md: which scenario shows which requirement. Scenarios here carry {@link
 * Requirement}; tests of one module, as those of the screens in a browser, carry the id as a tag.
 * {@code -Donshi.regenerate=true} writes it anew.
 */
@Tag("boundary")
class TraceabilityTest {
    private static final Path PAGE = Tree.ROOT.resolve("docs/traceability.md");

    /**
     * What the insurers' side has to show: a requirement of it that no scenario names any more
     * fails here.
     */
    private static final List<String> INSURERS_SIDE =
            Stream.concat(
                            IntStream.rangeClosed(1, 25).mapToObj("B-%02d"::formatted),
                            Stream.of(
                                    "C-06", "C-07", "G-14", "J-01", "J-02", "J-04", "J-09", "J-10",
                                    "J-13", "K-09", "K-11", "K-12"))
                    .toList();

    private static final Pattern SCENARIO =
            Pattern.compile(
                    "@(?:Requirement|Tag)\\(\\s*(\\{[^}]*}|\"[^\"]*\")\\s*\\)"
                            + "(?=(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:void|class|final class)"
                            + "\\s+(\\w+))");

    @Test
    void thePageNamesEveryScenario() throws IOException {
        Map<String, TreeSet<String>> scenarios = new TreeMap<>();
        for (Source source : Tree.java()) {
            Matcher scenario = SCENARIO.matcher(source.text());
            while (scenario.find()) {
                String place = source.name().replace(".java", "") + "." + scenario.group(2);
                Pattern.compile("[A-K]-\\d\\d")
                        .matcher(scenario.group(1))
                        .results()
                        .forEach(id ->
                                scenarios
                                        .computeIfAbsent(id.group(), _ -> new TreeSet<>())
                                        .add(place));
            }
        }
        StringBuilder page =
                new StringBuilder("# 要件と試験の対応 / Requirements and the scenarios that show them\n");
        page.append(
                "Written by the build from `@Requirement`; do not edit. Ids: requirements matrix,"
                        + " groups A to K.\n\n");
        page.append("| requirement | scenarios |\n|---|---|\n");
        scenarios.forEach((id, places) ->
                page.append("| ")
                        .append(id)
                        .append(" | ")
                        .append(String.join("<br>", places))
                        .append(" |\n"));
        if (Boolean.getBoolean("onshi.regenerate")) {
            Files.writeString(PAGE, page);
        }
        assertThat(scenarios).containsKeys(INSURERS_SIDE.toArray(String[]::new));
        assertThat(PAGE).as("run with -Donshi.regenerate=true").hasContent(page.toString());
    }
}
