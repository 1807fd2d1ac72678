package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest bulk request goes through a terminal of the size it runs at, while others are
 * answered.
 */
@Tag("acceptance")
class LargeBulkTest {
    private static final int PEOPLE = 10_000;

    @TempDir private Path root;

    @Test
    void tenThousandResultsPassWhileTheCounterIsAnswered() throws Exception {
        CentralStandIn central = new CentralStandIn(TestKeys.in(root).server()).start();
        Facility facility = new Facility(root, central.url()).with("silence-seconds", "20");
        central.answer("/facility/bulk-checks/result", results());
        Path log = root.resolve("terminal.txt");
        TerminalProcess terminal =
                TerminalProcess.start(facility.writeConfiguration(), log).awaitStarted();
        long begun = System.nanoTime();
        facility.drop("OQSmuquc02req_1.xml", download());
        facility.drop("OQSmuquc02req_2.xml", download());
        for (int i = 0; i < 50; i++) {
            facility.drop("OQSsiquc01req_%02d.xml".formatted(i), Facility.request("C" + i));
        }
        Facility.await(
                () -> Files.exists(facility.res.resolve("OQSsiquc01res_49.xml")),
                Duration.ofSeconds(20));
        for (int i = 1; i <= 2; i++) {
            Path answer = facility.res.resolve("OQSmuquc02res_" + i + ".xml");
            Facility.await(() -> Files.exists(answer), Duration.ofSeconds(60));
            Facility.await(() -> whole(answer), Duration.ofSeconds(20));
        }
        System.out.printf(
                "two bulk answers of %.1f MB in %.1f s%n",
                Files.size(facility.res.resolve("OQSmuquc02res_1.xml")) / 1e6,
                (System.nanoTime() - begun) / 1e9);
        assertThat(terminal.terminate()).isEqualTo(143);
        assertThat(Files.readString(log)).doesNotContain("OutOfMemory");
        central.close();
    }

    private static boolean whole(Path answer) throws java.io.IOException {
        String text = Files.readString(answer, Charset.forName("windows-31j"));
        return text.endsWith("</XmlMsg>\n")
                && text.indexOf("</BulkConfirmUnit>") > 0
                && text.contains("<ArbitraryIdentifier>" + (PEOPLE - 1) + "</ArbitraryIdentifier>");
    }

    private static String download() {
        return "<XmlMsg><MessageHeader><MedicalInstitutionCode>"
                + TestKeys.FACILITY
                + "</MedicalInstitutionCode></MessageHeader><MessageBody><ReceptionNumber>R1"
                + "</ReceptionNumber></MessageBody></XmlMsg>";
    }

    private static String results() {
        StringBuilder json =
                new StringBuilder(
                        "{\"XmlMsg\":{\"MessageHeader\":{\"ReceptionNumber\":\"R1\",\"SegmentOfResult\":\"1\","
                            + "\"CharacterCodeIdentifier\":\"0\"},\"MessageBody\":{\"BulkConfirmUnit\":[");
        for (int i = 0; i < PEOPLE; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(
                            """
                            {"QualificationConfirmSearchInfo":{"InsurerNumber":"01130012",\
                            "InsuredCardSymbol":"１２３４","InsuredIdentificationNumber":"%1$d",\
                            "InsuredBranchNumber":"00","Birthdate":"19800102",\
                            "LimitApplicationCertificateRelatedConsFlg":"1","ArbitraryIdentifier":"%1$d"},\
                            "ProcessingResultStatus":"1","QualificationValidity":"1",\
                            "ResultOfQualificationConfirmation":{"InsuredCardClassification":"01",\
                            "InsurerNumber":"01130012","InsuredCardSymbol":"１２３４",\
                            "InsuredIdentificationNumber":"%1$d","InsuredBranchNumber":"00",\
                            "PersonalFamilyClassification":"1","InsuredName":"資格　太郎","Name":"資格　太郎",\
                            "NameKana":"ｼｶｸ ﾀﾛｳ","Sex1":"1","Birthdate":"19800102",\
                            "Address":"東京都千代田区霞が関一丁目二番二号　中央合同庁舎第五号館","PostNumber":"100-0013",\
                            "QualificationDate":"20200401","InsuredCertificateIssuanceDate":"20200401",\
                            "InsuredCardValidDate":"20200401","InsurerName":"全国健康保険協会東京支部",\
                            "ElderlyRecipientCertificateInfo":{"ElderlyRecipientCertificateDate":"20200401",\
                            "ElderlyRecipientValidStartDate":"20200401",\
                            "ElderlyRecipientValidEndDate":"20270731",\
                            "ElderlyRecipientContributionRatio":"020"}}}\
                            """
                                    .formatted(i));
        }
        return json.append("]}}}").toString();
    }
}
