package org.onshi.wire;

import java.util.Optional;

/**
 * Every code of a result row (contracts.md §3). The constant's name is the code; it never changes
 * its meaning. {@code docs/error-codes.md} is written from here.
 */
public enum RegistrationCode {
    /** Stored as sent. */
    OK(RowStatus.ACCEPTED, "登録しました。", "Registered.", "", ""),
    /** The row was sent before; nothing changed. */
    UNCHANGED(
            RowStatus.ACCEPTED,
            "すでに同じ内容で受け付けています。",
            "Already received with the same content.",
            "送り直す必要はありません。保留（PENDING）なら、その理由は保留の一覧にあります。",
            "Nothing to send again; if it is PENDING, the list of pending coverages says why."),
    /** B-21: a warning, not a reason to refuse. */
    RATIO_UNUSUAL(
            RowStatus.ACCEPTED,
            "登録しましたが、列 {column} が年齢または限度額適用区分と合いません。",
            "Registered, but column {column} does not fit the age or the limit class.",
            "負担割合、生年月日、適用区分を確かめ、誤りなら CORRECT で直してください。",
            "Check the ratio, the birth date and the limit class; if one is wrong, send CORRECT."),
    /** From 70 on, a ratio changed on a day on which nothing changes it (facts §7). */
    RATIO_CHANGED(
            RowStatus.ACCEPTED,
            "登録しましたが、列 {column} が、8月1日の判定替えでも年齢の節目でもなく、限度額適用区分も変わらない日に変わりました。",
            "Registered, but column {column} changed on a day that is neither 1 August nor one of"
                    + " age, without another limit class.",
            "世帯の異動・所得の更正によるものか判定の記録で確かめ、誤りなら CORRECT で直してください。",
            "Look in the record of the determination whether a move or a new income is behind it;"
                    + " if it is wrong, send CORRECT."),
    /** A ratio that somebody would have been answered with (facts §7). */
    RATIO_CLEARED(
            RowStatus.ACCEPTED,
            "登録しましたが、登録されていた負担割合（列 {column}）を消しました。窓口ではその期間「未登録」となります。",
            "Registered, but it took the ratio away (column {column}): the counter will be told"
                    + " that none is registered for those days.",
            "消すつもりでなければ、CORRECT で正しい負担割合を送ってください。",
            "If that was not meant, send CORRECT with the right ratio."),
    /** A limit class in force (facts §7); it may end, but a whole municipality's does not. */
    LIMIT_CLEARED(
            RowStatus.ACCEPTED,
            "登録しましたが、有効だった限度額適用区分（列 {column}）を消しました。窓口ではその期間「未登録」となります。",
            "Registered, but it took away a limit class in force (column {column}): the counter"
                    + " will be told that none is registered for those days.",
            "消すつもりでなければ、CORRECT で正しい適用区分を送ってください。",
            "If that was not meant, send CORRECT with the right class."),
    ISSUED_BEFORE_ACQUIRED(
            RowStatus.ACCEPTED,
            "登録しましたが、列 {column} の日付が資格取得日より前です。",
            "Registered, but the date in column {column} is before the acquisition.",
            "交付日と取得日を取り違えていないか確かめ、誤りなら CORRECT で直してください。",
            "Check whether the two dates were mixed up; if so, send CORRECT."),
    /** Claims carry symbol and number in one width only (facts §1.6). */
    IDENTIFIER_MIXED(
            RowStatus.ACCEPTED,
            "登録しましたが、列 {column} に半角と全角が混ざっています。",
            "Registered, but column {column} mixes half and full width.",
            "レセプトではどちらか一方しか使えません。証に書くとおりの幅か確かめ、誤りなら CORRECT で直してください。",
            "Claims carry one of them only. Check how it is written on the certificate; if it is"
                    + " wrong, send CORRECT."),
    /** Stored without an individual number (B-04, B-05). */
    AWAITING_NUMBER(
            RowStatus.PENDING,
            "個人番号がないため、確認が済むまで表示しません。",
            "Not shown until confirmed: the individual number is missing.",
            "個人番号がわかったら、CHANGE で送ってください。",
            "Send the number with CHANGE once it is known."),
    /** The rule of the notice's day (B-04) wanted the number, and the person has one. */
    NUMBER_MISSING(
            RowStatus.PENDING,
            "届出に義務づけられている個人番号（列 {column}）がないため、確認が済むまで表示しません。",
            "Not shown until confirmed: the notice had to carry the individual number (column"
                    + " {column}) and does not.",
            "事業主または本人に個人番号の提出を求め、CHANGE で送ってください。",
            "Ask the employer or the person for it and send it with CHANGE."),
    /** Nobody, or several, or not covered that day: a person is never guessed (design 3.10). */
    UNMATCHED(
            RowStatus.REJECTED,
            "この記号・番号・枝番・生年月日の資格を持つ方を、診療・受診の日について一人に決められません。取り込んでいません。",
            "Not exactly one person is covered under this identifier and birth date on the day of"
                    + " care; not taken.",
            "資格の登録と、保険者番号・記号・番号・枝番・生年月日を確かめて、送り直してください。",
            "Check the registration and the identifier and birth date, and send it again."),
    /** An unclosed quote, or text after a closing one. */
    MALFORMED_ROW(
            RowStatus.REJECTED,
            "CSV として読めない行です。",
            "The row is not CSV.",
            "引用符（\"）の閉じ忘れを直して、この行だけ送り直してください。",
            "Close the quotation mark and send this row again."),
    /** More or fewer fields than columns. */
    WRONG_FIELD_COUNT(
            RowStatus.REJECTED,
            "項目の数が見出し行と違います。",
            "The row has another number of fields than the header.",
            "区切りのカンマを数え、カンマを含む値は引用符で囲んで、この行だけ送り直してください。",
            "Count the commas, quote values that hold one, and send this row again."),
    /** Bytes that UTF-8 does not have; often Shift_JIS. */
    BAD_ENCODING(
            RowStatus.REJECTED,
            "UTF-8 として読めない行です。",
            "The row is not UTF-8.",
            "UTF-8 の CSV として保存し直して送ってください。",
            "Save the file as CSV in UTF-8 and send it again."),
    /** Over the limit of a field or record. */
    TOO_LONG(
            RowStatus.REJECTED,
            "長すぎる値があります（列 {column}）。",
            "A value is too long (column {column}).",
            "長さを確かめて、この行だけ送り直してください。",
            "Check its length and send this row again."),
    /** Over what a claim can carry (facts §1.6). */
    IDENTIFIER_TOO_LONG(
            RowStatus.REJECTED,
            "列 {column} が長すぎます。レセプトに書けるのは、半角で38文字、全角で19文字までです（全角が混ざれば全角で数えます）。",
            "Column {column} is too long: claims carry 38 characters of half or 19 of full width,"
                    + " and a mixture counts as full.",
            "証に書くとおりに直して、この行だけ送り直してください。",
            "Write it as on the certificate and send this row again."),
    /** Line breaks, tabs, NUL and the like. */
    BAD_CHARACTER(
            RowStatus.REJECTED,
            "列 {column} に改行などの制御文字が入っています。",
            "Column {column} holds a control character.",
            "取り除いて、この行だけ送り直してください。",
            "Take it out and send this row again."),
    /** No such action. */
    UNKNOWN_ACTION(
            RowStatus.REJECTED,
            "列 {column} の処理の種類がわかりません。",
            "The action in column {column} is not known.",
            "ADD, CHANGE, LOSE, CORRECT, CANCEL のどれかを書いてください（コンソールでは、訂正と取消は提案から）。",
            "Write ADD, CHANGE, LOSE, CORRECT or CANCEL (in the console the last two are"
                    + " proposed)."),
    /** A column this action needs. */
    MISSING_FIELD(
            RowStatus.REJECTED,
            "列 {column} が空です。",
            "Column {column} is empty.",
            "値を入れて、この行だけ送り直してください。",
            "Fill it in and send this row again."),
    /** Not a date. */
    BAD_DATE(
            RowStatus.REJECTED,
            "列 {column} が正しい日付ではありません。",
            "Column {column} is not a date.",
            "実在する日付を YYYY-MM-DD で書いて、この行だけ送り直してください。",
            "Write a real date as YYYY-MM-DD and send this row again."),
    /** An end before its start, an acquisition before birth. */
    DATE_ORDER(
            RowStatus.REJECTED,
            "列 {column} の日付の前後が逆です。",
            "The date in column {column} is on the wrong side of another.",
            "対になる日付と見比べて、この行だけ送り直してください。",
            "Compare it with its counterpart and send this row again."),
    /** A birth after today, and the like. */
    DATE_IN_FUTURE(
            RowStatus.REJECTED,
            "列 {column} の日付が先すぎます。",
            "The date in column {column} is too far in the future.",
            "日付を確かめて、この行だけ送り直してください。",
            "Check the date and send this row again."),
    /** Not in the code table. */
    BAD_CODE(
            RowStatus.REJECTED,
            "列 {column} のコードが表にありません。",
            "The code in column {column} is not in its table.",
            "列の一覧（docs/registration.md、コンソールでは「列とコード」）のコードを書いて、この行だけ送り直してください。",
            "Write a code of the list of columns (docs/registration.md, in the console \"Columns"
                    + " and codes\") and send this row again."),
    /** Not of the form of that number. */
    BAD_NUMBER(
            RowStatus.REJECTED,
            "列 {column} の桁数または文字が正しくありません。",
            "Column {column} has wrong characters or a wrong length.",
            "桁数を確かめて、この行だけ送り直してください。",
            "Check its digits and send this row again."),
    /** The last digit is not the check digit. */
    CHECK_DIGIT(
            RowStatus.REJECTED,
            "列 {column} の検査数字が合いません。",
            "The check digit of column {column} does not hold.",
            "書き誤りを直して、この行だけ送り直してください。",
            "Mend the misprint and send this row again."),
    /** A row of another insurer than the certificate's. */
    WRONG_INSURER(
            RowStatus.REJECTED,
            "列 {column} が送信元の保険者番号ではありません。",
            "Column {column} is not the sender's insurer number.",
            "自分の保険者の行だけを送ってください。",
            "Send your own rows only."),
    /** Not in the master data. */
    UNKNOWN_INSURER(
            RowStatus.REJECTED,
            "列 {column} の保険者は登録されていません。",
            "The insurer in column {column} is not registered.",
            "保険者番号を確かめてください。",
            "Check the insurer number."),
    /** Nothing to change, end, correct or cancel. */
    UNKNOWN_COVERAGE(
            RowStatus.REJECTED,
            "記号・番号・枝番・生年月日（列 {column}）に当たる資格がありません。",
            "No coverage has this symbol, number, branch and birth date (column {column}).",
            "登録されている値を確かめて、この行だけ送り直してください。",
            "Check the registered values and send this row again."),
    /** E.g. twins without branch. */
    SEVERAL_COVERAGES(
            RowStatus.REJECTED,
            "列 {column} に当たる資格が複数あります。",
            "Several coverages match (column {column}).",
            "枝番を加えて、この行だけ送り直してください。",
            "Add the branch and send this row again."),
    /** One symbol, number and branch is one person (B-01, B-24). */
    IDENTIFIER_TAKEN(
            RowStatus.REJECTED,
            "列 {column} は同じ期間に別の人が使っています。",
            "Another person has this identifier in the same period (column {column}).",
            "枝番を確かめて、この行だけ送り直してください。",
            "Check the branch and send this row again."),
    /** Coverages of a person do not overlap (B-03). */
    OVERLAP(
            RowStatus.REJECTED,
            "列 {column} の期間が、同じ人の登録済みの資格と重なります。",
            "The period (column {column}) overlaps a registered coverage of the same person.",
            "保険者の中で重なるときは、前の資格の喪失（LOSE）を先に送るか取得日を確かめてください。"
                    + "他の保険者と重なるとき（ACCEPTED）は登録済みです。「資格の重なり」の一覧で確かめてください。",
            "Within one insurer send the loss of the earlier coverage first, or check the"
                    + " acquisition date. With another insurer (ACCEPTED) it is registered: see the"
                    + " list of conflicts."),
    /** The coverage of that acquisition exists with other facts. */
    ALREADY_REGISTERED(
            RowStatus.REJECTED,
            "この資格取得日（列 {column}）の資格は、別の内容で登録されています。",
            "The coverage acquired then (column {column}) is registered with other facts.",
            "変更は CHANGE、誤りの訂正は CORRECT で送ってください（コンソールでは「検索・履歴」から訂正を提案）。",
            "Send CHANGE for a change, CORRECT to mend a mistake (in the console: propose it from"
                    + " the search page)."),
    /** A second loss with another date or reason. */
    ALREADY_LOST(
            RowStatus.REJECTED,
            "この資格はすでに喪失しています（列 {column}）。",
            "This coverage is lost already (column {column}).",
            "喪失日の誤りは CORRECT で直してください。",
            "Mend a wrong date of loss with CORRECT."),
    /** A change effective before acquisition or after loss. */
    OUTSIDE_COVERAGE(
            RowStatus.REJECTED,
            "列 {column} の日付が資格の期間の外です。",
            "The date in column {column} lies outside the coverage.",
            "日付を確かめて、この行だけ送り直してください。",
            "Check the date and send this row again."),
    /** Birth date or sex differ: never linked (design §3.10). */
    PERSON_MISMATCH(
            RowStatus.PENDING,
            "列 {column} が、同じ個人番号で登録済みの人と違うため、確認が済むまで表示しません。",
            "Not shown until confirmed: column {column} differs from the person registered with"
                    + " this individual number.",
            "本人に確かめ、個人番号・生年月日・性別の誤りを CORRECT で直してください。似寄りでは結び付けません。",
            "Ask the person and mend number, birth date or sex with CORRECT; likeness never"
                    + " links."),
    /** The same number was registered under a kana name the register has never known (B-08). */
    KANA_DIFFERS(
            RowStatus.PENDING,
            "列 {column} が、同じ個人番号で登録済みの資格と違うため、確認が済むまで表示しません。",
            "Not shown until confirmed: column {column} differs from an earlier coverage with this"
                    + " individual number.",
            "本人に確かめ、誤りを CORRECT で直すか、同じ人であれば保留の一覧で確認してください。",
            "Ask the person; mend it with CORRECT, or confirm it in the list of pending coverages"
                    + " if it is the same person."),
    /** The resident register has other facts under this number (B-07). */
    REGISTER_DIFFERS(
            RowStatus.PENDING,
            "列 {column} が、この個人番号の住民登録と違うため、確認が済むまで表示しません。",
            "Not shown until confirmed: column {column} differs from the resident register's under"
                    + " this individual number.",
            "本人に確かめ、個人番号またはその列の誤りを CORRECT で直すか、氏名・カナ・住所が正しいときは保留の一覧で確認してください。",
            "Ask the person; mend the number or the column with CORRECT, or confirm it in the list"
                    + " of pending coverages if name, kana or address is right."),
    /** Equal as far as substitutes for characters can tell (B-07, B-17): somebody looks. */
    REGISTER_REVIEW(
            RowStatus.PENDING,
            "列 {column} が住民登録と同じか機械では判断できないため、確認が済むまで表示しません。",
            "Not shown until confirmed: whether column {column} equals the resident register's"
                    + " cannot be told by machine.",
            "保留の一覧で比べ、同じ人であれば確認してください。",
            "Compare it in the list of pending coverages and confirm it if it is the same person."),
    /** What the register answered about this number makes no sense (B-07). */
    REGISTER_UNREADABLE(
            RowStatus.PENDING,
            "列 {column} の番号についての住民登録側の答えを読めないため、確認が済むまで表示しません。",
            "Not shown until confirmed: the resident register's answer about the number in column"
                    + " {column} cannot be read.",
            "同じ行をもう一度送ってください。続くときは、番号を確かめて CORRECT で直すか、運営主体に伝えてください。",
            "Send the row again; if it stays so, check the number, mend it with CORRECT, or tell"
                    + " the operating body."),
    /** No resident has this number (B-07). */
    REGISTER_UNKNOWN(
            RowStatus.PENDING,
            "列 {column} の番号が住民登録にないため、確認が済むまで表示しません。",
            "Not shown until confirmed: the resident register does not know the number in column"
                    + " {column}.",
            "本人に個人番号を確かめ、誤りを CORRECT で直してください。",
            "Ask the person for the number and mend it with CORRECT."),
    /** The register did not answer in time (B-07). */
    AWAITING_REGISTER(
            RowStatus.PENDING,
            "住民登録との照会の答えを待っているため、まだ表示しません。",
            "Not shown yet: the resident register has not answered.",
            "答えがあり次第、自動で進みます。送り直す必要はありません。",
            "It goes on by itself once there is an answer; nothing to do."),
    /** Of a file that takes many ratios or limit classes away (facts §7): a person decides. */
    AWAITING_CONFIRMATION(
            RowStatus.PENDING,
            "負担割合・限度額適用区分を消す行が多いファイルのため、確認されるまで登録しません。",
            "Not registered until confirmed: the file takes away many ratios or limit classes.",
            "消す行が正しければファイルを確認し、誤りなら取り下げて正しいファイルを送ってください。",
            "Confirm the file if that is meant; if not, withdraw it and send the right one."),
    /** The five attributes do not lead to exactly one resident (B-05). */
    UNRESOLVED(
            RowStatus.PENDING,
            "5情報で住民登録の一人に決められないため、確認が済むまで表示しません。",
            "Not shown until confirmed: the five attributes do not lead to exactly one resident.",
            "氏名・カナ・生年月日・性別・住所を住民登録どおりに直すか、個人番号を CHANGE で送ってください。",
            "Mend name, kana, birth date, sex or address as they are registered there, or send the"
                    + " number with CHANGE."),
    /** E.g. a birth date by CHANGE. */
    NOT_CHANGEABLE(
            RowStatus.REJECTED,
            "列 {column} はこの処理では変えられません。",
            "This action cannot change column {column}.",
            "誤りを直すなら CORRECT を使ってください。",
            "Use CORRECT to mend a mistake."),
    /** A fact every coverage needs. */
    NOT_CLEARABLE(
            RowStatus.REJECTED,
            "列 {column} は消せません。",
            "Column {column} cannot be cleared.",
            "値を書くか、空にしてください。",
            "Write a value or leave it empty."),
    /** B-21. */
    RATIO_MISSING(
            RowStatus.REJECTED,
            "70歳以上なのに列 {column} がありません。",
            "Column {column} is needed for people of 70 and over.",
            "負担割合（10, 20, 30）を入れて、この行だけ送り直してください。",
            "Fill in the copay percent (10, 20, 30) and send this row again."),
    /** Of a card: the resident register does not know it (requirements A-14). */
    CERTIFICATE_UNKNOWN(
            RowStatus.REJECTED,
            "この電子証明書は住基側に知られていません。登録していません。",
            "The resident register does not know this certificate; not registered.",
            "発行者鍵識別子とシリアル番号を確かめて、この行だけ送り直してください。",
            "Check issuer key id and serial number and send this row again."),
    /** Of a card: no insurer has registered its holder by number. */
    HOLDER_UNKNOWN(
            RowStatus.REJECTED,
            "このカードの持ち主は、どの保険者にも個人番号で登録されていません。登録していません。",
            "No insurer has registered this card's holder by number; not registered.",
            "保険者が資格を登録した後に、この行だけ送り直してください。",
            "Send this row again after the insurer has registered the coverage."),
    /** Of a file that one person sent in the console: it would rewrite all of the past (J-13). */
    NEEDS_TWO_PEOPLE(
            RowStatus.REJECTED,
            "資格の初日か翌日から内容を置き換える行、資格を1日以下にする喪失の行は、一人では登録できません（列 {column}）。",
            "One person may not replace what holds from the first or second day, nor leave a day or"
                    + " less (column {column}).",
            "「検索」でその資格の訂正を提案し、別の責任者の承認を受けてください。",
            "Propose a correction from the search page for another supervisor to approve."),
    /** Of what two people decided: it is not what they saw (J-13). */
    CHANGED_SINCE(
            RowStatus.REJECTED,
            "承認した後、処理までの間に対象の資格が変わったか、行が承認した資格とは別の資格に当たったため、登録していません。",
            "Not registered: the coverage changed between the approval and its turn, or the row met"
                    + " another coverage than the one approved.",
            "今の内容を確かめて、提案し直してください。",
            "See what is registered now and propose again."),
    /** Of a file that was held for taking much away, and that nobody confirmed. */
    NOT_CONFIRMED(
            RowStatus.REJECTED,
            "負担割合・限度額適用区分を消す行が多いため保留されたファイルが、取り下げられたか期限までに確認されなかったため、登録していません。",
            "Not registered: the file, held for taking away many ratios or limit classes, was"
                    + " withdrawn or not confirmed in time.",
            "値が空になった原因を調べ、正しいファイルを送ってください。",
            "Find out why the values are gone and send the right file."),
    /** Our fault, not the insurer's. */
    NOT_PROCESSED(
            RowStatus.REJECTED,
            "システムの障害のため、この行を処理できませんでした。",
            "The row could not be processed because of a failure of the system.",
            "同じファイルをもう一度送ってください（処理済みの行は変わりません）。続くときは、運営主体に受付番号と行番号を伝えてください。",
            "Send the same file again, which leaves rows already processed as they are; if it stays"
                    + " so, tell the operating body the registration id and the line.");

    private final RowStatus status;
    private final String ja;
    private final String en;
    private final String mendJa;
    private final String mendEn;

    RegistrationCode(RowStatus status, String ja, String en, String mendJa, String mendEn) {
        this.status = status;
        this.ja = ja;
        this.en = en;
        this.mendJa = mendJa;
        this.mendEn = mendEn;
    }

    /** The constant of this code. */
    public static Optional<RegistrationCode> of(String code) {
        for (RegistrationCode known : values()) {
            if (known.name().equals(code)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** What became of a row with this code. */
    public RowStatus status() {
        return status;
    }

    /** What happened, in Japanese; an empty column leaves its place out. */
    public String whatJa(String column) {
        return filled(ja, column);
    }

    /** What happened, in English; an empty column leaves its place out. */
    public String whatEn(String column) {
        return filled(en, column);
    }

    /** What to do about it, in Japanese; may be empty. */
    public String mendJa() {
        return mendJa;
    }

    /** What to do about it, in English; may be empty. */
    public String mendEn() {
        return mendEn;
    }

    /** What happened and the mend, in Japanese, as result rows carry it. */
    public String message(String column) {
        return whatJa(column) + mendJa;
    }

    /** The same in English. */
    public String messageEn(String column) {
        return (whatEn(column) + " " + mendEn).strip();
    }

    private static String filled(String template, String column) {
        if (!column.isEmpty()) {
            return template.replace("{column}", column);
        }
        return template.replace("（列 {column}）", "")
                .replace(" (column {column})", "")
                .replace("列 {column} ", "")
                .replace(" in column {column}", "")
                .replace(" {column}", "");
    }
}
