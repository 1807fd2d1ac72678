package org.onshi.server.eligibility;

import java.util.Optional;
import org.onshi.kernel.Verdict;

/** What the clerk does with the answer (requirements ). */
public enum NextStep {
    /** Verdict 1. */
    TREAT("この資格で受け付け、請求できます。", "Receive the patient and claim with this coverage."),
    /** Verdict 2. */
    ASK_FOR_NEW_INSURER(
            "資格を喪失しています。新しい保険の加入状況を患者に確認してください。分からないときは被保険者資格申立書を" + "書いてもらい、患者には通常の負担割合で請求します。",
            "The coverage is lost. Ask the patient for the new insurer; if it is not known, take an"
                    + " eligibility declaration and charge the ordinary share."),
    /** Verdict 3. */
    ASK_FOR_NEW_CARD(
            "別の保険に加入しています。マイナンバーカードか新しい資格確認書で、もう一度確認してください。",
            "The patient has a new coverage. Check again with the My Number card or the new"
                    + " eligibility certificate."),
    /** Verdict 4, the insurer's number cannot be one. */
    CORRECT_INSURER_NUMBER(
            "保険者番号が正しくありません。証の番号と照らし合わせて、入力し直してください。",
            "The insurer number is wrong. Compare it with the certificate and enter it again."),
    /** Verdict 4, no such person. */
    CORRECT_IDENTIFIER(
            "該当する資格がありません。保険者番号・記号・番号・枝番・生年月日を確かめて入力し直してください。合っていれば、"
                    + "登録が済んでいないことがあります。被保険者資格申立書を書いてもらってください。",
            "No such coverage. Check insurer number, symbol, number, branch and birth date. If they"
                    + " are right the registration may not be done yet: take an eligibility"
                    + " declaration."),
    /** Verdict 4, before the coverage began. */
    CHECK_DAY(
            "確認日は資格取得日より前です。確認日を確かめ、その日に加入していた保険を患者に確認してください。",
            "The day lies before the coverage began. Check the day, and ask which insurer the"
                    + " patient had then."),
    /** Verdict 5. */
    ADD_BRANCH(
            "同じ番号と生年月日の人が複数います。枝番を入れて、もう一度確認してください。枝番がないときは氏名を確かめて、" + "保険者に問い合わせてください。",
            "Several people share this number and birth date. Check again with the branch number;"
                    + " without one, ask the name and inquire with the insurer."),
    /** Verdict 5 of a card: several coverages on one day. */
    ASK_WHICH_INSURER(
            "この方には、確認日に複数の資格が登録されています。今の保険を患者に確かめ、資格確認書などの番号で確認し直してください。" + "重なりは、どちらかの保険者が訂正します。",
            "Several coverages are registered for this person on that day. Ask for the present"
                + " insurer and check by the number of the eligibility certificate; the insurers"
                + " mend the overlap."),
    /** Verdict 4 of a card that is not registered as an insurance card. */
    REGISTER_CARD(
            "カードが健康保険証として登録されていません。カードを置き直してリーダーの画面で登録するか、資格確認書の番号で確認してください。",
            "The card is not registered as an insurance card. Place it again and register it on the"
                    + " reader, or check by the number of the eligibility certificate."),
    /** Verdict 4 of a card: its holder has no coverage at all. */
    TAKE_DECLARATION(
            "この方の資格は登録されていません。加入している保険を患者に確かめ、保険者に問い合わせてください。資格確認書がなければ、被保険者資格申立書を書いてもらってください。",
            "No coverage is registered for this person. Ask for the insurer and inquire there;"
                    + " without an eligibility certificate take an eligibility declaration.");

    private final String ja;
    private final String en;

    NextStep(String ja, String en) {
        this.ja = ja;
        this.en = en;
    }

    static NextStep after(Verdict verdict, Optional<UnknownReason> reason) {
        return switch (verdict) {
            case ELIGIBLE, ELIGIBLE_UNREGISTERED -> TREAT;
            case NOT_ELIGIBLE -> ASK_FOR_NEW_INSURER;
            case NOT_ELIGIBLE_NEW_COVERAGE -> ASK_FOR_NEW_CARD;
            case SEVERAL -> ADD_BRANCH;
            case UNKNOWN ->
                    switch (reason.orElse(UnknownReason.NO_SUCH_IDENTIFIER)) {
                        case INSURER_NUMBER_WRONG -> CORRECT_INSURER_NUMBER;
                        case NO_SUCH_IDENTIFIER -> CORRECT_IDENTIFIER;
                        case BEFORE_FIRST_ACQUISITION -> CHECK_DAY;
                        case CARD_NOT_REGISTERED -> REGISTER_CARD;
                        case NO_COVERAGE -> TAKE_DECLARATION;
                    };
        };
    }

    /** After a check by card, where several means coverages and not people. */
    static NextStep afterCard(Verdict verdict, Optional<UnknownReason> reason) {
        return verdict == Verdict.SEVERAL ? ASK_WHICH_INSURER : after(verdict, reason);
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
