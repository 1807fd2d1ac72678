package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.Code;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;

/** docs/registration.md tells an insurer every column, every code and what ADD needs. */
@Tag("boundary")
class RegistrationColumnsDocumentTest {
    /** A row of the table of columns: its names, what they hold, what needs them. */
    private static final Pattern ROW =
            Pattern.compile("^\\| ([*]*`[*`a-z0-9_, ]+) \\| (.*) \\| (.*) \\|$", Pattern.MULTILINE);

    private static List<MatchResult> rows() throws IOException {
        String root = System.getProperty("onshi.root");
        assumeThat(root).as("run by Maven").isNotNull();
        String page = Files.readString(Path.of(root, "docs", "registration.md"));
        String section = page.substring(page.indexOf("## 列 / The columns"));
        return ROW.matcher(section.substring(0, section.indexOf("\n## ", 1))).results().toList();
    }

    private static Stream<String> columns(MatchResult row) {
        return Stream.of(row.group(1).replaceAll("[*`]", "").split(", "));
    }

    @Test
    void everyColumnIsThereOnce() throws IOException {
        assertThat(rows().stream().flatMap(RegistrationColumnsDocumentTest::columns))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RegistrationColumn.values())
                                .map(RegistrationColumn::header)
                                .toList());
    }

    @Test
    void whatStandsInEveryFileIsBold() throws IOException {
        assertThat(
                        rows().stream()
                                .filter(row -> row.group(1).contains("**"))
                                .flatMap(RegistrationColumnsDocumentTest::columns))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RegistrationColumn.values())
                                .filter(RegistrationColumn::identifying)
                                .map(RegistrationColumn::header)
                                .toList());
    }

    @Test
    void whatAnActionNeedsIsMarked() throws IOException {
        for (RegistrationAction action : RegistrationAction.values()) {
            for (RegistrationColumn needed : action.needed()) {
                assertThat(rows())
                        .filteredOn(row -> columns(row).anyMatch(needed.header()::equals))
                        .singleElement()
                        .extracting(row -> row.group(3))
                        .as(needed.header())
                        .asString()
                        .contains(action.name());
            }
        }
    }

    @Test
    void everyCodeIsThere() throws IOException {
        Map<String, List<? extends Code>> tables =
                Map.of(
                        "sex", List.of(Sex.values()),
                        "relationship", List.of(Relationship.values()),
                        "card_class", List.of(CardClass.values()),
                        "loss_reason", List.of(LossReason.values()),
                        "limit_kind", List.of(LimitCertificateKind.values()),
                        "limit_class", List.of(LimitClass.values()));
        Map<String, String> holds =
                rows().stream()
                        .flatMap(row -> columns(row).map(it -> Map.entry(it, row.group(2))))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        tables.forEach((column, codes) ->
                codes.forEach(code ->
                        assertThat(holds.get(column))
                                .as(column)
                                .containsPattern("\\b" + code.wire() + " ")));
    }
}
