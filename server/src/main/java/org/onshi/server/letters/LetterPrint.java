package org.onshi.server.letters;

import java.time.Instant;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.onshi.server.documents.Document;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.SharedClock;

/** A letter as a printed document: to whom, about what, what is registered, what to do. */
final class LetterPrint {
    private static final DateTimeFormatter ERA_DAY =
            DateTimeFormatter.ofPattern("GGGGy年M月d日", Locale.JAPAN);

    private LetterPrint() {}

    static Document of(Letter letter, Instant printedAt, Rules rules) {
        List<Document.Block> blocks = new ArrayList<>();
        if (!letter.postalCode().isEmpty()) {
            blocks.add(new Document.Paragraph("〒" + letter.postalCode()));
        }
        blocks.add(new Document.Paragraph(letter.address()));
        blocks.add(new Document.Paragraph(letter.name() + " 様"));
        blocks.add(new Document.Heading(2, "お知らせ"));
        said(letter, rules).forEach(it -> blocks.add(new Document.Paragraph(it)));
        blocks.add(new Document.Heading(2, "登録されている資格"));
        blocks.add(registered(letter));
        blocks.add(new Document.Paragraph("この通知は受診には使えません。お問い合わせやご回答の際は、下の通知番号をお知らせください。"));
        blocks.add(new Document.Paragraph("通知番号：" + letter.letterId()));
        return new Document(
                letter.kind().title(),
                "ja",
                printedAt,
                letter.insurerName() + "　" + day(printedAt),
                "オンライン資格確認",
                blocks);
    }

    private static List<String> said(Letter letter, Rules rules) {
        return switch (letter.kind()) {
            case CONFIRMATION ->
                    List.of(
                            "あなたの資格として下の内容が登録されています。ほかの方のものと取り違えていないか、ご確認をお願いします。",
                            "あなたのもので正しいか、あなたのものでないかを、保険者にご回答ください。番号は、安全のため末尾だけを印刷しています。");
            case REMINDER ->
                    List.of(
                            "先日お送りした、登録内容の確認のご回答をまだいただいていません。",
                            "あなたのもので正しいか、あなたのものでないかを、保険者にご回答ください。");
            case SEEN_BY_OTHERS ->
                    List.of(
                            "下の資格が、誤ってほかの方のものとして登録されていた間に、医療機関・薬局であなたの情報が表示されたことがわかりました。おわび申し上げます。",
                            "登録はすでに正しく直しました。だれが、いつ見たかの記録は、保険者にお問い合わせください。");
            case UNREGISTERED ->
                    List.of(
                            "あなたの資格は、マイナンバーと結び付いていないため、マイナンバーカードで受診できる状態になっていません。"
                                    + byWhen(letter)
                                    + "、マイナンバーを保険者に届け出てください。",
                            "届出がないときは、カードがなくても受診できるように資格確認書をお送りします。届け出たあとに行き違いでこのお知らせが届いたときは、ご容赦ください。");
            case REGISTERED ->
                    List.of(
                            "あなたの資格の登録が終わりました。マイナンバーカードを健康保険証として登録している方は、医療機関・薬局でマイナンバーカードにより受診できます。",
                            usualWaiting(letter, rules) + "下の内容に心当たりがないときや、誤りがあるときは、保険者にお知らせください。");
        };
    }

    /** The periods of requirement B-10 together, where both are in force. */
    private static String usualWaiting(Letter letter, Rules rules) {
        OptionalInt notice = rules.number(Rule.NOTICE_DAYS, letter.acquiredOn());
        OptionalInt registration = rules.number(Rule.REGISTRATION_DAYS, letter.acquiredOn());
        if (notice.isEmpty() || registration.isEmpty()) {
            return "";
        }
        return "資格の取得から登録が終わるまでは、通常"
                + (notice.getAsInt() + registration.getAsInt())
                + "日以内です（届出まで"
                + notice.getAsInt()
                + "日、届出から登録まで"
                + registration.getAsInt()
                + "日）。";
    }

    private static String byWhen(Letter letter) {
        return letter.replyBy()
                .map(it -> JapaneseDate.from(it).format(ERA_DAY) + "までに")
                .orElse("お早めに");
    }

    private static Document.Table registered(Letter letter) {
        List<Document.Row> rows =
                List.of(
                        row("保険者", letter.insurerName()),
                        row("被保険者等番号", "＊＊＊＊" + letter.numberEnd()),
                        row("枝番", letter.branch().isEmpty() ? "なし" : letter.branch()),
                        row("資格取得年月日", JapaneseDate.from(letter.acquiredOn()).format(ERA_DAY)));
        return new Document.Table(
                "番号は末尾だけです。",
                List.of(
                        new Document.Column("項目", 30, Document.Side.START),
                        new Document.Column("内容", 70, Document.Side.START)),
                rows);
    }

    private static Document.Row row(String item, String value) {
        return new Document.Row(List.of(Document.Cell.plain(item), Document.Cell.plain(value)));
    }

    private static String day(Instant instant) {
        return JapaneseDate.from(instant.atZone(SharedClock.ZONE).toLocalDate()).format(ERA_DAY);
    }
}
