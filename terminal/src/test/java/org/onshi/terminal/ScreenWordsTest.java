package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.FaultCode;

/** The words of the screens: none is missing in any language. */
class ScreenWordsTest {
    private static final Pattern USED = Pattern.compile("w\\['([\\w.]+)'\\]");

    @ParameterizedTest
    @EnumSource(ScreenLanguage.class)
    void everyLanguageSaysTheSameThings(ScreenLanguage language) {
        assertThat(new TreeSet<>(ScreenWords.patient(language).all().keySet()))
                .isEqualTo(new TreeSet<>(ScreenWords.patient(ScreenLanguage.JA).all().keySet()));
        assertThat(ScreenWords.patient(language).all().entrySet())
                .filteredOn(word -> word.getValue().isEmpty())
                .allMatch(word -> word.getKey().equals("choose.text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient", "counter"})
    void everyWordOfAPageIsThere(String page) {
        String template =
                new String(
                        ScreenPages.resource("/screens/" + page + ".html"), StandardCharsets.UTF_8);
        ScreenWords words =
                page.equals("counter")
                        ? ScreenWords.counter()
                        : ScreenWords.patient(ScreenLanguage.JA);
        assertThat(USED.matcher(template).results().map(used -> used.group(1)))
                .isNotEmpty()
                .allMatch(words::has);
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void everyRefusalHasATitleAndSaysWhatToDo(FaultCode code) {
        ScreenWords words = ScreenWords.patient(ScreenLanguage.VI);
        assertThat(words.get("r." + PatientPage.reason(code) + ".title")).isNotBlank();
        assertThat(words.get("r." + PatientPage.reason(code) + ".text")).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(ConsentKind.class)
    void everyKindOfConsentHasANameOnBothScreens(ConsentKind kind) {
        assertThat(ScreenWords.patient(ScreenLanguage.JA).get("kind." + kind)).isNotBlank();
        assertThat(ScreenWords.patient(ScreenLanguage.JA).get("about." + kind)).isNotBlank();
        assertThat(ScreenWords.counter().get("kind." + kind)).isNotBlank();
    }
}
