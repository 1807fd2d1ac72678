package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KanaTest {
    @Test
    void namesBecomeHalfWidthAsMessagesWriteThem() {
        assertThat(Kana.halfWidth("シンリョウ　タロウ")).isEqualTo("ｼﾝﾘｮｳ ﾀﾛｳ");
        assertThat(Kana.halfWidth("ガギヴァー・パピー")).isEqualTo("ｶﾞｷﾞｳﾞｧｰ･ﾊﾟﾋﾟｰ");
        assertThat(Kana.halfWidth("しんりょう　はなこ")).isEqualTo("ｼﾝﾘｮｳ ﾊﾅｺ");
        assertThat(Kana.halfWidth("ＪＯＨＮ　スミス")).isEqualTo("JOHN ｽﾐｽ");
        assertThat(Kana.halfWidth("か\u3099")).isEqualTo("ｶﾞ");
        assertThat(Kana.halfWidth("ヰヱヮ漢字")).isEqualTo("ｲｴﾜ漢字");
    }

    @Test
    void smallKanaBecomeLarge() {
        assertThat(Kana.large("キョウコ・ｯ・ゃ・ヶ")).isEqualTo("キヨウコ・ﾂ・や・ケ");
    }

    @Test
    void widthOfAsciiIsConvertedBothWays() {
        assertThat(Width.full("A-1 z~")).isEqualTo("Ａ－１　ｚ～");
        assertThat(Width.half("Ａ－１　ｚ～")).isEqualTo("A-1 z~");
    }

    @Test
    void halfOfFullIsTheSameKana() {
        Seeded.run(
                5_000,
                random -> {
                    StringBuilder half = new StringBuilder();
                    for (int i = random.nextInt(20); i > 0; i--) {
                        half.append((char) random.nextInt('｡', 'ﾟ' + 1));
                    }
                    assertThat(Kana.halfWidth(Kana.fullWidth(half.toString())))
                            .isEqualTo(half.toString());
                });
    }

    @Test
    void everyKatakanaLandsInTheHalfWidthBlock() {
        for (char c = 'ァ'; c <= 'ヺ'; c++) {
            assertThat(Kana.halfWidth(String.valueOf(c))).matches("[｡-ﾟ]{1,2}");
        }
    }
}
