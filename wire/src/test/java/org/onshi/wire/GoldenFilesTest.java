package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;
import org.onshi.kernel.Verdict;

/**
 * Files in the shapes and oddities of real ones (interface.md §4), with invented people. Answers
 * are compared byte for byte; written anew with {@code -Dtest.argLine=-Donshi.golden.write=true}.
 */
class GoldenFilesTest {
    static final LocalDateTime NOW = LocalDateTime.of(2025, 4, 1, 9, 30, 15);

    static byte[] golden(String name) {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void compare(String name, byte[] written) throws IOException {
        if (Boolean.getBoolean("onshi.golden.write")) {
            Path folder =
                    Path.of(System.getProperty("onshi.root"), "wire/src/test/resources/golden");
            Files.write(folder.resolve(name), written);
            return;
        }
        assertThat(written).as(name).isEqualTo(golden(name));
    }

    @Test
    void aRequestInUtf8WithOddWhiteSpaceAndAnEmptyBranchIsRead() {
        XmlMessage message = XmlMessage.read(golden("request-utf8-single-quoted.xml"));
        assertThat(message.encoding()).isEqualTo(TextEncoding.UTF_8);
        EligibilityRequest request =
                EligibilityMessageTest.parsed(golden("request-utf8-single-quoted.xml"));
        assertThat(request.search().insurer().trimmed()).isEqualTo("138016");
        assertThat(request.search().identifier())
                .isEqualTo(new InsuredIdentifier("", "0123456", ""));
        assertThat(request.header().fileIdentifier().orElseThrow().source())
                .contains("KARTE-00123&amp;1 ");
        assertThat(request.search().asSent().textAt("InsurerNumber")).contains("00138016");
    }

    @Test
    void aRequestInShiftJisWithMicrosoftsCharactersIsRead() {
        XmlMessage message = XmlMessage.read(golden("request-shift-jis-crlf.xml"));
        assertThat(message.encoding()).isEqualTo(TextEncoding.SHIFT_JIS);
        EligibilityRequest request =
                EligibilityMessageTest.parsed(golden("request-shift-jis-crlf.xml"));
        assertThat(request.header().fileIdentifier()).contains(Echoed.of("①㈱髙～"));
        assertThat(request.search().identifier().symbol()).isEqualTo("国保・八王子");
        assertThat(request.search().identifier().number()).isEqualTo("１２３－４５６");
        assertThat(request.search().arbitraryIdentifier()).contains("24434_1");
        assertThat(request.search().limitConsent()).isFalse();
    }

    @Test
    void aFaceFileInHashOrderIsRead() {
        EligibilityResult result =
                EligibilityResult.of(XmlMessage.read(golden("face-hash-order.xml")).root());
        assertThat(result.header().referenceClassification()).contains(ResultHeader.BY_CARD);
        assertThat(result.verdict()).contains(Verdict.ELIGIBLE);
        assertThat(result.search()).isEmpty();
        ResultOfQualification one = result.results().getFirst();
        assertThat(one.text(ResultField.NAME)).contains("見本　一郎");
        assertThat(one.text(ResultField.NAME_KANA)).contains("ﾐﾎﾝ ｲﾁﾛｳ");
        assertThat(one.text(ResultField.INSURER_NUMBER)).contains("  138016");
        assertThat(one.text(ResultField.CARD_CLASS)).as("unknown codes are kept").contains("Z9");
        assertThat(one.text(ResultField.ELDERLY_RATIO)).contains("020");
        assertThat(one.date(ResultField.BIRTH_DATE)).contains(LocalDate.of(1952, 3, 27));
        assertThat(one.consent(ConsentKind.MEDICATION))
                .contains(
                        new ConsentTriple(
                                ConsentKind.MEDICATION,
                                "1",
                                Optional.of(NOW.withSecond(14)),
                                Optional.of(NOW.withSecond(14).plusDays(1))));
        assertThat(one.consent(ConsentKind.TREATMENT))
                .contains(ConsentTriple.refused(ConsentKind.TREATMENT));
        assertThat(one.specialDiseases())
                .containsExactly(
                        new SpecialDiseaseCertificate(
                                "1",
                                Optional.of(LocalDate.of(2024, 3, 25)),
                                Optional.of(LocalDate.of(2024, 4, 1)),
                                Optional.empty(),
                                Optional.of("10000")));
    }

    static ResultOfQualification everyField() {
        return ResultOfQualification.builder()
                .set(ResultField.CARD_CLASS, CardClass.of("01").orElseThrow())
                .set(ResultField.INSURER_NUMBER, "138016")
                .identifier(new InsuredIdentifier("国保・八王子", "１２３－４５６", "01"))
                .set(ResultField.RELATIONSHIP, Relationship.DEPENDANT)
                .set(ResultField.HEAD_NAME, "髙橋 一郎")
                .set(ResultField.NAME, "𠮷田　花子")
                .set(ResultField.OTHER_NAME, "見本 花")
                .set(ResultField.NAME_KANA, "ヨシダ　ハナコ")
                .set(ResultField.OTHER_NAME_KANA, "ミホン　ハナ")
                .set(ResultField.SEX, Sex.FEMALE)
                .set(ResultField.BIRTH_DATE, LocalDate.of(1952, 3, 27))
                .set(ResultField.ADDRESS, "東京都見本市１－２－３ 〜荘")
                .set(ResultField.POSTAL_CODE, "123-4567")
                .set(ResultField.ACQUIRED_ON, LocalDate.of(2020, 4, 1))
                .set(ResultField.LOST_ON, LocalDate.of(2025, 5, 1))
                .set(ResultField.ISSUED_ON, LocalDate.of(2024, 10, 1))
                .set(ResultField.VALID_FROM, LocalDate.of(2024, 10, 1))
                .set(ResultField.VALID_TO, LocalDate.of(2025, 9, 30))
                .set(ResultField.LOSS_REASON, "03")
                .set(ResultField.INSURER_NAME, "見本市")
                .set(ResultField.ELDERLY_ISSUED_ON, LocalDate.of(2024, 7, 20))
                .set(ResultField.ELDERLY_FROM, LocalDate.of(2024, 8, 1))
                .set(ResultField.ELDERLY_TO, LocalDate.of(2025, 7, 31))
                .set(ResultField.ELDERLY_RATIO, "020")
                .limitConsent(true, NOW)
                .set(ResultField.LIMIT_KIND, LimitCertificateKind.of("01").orElseThrow())
                .set(ResultField.LIMIT_CLASS, LimitClass.of("B04").orElseThrow())
                .set(ResultField.LIMIT_ISSUED_ON, LocalDate.of(2024, 7, 20))
                .set(ResultField.LIMIT_FROM, LocalDate.of(2024, 8, 1))
                .set(ResultField.LIMIT_TO, LocalDate.of(2025, 7, 31))
                .set(ResultField.LIMIT_LONG_TERM_ON, LocalDate.of(2024, 12, 1))
                .consent(ConsentTriple.refused(ConsentKind.SPECIAL_DISEASES))
                .specialDisease(
                        new SpecialDiseaseCertificate(
                                "1",
                                Optional.of(LocalDate.of(2024, 3, 25)),
                                Optional.of(LocalDate.of(2024, 4, 1)),
                                Optional.empty(),
                                Optional.of("10000")))
                .set(ResultField.REFERENCE_NUMBER, "24434")
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerWithEveryFieldIsWrittenByteForByte(TextEncoding encoding) throws IOException {
        Element request = XmlMessage.read(golden("request-shift-jis-crlf.xml")).root();
        EligibilityResult result =
                EligibilityResult.answered(
                        RequestEcho.of(request), NOW, Verdict.ELIGIBLE, List.of(everyField()));
        String name = "answer-every-field." + encoding.name().toLowerCase(Locale.ROOT) + ".xml";
        compare(name, new XmlMessage(result.toElement(), encoding).bytes());
        compare("answer-every-field.json", JsonMessage.bytes(result.toElement()));
    }

    @Test
    void refusalsFailuresAndVerdictsWithoutCoverageAreWrittenByteForByte() throws IOException {
        RequestEcho echo =
                RequestEcho.of(XmlMessage.read(golden("request-utf8-single-quoted.xml")).root());
        compare(
                "answer-unknown.xml",
                new XmlMessage(
                                EligibilityResult.answered(echo, NOW, Verdict.UNKNOWN, List.of())
                                        .toElement(),
                                TextEncoding.UTF_8)
                        .bytes());
        compare(
                "answer-refused.xml",
                new XmlMessage(
                                EligibilityResult.refused(
                                                echo,
                                                NOW,
                                                List.of(
                                                        new FieldFault(
                                                                "Birthdate",
                                                                FaultCode.DATE_MALFORMED)))
                                        .toElement(),
                                TextEncoding.UTF_8)
                        .bytes());
        compare(
                "answer-failed.xml",
                new XmlMessage(
                                EligibilityResult.failed(echo, NOW, FaultCode.CENTRAL_SILENT)
                                        .toElement(),
                                TextEncoding.UTF_8)
                        .bytes());
    }

    @Test
    void aBulkRequestIsJudgedPersonByPersonAndAnsweredInItsOrder() throws IOException {
        Element root = XmlMessage.read(golden("bulk-request.xml")).root();
        assertThat(BulkRequest.parse(root)).isInstanceOf(Parsed.Good.class);
        BulkRequest request = ((Parsed.Good<BulkRequest>) BulkRequest.parse(root)).value();
        assertThat(request.toElement()).isEqualTo(root);
        assertThat(request.units()).hasSize(3);
        assertThat(request.units().get(0)).isInstanceOf(BulkUnit.Good.class);
        assertThat(request.units().get(1))
                .isInstanceOfSatisfying(
                        BulkUnit.Faulty.class,
                        faulty ->
                                assertThat(faulty.faults())
                                        .containsExactly(
                                                new FieldFault(
                                                        "Birthdate", FaultCode.DATE_MALFORMED),
                                                new FieldFault(
                                                        "LimitApplicationCertificateRelatedConsFlg",
                                                        FaultCode.FLAG_MALFORMED)));
        RequestEcho echo = RequestEcho.of(root);
        BulkReception reception = BulkReception.taken(echo, NOW, "R20250401-1");
        byte[] receptionFile = new XmlMessage(reception.toElement(), TextEncoding.UTF_8).bytes();
        compare("bulk-reception.xml", receptionFile);
        assertThat(BulkReception.of(XmlMessage.read(receptionFile).root())).isEqualTo(reception);

        Element download = XmlMessage.read(golden("bulk-result-request.xml")).root();
        BulkResultRequest asked =
                ((Parsed.Good<BulkResultRequest>) BulkResultRequest.parse(download)).value();
        assertThat(asked.receptionNumber().source()).contains(" R20250401&#45;1 ");
        RequestEcho resultEcho =
                RequestEcho.of(download)
                        .uploadedAs(
                                echo.confirmationDate(), echo.fileIdentifier().map(Echoed::text));
        List<BulkUnitResult> units =
                request.units().stream()
                        .map(unit ->
                                switch (unit) {
                                    case BulkUnit.Good good ->
                                            BulkUnitResult.answered(
                                                    good.asSent(),
                                                    Verdict.ELIGIBLE,
                                                    List.of(everyField()),
                                                    Optional.empty());
                                    case BulkUnit.Faulty faulty ->
                                            BulkUnitResult.refused(
                                                    faulty.asSent(), faulty.faults());
                                })
                        .toList();
        BulkResult result = BulkResult.done(resultEcho, NOW, units);
        compare(
                "bulk-result.xml",
                new XmlMessage(result.toElement(), TextEncoding.SHIFT_JIS).bytes());
        BulkResult read =
                BulkResult.of(
                        JsonMessage.read(JsonMessage.bytes(result.toElement()), WireLimits.ANSWER));
        assertThat(read).isEqualTo(result);
        assertThat(read.header().counts()).contains(new BulkCounts(3, 1, 2));
        compare(
                "bulk-running.xml",
                new XmlMessage(BulkResult.running(resultEcho, NOW).toElement(), TextEncoding.UTF_8)
                        .bytes());
    }

    @Test
    void aReferenceNumberIsRegisteredInTheShapeStrictClientsWant() throws IOException {
        Element root = XmlMessage.read(golden("reference-request.xml")).root();
        ReferenceNumberRequest request =
                ((Parsed.Good<ReferenceNumberRequest>) ReferenceNumberRequest.parse(root)).value();
        assertThat(request.registration().referenceNumber()).isEqualTo("24434");
        assertThat(request.registration().identifier())
                .isEqualTo(new InsuredIdentifier("国保・八王子", "１２３－４５６", "00"));
        RequestEcho echo = RequestEcho.of(root);
        ReferenceNumberResult registered =
                ReferenceNumberResult.registered(echo, NOW, request.registration().asSent());
        byte[] answer = new XmlMessage(registered.toElement(), TextEncoding.UTF_8).bytes();
        compare("reference-answer.xml", answer);
        assertThat(ReferenceNumberResult.of(XmlMessage.read(answer).root())).isEqualTo(registered);
        compare(
                "reference-refused.xml",
                new XmlMessage(
                                ReferenceNumberResult.refused(
                                                echo,
                                                NOW,
                                                ReferenceNumberRegistration.echoOf(root),
                                                List.of(
                                                        new FieldFault(
                                                                "ReferenceNumber",
                                                                FaultCode.REFERENCE_NUMBER_TAKEN)))
                                        .toElement(),
                                TextEncoding.UTF_8)
                        .bytes());
    }

    @Test
    void aRepeatedReferenceNumberIsRefusedAndEchoedOnce() {
        Element root = XmlMessage.read(golden("reference-request-repeated.xml")).root();
        Parsed<ReferenceNumberRequest> parsed = ReferenceNumberRequest.parse(root);
        assertThat(parsed).isInstanceOf(Parsed.Faulty.class);
        assertThat(((Parsed.Faulty<ReferenceNumberRequest>) parsed).faults())
                .containsExactly(
                        new FieldFault("ReferenceNumber", FaultCode.FIELD_REPEATED),
                        new FieldFault("InsuredIdentificationNumber", FaultCode.FIELD_MISSING));
        assertThat(ReferenceNumberRegistration.echoOf(root).orElseThrow().all("ReferenceNumber"))
                .hasSize(1);
    }

    @Test
    void aReferenceNumberHasAtMostFiftyCharacters() {
        for (int characters : new int[] {50, 51}) {
            Element root =
                    new ReferenceNumberRequest(
                                    new ReferenceNumberHeader(
                                            new FacilityCode("1312345670"), Optional.empty()),
                                    ReferenceNumberRegistration.of(
                                            "9".repeat(characters),
                                            new ClaimedInsurerNumber("138016"),
                                            new InsuredIdentifier("", "1", "")))
                            .toElement();
            assertThat(ReferenceNumberRequest.parse(root) instanceof Parsed.Good)
                    .as("%d characters", characters)
                    .isEqualTo(characters == 50);
        }
    }

    @Test
    void aBulkRegistrationIsAnsweredPatientByPatientInItsOrder() throws IOException {
        Element root = XmlMessage.read(golden("bulk-reference-request.xml")).root();
        BulkReferenceNumberRequest request =
                ((Parsed.Good<BulkReferenceNumberRequest>) BulkReferenceNumberRequest.parse(root))
                        .value();
        assertThat(request.toElement()).isEqualTo(root);
        assertThat(request.units()).hasSize(2);
        List<BulkReferenceNumberResult.Unit> units =
                request.units().stream()
                        .map(unit ->
                                switch (unit) {
                                    case BulkReferenceNumberRequest.Unit.Good good ->
                                            BulkReferenceNumberResult.Unit.registered(
                                                    good.asSent());
                                    case BulkReferenceNumberRequest.Unit.Faulty faulty ->
                                            BulkReferenceNumberResult.Unit.refused(
                                                    faulty.asSent(), faulty.faults());
                                })
                        .toList();
        RequestEcho echo =
                RequestEcho.of(XmlMessage.read(golden("bulk-result-request.xml")).root());
        BulkReferenceNumberResult result = BulkReferenceNumberResult.done(echo, NOW, units);
        compare(
                "bulk-reference-result.xml",
                new XmlMessage(result.toElement(), TextEncoding.SHIFT_JIS).bytes());
        assertThat(
                        BulkReferenceNumberResult.of(
                                JsonMessage.read(
                                        JsonMessage.bytes(result.toElement()), WireLimits.ANSWER)))
                .isEqualTo(result);
        assertThat(result.header().counts()).contains(new BulkCounts(2, 1, 1));
    }

    /**
     * The collected public samples are not part of the tree; where they stand beside it, use them.
     */
    @Test
    void thePublicSamplesBesideTheTreeAreReadToo() throws IOException {
        String root = System.getProperty("onshi.root", ".");
        Path samples = Path.of(root).resolve("../shared/oqs/samples").normalize();
        assumeThat(samples).as("skipped: no public samples beside the tree").isDirectory();
        try (Stream<Path> files = Files.list(samples)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                byte[] bytes = Files.readAllBytes(file);
                if (name.endsWith(".json")) {
                    assertThat(EligibilityResult.of(JsonMessage.read(bytes)).verdict())
                            .contains(Verdict.ELIGIBLE);
                } else if (!name.contains("DIFFERENT-SCHEMA")) {
                    // some are saved in UTF-8 although they declare Shift_JIS; all are ASCII then
                    assertThatCode(() -> XmlMessage.read(bytes))
                            .as(name)
                            .doesNotThrowAnyException();
                }
            }
        }
    }
}
