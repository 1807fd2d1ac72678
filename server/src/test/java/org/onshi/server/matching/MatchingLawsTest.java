package org.onshi.server.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.Sex;

/**
 * What holds for all descriptions, tried on random ones; the seed is in the message of a failure.
 */
class MatchingLawsTest {
    private static final int ROUNDS = 10_000;
    private static final Pattern NO_NUMBER = Pattern.compile("[^0-9]+");
    private static final String[] AREAS = {
        "東京都千代田区霞が関",
        "千代田区霞ヶ関",
        "京都市中京区寺町通御池上る上本能寺前町",
        "京都市中京区上本能寺前町",
        "札幌市北区北",
        "北海道札幌市北区北",
        "青森市大字石江字江渡",
        "青森市石江江渡",
        "東京都千代田区一番町",
        "三重県四日市市八幡",
        "府中市",
        "東京都府中市",
        "横浜市神奈川区三ッ沢",
        "さいたま市浦和区",
        "十字町",
        "山之神",
        "",
        "第"
    };
    private static final String[] NUMBERS = {
        "1", "2", "12", "23", "123", "１２", "一", "二", "十", "十二", "二十三", "百二十三", "一二三", "二〇", "〇",
        "千", "01"
    };
    private static final String[] BETWEEN = {
        "-", "－", "ー", "丁目", "番地の", "番地", "番", "号", "の", "ノ", "条西", "条", "地割", "線", " ", "　", "丁",
        "番町", "字"
    };
    private static final String[] ENDS = {
        "",
        "",
        "",
        "号",
        "番地",
        "号室",
        "メゾン恩師101",
        " コーポ2-5",
        "さくら荘",
        "A棟101",
        "県営住宅2号棟301号室",
        "●",
        "山田方",
        "?",
        "3F",
        "川上5",
        "-甲",
        "\uE000",
        "葛\uDB40\uDD00"
    };
    private static final String[] NAMES = {
        "髙",
        "高",
        "橋",
        "﨑",
        "崎",
        "邉",
        "邊",
        "辺",
        "斎",
        "齋",
        "斉",
        "齊",
        "𠮷",
        "吉",
        "●",
        "?",
        "太",
        "郎",
        " ",
        "　",
        "\uE000",
        "\uFA19",
        "神",
        "\uDB40\uDD00",
        "ー",
        "-",
        "A",
        "a",
        "Ａ",
        "マ",
        "ﾏ",
        "ジ",
        "ョ",
        "ヨ",
        "・",
        "\uD842"
    };
    private static final String[] KANA = {
        "サ", "ｻ", "さ", "ト", "ウ", "ー", "-", "－", "ッ", "ツ", "っ", "ャ", "ヤ", "ガ", "ｶﾞ", "カ\u3099", "カ゛",
        "ヴ", "ｳﾞ", "ィ", "イ", "ヰ", "ヷ", "ァ", "ア", "●", "?", " ", "・", "ゝ", "ゞ", "ヮ", "ヵ", "ヶ", "ﾟ",
        "ハ", "゜"
    };

    private static final Spellings SPELLINGS = new Spellings(VariantCharacters.published());

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Matcher matcher = Matcher.standard();

    @Test
    void everyoneIsEqualToThemselvesAndOrderDoesNotCount() {
        for (int i = 0; i < ROUNDS; i++) {
            FiveAttributes one = person();
            FiveAttributes other = person();
            Match same = matcher.compare(one, one);
            assertThat(same.comparisons())
                    .as("seed %d", seed)
                    .allSatisfy(each ->
                            assertThat(each.outcome()).isIn(Outcome.EQUAL, Outcome.UNCERTAIN));
            assertThat(matcher.compare(one, other))
                    .as("seed %d", seed)
                    .isEqualTo(matcher.compare(other, one));
        }
    }

    @Test
    void anotherBirthDateOrSexNeverLinksAndALinkHasFiveEqualAttributes() {
        for (int i = 0; i < ROUNDS; i++) {
            FiveAttributes one = person();
            FiveAttributes other = person();
            Match match = matcher.compare(one, other);
            if (!one.birthDate().equals(other.birthDate())
                    || (one.sex() != other.sex()
                            && one.sex() != Sex.UNSET
                            && other.sex() != Sex.UNSET)) {
                assertThat(match.decision()).as("seed %d", seed).isEqualTo(Decision.NO_MATCH);
            }
            if (match.decision() == Decision.LINK) {
                assertThat(match.comparisons())
                        .as("seed %d", seed)
                        .allMatch(each -> each.outcome().same());
            }
        }
    }

    @Test
    @Tag("B-17")
    void aKeyIsItsOwnKeyAndEqualKeysAreEqualSpellings() {
        for (int i = 0; i < ROUNDS; i++) {
            keyHolds(Attribute.ADDRESS, address());
            keyHolds(Attribute.NAME, text(NAMES));
            keyHolds(Attribute.NAME_KANA, text(KANA));
        }
    }

    private void keyHolds(Attribute attribute, String text) {
        String key = matcher.key(attribute, text);
        assertThat(matcher.key(attribute, key)).as("seed %d, %s", seed, text).isEqualTo(key);
        if (Characters.readable(text) && !text.isBlank() && !key.isBlank()) {
            assertThat(SPELLINGS.compare(attribute, text, key).outcome())
                    .as("seed %d, %s", seed, text)
                    .matches(Outcome::same);
        }
    }

    /** But a building's, which may be left out on one side. */
    @Test
    @Tag("B-17")
    void noRuleEquatesAddressesWhoseNumbersDiffer() {
        for (int i = 0; i < ROUNDS; i++) {
            String one = address();
            String other = address();
            if (!SPELLINGS.compare(Attribute.ADDRESS, one, other).outcome().same()) {
                continue;
            }
            List<String> ones = numbers(one);
            List<String> others = numbers(other);
            int shared = Math.min(ones.size(), others.size());
            assertThat(ones.subList(0, shared))
                    .as("seed %d: %s and %s", seed, one, other)
                    .isEqualTo(others.subList(0, shared));
            if (ones.size() != others.size()) {
                assertThat(one + other)
                        .as("seed %d: %s and %s", seed, one, other)
                        .containsAnyOf("メゾン", "コーポ", "荘", "住宅", "方");
            }
        }
    }

    private List<String> numbers(String address) {
        return NO_NUMBER
                .splitAsStream(matcher.key(Attribute.ADDRESS, address))
                .filter(number -> !number.isEmpty())
                .toList();
    }

    /** 300 characters of the worst kinds take no more than their length's share. */
    @Test
    void timeGrowsWithTheLengthOnly() {
        List<String> worst = new ArrayList<>();
        for (String piece :
                List.of("1", "一", "-", "番地", "の", "ー", "●", "1-", "一番", "字", "ヶ関", "1メ")) {
            worst.add(piece.repeat(FiveAttributes.TEXT_MAX / piece.length()));
        }
        long begun = System.nanoTime();
        int compared = 0;
        for (int round = 0; round < 5; round++) {
            for (String one : worst) {
                for (String other : worst) {
                    compared += matcher.key(Attribute.ADDRESS, one + "").length();
                    SPELLINGS.compare(Attribute.ADDRESS, one, other);
                }
            }
        }
        long micros = (System.nanoTime() - begun) / 1000 / (5L * worst.size() * worst.size());
        assertThat(compared).isPositive();
        assertThat(micros).as("microseconds a comparison of 300 characters").isLessThan(5_000);
    }

    private FiveAttributes person() {
        return new FiveAttributes(
                text(NAMES),
                text(KANA),
                LocalDate.of(1980, 1, 1 + random.nextInt(2)),
                List.of(Sex.values()).get(random.nextInt(3)),
                address());
    }

    private String address() {
        StringBuilder address = new StringBuilder(pick(AREAS));
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            address.append(i == 0 ? "" : pick(BETWEEN)).append(pick(NUMBERS));
        }
        return address.append(pick(ENDS)).toString();
    }

    private String text(String[] pieces) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            text.append(pick(pieces));
        }
        return text.toString();
    }

    private String pick(String[] some) {
        return some[random.nextInt(some.length)];
    }
}
