package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditEventTest {
    @Test
    void theDocumentListsEveryEventAsTheCatalogueDescribesIt() throws IOException {
        Path page = Path.of(System.getProperty("onshi.root"), "docs", "audit-events.md");
        List<String> documented;
        try (var lines = Files.lines(page)) {
            documented = lines.filter(line -> line.matches("\\| `[a-z]+\\.[a-z_]+` .*")).toList();
        }
        List<String> expected =
                Arrays.stream(AuditEvent.values())
                        .map(event ->
                                "| `%s` | %s | %s |"
                                        .formatted(event.code(), event.japanese(), event.english()))
                        .toList();
        assertThat(documented)
                .as("lines of docs/audit-events.md; expected:%n%s", String.join("\n", expected))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void codesAreUniqueAndWellFormed() {
        assertThat(AuditEvent.values())
                .extracting(AuditEvent::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z]+\\.[a-z_]+"));
    }
}
