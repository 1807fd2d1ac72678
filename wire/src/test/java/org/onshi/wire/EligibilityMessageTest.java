package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.kernel.Verdict;

class EligibilityMessageTest {
    /** The shape of a receipt computer's request, oddities included. */
    static final String REQUEST =
            """
            <?xml version='1.0' encoding='%s' standalone='no'?>
            <XmlMsg>
            <MessageHeader>
                <QualificationConfirmationDate>20250401</QualificationConfirmationDate>
                <MedicalInstitutionCode>1310000001</MedicalInstitutionCode>
                <ArbitraryFileIdentifier > a&amp;b&#x31; </ArbitraryFileIdentifier >
            </MessageHeader>
            <MessageBody>
                <QualificationConfirmSearchInfo >
                    <InsurerNumber>  138016</InsurerNumber>
                    <InsuredCardSymbol>記号１２</InsuredCardSymbol>
                    <InsuredIdentificationNumber>12345</InsuredIdentificationNumber>
                    <InsuredBranchNumber></InsuredBranchNumber>
                    <Birthdate>19800229</Birthdate>
                    <LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>
                    <Unknown><Deeper>x</Deeper></Unknown>
                </QualificationConfirmSearchInfo> </MessageBody>
            </XmlMsg>
            """;

    static byte[] request(TextEncoding encoding) {
        return REQUEST.formatted(encoding.declaredName()).getBytes(encoding.charset());
    }

    static EligibilityRequest parsed(byte[] bytes) {
        Parsed<EligibilityRequest> parsed = EligibilityRequest.parse(XmlMessage.read(bytes).root());
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good<EligibilityRequest>) parsed).value();
    }

    @ParameterizedTest
    @EnumSource
    void aReceiptComputersRequestIsReadInItsDeclaredEncoding(TextEncoding encoding) {
        EligibilityRequest request = parsed(request(encoding));
        assertThat(request.header().confirmationDate()).isEqualTo(LocalDate.of(2025, 4, 1));
        assertThat(request.header().facility().digits()).isEqualTo("1310000001");
        assertThat(request.header().fileIdentifier()).contains(Echoed.of(" a&b1 "));
        assertThat(request.search().insurer().trimmed()).isEqualTo("138016");
        assertThat(request.search().identifier().symbol()).isEqualTo("記号１２");
        assertThat(request.search().identifier().branch()).isEmpty();
        assertThat(request.search().birthDate()).isEqualTo(LocalDate.of(1980, 2, 29));
        assertThat(request.search().limitConsent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theFileIdentifierComesBackAsItWasWrittenAlsoThroughJson(TextEncoding encoding) {
        XmlMessage request = XmlMessage.read(request(encoding));
        Element answer =
                EligibilityResult.answered(
                                RequestEcho.of(JsonMessage.read(JsonMessage.bytes(request.root()))),
                                LocalDateTime.of(2025, 4, 1, 9, 0),
                                Verdict.UNKNOWN,
                                List.of())
                        .toElement();
        Element received = JsonMessage.read(JsonMessage.bytes(answer));
        byte[] file =
                new XmlMessage(RequestEcho.of(request.root()).restore(received), encoding).bytes();
        String text = new String(file, encoding.charset());
        assertThat(text)
                .contains("<ArbitraryFileIdentifier> a&amp;b&#x31; </ArbitraryFileIdentifier>")
                .contains("<CharacterCodeIdentifier>" + encoding.wire() + "</")
                .contains("<InsurerNumber>  138016</InsurerNumber>")
                .contains("<Deeper>x</Deeper>");
        assertThat(EligibilityResult.of(XmlMessage.read(file).root()).verdict())
                .contains(Verdict.UNKNOWN);
    }

    @Test
    void whatShiftJisLacksIsABlackCircleInNamesAndAReferenceElsewhere() {
        ResultOfQualification result =
                ResultOfQualification.builder()
                        .set(ResultField.NAME, "𠮷田 花子")
                        .set(ResultField.NAME_KANA, "ヨシダ　ハナコ")
                        .set(ResultField.INSURER_NUMBER, "138016")
                        .set(ResultField.SYMBOL, "𠮷")
                        .build();
        String text =
                new String(
                        new XmlMessage(
                                        Element.of(Element.ROOT, result.toElement()),
                                        TextEncoding.SHIFT_JIS)
                                .bytes(),
                        Charset.forName("windows-31j"));
        assertThat(text)
                .contains("<Name>●田　花子</Name>")
                .contains("<NameKana>ﾖｼﾀﾞ ﾊﾅｺ</NameKana>")
                .contains("<InsurerNumber>  138016</InsurerNumber>")
                .contains("<InsuredCardSymbol>&#134071;</InsuredCardSymbol>");
    }

    @Test
    void everyFaultOfAFieldIsNamed() {
        String xml =
                REQUEST.formatted("UTF-8")
                        .replace("19800229", "19810229")
                        .replace("  138016", "13801X")
                        .replace("1310000001", "131");
        Parsed<EligibilityRequest> parsed =
                EligibilityRequest.parse(
                        XmlMessage.read(xml.getBytes(StandardCharsets.UTF_8)).root());
        assertThat(parsed)
                .isEqualTo(
                        new Parsed.Faulty<>(
                                RequestEcho.of(
                                        XmlMessage.read(xml.getBytes(StandardCharsets.UTF_8))
                                                .root()),
                                List.of(
                                        new FieldFault(
                                                "MedicalInstitutionCode",
                                                FaultCode.FACILITY_CODE_MALFORMED),
                                        new FieldFault(
                                                "InsurerNumber",
                                                FaultCode.INSURER_NUMBER_MALFORMED),
                                        new FieldFault("Birthdate", FaultCode.DATE_MALFORMED))));
    }
}
