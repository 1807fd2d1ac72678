package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InsuredIdentifierTest {
    private static String key(String symbol, String number) {
        return new InsuredIdentifier(symbol, number, "").comparisonKey();
    }

    @Test
    void widthDashesCaseSpacesAndLeadingZerosDoNotDistinguish() {
        assertThat(key("ｱﾞｲ-1a", "00123")).isEqualTo(key("ア゛イ－１Ａ", "１２３"));
        assertThat(key("千代田‐１２", "7")).isEqualTo(key("千代田ー12", "0007"));
        assertThat(key(" 12 34 ", "5　6")).isEqualTo(key("1234", "56"));
        assertThat(key("", "0")).isEqualTo(key("", "000"));
    }

    @Test
    void whatDiffersStaysDifferent() {
        assertThat(key("12", "345")).isNotEqualTo(key("123", "45"));
        assertThat(key("012", "3"))
                .as("zeros of the symbol distinguish")
                .isNotEqualTo(key("12", "3"));
        assertThat(key("12", "30")).isNotEqualTo(key("12", "3"));
        assertThat(key("カ", "1")).isNotEqualTo(key("ガ", "1"));
    }

    @Test
    void theRawValueIsKeptAndComparedExactly() {
        InsuredIdentifier full = new InsuredIdentifier("１２", "０３", "01");
        assertThat(full.symbol()).isEqualTo("１２");
        assertThat(full.rawEquals(new InsuredIdentifier("１２", "０３", ""))).isTrue();
        assertThat(full.rawEquals(new InsuredIdentifier("12", "03", "01"))).isFalse();
        assertThat(full.toString()).doesNotContain("１２").doesNotContain("03");
    }

    @Test
    void aBranchIsTwoDigitsOrNone() {
        assertThat(new InsuredIdentifier("", "1", "０１").branchKey()).isEqualTo("01");
        assertThat(new InsuredIdentifier("", "1", "1").branchKey()).isEqualTo("01");
        assertThat(new InsuredIdentifier("", "1", " ").branchKey()).isEmpty();
        for (String wrong : List.of("001", "A1", "-1")) {
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> new InsuredIdentifier("", "1", wrong));
        }
    }

    @Test
    void emptyEndlessAndControlCharactersAreRefused() {
        for (String wrong : List.of("", "  ", "　", "1\u0000", "1\n2", "1".repeat(39), "\uD800")) {
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> new InsuredIdentifier("", wrong, ""));
        }
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> new InsuredIdentifier("\u0007", "1", ""));
    }

    /** Facts §1.6: 38 bytes each in a claim; one letter in full width puts all into full width. */
    @Test
    void aClaimCarriesThirtyEightHalfOrNineteenFullWidthCharacters() {
        assertThat(InsuredIdentifier.fitsClaim("1".repeat(38))).isTrue();
        assertThat(InsuredIdentifier.fitsClaim("1".repeat(39))).isFalse();
        assertThat(InsuredIdentifier.fitsClaim("１".repeat(19))).isTrue();
        assertThat(InsuredIdentifier.fitsClaim("１".repeat(20))).isFalse();
        assertThat(InsuredIdentifier.fitsClaim("国" + "1".repeat(18))).isTrue();
        assertThat(InsuredIdentifier.fitsClaim("国" + "1".repeat(19))).isFalse();
        assertThat(new InsuredIdentifier("", "１".repeat(38), "").number())
                .as("asked with in full width all the same")
                .hasSize(38);
    }

    @Test
    void aMixtureIsOfHalfAndFullWidthInOneOfThem() {
        for (String mixed : List.of("国1", "1２", "2ｱ", "１-２")) {
            assertThat(InsuredIdentifier.mixesWidths(mixed)).as(mixed).isTrue();
        }
        for (String one : List.of("", "12-3", "国１", "１２", "ｱ")) {
            assertThat(InsuredIdentifier.mixesWidths(one)).as(one).isFalse();
        }
    }

    @Test
    void theKeyIsIdempotentAndBlindToTheWayOfWriting() {
        Seeded.run(
                5_000,
                random -> {
                    String symbol = text(random, random.nextInt(10));
                    String number = random.nextInt(10_000_000) + text(random, random.nextInt(3));
                    String key = key(symbol, number);
                    String other =
                            key(
                                    rewritten(random, symbol),
                                    "0".repeat(random.nextInt(4)) + rewritten(random, number));
                    assertThat(other).isEqualTo(key);
                    int gap = key.indexOf(' ');
                    assertThat(key(key.substring(0, gap), key.substring(gap + 1))).isEqualTo(key);
                });
    }

    @Test
    void theKeyOfAnyTextIsIdempotent() {
        Seeded.run(
                5_000,
                random -> {
                    StringBuilder odd = new StringBuilder("1");
                    for (int i = 0; i < 12; i++) {
                        int c = random.nextInt(0x20, 0x30000);
                        if (Character.isDefined(c)
                                && !Character.isISOControl(c)
                                && Character.getType(c) != Character.SURROGATE) {
                            odd.appendCodePoint(c);
                        }
                    }
                    String key = key("", odd.toString());
                    String again = key.substring(1);
                    if (again.length() <= 38) {
                        assertThat(key("", again)).isEqualTo(key);
                    }
                });
    }

    private static final String LETTERS = "0123456789ABCXYZ-アイウガパ千代田";

    private static String text(SplittableRandom random, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }

    private static String rewritten(SplittableRandom random, String text) {
        String dashes = "-‐‑‒–—―−ー－ｰ";
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String letter =
                    String.valueOf(c == '-' ? dashes.charAt(random.nextInt(dashes.length())) : c);
            out.append(
                    switch (random.nextInt(4)) {
                        case 0 -> Width.full(letter);
                        case 1 -> Kana.halfWidth(letter);
                        case 2 -> letter.toLowerCase(Locale.ROOT);
                        default -> letter;
                    });
        }
        return out.toString();
    }
}
