package org.onshi.server.operatordoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.registry.Insurers;

/** Master data through the operator door, over a real socket. */
@Tag("database")
@Tag("store")
class OperatorDoorTest {
    private static final String FACILITY_HEADER =
            "facility_code,name,kind,prefecture,city,address,claim_medium\n";

    private static TestServer server;
    private static HttpClient operator;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        operator = server.keys().operator().http();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFacilityIsRegisteredOnceChangedOnceAndAuditedEachTime() throws Exception {
        String code = code("131990011");
        String row = code + ",見本医院,診療所,東京都,見本市,見本市１－１,ONLINE\n";
        assertThat(facilities(FACILITY_HEADER + row)).containsExactly("1,ACCEPTED,OK");
        assertThat(facilities(FACILITY_HEADER + row)).containsExactly("1,ACCEPTED,UNCHANGED");
        assertThat(facilities(FACILITY_HEADER + row.replace("ONLINE", "PAPER")))
                .containsExactly("1,ACCEPTED,OK");

        assertThat(server.bean(Facilities.class).find(new FacilityCode(code)))
                .contains(
                        new Facility(
                                new FacilityCode(code),
                                "見本医院",
                                FacilityType.MEDICAL_CLINIC,
                                "東京都",
                                "見本市",
                                "見本市１－１",
                                ClaimMedium.PAPER,
                                true));
        assertThat(
                        server.audited("facility.registered").stream()
                                .filter(it -> it.contains(code))
                                .toList())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it).contains("\"operator\"").doesNotContain("見本"));
    }

    @Test
    void aBadRowNeverStopsTheGoodOnesAndEachLineSaysItsOwnMend() throws Exception {
        String good = code("131990021");
        String warned = good.substring(0, 9) + (char) ('0' + (good.charAt(9) - '0' + 1) % 10);
        List<String> lines =
                facilities(
                        "name,facility_code,kind,claim_medium\r\n"
                                + "甲医院,"
                                + good
                                + ",病院,オンライン\r\n"
                                + "乙医院,12345,病院,\r\n"
                                + "丙医院,"
                                + warned
                                + ",HOSPITAL,紙\r\n"
                                + ","
                                + code("131990022")
                                + ",病院,\r\n"
                                + "\"丁医院\n\","
                                + code("131990023")
                                + ",薬局,\r\n"
                                + "戊\u0007,"
                                + code("131990024")
                                + ",薬局,\r\n"
                                + "己薬局,"
                                + code("134990025")
                                + ",みせ,\r\n"
                                + "庚,"
                                + code("139990026")
                                + ",みせ,\r\n"
                                + "辛,"
                                + code("131990027")
                                + ",病院,FAX\r\n"
                                + "壬,1,2,3,4\r\n"
                                + "癸".repeat(400)
                                + ","
                                + code("131990028")
                                + ",病院,\r\n"
                                + "甲医院２,"
                                + good
                                + ",病院,オンライン\r\n");
        assertThat(lines)
                .containsExactly(
                        "1,ACCEPTED,OK",
                        "2,REJECTED,BAD_NUMBER",
                        "3,ACCEPTED,CHECK_DIGIT",
                        "4,REJECTED,MISSING_FIELD",
                        "5,ACCEPTED,OK",
                        "6,REJECTED,BAD_CHARACTER",
                        "7,ACCEPTED,BAD_CODE",
                        "8,REJECTED,BAD_CODE",
                        "9,REJECTED,BAD_CODE",
                        "10,REJECTED,WRONG_FIELD_COUNT",
                        "11,REJECTED,TOO_LONG",
                        "12,ACCEPTED,OK");
        assertThat(server.bean(Facilities.class).find(new FacilityCode(good)).orElseThrow().name())
                .isEqualTo("甲医院２");
        assertThat(server.bean(Facilities.class).registered(warned)).isTrue();
    }

    @Test
    void aFacilityTakesPhonesUnlessItsRowSaysOtherwise() throws Exception {
        String code = code("131990051");
        String header = "facility_code,name,kind,smartphone\n";
        assertThat(
                        facilities(
                                header
                                        + code
                                        + ",見本医院,1,0\n"
                                        + code("131990052")
                                        + ",見本医院,1,\n"
                                        + code("131990053")
                                        + ",見本医院,1,yes\n"))
                .containsExactly("1,ACCEPTED,OK", "2,ACCEPTED,OK", "3,REJECTED,BAD_CODE");
        assertThat(smartphone(code)).isFalse();
        assertThat(smartphone(code("131990052"))).isTrue();
        assertThat(facilities(header + code + ",見本医院,1,1\n")).containsExactly("1,ACCEPTED,OK");
        assertThat(smartphone(code)).isTrue();
    }

    private static boolean smartphone(String code) {
        return server.bean(Facilities.class)
                .find(new FacilityCode(code))
                .orElseThrow()
                .smartphone();
    }

    @Test
    void aFacilityJustAskedForInVainIsSeenAsSoonAsItIsLoaded() throws Exception {
        String code = code("133990031");
        assertThat(server.bean(Facilities.class).registered(code)).isFalse();
        facilities("facility_code,name,kind\n" + code + ",見本歯科,3\n");
        assertThat(server.bean(Facilities.class).find(new FacilityCode(code)).orElseThrow().type())
                .isEqualTo(FacilityType.DENTAL_CLINIC);
    }

    @Test
    void aFileThatCannotBeReadRegistersNothing() throws Exception {
        String code = code("131990041");
        String good = code + ",見本医院,病院";
        refused("", "ONSHI-F4001");
        refused("facility_code,name,kind,shoe_size\n" + good + ",27\n", "ONSHI-F4002");
        refused("facility_code,name\n" + code + ",見本医院\n", "ONSHI-F4003");
        refused("facility_code,name,kind,name\n" + good + ",x\n", "ONSHI-F4004");
        HttpResponse<String> sjis =
                operator.send(
                        HttpRequest.newBuilder(server.at(Door.OPERATOR, "/operator/facilities"))
                                .header("Content-Type", "text/csv")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                ("facility_code,name,kind\n" + good + "\n")
                                                        .getBytes(Charset.forName("windows-31j"))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(sjis.body()).contains("1,REJECTED,BAD_ENCODING,");
        assertThat(server.bean(Facilities.class).registered(code)).isFalse();
    }

    @Test
    void theWholeCountrysFacilitiesGoThroughInOneFile() throws Exception {
        StringBuilder csv = new StringBuilder("\uFEFF").append(FACILITY_HEADER);
        int rows = 3_000;
        for (int i = 0; i < rows; i++) {
            csv.append(code("1319" + String.format("%05d", 20_000 + i)));
            csv.append(",見本医院").append(i).append(",病院,東京都,見本市,見本市,ONLINE\n");
        }
        assertThat(facilities(csv.toString()))
                .hasSize(rows)
                .allMatch(it -> it.endsWith(",ACCEPTED,OK"));
        assertThat(facilities(csv.toString()))
                .hasSize(rows)
                .allMatch(it -> it.endsWith(",UNCHANGED"));
    }

    @Test
    void insurersAreStrictAboutTheirCheckDigitAndTakeTheirKindFromTheNumberIfNeedBe()
            throws Exception {
        HttpResponse<String> answer =
                server.post(
                        operator,
                        Door.OPERATOR,
                        "/operator/insurers",
                        "text/csv; charset=UTF-8",
                        """
                        insurer_number,name,kind,prefecture,address,telephone
                        01130012,協会けんぽ東京支部,KYOKAI_KENPO,東京都,,
                        01130013,偽,KYOKAI_KENPO,東京都,,
                        39131016,見本広域連合,後期,東京都,,
                        1130012,短い,,,,
                        """);
        List<String> lines = answer.body().lines().skip(1).toList();
        assertThat(lines.get(0)).startsWith("1,ACCEPTED,OK,");
        assertThat(lines.get(1)).startsWith("2,REJECTED,CHECK_DIGIT,");
        assertThat(lines.get(2)).startsWith("3,");
        assertThat(lines.get(3)).startsWith("4,REJECTED,BAD_NUMBER,");
        assertThat(server.bean(Insurers.class).find(new InsurerNumber("01130012"))).isPresent();
        assertThat(server.audited("insurer.registered")).anyMatch(it -> it.contains("01130012"));
    }

    private static String code(String nineDigits) {
        return FacilityCode.withCheckDigit(nineDigits).digits();
    }

    private static List<String> facilities(String csv) throws Exception {
        HttpResponse<String> answer =
                server.post(operator, Door.OPERATOR, "/operator/facilities", "text/csv", csv);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("line,status,code,message\n");
        return answer.body()
                .lines()
                .skip(1)
                .map(it -> it.replaceFirst("^(\\d+,\\w+,\\w+),.*", "$1"))
                .toList();
    }

    private static void refused(String csv, String code) throws Exception {
        HttpResponse<String> answer =
                server.post(operator, Door.OPERATOR, "/operator/facilities", "text/csv", csv);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(code);
    }
}
