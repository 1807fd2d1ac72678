package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.wire.CsvLimits;

/** Ratio files through the insurer door: who is told what, and what is recorded. */
@Tag("database")
@Tag("B-21")
class RatioDoorTest {
    private static final String OWN = "01130012";
    private static final String OTHER = "39131016";
    private static final String PATH = "/insurer/ratio-comparisons";
    private static final String REGISTRATION =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on,copay_percent\n";
    private static final String HEADER =
            "insurer_number,symbol,number,branch,birth_date,copay_percent\n";

    private static TestServer server;
    private static HttpClient insurer;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        server.post(
                server.keys().operator().http(),
                Door.OPERATOR,
                "/operator/insurers",
                "text/csv",
                "insurer_number,name\n" + OWN + ",見本支部\n" + OTHER + ",見本広域連合\n");
        insurer = server.keys().insurer(OWN).http();
        register(insurer, registered(OWN, "101") + registered(OWN, "102"));
        register(server.keys().insurer(OTHER).http(), registered(OTHER, "901"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String registered(String owner, String number) {
        return "ADD,"
                + owner
                + ",21700001,"
                + number
                + ",00,1953-01-01,NOT_YET_ASSIGNED,見本花子,ミホンハナコ,2,東京都千代田区1-1,1,2024-04-01,2024-04-01,20\n";
    }

    private static void register(HttpClient sender, String rows) throws Exception {
        HttpResponse<String> received =
                server.post(
                        sender,
                        Door.INSURER,
                        "/insurer/registrations",
                        "text/csv",
                        REGISTRATION + rows);
        Matcher id = Pattern.compile("[0-9a-f-]{36}").matcher(received.body());
        assertThat(id.find()).as(received.body()).isTrue();
        Await.until(
                "the file is worked through",
                () ->
                        server.get(
                                                sender,
                                                Door.INSURER,
                                                "/insurer/registrations/" + id.group() + "/result")
                                        .statusCode()
                                == 200);
    }

    private static String row(String owner, String number, String percent) {
        return owner + ",21700001," + number + ",00,1953-01-01," + percent + "\n";
    }

    private static HttpResponse<String> compare(String query, String file) throws Exception {
        return server.post(insurer, Door.INSURER, PATH + query, "text/csv", file);
    }

    @Test
    void onlyWhatDiffersIsAnsweredWithTheTotalsOfAll() throws Exception {
        int runs = server.audited("ratios.compared").size();
        int looks = server.audited("ratio.read").size();

        HttpResponse<String> answer =
                compare(
                        "?on=2025-01-31",
                        HEADER
                                + row(OWN, "101", "20")
                                + row(OWN, "102", "30")
                                + row(OWN, "999", "30")
                                + row(OWN, "101", "x"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Onshi-Totals"))
                .contains(
                        "rows=4, equal=1, different=1, not_registered=0, not_in_force=0,"
                                + " several=0, unknown=1, refused=1");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0)).isEqualTo(String.join(",", RatioDoor.COLUMNS));
        assertThat(lines.get(1)).startsWith("2,DIFFERENT,21700001,102,00,1953-01-01,30,20,,,");
        assertThat(lines.get(2)).startsWith("3,UNKNOWN,21700001,999,00,1953-01-01,30,,,,");
        assertThat(lines.get(3)).startsWith("4,REFUSED,,,,,,,,,").contains("copay_percent");
        assertThat(lines).hasSize(4);
        assertThat(server.audited("ratio.read").stream().skip(looks))
                .as("one for the person who is told")
                .singleElement()
                .asString()
                .contains("\"outcome\":\"DIFFERENT\"", "\"line\":\"2\"", "\"person\":\"")
                .doesNotContain("21700001", "1953");
        assertThat(server.audited("ratios.compared").stream().skip(runs))
                .singleElement()
                .asString()
                .contains("\"day\":\"2025-01-31\"", "\"rows\":\"4\"", "\"different\":\"1\"")
                .doesNotContain("\"person\"");
    }

    @Test
    void anotherInsurersInsuredIsNeitherShownNorRecordedAsSeen() throws Exception {
        int looks = server.audited("ratio.read").size();
        int refusals = server.audited("caller.other_insurer").size();

        HttpResponse<String> answer =
                compare("", HEADER + row(OTHER, "901", "30") + row(OWN, "901", "30"));

        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(1)).startsWith("1,REFUSED,,,,,,,,,");
        assertThat(lines.get(2)).startsWith("2,UNKNOWN,21700001,901,00,1953-01-01,30,,,,");
        assertThat(server.audited("ratio.read")).hasSize(looks);
        assertThat(server.audited("caller.other_insurer").stream().skip(refusals))
                .singleElement()
                .asString()
                .contains("\"count\":\"1\"", "\"code\":\"WRONG_INSURER\"");
    }

    @Test
    void aFileOverALimitIsRefusedBeforeAnybodyInItIsLookedUp() throws Exception {
        int looks = server.audited("ratio.read").size();
        StringBuilder file = new StringBuilder(HEADER);
        file.append(row(OWN, "102", "30").repeat((int) CsvLimits.RATIOS.rowsMax() + 1));

        HttpResponse<String> answer = compare("", file.toString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("ONSHI-F4007");
        assertThat(server.audited("ratio.read")).hasSize(looks);
    }

    @Test
    void manyRowsAreComparedInChunksAndStayInTheirOrder() throws Exception {
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 1; i <= 1_234; i++) {
            file.append(row(OWN, i % 100 == 0 ? "102" : "101", i % 100 == 0 ? "10" : "20"));
        }
        assertThat(compare("", file.toString()).body().lines().skip(1))
                .extracting(line -> line.substring(0, line.indexOf(',')))
                .containsExactly(
                        "100", "200", "300", "400", "500", "600", "700", "800", "900", "1000",
                        "1100", "1200");
    }

    @Test
    void aWrongHeaderAndAWrongDayAreRefused() throws Exception {
        refused(compare("", "shoe_size," + HEADER), 400, "ONSHI-F4002");
        refused(compare("", HEADER.replace(",copay_percent", "")), 400, "ONSHI-F4003");
        refused(compare("", ""), 400, "ONSHI-F4001");
        refused(compare("?on=2201-01-01", HEADER), 400, "ONSHI-F2014");
        refused(compare("?on=tomorrow", HEADER), 400, "ONSHI-F");
        assertThat(compare("?on=2200-12-31", HEADER).statusCode()).isEqualTo(200);
    }

    private static void refused(HttpResponse<String> answer, int status, String code)
            throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }
}
