package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Sex;

/** YZKsiquc01 and TKKsiquc01 (interface.md §2.7, §2.8). */
class MedicalMessageTest {
    private static final Patient HANAKO =
            new Patient("見本　花子", "ミホン　ハナコ", LocalDate.of(1980, 5, 5), Sex.FEMALE);

    private static Element request(String body) {
        String json =
                """
                {"XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"1312345670","InsurerNumber":"01130012",
                "InsuranceCardSymbol":"１２","InsuredPersonIdentificationNumber":"３４５","BranchNumber":"01",
                "ArbitraryFileIdentifier":"K-1&amp;"},"MessageBody":{%s"PrDiInfClassification":"1",
                "MedicalTreatmentFlag":"1"}}}
                """
                        .formatted(body);
        return JsonMessage.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static MedicalRequest medication(String body) {
        Parsed<MedicalRequest> parsed = MedicalRequest.parseMedication(request(body));
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good<MedicalRequest>) parsed).value();
    }

    @Test
    void aRequestSaysWhoAndWhichMonths() {
        MedicalRequest request =
                medication(
                        "\"StartDate\":\"202405\",\"EndDate\":\"202411\",\"FileCategory\":\"4\",");
        assertThat(request.from()).contains(YearMonth.of(2024, 5));
        assertThat(request.to()).contains(YearMonth.of(2024, 11));
        assertThat(request.category()).isEqualTo(FileCategory.XML_WITH_TREATMENT);
        assertThat(request.identifier()).isEqualTo(new InsuredIdentifier("１２", "３４５", "01"));
        assertThat(request.fileIdentifier()).contains(Echoed.of("K-1&amp;"));
        assertThat(MedicalRequest.parseMedication(request.toElement()))
                .isEqualTo(new Parsed.Good<>(request));
    }

    @ParameterizedTest
    @CsvSource({
        "MEDICATION,'\"FileCategory\":\"5\",',FileCategory,CODE_UNKNOWN",
        "CHECKUP,'\"FileCategory\":\"4\",',FileCategory,CODE_UNKNOWN",
        "CHECKUP,'',FileCategory,FIELD_MISSING",
        "MEDICATION,'\"StartDate\":\"202413\",\"FileCategory\":\"2\",',StartDate,DATE_MALFORMED",
        "MEDICATION,'\"StartDate\":\"202405\",\"EndDate\":\"202404\",\"FileCategory\":\"2\",',EndDate,VALUES_CONTRADICT",
    })
    void aFieldAtFaultIsNamed(MessageFamily family, String body, String field, FaultCode code) {
        Element root = request(body);
        Parsed<MedicalRequest> parsed =
                family == MessageFamily.MEDICATION
                        ? MedicalRequest.parseMedication(root)
                        : MedicalRequest.parseCheckup(root);
        assertThat(parsed).isInstanceOf(Parsed.Faulty.class);
        assertThat(((Parsed.Faulty<MedicalRequest>) parsed).faults())
                .containsExactly(new FieldFault(field, code));
    }

    @Test
    void anAnswerIsWrittenByteForByte() throws IOException {
        MedicationHistory history =
                new MedicationHistory(
                        HANAKO,
                        List.of(
                                new MedicationHistory.Month(
                                        new FacilityCode("1312345670"),
                                        "見本㈱医院",
                                        true,
                                        YearMonth.of(2024, 10),
                                        MedicationHistory.Care.OUTPATIENT,
                                        List.of(
                                                new MedicationHistory.Day(
                                                        Optional.of(LocalDate.of(2024, 10, 5)),
                                                        List.of(
                                                                new MedicationHistory.Drug(
                                                                        "629990001",
                                                                        "見本アムロジピン錠５ｍｇ",
                                                                        "アムロジピン",
                                                                        Optional.of(
                                                                                new BigDecimal(
                                                                                        "1.5")),
                                                                        "錠",
                                                                        28,
                                                                        "21")),
                                                        List.of(
                                                                new MedicationHistory.Treatment(
                                                                        "199990001",
                                                                        "見本再診料",
                                                                        Optional.empty(),
                                                                        "回",
                                                                        1,
                                                                        "12")))))));
        Element answer = MedicalResult.medication(Optional.of(Echoed.of("K&1")), history);
        assertThat(MedicalResult.ok(answer)).isTrue();
        GoldenFilesTest.compare(
                "medication-answer.xml", new XmlMessage(answer, TextEncoding.UTF_8).bytes());
        assertThat(JsonMessage.read(JsonMessage.bytes(answer))).isEqualTo(answer);
    }

    @Test
    void checkupsAreWrittenByteForByte() throws IOException {
        CheckupHistory history =
                new CheckupHistory(
                        HANAKO,
                        List.of(
                                new CheckupHistory.Checkup(
                                        LocalDate.of(2024, 6, 10),
                                        List.of(
                                                new CheckupHistory.Item(
                                                        "3D046000001906202",
                                                        "3D046",
                                                        "HbA1c（NGSP）",
                                                        "6.8",
                                                        "",
                                                        "%",
                                                        Optional.of(CheckupHistory.Mark.REFERRAL)),
                                                new CheckupHistory.Item(
                                                        "1A010000000191111",
                                                        "1A010",
                                                        "尿蛋白",
                                                        "1",
                                                        "－",
                                                        "",
                                                        Optional.empty())))));
        Element answer = MedicalResult.checkup(Optional.empty(), history);
        GoldenFilesTest.compare(
                "checkup-answer.xml", new XmlMessage(answer, TextEncoding.UTF_8).bytes());
    }

    @Test
    void aRefusalHoldsNoDataAndSaysWhy() throws IOException {
        RequestEcho echo = RequestEcho.of(request("\"FileCategory\":\"2\","));
        Element refused = MedicalResult.refused(echo, FaultCode.NO_CONSENT);
        assertThat(MedicalResult.ok(refused)).isFalse();
        assertThat(MedicalResult.contents(refused))
                .hasValueSatisfying(it -> assertThat(it).startsWith("ONSHI-F6018"));
        GoldenFilesTest.compare(
                "medication-refused.xml", new XmlMessage(refused, TextEncoding.UTF_8).bytes());
    }
}
