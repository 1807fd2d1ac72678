package org.onshi.server.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Printed documents as a machine reads them: text, structure, font, and the rules of PDF/UA. */
class DocumentPrinterTest {
    private static final DocumentPrinter PRINTER = new DocumentPrinter();
    private static final Instant NOW = Instant.parse("2024-12-02T00:15:00Z");

    @AfterAll
    static void stop() {
        PRINTER.stop();
    }

    private static Document document(String text, int rows) {
        List<Document.Row> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            table.add(
                    new Document.Row(
                            List.of(
                                    Document.Cell.plain("項目" + i),
                                    new Document.Cell("▲高 " + i, i % 2 == 0))));
        }
        return new Document(
                "見本の文書",
                "ja",
                NOW,
                "見本　花子",
                "見本医院",
                List.of(
                        new Document.Heading(2, "はじめ"),
                        new Document.Paragraph(text),
                        new Document.Charts(
                                List.of(
                                        new Document.LineChart(
                                                "BMI",
                                                "BMIの推移。2023年 24、2024年 26",
                                                "2023年 ～ 2024年",
                                                List.of(
                                                        new Document.Point(24, false),
                                                        new Document.Point(26, true))))),
                        new Document.Heading(2, "表"),
                        new Document.Table(
                                "見本の表",
                                List.of(
                                        new Document.Column("項目", 60, Document.Side.START),
                                        new Document.Column("値", 40, Document.Side.END)),
                                table)));
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read);
        }
    }

    private static List<String> structure(COSBase base) {
        List<String> found = new ArrayList<>();
        COSBase node = base instanceof COSObject object ? object.getObject() : base;
        if (node instanceof COSArray array) {
            array.forEach(it -> found.addAll(structure(it)));
        } else if (node instanceof COSDictionary dictionary) {
            if (dictionary.containsKey(COSName.S)) {
                found.add(
                        dictionary.getNameAsString(COSName.S)
                                + dictionary.getString(COSName.ALT, ""));
            }
            found.addAll(structure(dictionary.getItem(COSName.K)));
        }
        return found;
    }

    @Test
    void theTextComesOutInReadingOrderWithPagesNumbered() throws IOException {
        String text = text(PRINTER.pdf(document("本文です。<b>&amp;", 120)));
        assertThat(text)
                .containsSubsequence("見本の文書", "はじめ", "本文です。<b>&amp;", "見本の表", "項目0", "項目119")
                .contains("1 / 4 ページ", "4 / 4 ページ")
                .contains("▲高 4");
        assertThat(text.split("見本　花子", -1)).as("on every page").hasSize(5);
    }

    @Test
    void aFileConformsToPdfUaWithATableOnSeveralPages() {
        assertThat(PdfUaValidation.faults(PRINTER.pdf(document("本文です。", 120)))).isEmpty();
    }

    @Test
    void aFileWithoutTagsWouldBeFoundOut() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument untagged = new PDDocument()) {
            untagged.addPage(new PDPage());
            untagged.save(out);
        }
        assertThat(PdfUaValidation.faults(out.toByteArray())).hasSizeGreaterThan(3);
    }

    @Test
    void theFileSaysItsLanguageAndTitleAndIsTaggedWithHeaderCells() throws IOException {
        try (PDDocument read = Loader.loadPDF(PRINTER.pdf(document("本文です。", 3)))) {
            PDDocumentCatalog catalog = read.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("ja");
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            assertThat(read.getDocumentInformation().getTitle()).isEqualTo("見本の文書");
            assertThat(new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8))
                    .contains("<pdfuaid:part>1</pdfuaid:part>", "見本の文書");
            List<String> tags = structure(catalog.getStructureTreeRoot().getCOSObject());
            assertThat(tags)
                    .contains("Table", "Caption", "H1", "H2", "FigureBMIの推移。2023年 24、2024年 26");
            assertThat(Collections.frequency(tags, "TH")).as("columns and rows").isEqualTo(2 + 3);
            assertThat(Collections.frequency(tags, "TD")).isEqualTo(3);
            List<String> marks = new ArrayList<>();
            catalog.getDocumentOutline().children().forEach(it -> marks.add(it.getTitle()));
            assertThat(marks).containsExactly("見本の文書", "はじめ", "表");
        }
    }

    @Test
    void everyFontIsEmbedded() throws IOException {
        try (PDDocument read = Loader.loadPDF(PRINTER.pdf(document("本文です。", 3)))) {
            for (PDPage page : read.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                    assertThat(page.getResources().getFont(name).getName()).contains("BIZUDGothic");
                }
            }
        }
    }

    @Test
    void aCharacterWithoutALetterIsABlackCircleAndNeverLost() throws IOException {
        // an emoji, a private character; 葛 with its variation selector stays 葛
        assertThat(text(PRINTER.pdf(document("髙\uD83D\uDE00木\uE000葛\uDB40\uDD00城", 1))))
                .contains("髙●木●葛城");
    }

    @Test
    void theSameDocumentGivesTheSameBytes() {
        assertThat(PRINTER.pdf(document("本文です。", 40)))
                .isEqualTo(PRINTER.pdf(document("本文です。", 40)));
    }

    @Test
    void nothingIsFetchedWhateverTheTextSays() throws IOException {
        assertThat(text(PRINTER.pdf(document("<img src='http://127.0.0.1:1/x'/>", 1))))
                .contains("<img src='http://127.0.0.1:1/x'/>");
    }

    @Test
    void aDocumentOverItsLimitsCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> document("本文です。", Document.ROWS_MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> document("あ".repeat(Document.CHARACTERS_MAX), 1));
    }

    @Test
    void manyAtOnceWaitForTheirTurn() {
        List<Integer> lengths =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> PRINTER.pdf(document("本文です。", 10)).length)
                        .toList();
        assertThat(lengths).hasSize(8).allMatch(it -> it > 1000);
    }
}
