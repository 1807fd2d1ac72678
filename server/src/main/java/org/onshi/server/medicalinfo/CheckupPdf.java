package org.onshi.server.medicalinfo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.onshi.server.documents.Document;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.CheckupHistory.Checkup;
import org.onshi.wire.CheckupHistory.Item;
import org.onshi.wire.CheckupHistory.Mark;

/**
 * Checkups as a printed document (requirements F-11): an item a row, the checkups as columns, the
 * latest first; what lies beyond a limit is marked by sign and word; what moves over the years is
 * drawn as well.
 */
final class CheckupPdf {
    /** As many as a page has room for beside the items' names. */
    static final int COLUMNS_MAX = 5;

    /** More items than any checkup has. */
    private static final int ROWS_MAX = 300;

    /** Longer texts, a doctor's findings for instance, end in …; the XML answer has them whole. */
    private static final int VALUE_CHARACTERS_MAX = 200;

    private static final int CHECKUPS_DRAWN_MAX = 10;

    /** BMI, waist, both blood pressures, HbA1c, LDL, eGFR, γ-GT. */
    private static final List<String> DRAWN =
            List.of("9N011", "9N016", "9A75", "9A76", "3D046", "3F077", "8A065", "3B090");

    private final CheckupReference reference = CheckupReference.published();
    private final CheckupHistory history;
    private final Released released;

    private CheckupPdf(CheckupHistory history, Released released) {
        this.history = history;
        this.released = released;
    }

    static Document of(CheckupHistory history, Released released) {
        return new CheckupPdf(history, released).document();
    }

    private Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        List<Checkup> checkups = history.checkups();
        if (checkups.isEmpty()) {
            blocks.add(new Document.Paragraph("該当する情報がありません。"));
        } else {
            List<Checkup> shown = checkups.subList(0, Math.min(COLUMNS_MAX, checkups.size()));
            blocks.add(new Document.Paragraph(period(shown, checkups.size())));
            blocks.add(
                    new Document.Paragraph(
                            "▲高・▽低：保健指導判定値　▲▲高・▽▽低：受診勧奨判定値" + "（判定値は受診日のものです。診断ではありません。）"));
            List<Document.LineChart> charts = charts();
            if (!charts.isEmpty()) {
                blocks.add(new Document.Heading(2, "年ごとの変化"));
                blocks.add(
                        new Document.Paragraph(
                                "左が古く、右が最新です。大きい黒丸は判定値に達した値、小さい白丸はそれ以外です。縦の幅は項目ごとに違います。"));
                blocks.add(new Document.Charts(charts));
            }
            blocks.add(new Document.Heading(2, "検査結果"));
            blocks.add(table(shown));
        }
        return new Document(
                "特定健診情報",
                "ja",
                released.at(),
                Released.header(history.patient()),
                released.footer(),
                blocks);
    }

    private static String period(List<Checkup> shown, int all) {
        String from = Released.day(shown.getLast().day());
        String to = Released.day(shown.getFirst().day());
        String left =
                all > shown.size()
                        ? "（全%d回のうち新しい%d回。ほかは XML の回答にあります。）".formatted(all, shown.size())
                        : "";
        return "対象期間：%s ～ %s　受診 %d 回%s".formatted(from, to, shown.size(), left);
    }

    private Document.Table table(List<Checkup> shown) {
        int width = Math.min(22, 66 / shown.size());
        List<Document.Column> columns = new ArrayList<>();
        columns.add(new Document.Column("項目（単位）", 100 - width * shown.size(), Document.Side.START));
        shown.forEach(checkup ->
                columns.add(
                        new Document.Column(checkup.day().toString(), width, Document.Side.END)));
        List<Document.Row> rows = new ArrayList<>();
        for (Item first : firstOfEachGroup(shown)) {
            List<Document.Cell> cells = new ArrayList<>();
            cells.add(
                    Document.Cell.plain(
                            first.unit().isEmpty()
                                    ? first.name()
                                    : first.name() + "（" + first.unit() + "）"));
            shown.forEach(checkup -> cells.add(cell(checkup, first.group())));
            rows.add(new Document.Row(cells));
        }
        return new Document.Table("受診日ごとの結果。左が最新です。", columns, rows);
    }

    /** In the order of the items' master, whichever checkup an item comes from. */
    private List<Item> firstOfEachGroup(List<Checkup> shown) {
        Map<String, Item> groups = new LinkedHashMap<>();
        shown.forEach(
                checkup -> checkup.items().forEach(item -> groups.putIfAbsent(item.group(), item)));
        return groups.values().stream()
                .sorted(Comparator.comparingInt(item -> reference.position(item.code())))
                .limit(ROWS_MAX)
                .toList();
    }

    private Document.Cell cell(Checkup checkup, String group) {
        List<Item> items =
                checkup.items().stream().filter(item -> item.group().equals(group)).toList();
        if (items.isEmpty()) {
            return Document.Cell.plain("－");
        }
        return new Document.Cell(
                items.stream().map(this::text).collect(Collectors.joining(" / ")),
                items.stream().anyMatch(item -> item.mark().isPresent()));
    }

    private String text(Item item) {
        String value = item.valueName().isEmpty() ? item.value() : item.valueName();
        String cut =
                value.length() > VALUE_CHARACTERS_MAX
                        ? value.substring(0, VALUE_CHARACTERS_MAX) + "…"
                        : value;
        return item.mark().map(mark -> sign(item, mark) + " " + cut).orElse(cut);
    }

    private String sign(Item item, Mark mark) {
        boolean low = reference.marksLow(item.code());
        String arrow = low ? "▽" : "▲";
        String word = low ? "低" : "高";
        return switch (mark) {
            case GUIDANCE -> arrow + word;
            case REFERRAL -> arrow + arrow + word;
        };
    }

    private List<Document.LineChart> charts() {
        List<Document.LineChart> charts = new ArrayList<>();
        for (String group : DRAWN) {
            chart(group).ifPresent(charts::add);
        }
        return charts;
    }

    /** One measured value a checkup, from the oldest to the latest; none for fewer than two. */
    private Optional<Document.LineChart> chart(String group) {
        List<Document.Point> points = new ArrayList<>();
        List<String> spoken = new ArrayList<>();
        Optional<Item> named = Optional.empty();
        List<Checkup> latest =
                history.checkups().stream().limit(CHECKUPS_DRAWN_MAX).toList().reversed();
        for (Checkup checkup : latest) {
            Optional<Item> measured =
                    checkup.items().stream()
                            .filter(item -> item.group().equals(group))
                            .filter(item -> number(item.value()).isPresent())
                            .findFirst();
            if (measured.isPresent()) {
                Item item = measured.get();
                named = measured;
                points.add(
                        new Document.Point(
                                number(item.value()).orElseThrow().doubleValue(),
                                item.mark().isPresent()));
                spoken.add("%d年 %s".formatted(checkup.day().getYear(), text(item)));
            }
        }
        if (points.size() < 2) {
            return Optional.empty();
        }
        Item item = named.orElseThrow();
        return Optional.of(
                new Document.LineChart(
                        item.name() + (item.unit().isEmpty() ? "" : "（" + item.unit() + "）"),
                        item.name() + "の推移。" + String.join("、", spoken),
                        "最新 " + text(item),
                        points));
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
