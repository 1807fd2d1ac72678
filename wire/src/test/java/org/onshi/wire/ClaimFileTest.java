package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.InsuredIdentifier;

class ClaimFileTest {
    private static final Charset BYTES = Charset.forName("windows-31j");
    private static final String IR = "IR,1,13,1,1234567,,見本㈱医院,202411,00,\r\n";
    private static final String RE = "RE,1,1112,202410,見本　花子,2,19800505,,,,,,,,1,,,,\r\n";
    private static final String HO = "HO,01130012,１２,３４５,1,500,,,,,,,,,\r\n";
    private static final String SN = "SN,1,01,,,,01,,\r\n";

    static List<ParsedRow<Claim>> read(String text) throws IOException {
        return read(text.getBytes(BYTES));
    }

    private static List<ParsedRow<Claim>> read(byte[] bytes) throws IOException {
        List<ParsedRow<Claim>> rows = new ArrayList<>();
        try (ClaimFile file = ClaimFile.open(new ByteArrayInputStream(bytes))) {
            for (Optional<ParsedRow<Claim>> next = file.next();
                    next.isPresent();
                    next = file.next()) {
                rows.add(next.get());
            }
        }
        return rows;
    }

    private static Claim only(String text) throws IOException {
        List<ParsedRow<Claim>> rows = read(text);
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).isInstanceOf(ParsedRow.Good.class);
        return ((ParsedRow.Good<Claim>) rows.getFirst()).value();
    }

    private static RowFault fault(String text) throws IOException {
        List<ParsedRow<Claim>> rows = read(text);
        assertThat(rows.getFirst()).isInstanceOf(ParsedRow.Faulty.class);
        return ((ParsedRow.Faulty<Claim>) rows.getFirst()).faults().getFirst();
    }

    private static String item(String start, int day, String count) {
        return start + ",,,,,," + ",".repeat(day) + count + "\r\n";
    }

    @Test
    void aClaimIsReadWithItsItemsAndTheirDays() throws IOException {
        Claim claim =
                only(
                        IR
                                + RE
                                + HO
                                + SN
                                + "SY,2500013,20241001,1,,,01,\r\n"
                                + item("SI,12,1,112007410,,75,1", 5, "1")
                                + item("IY,21,1,620004422,1.5,3,28", 5, "28")
                                + item("IY,,1,620004423,2,3,28", 31, "28")
                                + "XX,unknown,record\r\n"
                                + "GO,1,500,99\r\n\u001A");
        assertThat(claim.month()).isEqualTo(YearMonth.of(2024, 10));
        assertThat(claim.birthDate()).isEqualTo(LocalDate.of(1980, 5, 5));
        assertThat(claim.identifier()).isEqualTo(new InsuredIdentifier("１２", "３４５", "01"));
        assertThat(claim.insurer().trimmed()).isEqualTo("01130012");
        assertThat(claim.kind()).isEqualTo("1112");
        assertThat(claim.firstDay()).isEqualTo(LocalDate.of(2024, 10, 5));
        assertThat(claim.items()).hasSize(3);
        ClaimItem internal = claim.items().get(1);
        assertThat(internal.quantity()).contains(new BigDecimal("1.5"));
        assertThat(internal.days()).isEqualTo(Map.of(5, 28));
        ClaimItem continued = claim.items().get(2);
        assertThat(continued.place()).as("carried over").isEqualTo("21");
        assertThat(continued.days()).isEqualTo(Map.of(31, 28));
    }

    @Test
    void whatAPayerCorrectedWinsOverWhatWasClaimed() throws IOException {
        Claim claim = only(IR + RE + HO + "SN,1,04,06130488,９,７７,02,,\r\n");
        assertThat(claim.insurer().trimmed()).isEqualTo("06130488");
        assertThat(claim.identifier()).isEqualTo(new InsuredIdentifier("９", "７７", "02"));
    }

    @ParameterizedTest
    @CsvSource({
        "202410,19800505,2024-10,1980-05-05",
        "50610,3550505,2024-10,1980-05-05",
        "50105,5010501,2019-05,2019-05-01",
        "43104,4310430,2019-04,2019-04-30",
        "40101,4010108,1989-01,1989-01-08",
        "20107,2010731,1912-07,1912-07-31",
    })
    void datesAreReadInEitherCalendar(String month, String birth, String month2, String birth2)
            throws IOException {
        Claim claim = only(IR + "RE,1,1112," + month + ",花子,2," + birth + ",,\r\n" + HO + SN);
        assertThat(claim.month()).isEqualTo(YearMonth.parse(month2));
        assertThat(claim.birthDate()).isEqualTo(LocalDate.parse(birth2));
    }

    @Test
    void linesMayEndInLineFeedAloneAndEmptyTailsMayBeCut() throws IOException {
        Claim claim =
                only(
                        (IR + "RE,1,1111,202410,花子,2,19800505\r\nHO,77777777,,777\r\n")
                                .replace("\r", ""));
        assertThat(claim.kind()).isEqualTo("1111");
        assertThat(claim.insurer().confirmed()).isEmpty();
        assertThat(claim.identifier().branch()).isEmpty();
        assertThat(claim.firstDay()).isEqualTo(LocalDate.of(2024, 10, 1));
    }

    @Test
    void microsoftsCharactersAreTakenAndItsDashesFolded() throws IOException {
        Claim claim = only(IR + RE + "HO,01130012,髙①～－,３４５,1,,,,\r\n");
        assertThat(claim.identifier().symbol()).isEqualTo("髙①〜−");
    }

    @Test
    void aBadClaimCostsOnlyItself() throws IOException {
        List<ParsedRow<Claim>> rows =
                read(IR + RE.replace("202410", "202413") + HO + RE + HO + RE + "GO,3,1,99\r\n");
        assertThat(rows.get(0)).isInstanceOf(ParsedRow.Faulty.class);
        assertThat(rows.get(1)).isInstanceOf(ParsedRow.Good.class);
        assertThat(rows.get(1).line()).isEqualTo(2);
        assertThat(rows.get(2)).as("public payer alone").isInstanceOf(ParsedRow.Faulty.class);
        assertThat(fault(IR + RE + HO + "IY,21,1,62000442,1,3,1\r\n"))
                .isEqualTo(new RowFault(RegistrationCode.BAD_CODE, "IY.code"));
        assertThat(
                        fault(
                                IR
                                        + RE.replace("202410", "202402")
                                        + HO
                                        + item("SI,12,1,112007410,,75,1", 30, "1")))
                .isEqualTo(new RowFault(RegistrationCode.BAD_DATE, "SI.day"));
        byte[] broken = (IR + RE + HO + "SI,12,1,#\r\n").getBytes(BYTES);
        broken[new String(broken, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xFD;
        assertThat(read(broken).getFirst()).isInstanceOf(ParsedRow.Faulty.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RE,1,1112\r\n", "IR,1,13,1,12345\r\n", "insurer_number,name\n"})
    void aFileThatIsNoClaimFileIsRefused(String text) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> read(text))
                .satisfies(
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CLAIM_FILE_UNKNOWN));
    }

    @Test
    void aLineWithoutEndIsRefused() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> read(IR + RE + "SJ," + "x".repeat(ClaimFile.RECORD_BYTES_MAX)))
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(FaultCode.CLAIM_TOO_LARGE));
    }

    /** A collected public sample is not part of the tree; where it stands beside it, use it. */
    @Test
    void thePublicSampleBesideTheTreeIsReadToo() throws IOException {
        Path sample =
                Path.of(System.getProperty("onshi.root", "."))
                        .resolve("../shared/uke/receiptisan_RECEIPTC_GAIRAI_SAMPLE.UKE")
                        .normalize();
        assumeThat(sample).as("skipped: no public sample beside the tree").isRegularFile();
        List<ParsedRow<Claim>> rows = read(Files.readAllBytes(sample));
        assertThat(rows).hasSize(75);
        assertThat(rows.stream().filter(ParsedRow.Good.class::isInstance).count())
                .as("all but those of public payers alone")
                .isEqualTo(69);
    }
}
