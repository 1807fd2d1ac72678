package org.onshi.server.matching;

/**
 * The rules that make two spellings of one thing equal, in the order in which they are applied
 * (requirements B-17, K-09; facts §5.2, §5.3; examples in docs/matching.md).
 */
public enum MatchingRule {
    /** 葛󠄀 = 葛: variation selectors show a glyph, they name no other character. */
    IVS("異体字セレクターの除去", "variation selector dropped"),
    /** 髙 = 高, 﨑 = 崎: the table of variant characters. */
    VARIANT_CHARACTER("異体字・旧字体", "variant character"),
    /** ｻﾄｳ = サトウ, １ = 1. */
    WIDTH("全角・半角", "width"),
    /** 山田　太郎 = 山田太郎; between numbers a space parts them. */
    SPACE("空白", "space"),
    /** Smith = SMITH. */
    CASE("大文字・小文字", "letter case"),
    /** 1－2 = 1-2, サト－ = サトー. */
    DASH("ハイフン・長音", "dash"),
    /** ひらがな = ヒラガナ. */
    KANA_SCRIPT("ひらがな・カタカナ", "kana script"),
    /** ッ = ツ, ャ = ヤ: the resident register writes large ones only. */
    KANA_SIZE("小書きのかな", "kana size"),
    /** ヴァ = バ. */
    VU("ヴ", "ヴ"),
    /** 霞が関 = 霞ヶ関, 一之宮 = 一の宮. */
    PARTICLE("ヶ・が・の・之", "particle in a place name"),
    /** 大字山田字上 = 山田上. */
    OAZA("大字・字", "section of a village"),
    /** 東京都 left out on one side. */
    PREFECTURE("都道府県の省略", "prefecture omitted"),
    /** 京都市中京区寺町通御池上る… on one side only. */
    KYOTO_STREET("京都の通り名", "Kyoto street name"),
    /** 二十三番 = 23番. */
    NUMERAL("漢数字", "kanji numeral"),
    /** 1丁目2番3号 = 1-2-3. */
    CHOME("丁目・番・号", "block and house number"),
    /** 101号室 = 101, A棟 = A. */
    ROOM("号室・棟", "room and wing"),
    /** メゾン恩師101 on one side only. */
    BUILDING("建物名の省略", "building omitted"),
    /** 通称 of a foreign resident. */
    ALIAS("通称", "alias"),
    /** 旧氏, 前の氏名 of the register. */
    FORMER_NAME("前の氏名", "former name"),
    /** 前の住所 of the register. */
    FORMER_ADDRESS("前の住所", "former address");

    private final String japanese;
    private final String english;

    MatchingRule(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** Its name for Japanese readers. */
    public String japanese() {
        return japanese;
    }

    /** Its name for English readers. */
    public String english() {
        return english;
    }
}
