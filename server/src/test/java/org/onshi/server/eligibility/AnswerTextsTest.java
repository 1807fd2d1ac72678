package org.onshi.server.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.Verdict;

@Tag("boundary")
class AnswerTextsTest {
    @Test
    void everyAlertAndNextStepIsDocumentedWithItsTexts() throws Exception {
        String page =
                Files.readString(
                        Path.of(System.getProperty("onshi.root"), "docs", "eligibility.md"));
        for (Alert alert : Alert.values()) {
            assertThat(page)
                    .contains(
                            "| `" + alert.name() + "` | " + alert.ja() + " | " + alert.en() + " |");
        }
        for (NextStep step : NextStep.values()) {
            assertThat(page).contains("| " + step.ja() + " | " + step.en() + " |");
        }
    }

    @Test
    void everyVerdictHasANextStep() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(NextStep.after(verdict, Optional.empty()).ja()).isNotBlank();
        }
        for (UnknownReason reason : UnknownReason.values()) {
            assertThat(NextStep.after(Verdict.UNKNOWN, Optional.of(reason)).en()).isNotBlank();
        }
    }
}
