package org.onshi.server.insurerdoor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.registry.RegistrationStatus;

/**
 * What the pages say of a kind of proposal: its name, what follows, what whoever decides checks.
 */
final class ConsoleProposalWords {
    private ConsoleProposalWords() {}

    /**
     * What became of an approval, for a template: {@code cameJa} and {@code cameEn}, empty where
     * there is no file; {@code waits} while rows of it have no result.
     */
    static Map<String, Object> came(Optional<RegistrationStatus> file) {
        return file.map(ConsoleProposalWords::came)
                .orElseGet(() -> Map.of("cameJa", "", "cameEn", "", "waits", false));
    }

    private static Map<String, Object> came(RegistrationStatus file) {
        boolean waits = !file.state().ended();
        if (file.rejected() > 0) {
            return Map.of("cameJa", "却下された行あり", "cameEn", "rows rejected", "waits", waits);
        }
        if (waits) {
            return Map.of("cameJa", "処理待ち", "cameEn", "not processed yet", "waits", true);
        }
        if (file.pending() > 0) {
            return Map.of("cameJa", "保留", "cameEn", "pending", "waits", false);
        }
        return Map.of("cameJa", "反映済み", "cameEn", "in effect", "waits", false);
    }

    /**
     * For a template: {@code kind}, {@code then}, {@code sure}, {@code approve}, each in both
     * languages.
     *
     * @param cancelled whether the coverage is nobody's by now
     */
    static Map<String, Object> of(Proposal.Kind kind, boolean cancelled) {
        Map<String, Object> words = new HashMap<>(words(kind, cancelled));
        words.put("kindJa", kind.japanese());
        words.put("kindEn", kind.english());
        return words;
    }

    private static Map<String, Object> words(Proposal.Kind kind, boolean cancelled) {
        return switch (kind) {
            case CANCEL ->
                    words(
                            "承認すると、取消の行が登録ファイルとして処理されます。元に戻せません。",
                            "Approval cancels the coverages and cannot be undone.",
                            "上の資格の取消は元に戻せないことを確かめました",
                            "I have checked; this cannot be undone",
                            "承認して取り消す",
                            "Approve and cancel");
            case CANCEL_FILE ->
                    words(
                            "承認すると、このファイルが登録ファイルとして処理され、資格が取り消されます。元に戻せません。提案の後で変わった資格の行は、その行だけ却下されます。",
                            "Approval processes the file and cancels the coverages; it cannot be"
                                    + " undone. A row whose coverage changed since the proposal is"
                                    + " rejected by itself.",
                            "取り消される資格を一覧（CSV）で確かめました。元に戻せないことも確かめました",
                            "I have checked the list (CSV); this cannot be undone",
                            "承認してまとめて取り消す",
                            "Approve and cancel them all");
            case CORRECT ->
                    words(
                            "承認すると、訂正の行が登録ファイルとして処理されます。前の内容は、履歴に残ります。",
                            "Approval corrects the coverage; what was recorded before stays in the"
                                    + " history.",
                            "書類と上の内容を確かめました",
                            "I have checked it against the documents",
                            "承認して訂正する",
                            "Approve and correct");
            case WRONG_LINK_CONFIRM ->
                    words(
                            "承認すると、この資格が別の人に結び付いていると確定します。閲覧は止まったままです。次に正しい個人番号への訂正を提案します。"
                                    + "この判定は取り消せません。",
                            "Approval confirms that the coverage stands with somebody else. Viewing"
                                    + " stays stopped; the right number comes next. It cannot be"
                                    + " taken back.",
                            "本人または事業主に確かめた記録を見ました",
                            "I have seen what the person or the employer said",
                            "承認して誤りと確定する",
                            "Approve: it is wrong");
            case WRONG_LINK_DISMISS ->
                    words(
                            "承認すると、結び付きは正しいと確定し、回答と医療情報の閲覧が直ちに再開します。別の人の情報であれば、その人の情報が見られます。",
                            "Approval confirms that the link is right: answers and viewing go on at"
                                    + " once. Were it somebody else's, that person's data would be"
                                    + " seen.",
                            "本人または事業主に確かめた記録を見ました",
                            "I have seen what the person or the employer said",
                            "承認して閲覧を再開する",
                            "Approve: viewing goes on");
            case WRONG_LINK_COMPLETE -> cancelled ? completedWithoutHeir() : completed();
        };
    }

    private static Map<String, Object> completed() {
        return words(
                "承認すると、この資格の下の医療情報が正しい人に移り、その間の同意が終わり、閲覧が再開します。元に戻せません。",
                "Approval moves what came under the coverage to the right person, ends"
                        + " the consents given meanwhile, and viewing goes on. It"
                        + " cannot be undone.",
                "資格が正しい個人番号に訂正されたことを、履歴で確かめました",
                "I have seen in the history that the right number is registered",
                "承認して完了する",
                "Approve and complete");
    }

    /** Of a coverage that was cancelled: there is nobody to whom anything would move. */
    private static Map<String, Object> completedWithoutHeir() {
        return words(
                "この資格は取り消されています。承認すると、この資格の下の医療情報はだれのものでもなくなり（どの人にも移りません）、その間の同意が終わり、閲覧が再開します。元に戻せません。",
                "The coverage was cancelled: approval leaves what came under it with nobody, ends"
                        + " the consents given meanwhile, and viewing goes on. It cannot be"
                        + " undone.",
                "資格が取り消されたことを、履歴で確かめました",
                "I have seen in the history that the coverage was cancelled",
                "承認して完了する",
                "Approve and complete");
    }

    private static Map<String, Object> words(
            String thenJa,
            String thenEn,
            String sureJa,
            String sureEn,
            String approveJa,
            String approveEn) {
        return Map.of(
                "thenJa", thenJa,
                "thenEn", thenEn,
                "sureJa", sureJa,
                "sureEn", sureEn,
                "approveJa", approveJa,
                "approveEn", approveEn);
    }
}
