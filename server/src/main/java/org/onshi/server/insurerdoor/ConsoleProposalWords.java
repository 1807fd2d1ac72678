package org.onshi.server.insurerdoor;

import java.util.Map;
import org.onshi.server.accounts.Proposal;

/**
 * What the pages say of a kind of proposal: its name, what follows, what whoever decides checks.
 */
final class ConsoleProposalWords {
    private ConsoleProposalWords() {}

    static String kindJa(Proposal.Kind kind) {
        return switch (kind) {
            case CANCEL -> "取消";
            case CORRECT -> "訂正";
            case WRONG_LINK_CONFIRM -> "紐付け誤りの確認";
            case WRONG_LINK_DISMISS -> "紐付け誤りではないことの確認";
            case WRONG_LINK_COMPLETE -> "紐付け誤りの訂正の完了";
        };
    }

    /**
     * For a template: {@code kindEn}, {@code thenJa}, {@code sureJa}, {@code approveJa}, in both
     * languages.
     */
    static Map<String, Object> of(Proposal.Kind kind) {
        return switch (kind) {
            case CANCEL ->
                    words(
                            "A cancellation",
                            "承認すると、取消の行が登録ファイルとして処理されます。元に戻せません。",
                            "Approval cancels the coverages and cannot be undone.",
                            "上の資格の取消は元に戻せないことを確かめました",
                            "I have checked; this cannot be undone",
                            "承認して取り消す");
            case CORRECT ->
                    words(
                            "A correction",
                            "承認すると、訂正の行が登録ファイルとして処理されます。前の内容は、履歴に残ります。",
                            "Approval corrects the coverage; what was recorded before stays in the"
                                    + " history.",
                            "書類と上の内容を確かめました",
                            "I have checked it against the documents",
                            "承認して訂正する");
            case WRONG_LINK_CONFIRM ->
                    words(
                            "Confirming a wrong link",
                            "承認すると、この資格が別の人に結び付いていると確定します。閲覧は止まったままです。次に正しい個人番号への訂正を提案します。"
                                    + "この判定は取り消せません。",
                            "Approval confirms that the coverage stands with somebody else. Viewing"
                                    + " stays stopped; the right number comes next. It cannot be"
                                    + " taken back.",
                            "本人または事業主に確かめた記録を見ました",
                            "I have seen what the person or the employer said",
                            "承認して誤りと確定する");
            case WRONG_LINK_DISMISS ->
                    words(
                            "Dismissing a wrong link",
                            "承認すると、結び付きは正しいと確定し、回答と医療情報の閲覧が直ちに再開します。別の人の情報であれば、その人の情報が見られます。",
                            "Approval confirms that the link is right: answers and viewing go on at"
                                    + " once. Were it somebody else's, that person's data would be"
                                    + " seen.",
                            "本人または事業主に確かめた記録を見ました",
                            "I have seen what the person or the employer said",
                            "承認して閲覧を再開する");
            case WRONG_LINK_COMPLETE ->
                    words(
                            "Completing the correction of a wrong link",
                            "承認すると、この資格の下の医療情報が正しい人に移り、その間の同意が終わり、閲覧が再開します。元に戻せません。",
                            "Approval moves what came under the coverage to the right person, ends"
                                    + " the consents given meanwhile, and viewing goes on. It"
                                    + " cannot be undone.",
                            "資格が正しい個人番号に訂正されたことを、履歴で確かめました",
                            "I have seen in the history that the right number is registered",
                            "承認して完了する");
        };
    }

    private static Map<String, Object> words(
            String kindEn,
            String thenJa,
            String thenEn,
            String sureJa,
            String sureEn,
            String approveJa) {
        return Map.of(
                "kindEn", kindEn,
                "thenJa", thenJa,
                "thenEn", thenEn,
                "sureJa", sureJa,
                "sureEn", sureEn,
                "approveJa", approveJa);
    }
}
