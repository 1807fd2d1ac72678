package org.onshi.server.eligibility;

/** What a clerk should know beside the verdict. */
public enum Alert {
    /** 70 to 74 or late-stage, and the insurer registered no share for that day. */
    SHARE_NOT_REGISTERED(
            "一部負担金割合が登録されていません。保険者に確認してください。",
            "The copay percent is not registered for that day. Ask the insurer."),
    /** The registered share cannot be right at that age (facts §7). */
    SHARE_UNUSUAL(
            "一部負担金割合が年齢と合いません。保険者に確認してください。",
            "The copay percent does not fit the age. Ask the insurer."),
    /**
     * Limit data was asked for and none is registered: said apart from "none applies" (requirements
     *
     */
    LIMIT_NOT_REGISTERED("限度額適用区分は登録されていません。", "No limit class is registered."),
    /** Limit data is registered, but not for that day. */
    LIMIT_NOT_IN_FORCE(
            "登録されている限度額適用区分は、確認日には有効ではありません。",
            "The registered limit class is not in force on that day."),
    /** The paper was valid until before that day; the coverage itself holds. */
    CERTIFICATE_EXPIRED(
            "証の有効期限が切れています。資格は有効です。", "The certificate has expired. The coverage itself holds."),
    /** A loss is registered for a later day. */
    LOSS_AHEAD(
            "資格喪失日が登録されています。次の受診では、もう一度確認してください。",
            "A date of loss is registered. Check again at the next visit."),
    /** The day asked lies after the day of asking. */
    DAY_AHEAD(
            "確認日が先の日付です。受診当日に、もう一度確認してください。",
            "The day asked for is still to come. Check again on the day of the visit.");

    private final String ja;
    private final String en;

    Alert(String ja, String en) {
        this.ja = ja;
        this.en = en;
    }

    /** In Japanese. */
    public String ja() {
        return ja;
    }

    /** In English. */
    public String en() {
        return en;
    }
}
