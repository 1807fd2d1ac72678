package org.onshi.server.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of what the audit log can record (requirements J-03). One constant an event: its
 * code in the log (never changed once released), what happened in Japanese and in English. A new
 * event also needs a line in {@code docs/audit-events.md}; a test prints it ready to paste.
 */
public enum AuditEvent {
    /** One answer by number or by card, NOT_FOUND included; person only when one was found. */
    ELIGIBILITY_CHECKED("eligibility.checked", "資格確認に回答した", "An eligibility check was answered"),
    /** A bulk inquiry was taken in; its rows are recorded one by one. */
    BULK_RECEIVED("bulk.received", "一括照会を受け付けた", "A bulk inquiry was received"),
    /** One row of a bulk inquiry. */
    BULK_ROW_CHECKED("bulk.row_checked", "一括照会の1件に回答した", "One row of a bulk inquiry was answered"),
    /** The results of a bulk inquiry were handed over. */
    BULK_FETCHED("bulk.fetched", "一括照会の結果を渡した", "The results of a bulk inquiry were handed over"),
    /** A registration file was taken in. */
    REGISTRATION_RECEIVED(
            "registration.received", "資格登録ファイルを受け付けた", "A registration file was received"),
    /** All rows of a registration file were worked through. */
    REGISTRATION_DONE(
            "registration.done", "資格登録ファイルの処理が終わった", "A registration file was worked through"),
    /** A registration file was given up; details say from which block on, and why. */
    REGISTRATION_FAILED(
            "registration.failed",
            "資格登録ファイルを最後まで処理できなかった",
            "A registration file could not be worked through to its end"),
    /** One that was held for taking much away; its details say by whom and why, or why not. */
    REGISTRATION_DECIDED(
            "registration.decided",
            "保留の登録ファイルを確認した、または取り下げた",
            "A registration file held was confirmed or withdrawn"),
    /** One entry a run, with its totals; RATIO_READ are those of the persons told. */
    RATIOS_COMPARED(
            "ratios.compared",
            "負担割合を保険者の別の台帳と突き合わせた",
            "Registered ratios were compared with another record of their insurer"),
    RATIO_READ(
            "ratio.read",
            "別の台帳と異なる負担割合の登録を照会した",
            "A registered ratio that another record of the insurer contradicts was read"),
    COVERAGE_ADDED("coverage.added", "資格を登録した", "A coverage was registered"),
    COVERAGE_CHANGED("coverage.changed", "資格の内容を変更した", "Facts of a coverage were changed"),
    COVERAGE_LOST("coverage.lost", "資格喪失を登録した", "The loss of a coverage was registered"),
    COVERAGE_CORRECTED(
            "coverage.corrected", "資格の誤りを訂正した", "A wrong fact of a coverage was corrected"),
    COVERAGE_CANCELLED(
            "coverage.cancelled", "資格の登録を取り消した", "A coverage registered by mistake was cancelled"),
    COVERAGE_PENDING("coverage.pending", "資格を保留とした", "A coverage was stored as pending"),
    /** By whom and why is in its details. */
    PENDING_CONFIRMED(
            "pending.confirmed", "保険者が保留の資格を確認した", "An insurer confirmed a pending coverage"),
    /** An insurer read pending coverages; an entry each, or one when there was none. */
    PENDING_READ("pending.read", "保留の資格を照会した", "A pending coverage was read"),
    /** A row was refused; the code says why. */
    COVERAGE_REJECTED(
            "coverage.rejected", "資格登録の行を受け付けなかった", "A row of a registration file was rejected"),
    /** An insurer read the history of a coverage; an entry each person shown, or one for none. */
    HISTORY_READ("history.read", "資格の履歴を照会した", "The history of a coverage was read"),
    /** An insurer read a conflict it is party to; an entry each, or one when there was none. */
    CONFLICT_READ(
            "conflict.read",
            "他の保険者の資格との重なりを照会した",
            "A conflict with another insurer's coverage was read"),
    /** An insurer asked which branch number of a household nobody had yet; names no person. */
    BRANCH_PROPOSED(
            "branch.proposed", "次に空いている枝番を調べた", "The next free branch number was asked for"),
    /** By a survey; one that a registration leads to is in that registration's entry. */
    CONFLICT_FOUND(
            "conflict.found",
            "重複調査で資格の重なりが見つかった",
            "A survey found a conflict that stood in no list"),
    /** An insurer read its late registrations; an entry each, or one when there was none. */
    LATE_REGISTRATION_READ("late.read", "期限を過ぎた登録を照会した", "A late registration was read"),
    PLAN_REQUESTED("plan.requested", "保険者に改善計画を求めた", "An improvement plan was asked for"),
    PLAN_SUBMITTED("plan.submitted", "保険者が改善計画を出した", "An improvement plan was handed in"),
    PLAN_FOLLOWED_UP(
            "plan.followed_up", "改善計画の結果を調べた", "The result of an improvement plan was surveyed"),
    /** An insurer read its unregistered persons; an entry each, or one when there was none. */
    UNREGISTERED_READ("unregistered.read", "未登録の方を照会した", "An unregistered person was read"),
    CAMPAIGN_STARTED(
            "campaign.started",
            "未登録の方へのお知らせを始めた",
            "Letters to the unregistered were begun, with a deadline"),
    /** A letter came back. */
    CAMPAIGN_READ(
            "campaign.read",
            "お知らせの対象の方・資格確認書の交付の指示を照会した",
            "Whom letters to the unregistered are about, or for whom a certificate is ordered, was"
                    + " read"),
    CAMPAIGN_UNDELIVERABLE(
            "campaign.undeliverable",
            "お知らせが届かなかった",
            "A letter to an unregistered person came back"),
    /** At its deadline, for each person. */
    CAMPAIGN_OUTCOME(
            "campaign.outcome", "お知らせの結果を記録した", "What came of a letter to the unregistered"),
    CERTIFICATE_ORDERED(
            "certificate.ordered", "資格確認書の交付を指示した", "An eligibility certificate was ordered"),
    INSPECTION_STARTED("inspection.started", "総点検を始めた", "An inspection of all insurers was begun"),
    INSPECTION_REPORTED(
            "inspection.reported",
            "保険者が総点検の作業の要否を報告した",
            "An insurer said whether it has to recheck records"),
    INSPECTION_PROGRESSED(
            "inspection.progressed",
            "保険者が総点検の進み具合を報告した",
            "An insurer said how far its recheck has come"),
    /** The case is in its details. */
    INSPECTION_FOUND(
            "inspection.found", "総点検で紐付け誤りが見つかった", "A wrong link was found by an inspection"),
    INSPECTION_PUBLISHED(
            "inspection.published", "総点検の結果を公表した", "The result of an inspection was made public"),
    SURVEY_STARTED("survey.started", "重複調査を始めた", "A duplicate survey was begun"),
    SURVEY_FINISHED("survey.finished", "重複調査が終わった", "A duplicate survey was finished"),
    /** An insurer read suspects of a survey; an entry each, or one when there was none. */
    DUPLICATE_READ(
            "duplicate.read",
            "5情報が同じ別の方の疑いを照会した",
            "A person who shares all attributes with another was read"),
    /** What an insurer made of it; an entry for each person of its own. */
    DUPLICATE_DECIDED(
            "duplicate.decided",
            "5情報が同じ別の方の疑いの結果を記録した",
            "What became of two persons with the same attributes was recorded"),
    CHALLENGE_REFUSED(
            "presence.challenge_refused",
            "他の受付・期限切れ・使用済みの確認用データを拒否した",
            "A challenge of another visit, expired or used was refused"),
    PRESENCE_PROVEN("presence.proven", "カードで本人確認をした", "A presence was proven by the card"),
    PRESENCE_REFUSED(
            "presence.refused", "カードでの本人確認を拒否した", "A presence was refused; the code says why"),
    PRESENCE_ABANDONED(
            "presence.abandoned", "本人確認が済まないまま受付が終わった", "A visit ended without a presence"),
    IMPERSONATION_SUSPECTED(
            "presence.impersonation_suspected",
            "別人の顔で本人確認が試みられた",
            "Another person's face was shown to the reader"),
    VISIT_REFUSED(
            "visit.refused",
            "他の端末の受付や終わった受付に対する要求を拒否した",
            "A request for another terminal's visit, or one that is over, was refused"),
    CARD_REGISTERED(
            "card.registered", "カードを健康保険証として登録した", "A card was registered as an insurance card"),
    CARD_REGISTRATION_REFUSED(
            "card.registration_refused",
            "カードの登録を受け付けなかった",
            "A card was not registered; the code says why"),
    CARD_RENEWED(
            "card.renewed",
            "更新された電子証明書を同じ人に引き継いだ",
            "A renewed certificate was taken over for the same person"),
    CARD_MOVED(
            "card.moved",
            "個人番号の訂正に合わせて、カードの登録先の人を改めた",
            "A registered card followed its holder's corrected number to another person"),
    CARD_CHECKED("card.checked", "カードによる資格確認に回答した", "An eligibility check by card was answered"),
    CONSENT_GIVEN("consent.given", "同意・不同意を記録した", "Consents and refusals were recorded"),
    CONSENT_WITHDRAWN("consent.withdrawn", "同意を撤回した", "Consents were withdrawn"),
    CONSENT_REFUSED("consent.refused", "同意の記録を拒否した", "The recording of a consent was refused"),
    MEDICATION_VIEWED(
            "medication.viewed",
            "薬剤・診療情報を提供した",
            "Medication and treatment information was released"),
    CHECKUP_VIEWED("checkup.viewed", "特定健診情報を提供した", "Checkup information was released"),
    MEDICAL_INFORMATION_REFUSED(
            "medinfo.refused",
            "医療情報の提供を拒否した",
            "Medical information was not released; the code says why"),
    CLAIMS_LOADED(
            "claims.loaded", "レセプトから医療情報を取り込んだ", "Medical information was loaded from claims"),
    CHECKUPS_LOADED("checkups.loaded", "特定健診の結果を取り込んだ", "Checkup results were loaded"),
    REFERENCE_NUMBER_REGISTERED(
            "reference.registered", "照会番号を登録した", "A reference number was registered"),
    REFERENCE_NUMBER_REFUSED(
            "reference.refused",
            "照会番号の登録を受け付けなかった",
            "A reference number was not registered; the code says why"),
    MISMATCH_REPORTED(
            "mismatch.reported",
            "書類と登録内容の相違を保険者に報告した",
            "A mismatch between document and record was reported to the insurer"),
    /**
     * An insurer read what was reported to it, an entry each, or one when there was none; or a
     * facility what became of its report.
     */
    MISMATCH_READ("mismatch.read", "報告された書類と登録内容の相違を照会した", "A reported mismatch was read"),
    MISMATCH_ANSWERED(
            "mismatch.answered",
            "報告された相違に保険者が回答した",
            "A reported mismatch was answered by the insurer"),
    VIEWING_SUSPENDED(
            "viewing.suspended",
            "医療情報の閲覧を停止・再開した",
            "Viewing of medical information was suspended or resumed"),
    FULL_MATCH_STARTED(
            "match.started",
            "全登録データの突合を始めた",
            "A match of all registered data with the resident register was begun"),
    FULL_MATCH_FINISHED(
            "match.finished",
            "全登録データの突合が終わった",
            "A match of all registered data with the resident register was finished"),
    SUSPECT_FOUND(
            "suspect.found",
            "住民登録で確かめられない紐付けが見つかった",
            "A link that the resident register does not confirm was found"),
    /** An entry each, or one when there was none. */
    SUSPECT_READ("suspect.read", "紐付けの疑いを照会した", "A suspect was read"),
    SUSPECT_DECIDED("suspect.decided", "紐付けの疑いの結果を記録した", "What became of a suspect was recorded"),
    WRONG_LINK_SUSPENDED(
            "link.suspended",
            "紐付け誤りの疑いで閲覧を停止した",
            "Viewing was stopped because a link may be wrong"),
    WRONG_LINK_LOOKED_UP(
            "link.looked_up",
            "紐付け誤りの疑いのある間のアクセスを確認した",
            "It was looked up who saw data while a link may have been wrong"),
    WRONG_LINK_DECIDED(
            "link.decided", "紐付けが誤りか否かを保険者が判定した", "The insurer decided whether a link was wrong"),
    WRONG_LINK_CORRECTED(
            "link.corrected",
            "紐付け誤りを訂正し、情報を本人に戻した",
            "A wrong link was corrected and its data given back"),
    WRONG_LINKS_PUBLISHED(
            "link.published", "訂正済みの紐付け誤りを公表した", "Corrected wrong links were made public"),
    WRONG_LINK_READ("link.read", "紐付け誤りの処理状況を照会した", "The state of a wrong link was read"),
    LETTER_WRITTEN("letter.written", "本人への通知を作成した", "A letter to a person was written"),
    /** Its batch, and the how manieth time, are in the details. */
    LETTER_PRINTED("letter.printed", "本人への通知を印刷用に渡した", "A letter to a person was printed"),
    LETTERS_RECEIVED(
            "letter.batch_received",
            "印刷する通知のファイルを受け取った",
            "A file of letters to be printed arrived"),
    LETTER_READ("letter.read", "本人への確認の通知を照会した", "A person's confirmation letter was read"),
    LETTER_ANSWERED("letter.answered", "本人の回答を記録した", "A person's answer to a letter was recorded"),
    INSURER_REGISTERED("insurer.registered", "保険者を登録・変更した", "An insurer was registered or changed"),
    FACILITY_REGISTERED(
            "facility.registered", "医療機関・薬局を登録・変更した", "A facility was registered or changed"),
    ACCOUNT_REGISTERED(
            "account.registered",
            "コンソールの利用者を登録・変更した",
            "An account of the console was registered or changed"),
    CONSOLE_LOGIN("console.login", "コンソールにログインした", "Somebody logged in to the console"),
    /** Repeated refusals of a minute are summed. */
    CONSOLE_LOGIN_REFUSED(
            "console.login_refused",
            "コンソールへのログインを拒否した",
            "A login to the console was refused; the reason says why"),
    /** By the person, or because a session was idle or too old. */
    CONSOLE_LOGOUT("console.logout", "コンソールからログアウトした", "A session of the console ended"),
    CONSOLE_REFUSED(
            "console.refused",
            "役割にない操作を拒否した",
            "Something beyond the role was refused in the console"),
    CONSOLE_UPLOADED(
            "console.uploaded",
            "コンソールから資格登録ファイルを送った",
            "Somebody sent a registration file from the console"),
    /** A file's rejected rows, by whoever brings the file again. */
    CONSOLE_REJECTED_TAKEN(
            "console.rejected_taken",
            "却下された行を取り出した",
            "Somebody took the rejected rows out of a file brought again"),
    /**
     * An entry a coverage, as are those that follow; kind says what is proposed. Of a file of
     * cancellations one entry, with its rows; and one for each coverage of it that is read.
     */
    PROPOSAL_MADE(
            "proposal.made",
            "資格の訂正・取消・紐付け誤りの判定を提案した",
            "A correction, a cancelling or a step of a wrong link was proposed"),
    PROPOSAL_READ(
            "proposal.read",
            "資格の訂正・取消・紐付け誤りの判定の提案を見た",
            "A proposed correction, cancelling or step of a wrong link was read"),
    PROPOSAL_APPROVED(
            "proposal.approved",
            "資格の訂正・取消・紐付け誤りの判定を別の人が承認した",
            "A correction, cancelling or step of a wrong link was approved by another person"),
    PROPOSAL_REFUSED(
            "proposal.refused",
            "資格の訂正・取消・紐付け誤りの判定を別の人が却下した",
            "A correction, cancelling or step of a wrong link was refused by another person"),
    PROPOSAL_WITHDRAWN(
            "proposal.withdrawn",
            "資格の訂正・取消・紐付け誤りの判定の提案を取り下げた",
            "A proposed correction, cancelling or step of a wrong link was withdrawn"),
    /** The login of the facility web API. */
    FACILITY_LOGIN("facility.login", "医療機関システムがログインした", "A facility system logged in"),
    CALLER_REVOKED(
            "caller.revoked",
            "失効した証明書での接続を拒否した",
            "A caller with a revoked certificate was refused"),
    CALLER_WRONG_ROLE(
            "caller.wrong_role", "役割の異なる窓口への接続を拒否した", "A caller at the wrong door was refused"),
    CALLER_UNKNOWN(
            "caller.unknown",
            "登録のない機関からの接続を拒否した",
            "A certified caller unknown to the master data was refused"),
    OTHER_FACILITY(
            "caller.other_facility",
            "他の医療機関コードを名乗る要求を拒否した",
            "A request in another facility's name was refused"),
    OTHER_INSURER(
            "caller.other_insurer",
            "他の保険者の資格に対する要求を拒否した",
            "A request for another insurer's coverage was refused"),
    /** One entry per source and minute, with the count: strangers cannot fill the log. */
    STRANGERS_REFUSED(
            "strangers.refused",
            "証明書のない接続を拒否した（1分ごとの合計）",
            "Connections without a good certificate were refused (sum of a minute)"),
    /** One entry a table and run, with the count: rows whose time was over. */
    RETENTION_PURGED("retention.purged", "保存期間の過ぎたものを消去した", "Rows kept long enough were deleted"),
    /** An individual number was compared or read for an outside inquiry. */
    VAULT_USED("vault.used", "個人番号の保管庫を利用した", "The vault of individual numbers was used");

    private static final Map<String, AuditEvent> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toMap(AuditEvent::code, Function.identity()));

    private final String code;
    private final String japanese;
    private final String english;

    AuditEvent(String code, String japanese, String english) {
        this.code = code;
        this.japanese = japanese;
        this.english = english;
    }

    /** The event of a code in the log, empty for a code this version does not know. */
    public static Optional<AuditEvent> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The code in the log. */
    public String code() {
        return code;
    }

    /** What happened, in Japanese. */
    public String japanese() {
        return japanese;
    }

    /** What happened, in English. */
    public String english() {
        return english;
    }
}
