package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a comparison marks for the eye. */
class DifferencesTest {
    @Test
    void onlyTheCharactersThatDifferAreMarked() {
        Differences.Pair pair = Differences.between("見本誤字子", "見本正字子");
        assertThat(written(pair.left())).isEqualTo("見本[誤]字子");
        assertThat(written(pair.right())).isEqualTo("見本[正]字子");
        assertThat(pair.same()).isFalse();
    }

    @Test
    void aCharacterLeftOutMarksNothingElse() {
        Differences.Pair pair = Differences.between("東京都見本区1-1", "東京都見本区1-10");
        assertThat(written(pair.left())).isEqualTo("東京都見本区1-1");
        assertThat(written(pair.right())).isEqualTo("東京都見本区1-1[0]");
    }

    @Test
    void aRareCharacterIsOneAndNotTwoHalves() {
        Differences.Pair pair = Differences.between("𠮷田", "𠮟田");
        assertThat(written(pair.left())).isEqualTo("[𠮷]田");
        assertThat(written(pair.right())).isEqualTo("[𠮟]田");
    }

    @Test
    void equalValuesAndNothingAtAllHaveNoMarks() {
        assertThat(Differences.between("ミホン ハナコ", "ミホン ハナコ").same()).isTrue();
        assertThat(Differences.between("", "").same()).isTrue();
        assertThat(written(Differences.between("", "通称").right())).isEqualTo("[通称]");
    }

    private static String written(List<Differences.Part> parts) {
        return parts.stream()
                .map(part -> part.differs() ? "[" + part.text() + "]" : part.text())
                .collect(Collectors.joining());
    }
}
