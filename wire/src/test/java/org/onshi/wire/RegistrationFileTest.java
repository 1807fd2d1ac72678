package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.Sex;

class RegistrationFileTest {
    private static final String HEADER = "action,insurer_number,symbol,number,branch,birth_date";
    private static final String FACTS =
            ",name,name_kana,sex,address,relationship,acquired_on,notified_on,individual_number";
    private static final String ADD =
            "ADD,01130012,記号,123,00,1980-02-29,医療　花子,イリョウ"
                    + "　ハナコ,2,東京都,1,2025-04-01,2025-04-02,123456789018";

    static InputStream bytes(String... lines) {
        return bytes(String.join("\n", lines) + "\n");
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RegistrationRecord> read(String text) throws IOException {
        return read(bytes(text));
    }

    private static List<RegistrationRecord> read(InputStream in) throws IOException {
        try (RegistrationFile file = RegistrationFile.read(in)) {
            return file.records().toList();
        }
    }

    private static RegistrationRow row(String header, String line) throws IOException {
        return (RegistrationRow) read(header + "\n" + line + "\n").getFirst();
    }

    @Test
    void columnsMayStandInAnyOrderAfterAByteOrderMark() throws IOException {
        List<RegistrationRecord> records =
                read(
                        String.join(
                                "\r\n",
                                "\uFEFFnumber,symbol,insurer_number,action,birth_date,branch,sex",
                                "123,\"記,号\",01130012,CHANGE,1980-02-29,00,\"2\"",
                                "",
                                ""));
        assertThat(records).hasSize(1);
        RegistrationRow row = (RegistrationRow) records.getFirst();
        assertThat(row.line()).isEqualTo(1);
        assertThat(row.raw(RegistrationColumn.SYMBOL)).isEqualTo("記,号");
        assertThat(row.code(RegistrationColumn.SEX, Sex::of)).contains(Sex.FEMALE);
        assertThat(row.birthDate()).isEqualTo(LocalDate.of(1980, 2, 29));
        assertThat(row.insurer().digits()).isEqualTo("01130012");
        assertThat(row.action()).isEqualTo(RegistrationAction.CHANGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|CSV_HEADER_MISSING|",
                "action,insurer_number,symbol,number,branch|CSV_COLUMN_MISSING|birth_date",
                "action,insurer_number,symbol,number,branch,birth_date,birthday|CSV_COLUMN_UNKNOWN|birthday",
                "action,insurer_number,symbol,number,branch,birth_date,branch|CSV_COLUMN_REPEATED|branch",
                "\"action,insurer_number|CSV_HEADER_MISSING|",
                "action;insurer_number;symbol;number;branch;birth_date|CSV_NOT_COMMAS|",
                "'action\tinsurer_number\tsymbol'|CSV_NOT_COMMAS|",
                "ADD,01130012,,100,01,1980-05-05|CSV_HEADER_MISSING|",
                "action,Number|CSV_COLUMN_UNKNOWN|Number",
            })
    void aHeaderIsRefusedByTheNameOfItsColumn(String header, FaultCode code, String column) {
        assertThatThrownBy(() -> read(header))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(code);
                            assertThat(fault.field()).isEqualTo(Optional.ofNullable(column));
                        });
    }

    @Test
    void aGoodRowHasNoFaults() throws IOException {
        assertThat(row(HEADER + FACTS, ADD).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "01130012,01130013,CHECK_DIGIT,insurer_number",
        "01130012,0113001,BAD_NUMBER,insurer_number",
        "01130012,'',MISSING_FIELD,insurer_number",
        "1980-02-29,1981-02-29,BAD_DATE,birth_date",
        "1980-02-29,1980/02/29,BAD_DATE,birth_date",
        "'ADD,','ADDD,',UNKNOWN_ACTION,action",
        "'ADD,','LOSE,',MISSING_FIELD,lost_on",
        "医療　花子,'',MISSING_FIELD,name",
        "123456789018,'',MISSING_FIELD,individual_number",
        "123456789018,123456789012,CHECK_DIGIT,individual_number",
        "123456789018,12345678901,BAD_NUMBER,individual_number",
        "',2,東京都',',9,東京都',BAD_CODE,sex",
        "',00,',',000,',BAD_NUMBER,branch",
        "2025-04-01,1979-04-01,DATE_ORDER,acquired_on",
        "東京都,東\u0001京都,BAD_CHARACTER,address",
    })
    void aBadCellIsNamedWithItsCode(String from, String to, RegistrationCode code, String column)
            throws IOException {
        List<RowFault> faults = row(HEADER + FACTS, ADD.replace(from, to)).faults();
        assertThat(faults).contains(new RowFault(code, column));
        assertThat(ResultRow.of(1, List.of(new RowFault(code, column))).message()).contains(column);
    }

    @Test
    void aDashClearsAFactInAChangeButIsAValueInAnAdd() throws IOException {
        String header = HEADER + ",limit_class,effective_on";
        RegistrationRow change = row(header, "CHANGE,01130012,記号,123,00,1980-02-29,-,2025-04-01");
        assertThat(change.faults()).isEmpty();
        assertThat(change.clears(RegistrationColumn.LIMIT_CLASS)).isTrue();
        assertThat(change.text(RegistrationColumn.LIMIT_CLASS)).isEmpty();
        assertThat(row(header, "ADD,01130012,記号,123,00,1980-02-29,-,").faults())
                .contains(new RowFault(RegistrationCode.BAD_CODE, "limit_class"));
    }

    @ParameterizedTest
    @Tag("B-19")
    @CsvSource({
        "CARD,123456789018,'',''",
        "MANUAL,123456789018,'',''",
        "'',123456789018,'',''",
        "MANUAL,123456789012,CHECK_DIGIT,individual_number",
        "CARD,123456789012,CHECK_DIGIT,individual_number",
        "card,123456789018,BAD_CODE,individual_number_source",
        "CARD,'',MISSING_FIELD,individual_number",
        "-,123456789018,NOT_CLEARABLE,individual_number_source",
    })
    void theSourceOfANumberIsOneOfTwoAndStandsBesideItsNumber(
            String source, String number, String code, String column) throws IOException {
        String header = HEADER + ",individual_number,individual_number_source";
        String row = "CORRECT,01130012,記号,123,00,1980-02-29," + number + "," + source;
        List<RowFault> expected =
                code.isEmpty()
                        ? List.of()
                        : List.of(new RowFault(RegistrationCode.valueOf(code), column));
        assertThat(row(header, row).faults()).isEqualTo(expected);
    }

    @Test
    void aCorrectionFindsItsRowByTheOldIdentifier() throws IOException {
        String header = HEADER + ",old_symbol,old_number,old_branch";
        RegistrationRow row = row(header, "CORRECT,01130012,新,123,01,1980-02-29,旧,,-");
        assertThat(row.faults()).isEmpty();
        assertThat(row.registeredIdentifier().symbol()).isEqualTo("旧");
        assertThat(row.registeredIdentifier().number()).isEqualTo("123");
        assertThat(row.registeredIdentifier().branch()).isEmpty();
        assertThat(row.identifier().branch()).isEqualTo("01");
    }

    /** K-09: an insurer's names arrive as they were sent, whatever Unicode writes them with. */
    @Test
    @Tag("K-09")
    void tenThousandNamesOfARegistrationFileArriveAsTheyWereSent() throws IOException {
        int[] letters = "山田佐藤齋渡邊花子太郎一ー　アイカヴヶ髙﨑德𠮷丂乇𡈽葛\uDB40\uDD00●é,\"".codePoints().toArray();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (RegistrationFile.Writer file =
                RegistrationFile.write(
                        csv, List.of(RegistrationColumn.ACTION, RegistrationColumn.NAME))) {
            for (int i = 0; i < 10_000; i++) {
                StringBuilder name = new StringBuilder("名");
                for (int c = random.nextInt(7); c >= 0; c--) {
                    name.appendCodePoint(letters[random.nextInt(letters.length)]);
                }
                names.add(name.append("人").toString());
                file.row(
                        RegistrationRow.builder(RegistrationAction.CORRECT)
                                .set(RegistrationColumn.NAME, names.getLast())
                                .build());
            }
        }
        List<RegistrationRecord> records = read(new ByteArrayInputStream(csv.toByteArray()));
        assertThat(records)
                .as("seed %d", seed)
                .extracting(it -> ((RegistrationRow) it).raw(RegistrationColumn.NAME))
                .isEqualTo(names);
    }

    @Test
    void aMalformedRowNeverStopsTheGoodOnes() throws IOException {
        String good = "CANCEL,01130012,s,1,00,1980-02-29";
        String file =
                String.join(
                        "\n",
                        HEADER,
                        good,
                        "CANCEL,01130012,\"s,1,00,1980-02-29",
                        good,
                        "CANCEL,01130012,s,1,00",
                        good,
                        "CANCEL,01130012,\"s\"x,1,00,1980-02-29",
                        good,
                        "CANCEL,01130012," + "x".repeat(5000) + ",1,00,1980-02-29",
                        good,
                        "CANCEL,01130012,\"s,1,00,1980-02-29");
        List<RegistrationRecord> records = read(file);
        assertThat(records).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(records.get(i).line()).isEqualTo(i + 1);
            assertThat(records.get(i) instanceof RegistrationRow).isEqualTo(i % 2 == 0);
        }
        assertThat(records.get(1))
                .isEqualTo(new RegistrationRecord.Malformed(2, RegistrationCode.MALFORMED_ROW));
        assertThat(records.get(3))
                .isEqualTo(new RegistrationRecord.Malformed(4, RegistrationCode.WRONG_FIELD_COUNT));
        assertThat(records.get(7))
                .isEqualTo(new RegistrationRecord.Malformed(8, RegistrationCode.TOO_LONG));
    }

    @Test
    void aRowInShiftJisIsFaultyAndTheAsciiRowsAreRead() throws IOException {
        byte[] file =
                (HEADER
                                + "\nCANCEL,01130012,記号,1,00,1980-02-29"
                                + "\nCANCEL,01130012,s,1,00,1980-02-29\n")
                        .getBytes(Charset.forName("windows-31j"));
        List<RegistrationRecord> records = read(new ByteArrayInputStream(file));
        assertThat(records.get(0))
                .isEqualTo(new RegistrationRecord.Malformed(1, RegistrationCode.BAD_ENCODING));
        assertThat(records.get(1)).isInstanceOf(RegistrationRow.class);
    }

    @Test
    void aFileOverItsLimitsIsRefused() {
        String rows = "CANCEL,01130012,s,1,00,1980-02-29\n".repeat(11);
        CsvLimits tenRows = new CsvLimits(1 << 20, 10, 1000, 100);
        CsvLimits fewBytes = new CsvLimits(300, 100, 1000, 100);
        assertThatThrownBy(() ->
                        RegistrationFile.read(bytes(HEADER + "\n" + rows), tenRows)
                                .records()
                                .toList())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CSV_TOO_MANY_ROWS));
        assertThatThrownBy(() ->
                        RegistrationFile.read(bytes(HEADER + "\n" + rows), fewBytes)
                                .records()
                                .toList())
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CSV_TOO_LARGE));
    }

    @Test
    void whatTheWriterWritesTheReaderReads() throws IOException {
        RegistrationRow row =
                RegistrationRow.builder(RegistrationAction.CHANGE)
                        .set(RegistrationColumn.INSURER_NUMBER, "01130012")
                        .set(RegistrationColumn.SYMBOL, "a\"b,c")
                        .set(RegistrationColumn.NUMBER, "1")
                        .set(RegistrationColumn.BIRTH_DATE, LocalDate.of(1980, 2, 29))
                        .set(RegistrationColumn.SEX, Sex.MALE)
                        .clear(RegistrationColumn.ISSUED_ON)
                        .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RegistrationFile.Writer writer =
                RegistrationFile.write(
                        out, Set.of(RegistrationColumn.SEX, RegistrationColumn.ISSUED_ON))) {
            writer.row(row).row(row);
        }
        List<RegistrationRecord> records = read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(records)
                .containsExactly(
                        new RegistrationRow(1, row.cells()), new RegistrationRow(2, row.cells()));
    }

    /** An independent reader and writer must agree with ours about every well-formed file. */
    @Test
    void ourScannerAgreesWithAnotherReaderOnRandomFiles() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab,\"\r\n 記😀'";
        for (int round = 0; round < 500; round++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LineDelimiter[] delimiters = {LineDelimiter.LF, LineDelimiter.CRLF, LineDelimiter.CR};
            try (CsvWriter writer =
                    CsvWriter.builder()
                            .lineDelimiter(delimiters[random.nextInt(3)])
                            .build(out, StandardCharsets.UTF_8)) {
                for (int r = random.nextInt(6); r >= 0; r--) {
                    List<String> fields = new ArrayList<>();
                    fields.add("x");
                    for (int f = random.nextInt(4); f > 0; f--) {
                        StringBuilder field = new StringBuilder();
                        for (int c = random.nextInt(6); c > 0; c--) {
                            int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
                            field.appendCodePoint(
                                    alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
                        }
                        fields.add(field.toString());
                    }
                    writer.writeRecord(fields);
                }
            }
            byte[] file = out.toByteArray();
            List<List<String>> expected = new ArrayList<>();
            try (CsvReader<de.siegmar.fastcsv.reader.CsvRecord> reader =
                    CsvReader.builder()
                            .extraFieldStrategy(
                                    de.siegmar.fastcsv.reader.FieldMismatchStrategy.IGNORE)
                            .missingFieldStrategy(
                                    de.siegmar.fastcsv.reader.FieldMismatchStrategy.IGNORE)
                            .ofCsvRecord(new ByteArrayInputStream(file))) {
                reader.forEach(record -> expected.add(record.getFields()));
            }
            List<List<String>> actual = new ArrayList<>();
            try (CsvScanner scanner =
                    new CsvScanner(new ByteArrayInputStream(file), CsvLimits.MASTER)) {
                for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
                    actual.add(next.get().fields());
                }
            }
            assertThat(actual).as("seed %d round %d", seed, round).isEqualTo(expected);
        }
    }

    /** Whatever stands in a file, reading it ends, and the rows before it are there. */
    @Test
    void noContentStopsTheReader() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String good = "CANCEL,01130012,s,1,00,1980-02-29";
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.writeBytes((HEADER + "\n" + good + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) {
                if (random.nextInt(3) == 0) {
                    noise[i] = (byte) "\",\r\n".charAt(random.nextInt(4));
                }
            }
            file.writeBytes(noise);
            file.writeBytes(("\n" + good + "\n").getBytes(StandardCharsets.UTF_8));
            List<RegistrationRecord> records = read(new ByteArrayInputStream(file.toByteArray()));
            assertThat(records.getFirst()).as("seed %d", seed).isInstanceOf(RegistrationRow.class);
            for (RegistrationRecord record : records) {
                if (record instanceof RegistrationRow row) {
                    assertThat(row.faults()).doesNotContainNull();
                }
            }
        }
    }

    @Test
    void masterDataRowsAreReadAndBadOnesNamed() throws IOException {
        List<ParsedRow<InsurerRow>> insurers =
                InsurerRow.read(
                        bytes(
                                "insurer_number,name,kind,prefecture,address,telephone",
                                "01130012,協会けんぽ東京,KYOKAI_KENPO,13,,",
                                "01130013,だれか,KYOKAI_KENPO,13,,"));
        assertThat(insurers.get(0)).isInstanceOf(ParsedRow.Good.class);
        assertThat(insurers.get(1))
                .isEqualTo(
                        new ParsedRow.Faulty<InsurerRow>(
                                2,
                                List.of(
                                        new RowFault(
                                                RegistrationCode.CHECK_DIGIT, "insurer_number"))));
        List<ParsedRow<FacilityRow>> facilities =
                FacilityRow.read(
                        bytes(
                                "facility_code,name,kind,prefecture,city,address,claim_medium",
                                "0110113719,医院,医科,01,札幌市,,online",
                                "011011371,医院,医科,01,札幌市,,online"));
        assertThat(facilities.get(0)).isInstanceOf(ParsedRow.Good.class);
        assertThat(facilities.get(1))
                .isEqualTo(
                        new ParsedRow.Faulty<FacilityRow>(
                                2,
                                List.of(
                                        new RowFault(
                                                RegistrationCode.BAD_NUMBER, "facility_code"))));
        List<ParsedRow<ResidentRow>> residents =
                ResidentRow.read(
                        bytes(
                                "individual_number,name,name_kana,birth_date,sex,postal_code,address",
                                "123456789018,医療　花子,イリョウ　ハナコ,1980-02-29,2,123-4567,東京都",
                                "123456789012,医療　花子,イリョウ　ハナコ,1980-02-30,4,,東京都"));
        assertThat(residents.get(0)).isInstanceOf(ParsedRow.Good.class);
        assertThat(residents.get(1))
                .isEqualTo(
                        new ParsedRow.Faulty<ResidentRow>(
                                2,
                                List.of(
                                        new RowFault(
                                                RegistrationCode.CHECK_DIGIT, "individual_number"),
                                        new RowFault(RegistrationCode.BAD_DATE, "birth_date"),
                                        new RowFault(RegistrationCode.BAD_CODE, "sex"))));
    }

    @Test
    void resultRowsAreReadBackAsWritten() throws IOException {
        List<ResultRow> rows =
                List.of(
                        ResultRow.of(1, RegistrationCode.OK, ""),
                        ResultRow.of(2, RegistrationCode.AWAITING_NUMBER, ""),
                        ResultRow.of(3, RegistrationCode.MISSING_FIELD, "name"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ResultRow.Writer writer = ResultRow.write(out)) {
            rows.forEach(writer::row);
        }
        assertThat(ResultRow.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(rows);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("line,status,code,message\n1,");
    }
}
