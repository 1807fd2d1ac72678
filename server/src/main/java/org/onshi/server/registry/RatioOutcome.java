package org.onshi.server.registry;

/** What the comparison of one row of a ratio file came to (facts §7). */
public enum RatioOutcome {
    /** Registered as the row says. */
    EQUAL("登録と一致しました。", "As registered."),
    /** Another ratio, or another limit class. */
    DIFFERENT(
            "登録と異なります。所得・判定の記録を確かめ、登録が誤りなら CORRECT で直し、このファイルの元が誤りならそちらを直してください。",
            "Registered otherwise. Look in the record of the income: if the registration is wrong"
                    + " send CORRECT, if this file is, mend where it came from."),
    /** A coverage holds, and no ratio is registered for the day. */
    NOT_REGISTERED(
            "この日の負担割合が登録されていません。CHANGE または CORRECT で登録してください。",
            "No ratio is registered for this day; register it with CHANGE or CORRECT."),
    /** Known, and not covered on the day. */
    NOT_IN_FORCE(
            "この日に有効な資格がありません。資格取得日・喪失日を確かめてください。",
            "No coverage holds on this day; check the days of acquisition and loss."),
    /** Not exactly one person or coverage. */
    SEVERAL(
            "この記号・番号・枝番・生年月日の資格を一つに決められません。枝番を登録どおりに書いて送り直してください。",
            "Not exactly one coverage is meant; write the branch as it is registered and send the"
                    + " row again."),
    /** Nobody of this insurer. */
    UNKNOWN(
            "この記号・番号・枝番・生年月日の資格は登録されていません。書き誤りか登録漏れかを確かめてください。",
            "Nobody is registered under this identifier and birth date; find out whether they are"
                    + " mistyped or the registration is missing."),
    /** The row cannot be read; what is wrong stands beside it. */
    REFUSED("読み取れない行です。", "The row cannot be read.");

    private final String japanese;
    private final String english;

    RatioOutcome(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** What it means and what to do, in Japanese. */
    public String japanese() {
        return japanese;
    }

    /** The same in English. */
    public String english() {
        return english;
    }
}
