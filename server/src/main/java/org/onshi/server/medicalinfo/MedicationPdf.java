package org.onshi.server.medicalinfo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.server.documents.Document;
import org.onshi.wire.MedicationHistory;
import org.onshi.wire.MedicationHistory.Day;
import org.onshi.wire.MedicationHistory.Drug;
import org.onshi.wire.MedicationHistory.Month;
import org.onshi.wire.MedicationHistory.Treatment;

/**
 * Medication, and treatment where it is shown, as a printed document (requirements F-01, F-03,
 * F-11): the latest month first, a table a claim.
 */
final class MedicationPdf {
    /** What one document holds; whoever has more finds the older in the XML answer. */
    static final int ROWS_MAX = 800;

    /** 診療識別 by its two digits, or by the first where all of them are alike. */
    private static final Map<String, String> PLACES =
            Map.ofEntries(
                    Map.entry("11", "初診"),
                    Map.entry("12", "再診"),
                    Map.entry("13", "医学管理"),
                    Map.entry("14", "在宅"),
                    Map.entry("21", "内服"),
                    Map.entry("22", "屯服"),
                    Map.entry("23", "外用"),
                    Map.entry("24", "調剤"),
                    Map.entry("25", "処方"),
                    Map.entry("26", "麻毒"),
                    Map.entry("27", "調剤基本"),
                    Map.entry("28", "その他の投薬"),
                    Map.entry("3", "注射"),
                    Map.entry("4", "処置"),
                    Map.entry("50", "手術"),
                    Map.entry("54", "麻酔"),
                    Map.entry("6", "検査・病理"),
                    Map.entry("7", "画像診断"),
                    Map.entry("8", "その他"),
                    Map.entry("90", "入院料"),
                    Map.entry("92", "特定入院料"),
                    Map.entry("97", "食事・生活療養"));

    private final MedicationHistory history;
    private final Released released;
    private final boolean treatment;
    private int rowsLeft = ROWS_MAX;

    private MedicationPdf(MedicationHistory history, Released released, boolean treatment) {
        this.history = history;
        this.released = released;
        this.treatment = treatment;
    }

    /**
     * @param treatment whether treatment was asked for
     */
    static Document of(MedicationHistory history, Released released, boolean treatment) {
        return new MedicationPdf(history, released, treatment).document();
    }

    private Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        List<Month> months = history.months();
        if (months.isEmpty()) {
            blocks.add(new Document.Paragraph("該当する情報がありません。"));
        } else {
            blocks.add(
                    new Document.Paragraph(
                            "対象期間：%s ～ %s　新しい月から順に、レセプトに基づく情報です。"
                                    .formatted(
                                            month(months.getLast().month()),
                                            month(months.getFirst().month()))));
        }
        for (Month month : months) {
            if (rowsLeft <= 0) {
                blocks.add(new Document.Paragraph("これより前の記録は、多いため印刷していません。XML の回答にあります。"));
                break;
            }
            blocks.add(
                    new Document.Heading(
                            2,
                            "%s　%s%s　%s"
                                    .formatted(
                                            month(month.month()),
                                            name(month),
                                            month.own() ? "（自機関）" : "",
                                            month.care().label())));
            drugs(month).ifPresent(blocks::add);
            treatments(month).ifPresent(blocks::add);
        }
        return new Document(
                treatment ? "薬剤情報・診療情報" : "薬剤情報",
                "ja",
                released.at(),
                Released.header(history.patient()),
                released.footer(),
                blocks);
    }

    private static String name(Month month) {
        return month.facilityName().isEmpty() ? month.facility().digits() : month.facilityName();
    }

    private Optional<Document.Table> drugs(Month month) {
        List<Document.Row> rows = new ArrayList<>();
        for (Day day : month.days()) {
            for (Drug drug : day.drugs()) {
                String generic =
                        drug.generic().isEmpty() || drug.generic().equals(drug.name())
                                ? ""
                                : "（一般名：" + drug.generic() + "）";
                rows.add(
                        row(
                                day.day(),
                                drug.name() + generic,
                                amount(drug.quantity(), drug.unit()),
                                Integer.toString(drug.times()),
                                drug.place()));
            }
        }
        return table("薬剤", "薬剤名", rows);
    }

    private Optional<Document.Table> treatments(Month month) {
        List<Document.Row> rows = new ArrayList<>();
        for (Day day : month.days()) {
            for (Treatment done : day.treatments()) {
                rows.add(
                        row(
                                day.day(),
                                done.name(),
                                amount(done.quantity(), done.unit()),
                                Integer.toString(done.times()),
                                done.place()));
            }
        }
        return table("診療行為", "診療行為", rows);
    }

    private Optional<Document.Table> table(String caption, String what, List<Document.Row> rows) {
        if (rows.isEmpty() || rowsLeft <= 0) {
            return Optional.empty();
        }
        boolean cut = rows.size() > rowsLeft;
        List<Document.Row> shown = cut ? rows.subList(0, rowsLeft) : rows;
        rowsLeft = cut ? 0 : rowsLeft - rows.size();
        String left = cut ? "（%d件のうち%d件）".formatted(rows.size(), shown.size()) : "";
        return Optional.of(
                new Document.Table(
                        caption + left,
                        List.of(
                                new Document.Column("日付", 14, Document.Side.START),
                                new Document.Column(what, 47, Document.Side.START),
                                new Document.Column("1回量・数量", 15, Document.Side.END),
                                new Document.Column("回数・日数", 11, Document.Side.END),
                                new Document.Column("区分", 13, Document.Side.START)),
                        shown));
    }

    private static Document.Row row(
            Optional<LocalDate> day, String name, String amount, String times, String place) {
        return new Document.Row(
                List.of(
                        Document.Cell.plain(day.map(LocalDate::toString).orElse("日付なし")),
                        Document.Cell.plain(name),
                        Document.Cell.plain(amount),
                        Document.Cell.plain(times),
                        Document.Cell.plain(place(place))));
    }

    private static String amount(Optional<BigDecimal> quantity, String unit) {
        return quantity.map(it -> it.toPlainString() + " " + unit).orElse("－").strip();
    }

    private static String place(String code) {
        String first = code.isEmpty() ? "" : code.substring(0, 1);
        return PLACES.getOrDefault(code, PLACES.getOrDefault(first, code));
    }

    private static String month(YearMonth month) {
        return "%d年%d月".formatted(month.getYear(), month.getMonthValue());
    }
}
