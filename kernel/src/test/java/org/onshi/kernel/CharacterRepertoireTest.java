package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CharacterRepertoireTest {
    private static final CharacterRepertoire SJIS = CharacterRepertoire.WINDOWS_31J;

    @Test
    @Tag("K-09")
    void whatWindows31jLacksIsOneBlackCircleACharacter() {
        assertThat(SJIS.render("𠮷野家　太郎")).isEqualTo("●野家　太郎");
        assertThat(SJIS.render("髙﨑德彅①㈱")).as("extensions of windows-31j stay").isEqualTo("髙﨑德彅①㈱");
        assertThat(SJIS.render("丂乇")).isEqualTo("●●");
    }

    @Test
    void aVariationSelectorIsDroppedWithItsBaseKept() {
        assertThat(SJIS.render("葛\uDB40\uDD00城")).isEqualTo("葛城");
        assertThat(SJIS.render("𠮷\uDB40\uDD00城")).isEqualTo("●城");
    }

    @Test
    void bothMappingsOfWaveDashMinusAndDashAreWritten() {
        assertThat(SJIS.render("〜−—")).isEqualTo("～－―");
        assertThat(SJIS.render("～－―")).isEqualTo("～－―");
        assertThat(SJIS.render("«»")).isEqualTo("≪≫");
    }

    @Test
    void unicodeCarriesEverythingButLoneSurrogates() {
        assertThat(CharacterRepertoire.UNICODE.render("𠮷葛\uDB40\uDD00"))
                .isEqualTo("𠮷葛\uDB40\uDD00");
        assertThat(CharacterRepertoire.UNICODE.render("a\uD800b")).isEqualTo("a●b");
        assertThat(SJIS.render("a\uD800b")).isEqualTo("a●b");
        assertThat(CharacterRepertoire.UNICODE.carries("髙")).isTrue();
    }

    @Test
    void anythingRenderedCanBeEncodedAndStaysAsItIs() {
        Charset charset = Charset.forName("windows-31j");
        Seeded.run(
                300,
                random -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < 200; i++) {
                        text.appendCodePoint(random.nextInt(0x20, 0x30000));
                    }
                    String rendered = SJIS.render(text.toString());
                    assertThat(new String(rendered.getBytes(charset), charset)).isEqualTo(rendered);
                    assertThat(SJIS.render(rendered)).isEqualTo(rendered);
                    assertThat(SJIS.carries(rendered)).isTrue();
                });
    }
}
