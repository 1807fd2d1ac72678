package org.onshi.server.medicalinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Sex;
import org.onshi.server.documents.Document;
import org.onshi.server.documents.DocumentPrinter;
import org.onshi.server.documents.PdfUaValidation;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.MedicationHistory;
import org.onshi.wire.Patient;

/**
 * What a doctor gets on paper (requirements F-11). With {@code -Donshi.prints=FOLDER} the files are
 * kept there to be looked at.
 */
class MedicalPdfTest {
    private static final DocumentPrinter PRINTER = new DocumentPrinter();
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final Patient HANAKO =
            new Patient("見本　花子", "ミホン　ハナコ", LocalDate.of(1958, 5, 5), Sex.FEMALE);
    private static final Released RELEASED =
            new Released(CLINIC, "見本医院", Instant.parse("2024-12-02T00:15:00Z"));

    /** A whole checkup: code, first value, change a year, unit. */
    private static final List<String> ITEMS =
            List.of(
                    "9N001000000000001,158.2,0,cm",
                    "9N006000000000001,62.4,0.8,kg",
                    "9N011000000000001,24.9,0.3,kg/m2",
                    "9N016160100000001,88.0,1.5,cm",
                    "9A751000000000001,128,6,mm[Hg]",
                    "9A761000000000001,82,4,mm[Hg]",
                    "3F015000002327101,140,20,mg/dl",
                    "3F070000002327101,42,-2,mg/dl",
                    "3F077000002327101,118,12,mg/dl",
                    "3B035000002327201,22,2,U/l",
                    "3B045000002327201,28,3,U/l",
                    "3B090000002327101,40,8,U/l",
                    "3D010000001926101,98,5,mg/dl",
                    "3D046000001906202,5.5,0.3,%",
                    "3C015000002327101,0.8,0.1,mg/dl",
                    "8A065000002391901,64,-5,ml/min",
                    "1A020000000191111,1,0,",
                    "1A010000000191111,1,1,",
                    "2A020000001930101,440,2,10*4/mm3",
                    "2A030000001930101,12.4,-0.4,g/dl",
                    "2A040000001930102,38.1,0.2,%",
                    "9N501000000000011,3,0,",
                    "9N506000000000011,3,0,",
                    "9N511000000000049,経過を観察してください。塩分を控えましょう。,0,");

    private static CheckupHistory checkups(int years) {
        CheckupReference reference = CheckupReference.published();
        List<CheckupHistory.Checkup> checkups = new ArrayList<>();
        for (int i = years - 1; i >= 0; i--) {
            LocalDate day = LocalDate.of(2024 - years + 1 + i, 6, 10 + i);
            List<CheckupHistory.Item> items = new ArrayList<>();
            for (String line : ITEMS) {
                String[] cells = line.split(",", -1);
                String value = cells[1];
                if (!cells[0].endsWith("49")) {
                    value =
                            new BigDecimal(cells[1])
                                    .add(new BigDecimal(cells[2]).multiply(BigDecimal.valueOf(i)))
                                    .toPlainString();
                }
                items.add(reference.item(cells[0], value, cells[3], Sex.FEMALE, day));
            }
            items.sort(Comparator.comparingInt(it -> reference.position(it.code())));
            checkups.add(new CheckupHistory.Checkup(day, items));
        }
        return new CheckupHistory(HANAKO, checkups);
    }

    private static MedicationHistory medication(int months, int drugs) {
        List<MedicationHistory.Month> all = new ArrayList<>();
        for (int i = 0; i < months; i++) {
            List<MedicationHistory.Drug> taken = new ArrayList<>();
            for (int d = 0; d < drugs; d++) {
                taken.add(
                        new MedicationHistory.Drug(
                                "62000000" + d % 10,
                                "見本アムロジピンＯＤ錠５ｍｇ「オンシ」" + d,
                                d % 2 == 0 ? "アムロジピンベシル酸塩口腔内崩壊錠" : "",
                                d % 3 == 0 ? Optional.empty() : Optional.of(new BigDecimal("1.5")),
                                "錠",
                                28,
                                d % 2 == 0 ? "21" : "23"));
            }
            all.add(
                    new MedicationHistory.Month(
                            CLINIC,
                            i % 3 == 2 ? "" : "見本医院",
                            i % 2 == 0,
                            YearMonth.of(2024, 11).minusMonths(i),
                            MedicationHistory.Care.OUTPATIENT,
                            List.of(
                                    new MedicationHistory.Day(
                                            Optional.of(LocalDate.of(2024, 11, 5).minusMonths(i)),
                                            taken,
                                            List.of(
                                                    new MedicationHistory.Treatment(
                                                            "112007410",
                                                            "再診料",
                                                            Optional.empty(),
                                                            "回",
                                                            1,
                                                            "12"))))));
        }
        return new MedicationHistory(HANAKO, all);
    }

    private static byte[] print(String name, Document document) throws IOException {
        byte[] pdf = PRINTER.pdf(document);
        String folder = System.getProperty("onshi.prints", "");
        if (!folder.isEmpty()) {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".pdf"), pdf);
        }
        return pdf;
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read);
        }
    }

    @Test
    void threeYearsOfCheckupsFitOnTwoPages() throws IOException {
        byte[] pdf = print("checkup-3", CheckupPdf.of(checkups(3), RELEASED));
        try (PDDocument read = Loader.loadPDF(pdf)) {
            assertThat(read.getNumberOfPages()).isLessThanOrEqualTo(2);
        }
        assertThat(PdfUaValidation.faults(pdf)).isEmpty();
        assertThat(text(pdf))
                .containsSubsequence("2024-06-12", "2023-06-11", "2022-06-10")
                .contains("見本　花子（ミホン　ハナコ）", "1958年5月5日生", "2024年12月2日 09:15提供")
                .contains("見本医院（1312345670）", "対象期間：2022年6月10日 ～ 2024年6月12日")
                .contains("▲▲高 142", "▲高 5.8", "▽低 38", "▽▽低", "＋");
    }

    @Test
    void theLatestFiveCheckupsAreShownAndTheRestIsMentioned() throws IOException {
        String text = text(print("checkup-7", CheckupPdf.of(checkups(7), RELEASED)));
        assertThat(text).contains("全7回のうち新しい5回").contains("2020-06-12").doesNotContain("2019-06");
    }

    @Test
    void aSingleCheckupHasNoLinesOverTheYears() throws IOException {
        assertThat(text(print("checkup-1", CheckupPdf.of(checkups(1), RELEASED))))
                .doesNotContain("年ごとの変化")
                .contains("検査結果");
    }

    @Test
    void medicationIsListedByMonthTheLatestFirst() throws IOException {
        byte[] pdf = print("medication", MedicationPdf.of(medication(8, 6), RELEASED, true));
        assertThat(PdfUaValidation.faults(pdf)).isEmpty();
        assertThat(text(pdf))
                .containsSubsequence("2024年11月", "2024年10月", "2024年9月")
                .contains("薬剤情報・診療情報", "自機関", "1.5 錠", "内服", "外用", "再診料", "1312345670");
    }

    @Test
    void whatIsTooMuchToPrintIsCutWhereTheReaderIsTold() throws IOException {
        byte[] pdf = print("medication-much", MedicationPdf.of(medication(50, 60), RELEASED, true));
        assertThat(text(pdf)).contains("多いため印刷していません");
    }

    @Test
    void thatThereIsNothingIsSaid() throws IOException {
        assertThat(
                        text(
                                print(
                                        "nothing",
                                        MedicationPdf.of(
                                                new MedicationHistory(HANAKO, List.of()),
                                                RELEASED,
                                                false))))
                .contains("該当する情報がありません");
        assertThat(
                        text(
                                print(
                                        "nothing-2",
                                        CheckupPdf.of(
                                                new CheckupHistory(HANAKO, List.of()), RELEASED))))
                .contains("該当する情報がありません");
    }
}
