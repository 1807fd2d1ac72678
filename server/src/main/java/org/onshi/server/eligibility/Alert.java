package org.onshi.server.eligibility;

import java.util.ArrayList;
import java.util.List;
import org.onshi.server.identity.Presence;

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
            "The day asked for is still to come. Check again on the day of the visit."),
    /** The last three months of the card's certificate (requirements A-15). */
    CERTIFICATE_EXPIRING(
            "カードの電子証明書の有効期限が近づいています。市区町村の窓口で更新するよう、患者に伝えてください。",
            "The card's certificate expires soon. Tell the patient to renew it at the municipal"
                    + " office."),
    /** After its end, within the grace (requirements A-16). */
    CERTIFICATE_IN_GRACE(
            "カードの電子証明書の有効期限が切れています。資格の確認だけができます。市区町村の窓口で更新するよう、患者に伝えてください。",
            "The card's certificate has expired: only eligibility can be checked. Tell the patient"
                    + " to renew it at the municipal office."),
    /** The OCSP responder is silent; an older answer said good. */
    REVOCATION_UNKNOWN(
            "電子証明書が失効していないかを、いま確認できません。資格の確認だけができます。医療情報は、しばらくしてカードを置き直して確認してください。",
            "Whether the card's certificate is revoked cannot be found out now: only eligibility"
                    + " can be checked. For medical information place the card again in a while.");

    private final String ja;
    private final String en;

    Alert(String ja, String en) {
        this.ja = ja;
        this.en = en;
    }

    /** What is to be said about the card of a presence. */
    public static List<Alert> of(Presence presence) {
        List<Alert> alerts = new ArrayList<>();
        switch (presence.state()) {
            case VALID -> {}
            case ALERT -> alerts.add(CERTIFICATE_EXPIRING);
            case GRACE -> alerts.add(CERTIFICATE_IN_GRACE);
        }
        if (!presence.revocationKnown()) {
            alerts.add(REVOCATION_UNKNOWN);
        }
        return alerts;
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
