package org.onshi.wire;

import java.util.Optional;

/**
 * Every fault that leaves this system: in an {@code .err} file, in a message's ErrorCode or
 * ProcessingResultCode, or as problem+json. The official code tables (別紙6-1) are not public, so the
 * codes are our own and say so by their prefix; clients display them and never switch on them
 * (interface.md §3). {@code docs/error-codes.md} is written from here.
 */
public enum FaultCode {
    /** The document ends before its root element does; it may still be growing. */
    DOCUMENT_INCOMPLETE(
            1001,
            FaultCategory.DOCUMENT,
            400,
            "ファイルが途中で終わっています。",
            "The document ends in the middle.",
            "最後まで書き終えてから、もう一度置いてください。",
            "Write it to its end and put it there again."),
    /** Not well-formed XML or JSON. */
    DOCUMENT_BROKEN(
            1002,
            FaultCategory.DOCUMENT,
            400,
            "XML または JSON として正しくありません。",
            "The document is not well-formed.",
            "示した位置の書き方を直して、もう一度送ってください。",
            "Mend it at the place named and send it again."),
    /** Over the limit of bytes. */
    DOCUMENT_TOO_LARGE(
            1003,
            FaultCategory.DOCUMENT,
            413,
            "大きすぎます。",
            "The document is too large.",
            "4 MiB 以下に分けて送ってください。",
            "Split it into parts of at most 4 MiB."),
    /** Over the limit of nesting. */
    DOCUMENT_TOO_DEEP(
            1004,
            FaultCategory.DOCUMENT,
            400,
            "要素の入れ子が深すぎます。",
            "The elements are nested too deeply.",
            "インターフェイス仕様の構造で送ってください。",
            "Send the structure of the interface specification."),
    /** Over the limit of elements. */
    DOCUMENT_TOO_MANY_ELEMENTS(
            1005,
            FaultCategory.DOCUMENT,
            413,
            "要素が多すぎます。",
            "The document has too many elements.",
            "人数を分けて送ってください。",
            "Split it into fewer people each."),
    /** Neither UTF-8 nor Shift_JIS; UTF-16 included. */
    ENCODING_NOT_SERVED(
            1006,
            FaultCategory.DOCUMENT,
            400,
            "宣言された文字コードは使えません。",
            "The declared encoding is not served.",
            "UTF-8 または Shift_JIS で書き、XML 宣言にそう書いてください。",
            "Write UTF-8 or Shift_JIS and declare it."),
    /** Malformed bytes. */
    ENCODING_BROKEN(
            1007,
            FaultCategory.DOCUMENT,
            400,
            "宣言された文字コードとして読めないバイトがあります。",
            "There are bytes that the declared encoding does not have.",
            "XML 宣言の encoding と実際の文字コードを合わせてください。",
            "Make the declaration and the real encoding agree."),
    /** A UTF-8 mark before a document that declares another encoding. */
    ENCODING_CONTRADICTS(
            1008,
            FaultCategory.DOCUMENT,
            400,
            "BOM と XML 宣言の文字コードが食い違っています。",
            "Byte order mark and declaration contradict each other.",
            "どちらかに合わせてください。",
            "Make them agree."),
    /** No DTD, hence no entities of one's own. */
    DOCTYPE_REFUSED(
            1009,
            FaultCategory.DOCUMENT,
            400,
            "DOCTYPE 宣言は受け付けません。",
            "A document type declaration is refused.",
            "DOCTYPE と実体宣言を除いて送ってください。",
            "Send it without DOCTYPE and entity declarations."),
    /** The root is not that of any message. */
    UNKNOWN_ROOT(
            1010,
            FaultCategory.DOCUMENT,
            400,
            "ルート要素が XmlMsg ではありません。",
            "The root element is not XmlMsg.",
            "インターフェイス仕様の要求ファイルを送ってください。",
            "Send a request file of the interface specification."),
    /** A known message family that is not served. */
    FAMILY_NOT_SERVED(
            1011,
            FaultCategory.DOCUMENT,
            400,
            "この種類の要求はまだ扱えません。",
            "This kind of request is not served yet.",
            "このシステムで扱える要求は docs/divergences.md にあります。",
            "docs/divergences.md lists the requests served."),
    /** Numbers would lose leading zeros. */
    JSON_VALUE_NOT_TEXT(
            1012,
            FaultCategory.DOCUMENT,
            400,
            "JSON の値が文字列ではありません。",
            "A JSON value is not a string.",
            "すべての値を文字列で書いてください。",
            "Write every value as a string."),
    /** Which of the two counts is not defined. */
    JSON_NAME_REPEATED(
            1013,
            FaultCategory.DOCUMENT,
            400,
            "JSON の同じ名前が繰り返されています。",
            "A JSON name is repeated.",
            "名前は 1 回だけ書いてください。",
            "Write each name once."),
    /** Characters XML does not allow. */
    CHARACTER_REFUSED(
            1014,
            FaultCategory.DOCUMENT,
            400,
            "使えない文字があります。",
            "There is a character that may not be used.",
            "制御文字を除いて送ってください。",
            "Send it without control characters."),
    /** The folder link cannot read a file. */
    FILE_UNREADABLE(
            1015,
            FaultCategory.DOCUMENT,
            500,
            "ファイルを開けません。",
            "The file cannot be opened.",
            "他のプログラムが開いていないか、権限があるかを確かめてください。",
            "See whether another program holds it, and its permissions."),
    /** A needed field is absent or empty. */
    FIELD_MISSING(
            2001,
            FaultCategory.FIELD,
            400,
            "項目 {field} がありません。",
            "Field {field} is missing.",
            "値を入れて、もう一度送ってください。",
            "Fill it in and send again."),
    /** Which of the two counts is not defined. */
    FIELD_REPEATED(
            2002,
            FaultCategory.FIELD,
            400,
            "項目 {field} が繰り返されています。",
            "Field {field} is repeated.",
            "1 回だけ書いてください。",
            "Write it once."),
    /** Over the field's limit of characters. */
    FIELD_TOO_LONG(
            2003,
            FaultCategory.FIELD,
            400,
            "項目 {field} が長すぎます。",
            "Field {field} is too long.",
            "桁数を確かめてください。",
            "Check its length."),
    /** A leaf with children, or with control characters. */
    FIELD_NOT_PLAIN(
            2004,
            FaultCategory.FIELD,
            400,
            "項目 {field} に要素または使えない文字が入っています。",
            "Field {field} holds elements or characters that may not be used.",
            "文字だけを書いてください。",
            "Write plain text."),
    /** Not eight digits, or no such day. */
    DATE_MALFORMED(
            2005,
            FaultCategory.FIELD,
            400,
            "項目 {field} が正しい日付ではありません。",
            "Field {field} is not a date.",
            "実在する日付を西暦 8 桁（YYYYMMDD）で書いてください。",
            "Write a real date as YYYYMMDD."),
    /** Not a time. */
    TIME_MALFORMED(
            2006,
            FaultCategory.FIELD,
            400,
            "項目 {field} が正しい日時ではありません。",
            "Field {field} is not a time.",
            "ISO 8601 の日時で書いてください。",
            "Write an ISO 8601 time."),
    /** Not digits, or more than eight. */
    INSURER_NUMBER_MALFORMED(
            2007,
            FaultCategory.FIELD,
            400,
            "項目 {field} が保険者番号ではありません。",
            "Field {field} is not an insurer number.",
            "数字 6 桁または 8 桁で書いてください（8 桁に満たないときは左を空白で埋めます）。",
            "Write 6 or 8 digits (padded with spaces on the left to 8)."),
    /** Not ten digits. */
    FACILITY_CODE_MALFORMED(
            2008,
            FaultCategory.FIELD,
            400,
            "項目 {field} が医療機関コードではありません。",
            "Field {field} is not a facility code.",
            "数字 10 桁で書いてください。",
            "Write 10 digits."),
    /** Not two digits. */
    BRANCH_MALFORMED(
            2009,
            FaultCategory.FIELD,
            400,
            "項目 {field} が枝番ではありません。",
            "Field {field} is not a branch number.",
            "数字 2 桁で書くか、空にしてください。",
            "Write 2 digits or leave it empty."),
    /** A flag that is neither. */
    FLAG_MALFORMED(
            2010,
            FaultCategory.FIELD,
            400,
            "項目 {field} は 0 か 1 です。",
            "Field {field} must be 0 or 1.",
            "0（未同意）または 1（同意）を書いてください。",
            "Write 0 (no consent) or 1 (consent)."),
    /** A code that must be known to act on it. */
    CODE_UNKNOWN(
            2011,
            FaultCategory.FIELD,
            400,
            "項目 {field} のコードが表にありません。",
            "The code in field {field} is not in its table.",
            "コード表の値を書いてください。",
            "Write a value of the code table."),
    /** Over the limit of people a bulk request. */
    TOO_MANY_UNITS(
            2012,
            FaultCategory.FIELD,
            400,
            "一括照会の人数が多すぎます（{field}）。",
            "Too many people in one bulk request ({field}).",
            "人数を分けて送ってください。",
            "Split it into several requests."),
    /** No bulk request of this facility has this number. */
    RECEPTION_NUMBER_UNKNOWN(
            2013,
            FaultCategory.FIELD,
            404,
            "受付番号（{field}）が見つかりません。",
            "The reception number ({field}) is not known.",
            "一括照会の結果ファイルの受付番号を、そのまま書いてください。",
            "Write the number of the bulk answer as it stands there."),
    /** Any other field that cannot be read. */
    IDENTIFIER_MALFORMED(
            2014,
            FaultCategory.FIELD,
            400,
            "項目 {field} が正しくありません。",
            "Field {field} is malformed.",
            "書き方を確かめてください。",
            "Check how it is written."),
    /** Two fields that cannot both be right. */
    VALUES_CONTRADICT(
            2015,
            FaultCategory.FIELD,
            400,
            "項目 {field} が他の項目と矛盾しています。",
            "Field {field} contradicts another field.",
            "両方の値を確かめてください。",
            "Check both values."),
    /** The demo's clock would go back. */
    CLOCK_BACKWARD(
            2016,
            FaultCategory.FIELD,
            409,
            "時計を戻すことはできません（{field}）。",
            "The clock never goes back ({field}).",
            "現在の時計（GET /clock）より後の日時を指定してください。",
            "Name a time later than the clock's (GET /clock)."),
    /** Another patient of the facility has it (requirements A-30). */
    REFERENCE_NUMBER_TAKEN(
            2017,
            FaultCategory.FIELD,
            409,
            "この照会番号（{field}）は、この施設の別の患者に使われています。",
            "The reference number ({field}) is another patient's of this facility.",
            "番号を確かめるか、別の番号にしてください。",
            "Check the number, or choose another."),
    /** Selected by insurer, symbol, number and branch: nobody is registered so. */
    INSURED_UNKNOWN(
            2018,
            FaultCategory.FIELD,
            404,
            "この記号・番号の方は登録されていません（{field}）。",
            "Nobody is registered under this identifier ({field}).",
            "保険者番号・記号・番号・枝番を確かめてください。",
            "Check insurer number, symbol, number and branch."),
    /** The same for several people; nobody is guessed. */
    INSURED_SEVERAL(
            2019,
            FaultCategory.FIELD,
            409,
            "この記号・番号の方が複数います（{field}）。",
            "Several people are registered under this identifier ({field}).",
            "枝番を付けるか、マイナンバーカードで受け付けてください。",
            "Add the branch number, or receive the patient with the card."),
    /** A mismatch report has one answer (requirements B-22). */
    REPORT_CLOSED(
            2025,
            FaultCategory.FIELD,
            409,
            "この報告には別の回答が済んでいます（{field}）。",
            "The report has another answer already ({field}).",
            "回答済みの内容を確かめてください（onshi insurer mismatches）。",
            "See the answer that stands (onshi insurer mismatches)."),
    /** A day as a person types it into a form. */
    DAY_NOT_PLAIN(
            2026,
            FaultCategory.FIELD,
            400,
            "項目 {field} が年月日として読めません。",
            "Field {field} is no day.",
            "1985-03-20 のように、西暦で書いてください。",
            "Write it as 1985-03-20."),
    /** A good certificate of nobody in the master data. */
    CALLER_UNKNOWN(
            3001,
            FaultCategory.CALLER,
            403,
            "この証明書の名義は登録されていません。",
            "The holder of this certificate is not registered.",
            "登録の手続きを確かめてください。",
            "Check the registration."),
    /** On the revocation list of the certificate authority. */
    CERTIFICATE_REVOKED(
            3002,
            FaultCategory.CALLER,
            403,
            "この証明書は失効しています。",
            "This certificate is revoked.",
            "新しい証明書を入れてください。",
            "Install a new certificate."),
    /** A role at the door of another. */
    WRONG_DOOR(
            3003,
            FaultCategory.CALLER,
            403,
            "この証明書ではこの入口を使えません。",
            "This certificate is not for this door.",
            "役割に合った接続先と証明書を使ってください。",
            "Use the address and certificate of your role."),
    /** The message names another facility than the certificate. */
    OTHER_FACILITY(
            3004,
            FaultCategory.CALLER,
            403,
            "他の医療機関等のコード（{field}）では照会できません。",
            "Another facility's code ({field}) may not be used.",
            "自分の医療機関コードで送ってください。",
            "Send your own facility code."),
    /** The message names another insurer than the certificate. */
    OTHER_INSURER(
            3005,
            FaultCategory.CALLER,
            403,
            "他の保険者の資格（{field}）は扱えません。",
            "Another insurer's coverages ({field}) may not be handled.",
            "自分の保険者番号で送ってください。",
            "Send your own insurer number."),
    /** Search without login. */
    TOKEN_MISSING(
            3006,
            FaultCategory.CALLER,
            401,
            "Authorization ヘッダーに idToken がありません。",
            "The Authorization header carries no idToken.",
            "auth を呼び、その idToken を付けてください。",
            "Call auth and send its idToken."),
    /** A token of another certificate, changed, or too old. */
    TOKEN_REFUSED(
            3007,
            FaultCategory.CALLER,
            401,
            "idToken が無効か期限切れです。",
            "The idToken is false or has expired.",
            "auth を呼び直してください。",
            "Call auth again."),
    /** No such resource, or not this caller's. */
    NOT_FOUND(
            3008,
            FaultCategory.CALLER,
            404,
            "見つかりません。",
            "Not found.",
            "URL と番号を確かめてください。",
            "Check the address and number."),
    /** Wrong HTTP method. */
    METHOD_REFUSED(
            3009,
            FaultCategory.CALLER,
            405,
            "この呼び出し方はできません。",
            "This method is not served here.",
            "API の説明（OpenAPI）を見てください。",
            "See the API's description (OpenAPI)."),
    /** Wrong content type. */
    MEDIA_TYPE_REFUSED(
            3010,
            FaultCategory.CALLER,
            415,
            "この形式の本文は受け付けません。",
            "A body of this type is not served here.",
            "Content-Type を API の説明（OpenAPI）に合わせてください。",
            "Send the Content-Type of the API's description (OpenAPI)."),
    /** Wrong accept header. */
    ANSWER_TYPE_REFUSED(
            3011,
            FaultCategory.CALLER,
            406,
            "求められた形式では答えられません。",
            "The type asked for is not served here.",
            "Accept を API の説明（OpenAPI）に合わせてください。",
            "Send the Accept of the API's description (OpenAPI)."),
    /** Malformed header. */
    IDEMPOTENCY_KEY_MALFORMED(
            3012,
            FaultCategory.CALLER,
            400,
            "Idempotency-Key が UUID ではありません。",
            "The Idempotency-Key is not a UUID.",
            "UUID を付けるか、ヘッダーを除いてください。",
            "Send a UUID or leave the header out."),
    /** One key, two different requests. */
    IDEMPOTENCY_KEY_REUSED(
            3013,
            FaultCategory.CALLER,
            409,
            "同じ Idempotency-Key が別の内容に使われています。",
            "The Idempotency-Key was used for another request.",
            "要求ごとに新しい UUID を付けてください。",
            "Send a new UUID for each request."),
    /** A result asked for before it exists. */
    NOT_YET(
            3014,
            FaultCategory.CALLER,
            409,
            "まだ処理中です。",
            "Still being processed.",
            "少し待って、もう一度尋ねてください。",
            "Wait a little and ask again."),
    /** Over this caller's limit. */
    TOO_MANY_REQUESTS(
            3015,
            FaultCategory.CALLER,
            429,
            "要求が多すぎます。",
            "Too many requests.",
            "Retry-After の秒数を待ってください。",
            "Wait for the seconds of Retry-After."),
    /** An HTTP request that cannot be read. */
    REQUEST_MALFORMED(
            3016,
            FaultCategory.CALLER,
            400,
            "HTTP 要求を読み取れません。",
            "The HTTP request cannot be read.",
            "パスとヘッダーの書き方を確かめてください。",
            "Check how its path and headers are written."),
    /** Over the limit of bytes of a request's headers. */
    HEADERS_TOO_LARGE(
            3017,
            FaultCategory.CALLER,
            431,
            "ヘッダーが大きすぎます。",
            "The headers are too large.",
            "ヘッダーを減らしてください。",
            "Send fewer or shorter headers."),
    /** The body stopped arriving. */
    REQUEST_TOO_SLOW(
            3018,
            FaultCategory.CALLER,
            408,
            "要求の本文が時間内に届きませんでした。",
            "The request's body did not arrive in time.",
            "回線を確かめて、もう一度送ってください。",
            "Check the line and send it again."),
    /** Over the door's limit of bytes of a request. */
    BODY_TOO_LARGE(
            3019,
            FaultCategory.CALLER,
            413,
            "要求の本文が大きすぎます。",
            "The request's body is too large.",
            "分けて送ってください。",
            "Send it in parts."),
    /** Beyond the role of whoever is logged in to the console. */
    ROLE_REFUSED(
            3040,
            FaultCategory.CALLER,
            403,
            "この操作は、あなたの役割ではできません。",
            "Your role may not do this.",
            "できる役割の人に頼むか、役割の変更を運営主体に申し出てください。",
            "Ask a colleague of another role, or the operating body to change yours."),
    /** Four eyes: whoever proposes never approves. */
    OWN_PROPOSAL(
            3041,
            FaultCategory.CALLER,
            403,
            "自分の提案を自分で承認・却下することはできません。",
            "Nobody decides on a proposal of their own.",
            "別の責任者に頼んでください。",
            "Ask another supervisor."),
    /** A form without the token of its session: too old, or of another site. */
    FORM_REFUSED(
            3042,
            FaultCategory.CALLER,
            403,
            "この画面は古くなっています。何も変更していません。",
            "This page is out of date; nothing was changed.",
            "画面を開き直して、もう一度操作してください。",
            "Open the page again and repeat."),
    /** Somebody else decided in the meantime. */
    DECIDED_ALREADY(
            3043,
            FaultCategory.CALLER,
            409,
            "この提案は、すでに別の人が決めています。",
            "Somebody else has decided on this proposal already.",
            "一覧で結果を確かめてください。",
            "See the list for what came of it."),
    /** Double entry: the second person typed another individual number than the first. */
    NUMBER_DIFFERS(
            3044,
            FaultCategory.CALLER,
            409,
            "入力した個人番号が、提案した人の入力と違います。何も変更していません。",
            "The individual number differs from what the proposer typed; nothing was changed.",
            "書類を見て、もう一度入力してください。提案した人の入力が誤りのときは、却下してください。",
            "Look at the document and type it again; if the proposer was wrong, refuse."),
    /** Its row of a registration file would not name this coverage alone. */
    PROPOSAL_AMBIGUOUS(
            3045,
            FaultCategory.CALLER,
            409,
            "同じ記号・番号・枝番の資格がほかにもあり、どれのことか決められません。何も変更していません。",
            "Other coverages have the same identifier; nothing was changed.",
            "保険者システムから、資格取得日（acquired_on）を付けて送ってください。",
            "Send it from the insurer's system, with acquired_on."),
    /** The coverage was cancelled or moved since. */
    PROPOSAL_STALE(
            3046,
            FaultCategory.CALLER,
            409,
            "対象の資格が、提案の後で取り消されたか変わっています。または、件の段階が進んでいます。何も変更していません。",
            "The coverage was cancelled or changed since the proposal, or its case has gone on;"
                    + " nothing was changed.",
            "却下するか、提案した人が取り下げて、今の内容で提案し直してください。",
            "Refuse it, or let its proposer withdraw it, and propose again from what is registered"
                    + " now."),
    /** Of a wrong link one step waits at a time. */
    PROPOSAL_WAITS(
            3047,
            FaultCategory.CALLER,
            409,
            "この件には、承認を待っている提案がすでにあります。何も変更していません。",
            "A proposal about this case waits already; nothing was changed.",
            "「提案と承認」の一覧で、その提案が決まるのを待つか、提案した人が取り下げてください。",
            "Wait until it is decided, or let its proposer withdraw it."),
    /** Nobody takes back what another proposed. */
    PROPOSAL_OF_OTHERS(
            3048,
            FaultCategory.CALLER,
            403,
            "ほかの人の提案を取り下げることはできません。",
            "Nobody withdraws a proposal of somebody else.",
            "提案した人に頼むか、責任者として却下してください。",
            "Ask the proposer, or refuse it as a supervisor."),
    /** An empty file, or a header that is not CSV. */
    CSV_HEADER_MISSING(
            4001,
            FaultCategory.FILE,
            400,
            "見出し行がありません。",
            "The header row is missing.",
            "1 行目に列名を書いてください。",
            "Write the column names in the first row."),
    /** Refused by name, so that a misspelt column is not lost silently. */
    CSV_COLUMN_UNKNOWN(
            4002,
            FaultCategory.FILE,
            400,
            "列 {field} は使えません。",
            "Column {field} is not known.",
            "列名を直すか、列を除いてください。却下された行のファイルからは line, code, message の列を消してください。",
            "Mend the name or leave the column out. Take line, code and message out of a file of"
                    + " rejected rows."),
    /** Semicolons or tabs, as some spreadsheets write them. */
    CSV_NOT_COMMAS(
            4055,
            FaultCategory.FILE,
            400,
            "列がコンマで区切られていません。",
            "The columns are not separated by commas.",
            "「CSV UTF-8（コンマ区切り）」として保存し直してください。",
            "Save it again as CSV UTF-8, separated by commas."),
    /** A column every row needs. */
    CSV_COLUMN_MISSING(
            4003,
            FaultCategory.FILE,
            400,
            "列 {field} がありません。",
            "Column {field} is missing.",
            "列を加えてください。",
            "Add the column."),
    /** Which of the two counts is not defined. */
    CSV_COLUMN_REPEATED(
            4004,
            FaultCategory.FILE,
            400,
            "列 {field} が繰り返されています。",
            "Column {field} is repeated.",
            "1 列だけにしてください。",
            "Leave one of them."),
    /** The header row is in another encoding. */
    CSV_NOT_UTF8(
            4005,
            FaultCategory.FILE,
            400,
            "UTF-8 ではありません。",
            "The file is not UTF-8.",
            "UTF-8 の CSV として保存し直してください。",
            "Save it again as CSV in UTF-8."),
    /** Over the limit of bytes. */
    CSV_TOO_LARGE(
            4006,
            FaultCategory.FILE,
            413,
            "ファイルが大きすぎます。",
            "The file is too large.",
            "ファイルを分けて送ってください。",
            "Split the file."),
    /** Over the limit of rows. */
    CSV_TOO_MANY_ROWS(
            4007,
            FaultCategory.FILE,
            413,
            "行が多すぎます。",
            "The file has too many rows.",
            "ファイルを分けて送ってください。",
            "Split the file."),
    /** Corrections and cancellations need two people; a console's upload is one person's. */
    FILE_NEEDS_TWO(
            4040,
            FaultCategory.FILE,
            409,
            "訂正（CORRECT）・取消（CANCEL）の行は、この画面からは送れません。何も登録していません。",
            "Rows of CORRECT or CANCEL are not taken by this page; nothing was registered.",
            "その行を除いて送ってください。取消（CANCEL）だけのファイルは、同じ画面の「取消をまとめて提案する」から送れます。訂正は「検索」で資格を選んで提案します。どちらも別の責任者が承認します。",
            "Leave them out. A file of nothing but CANCEL rows is proposed on the same page;"
                    + " corrections are proposed from the search page. Another supervisor approves"
                    + " both."),
    /** Its rows would be shown the results of another file's. */
    FILE_IS_ANOTHER(
            4041,
            FaultCategory.FILE,
            409,
            "選んだファイルは、この結果のファイルと同じではありません。何も取り出していません。",
            "The file you chose is not the one these results are of; nothing was taken out.",
            "送ったときのまま、書き換えていないファイルを選んでください。",
            "Choose the file as it was sent, unchanged."),
    /** What two people decide on as one file is of one kind. */
    FILE_NOT_ONLY_CANCELS(
            4042,
            FaultCategory.FILE,
            409,
            "取消（CANCEL）ではない行があります（{field}）。提案していません。",
            "A row is no CANCEL ({field}); nothing was proposed.",
            "CANCEL の行だけのファイルにしてください。訂正（CORRECT）は「検索・履歴」で資格を選んで 1 件ずつ提案します。"
                    + "ほかの行は「ファイルを送る」から送ります。",
            "Leave CANCEL rows only. Propose corrections one by one from the search page; send"
                    + " other rows as an ordinary file."),
    /** Nothing to decide on. */
    FILE_CANCELS_NOTHING(
            4043,
            FaultCategory.FILE,
            409,
            "このファイルで取り消される資格はありません。提案していません。",
            "No row of this file would cancel anything; nothing was proposed.",
            "保険者番号、記号・番号・枝番、生年月日、資格取得日が登録と同じか、すでに取り消されていないかを「検索・履歴」で確かめてください。",
            "See on the search page whether insurer number, identifier, birth date and day of"
                    + " acquisition are as registered, and whether they are cancelled already."),
    /** Whoever approves has to look at it. */
    FILE_OF_TOO_MANY_CANCELS(
            4044,
            FaultCategory.FILE,
            413,
            "1 つの提案で取り消せるのは 100,000 行までです。提案していません。",
            "One proposal cancels at most 100,000 rows; nothing was proposed.",
            "ファイルを分けて提案してください。",
            "Split the file and propose each part."),
    /** Over the limit of files that one insurer may have waiting for a second person. */
    PROPOSED_FILES_WAITING(
            4045,
            FaultCategory.FILE,
            429,
            "承認を待っている取消のファイルが多すぎます。提案していません。",
            "Too many files of cancellations wait for approval; nothing was proposed.",
            "「提案と承認」で待っている提案が決まってから、もう一度提案してください。",
            "Propose it again once those that wait are decided."),
    /** Over the limit of files, or of their bytes, that one insurer may have waiting. */
    REGISTRATIONS_WAITING(
            4008,
            FaultCategory.FILE,
            429,
            "この保険者の処理待ちの登録ファイルが多すぎます。",
            "Too many registration files of this insurer are waiting.",
            "送付済みのファイルの処理が終わってから（GET /insurer/registrations/{id} で確かめられます）、"
                    + "もう一度送ってください。小さいファイルは 1 つにまとめてください。",
            "Send it again once the files sent before are done (see GET"
                    + " /insurer/registrations/{id}), and put small files together into one."),
    /** A block of the spool is gone, changed, or not of the key its id names. */
    REGISTRATION_DAMAGED(
            4009,
            FaultCategory.FILE,
            500,
            "保管した登録ファイルが壊れているか、書き換えられています。",
            "The stored registration file is damaged or was tampered with.",
            "状態が FAILED になったら、同じファイルをもう一度送ってください。処理済みの行は変わりません。",
            "When its state is FAILED, send the same file again; rows already processed do not"
                    + " change."),
    /** The operating body can restore it. */
    REGISTRATION_KEY_MISSING(
            4010,
            FaultCategory.FILE,
            503,
            "保管した登録ファイルを開く鍵がサーバーにありません。",
            "The server lacks the key to the stored registration file.",
            "運営主体が鍵を戻すと処理が続きます。状態が FAILED になったら、同じファイルをもう一度送ってください。",
            "It goes on when the operating body restores the key; when its state is FAILED, send"
                    + " the same file again."),
    /** A failure of ours at one file, not of the store. */
    REGISTRATION_STUCK(
            4011,
            FaultCategory.FILE,
            500,
            "システムの障害のため、登録ファイルの処理が止まっています。",
            "A failure of the system keeps the registration file from going on.",
            "自動でやり直します。状態が FAILED になったら、同じファイルをもう一度送り、続くときは運営主体に受付番号を伝えてください。",
            "It is tried again by itself; when its state is FAILED, send the same file again, and"
                    + " if it stays so tell the operating body the registration id."),
    /** Nobody is linked without the resident register (requirements B-07). */
    REGISTRATION_AWAITS_REGISTER(
            4014,
            FaultCategory.FILE,
            503,
            "住民登録側から応答がないため、登録ファイルの残りの行は保留のまま待っています。",
            "The resident register is silent; the rest of the registration file waits, its rows"
                    + " pending.",
            "応答があり次第、自動で進みます。送り直す必要はありません。",
            "It goes on by itself once there is an answer; nothing to send again."),
    /** What a vendor's wrong setting looks like (facts §7): a person decides. */
    REGISTRATION_CLEARS_MANY(
            4050,
            FaultCategory.FILE,
            409,
            "負担割合・限度額適用区分を消す行が多いため、登録ファイルを1行も登録せずに保留しました。",
            "The registration file was held, none of its rows registered: many take away a ratio or"
                    + " a limit class.",
            "消す行が正しければ担当者と理由を付けて確認し、誤りなら取り下げてください。" + "状態が FAILED のときは、取り下げられたか、7日の間に確認されませんでした。",
            "Confirm it by clerk and reason if that is meant, or withdraw it; when its state is"
                    + " FAILED it was withdrawn, or nobody confirmed it within 7 days."),
    /** It was confirmed, withdrawn, or never held. */
    REGISTRATION_NOT_HELD(
            4051,
            FaultCategory.FILE,
            409,
            "この登録ファイルは、確認を待っていません。",
            "The registration file does not wait for a confirmation.",
            "ファイルの状態を見てください。",
            "Look at the file's state."),
    /** A claim file begins with IR, and every claim with RE. */
    CLAIM_FILE_UNKNOWN(
            4012,
            FaultCategory.FILE,
            400,
            "レセプト電算処理のファイル（医科・DPC）ではありません。",
            "This is not a file of medical claims (UKE).",
            "IR レコードで始まる UKE ファイルを送ってください。",
            "Send a UKE file that begins with an IR record."),
    /** Over the limit of a line, or of the records of one claim. */
    CLAIM_TOO_LARGE(
            4013,
            FaultCategory.FILE,
            413,
            "レセプトのレコードが長すぎるか、1 件のレコードが多すぎます。",
            "A record is too long, or a claim has too many records.",
            "ファイルが壊れていないか確かめ、送り直してください。",
            "Check whether the file is damaged and send it again."),
    /** The terminal tried until its limit. */
    CENTRAL_SILENT(
            5001,
            FaultCategory.AVAILABILITY,
            503,
            "中央システムから応答がありません。",
            "The central system does not answer.",
            "回線を確かめ、しばらくしてもう一度照会してください。",
            "Check the line and ask again in a while."),
    /** The handshake failed, or the certificate is not accepted. */
    CENTRAL_REFUSED(
            5002,
            FaultCategory.AVAILABILITY,
            502,
            "中央システムがこの端末の接続を断りました。",
            "The central system refused this terminal.",
            "端末の証明書の有効期限と時刻を確かめてください。",
            "Check the terminal's certificate and clock."),
    /** An answer that is not a message. */
    CENTRAL_UNREADABLE(
            5003,
            FaultCategory.AVAILABILITY,
            502,
            "中央システムの応答を読み取れません。",
            "The central system's answer cannot be read.",
            "しばらくしてもう一度照会してください。続くときは運用者に連絡してください。",
            "Ask again in a while; if it stays, tell the operator."),
    /** Nothing was changed. */
    STORE_SILENT(
            5004,
            FaultCategory.AVAILABILITY,
            503,
            "データベースから応答がありません。",
            "The database does not answer.",
            "しばらくしてもう一度送ってください。",
            "Send it again in a while."),
    /** The door's limit of requests at once. */
    OVERLOADED(
            5005,
            FaultCategory.AVAILABILITY,
            503,
            "混み合っています。",
            "Too busy.",
            "Retry-After の秒数を待って、もう一度送ってください。",
            "Wait for the seconds of Retry-After and send again."),
    /** Over the time limit of a call. */
    TOO_SLOW(
            5006,
            FaultCategory.AVAILABILITY,
            504,
            "時間内に処理できませんでした。",
            "It took too long.",
            "しばらくしてもう一度送ってください。",
            "Send it again in a while."),
    /** The resident register does not answer; nothing was changed. */
    REGISTER_SILENT(
            5007,
            FaultCategory.AVAILABILITY,
            503,
            "住民基本台帳側（J-LIS）から応答がありません。",
            "The resident register does not answer.",
            "しばらくしてもう一度試すか、資格確認書・番号で確認してください。",
            "Try again in a while, or check by eligibility certificate or number."),
    /** Past its end and its grace (requirements A-16). */
    CERT_EXPIRED(
            6001,
            FaultCategory.CARD,
            403,
            "電子証明書の有効期限が切れています。",
            "The card's certificate has expired.",
            "資格確認書か「資格情報のお知らせ」とカード、またはマイナポータルの資格情報画面で確認してください。市区町村の窓口で更新できます。",
            "Use the eligibility certificate, the eligibility notice with the card, or the portal's"
                    + " page; the certificate is renewed at the municipal office."),
    /** Lost, stolen or replaced; no grace (requirements G-12). */
    CERT_REVOKED(
            6002,
            FaultCategory.CARD,
            403,
            "電子証明書が失効しています。",
            "The card's certificate is revoked.",
            "新しいカードか資格確認書で確認してください。",
            "Use the new card or the eligibility certificate."),
    /** Held after a loss was reported; may come back. */
    CERT_HELD(
            6003,
            FaultCategory.CARD,
            403,
            "電子証明書の利用が一時停止されています。",
            "The card's certificate is on hold.",
            "一時停止を解除するか、資格確認書で確認してください（解除は市区町村の窓口）。",
            "Have the hold released at the municipal office, or use the eligibility certificate."),
    /** Before its first moment. */
    CERT_NOT_YET_VALID(
            6004,
            FaultCategory.CARD,
            403,
            "電子証明書の有効期間が始まっていません。",
            "The card's certificate is not valid yet.",
            "端末の時刻を確かめ、資格確認書で確認してください。",
            "Check the clock, and use the eligibility certificate."),
    /** Not issued by a trusted key, whatever its name says. */
    CERT_UNTRUSTED(
            6005,
            FaultCategory.CARD,
            403,
            "電子証明書の発行元を確認できません。",
            "The issuer of the card's certificate is not trusted.",
            "別のカードか資格確認書で確認してください。",
            "Use another card or the eligibility certificate."),
    /** Not a user-authentication certificate. */
    CERT_WRONG_PURPOSE(
            6006,
            FaultCategory.CARD,
            403,
            "利用者証明用の電子証明書ではありません。",
            "This is not a user-authentication certificate.",
            "カードを置き直して、もう一度試してください。",
            "Place the card again."),
    /** The OCSP responder is silent and nothing recent is known. */
    REVOCATION_UNKNOWN(
            6007,
            FaultCategory.CARD,
            503,
            "電子証明書が有効かどうかを確認できません。",
            "Whether the card's certificate is revoked cannot be found out.",
            "しばらくしてもう一度試すか、資格確認書・番号で確認してください。",
            "Try again in a while, or check by eligibility certificate or number."),
    /** Forged, or of another facility, terminal or visit. */
    CHALLENGE_REFUSED(
            6008,
            FaultCategory.CARD,
            403,
            "この受付の確認用データではありません。",
            "The challenge is not of this visit.",
            "カードを置き直して、受付をやり直してください。",
            "Place the card again and begin anew."),
    /** Older than its life. */
    CHALLENGE_EXPIRED(
            6009,
            FaultCategory.CARD,
            403,
            "確認用データの期限が切れました。",
            "The challenge has expired.",
            "もう一度、本人確認をしてください。",
            "Identify again."),
    /** A visit is proven once. */
    CHALLENGE_USED(
            6010,
            FaultCategory.CARD,
            409,
            "この受付の本人確認は済んでいます。",
            "This visit has been proven already.",
            "新しい受付を始めてください。",
            "Begin a new visit."),
    /** Not made by the certificate's key over this challenge. */
    SIGNATURE_WRONG(
            6011,
            FaultCategory.CARD,
            403,
            "カードの署名を確認できません。",
            "The card's signature does not hold.",
            "カードを置き直して、もう一度試してください。",
            "Place the card again."),
    /** Visual identification needs to know who looked. */
    CLERK_MISSING(
            6012,
            FaultCategory.CARD,
            400,
            "目視確認をした職員のIDがありません。",
            "The clerk's id is missing.",
            "職員IDを入れてください。",
            "Enter the clerk's id."),
    /** The token or the rule of the day does not allow this way. */
    MODE_REFUSED(
            6013,
            FaultCategory.CARD,
            403,
            "この方法では本人確認できません。",
            "This way of identification is not possible with this card.",
            "別の方法を選んでください。",
            "Choose another way."),
    /** The facility takes no phones (requirements A-37). */
    SMARTPHONE_NOT_SERVED(
            6014,
            FaultCategory.CARD,
            403,
            "この施設ではスマートフォンを使えません。",
            "This facility does not take smartphones.",
            "カードを置いてください。",
            "Use the card."),
    /** No presence, of another terminal, or over. */
    VISIT_UNKNOWN(
            6015,
            FaultCategory.CARD,
            404,
            "本人確認の済んだ受付がありません。",
            "There is no proven visit of this terminal.",
            "カードを置いて、受付を始めてください。",
            "Place the card and begin a visit."),
    /** Not registered as an insurance card yet (requirements A-14). */
    CARD_NOT_REGISTERED(
            6016,
            FaultCategory.CARD,
            409,
            "カードが健康保険証として登録されていません。",
            "The card is not registered as an insurance card.",
            "リーダーの画面で登録するか、資格確認書で確認してください。",
            "Register it on the reader, or use the eligibility certificate."),
    /** No insurer has registered its holder by number. */
    CARD_HOLDER_UNKNOWN(
            6017,
            FaultCategory.CARD,
            409,
            "このカードの方の資格が登録されていません。",
            "No coverage is registered for the holder of this card.",
            "保険者に問い合わせ、資格確認書か被保険者資格申立書で受け付けてください。",
            "Ask the insurer; receive with the eligibility certificate or an eligibility"
                    + " declaration."),
    /** Not asked, refused, or withdrawn. */
    NO_CONSENT(
            6018,
            FaultCategory.CARD,
            403,
            "患者の同意がありません。",
            "There is no consent.",
            "カードリーダーで同意を得てください。",
            "Have the patient consent on the card reader."),
    /** The steps of a wrong link follow each other (requirements J-02). */
    WRONG_LINK_STEP(
            3031,
            FaultCategory.CALLER,
            409,
            "この紐付け誤りの処理は、まだその段階ではないか、すでに逆の判定がされています。",
            "The case is not at this step, or the opposite is decided.",
            "処理状況の next_step に従ってください。",
            "Follow next_step of the case."),
    /** Four eyes: whoever decided does not correct. */
    SECOND_CLERK_NEEDED(
            3032,
            FaultCategory.CALLER,
            409,
            "判定した担当者と同じ人は訂正を完了できません（{field}）。",
            "Whoever decided cannot complete the correction ({field}).",
            "別の担当者が訂正を完了してください。",
            "Have another clerk complete it."),
    /** The coverage still stands with the wrong person, or is pending. */
    WRONG_LINK_NOT_CORRECTED(
            3033,
            FaultCategory.CALLER,
            409,
            "資格がまだ誤った人に紐付いているか、保留になっています。",
            "The coverage still stands with the wrong person, or is pending.",
            "正しい個人番号を CORRECT で登録してから、もう一度送ってください。",
            "Register the right number with CORRECT, then send it again."),
    /** Nothing is linked on an insurer's word against another person's link (B-07). */
    NUMBER_OF_ANOTHER(
            3034,
            FaultCategory.CALLER,
            409,
            "この資格の個人番号は、生年月日・性別・カナ氏名のどれかが違う別の人に結び付いています。",
            "The number of this coverage is bound to another person, with another birth date, sex"
                    + " or kana name.",
            "個人番号・生年月日・性別・カナ氏名の誤りを CORRECT で直してください。",
            "Mend number, birth date, sex or kana name with CORRECT."),
    /** Birth date, sex and number are no insurer's to judge against the register (B-12). */
    NOT_CLEARABLE(
            3036,
            FaultCategory.CALLER,
            409,
            "生年月日・性別が住民登録と違うか、個人番号が別の人のものなので、確認だけでは終えられません。",
            "Birth date or sex differs from the resident register, or the number is another"
                    + " person's: a word does not clear it.",
            "誤りを CORRECT で直すか、紐付け誤りとして判定してください。",
            "Mend it with CORRECT, or decide that the link is wrong."),
    /** What is plainly wrong cannot be confirmed away (B-05, B-07). */
    NOT_CONFIRMABLE(
            3035,
            FaultCategory.CALLER,
            409,
            "この資格は、確認だけでは有効にできません。番号がないか、住民登録と大きく違います。",
            "The coverage cannot be confirmed as it is: it has no number, or too much differs from"
                    + " the resident register.",
            "保留の一覧にある列を CORRECT で直すか、個人番号を CHANGE で送ってください。",
            "Mend the column named in the list of pending coverages with CORRECT, or send the"
                    + " number with CHANGE."),
    /** Nobody's word is taken for something else than they saw (requirements B-07). */
    CHANGED_SINCE_SEEN(
            3037,
            FaultCategory.CALLER,
            409,
            "見た後で、個人番号や住民登録との比較などの内容が変わりました。何も変更していません。",
            "Something has changed since it was looked at, such as the number or how it compares"
                    + " with the resident register; nothing was done.",
            "一覧か画面で今の内容をもう一度見て、確かめ直してください。",
            "Look at it again in the list or on its page, and make sure anew."),
    /**
     * Each step of a plan, a campaign or an inspection follows the one before (B-11, B-14, J-01).
     */
    STEP_OUT_OF_ORDER(
            3051,
            FaultCategory.CALLER,
            409,
            "この手続きは、いまその段階にありません。",
            "The process is not at this step now.",
            "いまの段階を確かめ、前の段階を先に済ませてください。",
            "Look up its state and take the step before first."),
    /** Working days are counted by a table that ends (requirements B-10). */
    HOLIDAYS_NOT_LISTED(
            3050,
            FaultCategory.CALLER,
            409,
            "この期間の国民の祝日がまだ表にないため、開庁日を数えられません。",
            "The national holidays of these days are not listed yet; working days cannot be"
                    + " counted.",
            "期間を早めてください。続くときは、祝日の表の更新を運営主体に求めてください。",
            "Ask for earlier days; the operating body has to add the holidays."),
    /** No branch is given to a second person (requirements B-01, B-24). */
    BRANCHES_EXHAUSTED(
            3055,
            FaultCategory.CALLER,
            409,
            "この記号・番号の枝番は、00 から 99 まですべて使われています。",
            "All branch numbers of this symbol and number, 00 to 99, have been used.",
            "使った枝番は別の人に使えません。世帯に新しい番号を付けてください。",
            "A used one is not given to another person. Give the household a new number."),
    /** 後期高齢者 have a number of their own each (requirements B-01). */
    BRANCH_NOT_USED(
            3056,
            FaultCategory.CALLER,
            409,
            "後期高齢者医療の番号は個人ごとで、枝番はありません。",
            "A number of the late-stage elderly is one person's and has no branch.",
            "枝番を空にして登録してください。",
            "Register with an empty branch."),
    /** More than 24 hours ago (requirements F-06). */
    CONSENT_OVER(
            6019,
            FaultCategory.CARD,
            403,
            "同意から24時間が過ぎました。",
            "The consent is older than 24 hours.",
            "カードリーダーで、もう一度同意を得てください。",
            "Have the patient consent again on the card reader."),
    /** An eligibility-only facility (requirements A-26). */
    ELIGIBILITY_ONLY(
            6020,
            FaultCategory.CARD,
            403,
            "資格確認限定型の施設では閲覧できません。",
            "An eligibility-only facility gets no medical information.",
            "資格の確認だけができます。",
            "Only eligibility can be checked."),
    /** The person's data are suspended (requirements J-01). */
    VIEWING_SUSPENDED(
            6021,
            FaultCategory.CARD,
            403,
            "閲覧が停止されています。",
            "Viewing is suspended.",
            "保険者に問い合わせてください。",
            "Ask the insurer."),
    /** An expired certificate opens eligibility only (facts §7). */
    NOT_IN_GRACE(
            6022,
            FaultCategory.CARD,
            403,
            "有効期限の切れた電子証明書では、医療情報の同意も閲覧もできません。",
            "An expired certificate opens no medical information.",
            "電子証明書を更新してください。",
            "Have the certificate renewed."),
    /** Before 2024-10-01 (requirements A-11). */
    BLANKET_NOT_YET(
            6023,
            FaultCategory.CARD,
            400,
            "包括同意はまだ使えません。",
            "Blanket consent is not in force that day.",
            "項目ごとに同意を得てください。",
            "Ask for each kind."),
    /** The card counts it. */
    WRONG_PIN(
            6024,
            FaultCategory.CARD,
            403,
            "暗証番号が違います。",
            "The PIN is wrong.",
            "もう一度入れるか、別の方法を選んでください。",
            "Try again or choose another way."),
    /** Three wrong ones; only the PIN is locked (requirements A-05). */
    PIN_LOCKED(
            6025,
            FaultCategory.CARD,
            403,
            "暗証番号がロックされています。",
            "The PIN is locked.",
            "顔認証か目視確認を選んでください。暗証番号は市区町村の窓口で再設定できます。",
            "Choose face or visual identification; the PIN is reset at the municipal office."),
    /** Another face, or not readable (requirements A-34). */
    FACE_NOT_MATCHED(
            6026,
            FaultCategory.CARD,
            403,
            "顔を確認できませんでした。",
            "The face could not be confirmed.",
            "カードケースから出し、カメラから少し離れ、明るい光を背にしないで、もう一度試してください。暗証番号や目視確認も選べます。",
            "Take the card out of its sleeve, step back a little, avoid light behind you, and try"
                    + " again; PIN or visual identification work too."),
    /** Nothing lies on the reader. */
    NO_CARD(
            6027,
            FaultCategory.CARD,
            409,
            "カードがありません。",
            "There is no card on the reader.",
            "カードをリーダーに置いてください。",
            "Place the card on the reader."),
    /** Taken away in the middle. */
    CARD_REMOVED(
            6028,
            FaultCategory.CARD,
            409,
            "カードが取り外されました。",
            "The card was taken away.",
            "もう一度置いて、最初からやり直してください。",
            "Place it again and begin anew."),
    /** The card or the reader answers strangely. */
    CARD_UNREADABLE(
            6029,
            FaultCategory.CARD,
            502,
            "カードを読み取れません。",
            "The card cannot be read.",
            "ケースから出して置き直してください。続くときは資格確認書・番号で確認してください。",
            "Take it out of its sleeve and place it again; if it stays so, check by eligibility"
                    + " certificate or number."),
    /** Not what this moment of the visit asks for. */
    STEP_REFUSED(
            6030,
            FaultCategory.CARD,
            409,
            "いまはその操作はできません。",
            "That step is not possible now.",
            "画面の案内に従ってください。",
            "Follow what the screen says."),
    /**
     * Medical expenses, and, before their day, checkups at pharmacies (requirements F-02, F-04).
     */
    NOT_FOR_FACILITY(
            6031,
            FaultCategory.CARD,
            403,
            "この施設には提供されない情報です。",
            "This information is not given to this facility.",
            "本人がマイナポータルなどで確かめられます。",
            "The person can see it in the portal."),
    /** More of somebody's medical information than one answer holds. */
    MEDICAL_INFORMATION_TOO_LARGE(
            6032,
            FaultCategory.CARD,
            403,
            "情報が多すぎて、一度に提供できません。",
            "There is more information than one answer holds.",
            "StartDate と EndDate で期間を分けて照会してください。",
            "Ask for fewer months at a time, by StartDate and EndDate."),
    /** Every way of identification that this card and this reader allow is used up. */
    NO_MODE_LEFT(
            6033,
            FaultCategory.CARD,
            403,
            "このカードで使える本人確認の方法が、もうありません。",
            "No way of identification is left for this card.",
            "資格確認書などで受け付けるか、番号で確認してください。暗証番号は市区町村の窓口で再設定できます。",
            "Receive with an eligibility certificate or the like, or check by number; the PIN is"
                    + " reset at the municipal office."),
    /** A card reader has no card (docs/card.md §1). */
    READER_EMPTY(
            6041,
            FaultCategory.CARD,
            404,
            "カードリーダーにカードがありません。",
            "There is no card on the reader.",
            "カードを置いてから、もう一度してください。",
            "Place the card and do it again."),
    /** Somebody else speaks to the card. */
    READER_BUSY(
            6042,
            FaultCategory.CARD,
            409,
            "ほかの端末がこのカードを使っています。",
            "Another terminal speaks to this card.",
            "その端末の手続きが終わるのを待つか、カードを置き直してください。",
            "Wait until it is done, or place the card anew."),
    /** The card was taken away, or the session with it is over. */
    CARD_GONE(
            6043,
            FaultCategory.CARD,
            410,
            "カードが取り去られたか、カードとのやり取りが終わっています。",
            "The card was taken away, or the session with it is over.",
            "カードを置いて、初めからやり直してください。",
            "Place the card and begin anew."),
    /** A reader vouches for a face only after a match with the card that lies on it. */
    READER_NO_MATCH(
            6044,
            FaultCategory.CARD,
            409,
            "このカードの写真との一致がまだありません。",
            "The face has not matched the photo on this card yet.",
            "顔の照合をしてから、もう一度してください。",
            "Compare the face first, then do it again."),
    /** No card has this id. */
    CARD_UNKNOWN(
            6045,
            FaultCategory.CARD,
            404,
            "このカードはありません（{field}）。",
            "There is no such card ({field}).",
            "カードの一覧で番号を確かめてください。",
            "Look the id up in the list of cards."),
    /** A bug; details are in the log only. */
    INTERNAL(
            9001,
            FaultCategory.INTERNAL,
            500,
            "内部の誤りです。",
            "An internal mistake.",
            "運用者に、時刻とこのコードを知らせてください。",
            "Tell the operator the time and this code.");

    private static final String PREFIX = "ONSHI-F";

    private final int number;
    private final FaultCategory category;
    private final int httpStatus;
    private final String ja;
    private final String en;
    private final String mendJa;
    private final String mendEn;

    FaultCode(
            int number,
            FaultCategory category,
            int httpStatus,
            String ja,
            String en,
            String mendJa,
            String mendEn) {
        this.number = number;
        this.category = category;
        this.httpStatus = httpStatus;
        this.ja = ja;
        this.en = en;
        this.mendJa = mendJa;
        this.mendEn = mendEn;
    }

    /** The fault with this code, as {@link #code} writes it. */
    public static Optional<FaultCode> of(String code) {
        for (FaultCode fault : values()) {
            if (fault.code().equals(code)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** As written in messages, {@code ONSHI-F1001}; a code never changes its meaning. */
    public String code() {
        return PREFIX + number;
    }

    /** Who can mend it. */
    public FaultCategory category() {
        return category;
    }

    /** The status of a problem+json that carries it. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What is wrong, in Japanese; an empty field leaves its place out. */
    public String whatJa(String field) {
        return filled(ja, field);
    }

    /** What is wrong, in English; an empty field leaves its place out. */
    public String whatEn(String field) {
        return filled(en, field);
    }

    /** What to do about it, in Japanese. */
    public String mendJa() {
        return mendJa;
    }

    /** What to do about it, in English. */
    public String mendEn() {
        return mendEn;
    }

    /** All of it on one line: Japanese, then English. */
    public String message(String field) {
        return whatJa(field) + mendJa + " / " + whatEn(field) + " " + mendEn;
    }

    private static String filled(String template, String field) {
        if (!field.isEmpty()) {
            return template.replace("{field}", field);
        }
        return template.replace("（{field}）", "").replace(" ({field})", "").replace(" {field}", "");
    }
}
