package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The folder link as a receipt computer sees it: real files, a real TLS server on the other side.
 */
@Execution(ExecutionMode.CONCURRENT)
class FolderLinkTest {
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

    @TempDir private Path root;
    private CentralStandIn central;
    private Facility facility;
    private Terminal terminal;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        central = new CentralStandIn(TestKeys.in(root).server()).start();
        facility = new Facility(root, central.url());
    }

    @AfterEach
    void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
        central.close();
    }

    private void start() {
        terminal = facility.start();
    }

    @Test
    void aRequestIsTakenAndItsAnswerAppearsUnderTheNameOfTheResponse() throws Exception {
        start();
        facility.drop("OQSsiquc01req_202611210001.xml", Facility.request("A-1"));
        String answer = facility.awaitResult("OQSsiquc01res_202611210001.xml");
        assertThat(answer)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>")
                .contains("<ArbitraryFileIdentifier>A-1</ArbitraryFileIdentifier>")
                .contains("<QualificationValidity>1</QualificationValidity>")
                .contains("<CharacterCodeIdentifier>0</CharacterCodeIdentifier>")
                .contains("<Name>髙橋　𠮷子</Name>");
        assertThat(facility.req).isEmptyDirectory();
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(5));
        assertThat(central.keysOf().get("A-1")).hasSize(1);
    }

    @Test
    void moreForeignFilesThanALookHoldsDoNotKeepARequestWaiting() throws Exception {
        facility.with("names-in-look", "3");
        start();
        for (int i = 0; i < 5; i++) {
            facility.drop("A-notes-" + i + ".txt", "x");
        }
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A-1"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains("A-1");
        assertThat(Facility.names(facility.req)).hasSize(5);
    }

    @Test
    void shiftJisIsReadByItsDeclarationAndWrittenWhereSet() throws Exception {
        central.keepBodies();
        facility.with("single-encoding", "Shift_JIS");
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("あ①", "Shift_JIS"), SHIFT_JIS);
        String answer = new String(facility.awaitBytes("OQSsiquc01res_1.xml"), SHIFT_JIS);
        assertThat(answer)
                .contains("encoding=\"Shift_JIS\"")
                .contains("<CharacterCodeIdentifier>1</CharacterCodeIdentifier>")
                .contains("<ArbitraryFileIdentifier>あ①</ArbitraryFileIdentifier>")
                .contains("<Name>髙橋　●子</Name>");
        assertThat(central.bodies().getFirst()).contains("\"InsuredCardSymbol\":\"あ１２\"");
    }

    @Test
    void theFileIdentifierComesBackByteForByte() throws Exception {
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request(" a&amp;b&#65; <![CDATA[<x>]]> "));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml"))
                .contains(
                        "<ArbitraryFileIdentifier> a&amp;b&#65; <![CDATA[<x>]]>"
                                + " </ArbitraryFileIdentifier>");
    }

    @Test
    void brokenXmlComesBackAtOnceWithItsFault() throws Exception {
        start();
        String broken = Facility.request("A-1").replace("</MessageHeader>", "</MessageHead>");
        long begun = System.nanoTime();
        facility.drop("OQSsiquc01req_1.xml", broken);
        assertThat(facility.awaitResult("OQSsiquc01req_1.xml")).isEqualTo(broken);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1500));
        List<String> fault = facility.awaitResult("OQSsiquc01req_1.err").lines().toList();
        assertThat(fault.getFirst()).isEqualTo("ONSHI-F1002");
        assertThat(String.join("\n", fault)).contains("書き方を直して").contains("Mend it");
        assertThat(central.asked()).isZero();
    }

    @Test
    void anUnknownRootComesBackWithItsFault() throws Exception {
        start();
        facility.drop("OQSsiquc01req_1.xml", "<Letter>x</Letter>");
        assertThat(facility.awaitResult("OQSsiquc01req_1.err")).startsWith("ONSHI-F1010\n");
        assertThat(facility.awaitResult("OQSsiquc01req_1.xml")).isEqualTo("<Letter>x</Letter>");
    }

    @Test
    void aRequestThatIsStillBeingWrittenGetsTimeToGrowAndHoldsUpNobody() throws Exception {
        start();
        byte[] whole = Facility.request("SLOW").getBytes(StandardCharsets.UTF_8);
        Path slow = facility.req.resolve("OQSsiquc01req_1.xml");
        int written = 0;
        for (int part = 1; part <= 4; part++) { // longer than the grace in all, never still for it
            int to = whole.length * part / 5;
            Files.write(
                    slow,
                    java.util.Arrays.copyOfRange(whole, written, to),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            written = to;
            Thread.sleep(700);
        }
        facility.drop("OQSsiquc01req_2.xml", Facility.request("QUICK"));
        facility.awaitResult("OQSsiquc01res_2.xml");
        assertThat(Facility.names(facility.req)).containsExactly("OQSsiquc01req_1.xml");
        Files.write(
                slow,
                java.util.Arrays.copyOfRange(whole, written, whole.length),
                StandardOpenOption.APPEND);
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">SLOW<");
    }

    @Test
    void aRequestThatEndsInTheMiddleIsBrokenAfterTwoSeconds() throws Exception {
        start();
        String whole = Facility.request("CUT");
        String half = whole.substring(0, whole.length() / 2);
        long begun = System.nanoTime();
        facility.drop("OQSsiquc01req_1.xml", half);
        facility.drop("OQSsiquc01req_2.xml", "");
        assertThat(facility.awaitResult("OQSsiquc01req_1.err")).startsWith("ONSHI-F1001\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(facility.awaitResult("OQSsiquc01req_1.xml")).isEqualTo(half);
        assertThat(facility.awaitResult("OQSsiquc01req_2.err")).startsWith("ONSHI-F1001\n");
        Facility.await(
                () -> Files.exists(facility.res.resolve("OQSsiquc01req_2.xml")),
                Duration.ofSeconds(2));
    }

    @Test
    void answersAppearInTheOrderOfNames() throws Exception {
        List<String> expected = new ArrayList<>();
        Files.createDirectories(facility.req);
        for (int i = 0; i < 200; i++) {
            String name = "OQSsiquc01req_%04d.xml".formatted((i * 7919) % 10_000);
            facility.drop(name, Facility.request("N" + i));
            expected.add(name.replace("req_", "res_"));
        }
        expected.sort(null);
        start();
        Facility.await(() -> Facility.names(facility.res).size() == 200, Duration.ofSeconds(20));
        List<Path> byTime = new ArrayList<>();
        for (String name : expected) {
            byTime.add(facility.res.resolve(name));
        }
        FileTime last = FileTime.fromMillis(0);
        for (Path file : byTime) {
            FileTime time = Files.getLastModifiedTime(file);
            assertThat(time).isGreaterThanOrEqualTo(last);
            last = time;
        }
    }

    @Test
    void whatIsNotARequestStaysUntouched() throws Exception {
        start();
        Path secret = Files.writeString(root.resolve("secret"), "x");
        Files.createSymbolicLink(facility.req.resolve("OQSsiquc01req_link.xml"), secret);
        Files.createDirectory(facility.req.resolve("OQSsiquc01req_folder.xml"));
        facility.drop(".receptionagent-1.tmp", Facility.request("T"));
        facility.drop("OQSsiquc01res_1.xml", Facility.request("T"));
        facility.drop("memo.xml", Facility.request("T"));
        facility.drop("OQSsiquc01req_受付.xml", Facility.request("T"));
        facility.drop("OQSsiquc01req_" + "9".repeat(200) + ".xml", Facility.request("T"));
        facility.drop("OQSsiquc01req_good.xml", Facility.request("GOOD"));
        facility.awaitResult("OQSsiquc01res_good.xml");
        Thread.sleep(1200); // one more look
        assertThat(Facility.names(facility.req)).hasSize(7);
        assertThat(Facility.names(facility.res)).containsExactly("OQSsiquc01res_good.xml");
        assertThat(secret).hasContent("x");
    }

    @Test
    void aRequestWrittenUnderATemporaryNameIsTakenWhenItIsRenamed() throws Exception {
        start();
        facility.drop(".receptionagent-1.tmp", Facility.request("R"));
        Files.move(
                facility.req.resolve(".receptionagent-1.tmp"),
                facility.req.resolve("OQSsiquc01req_1.xml"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">R<");
    }

    @Test
    void tooLargeARequestComesBackUnread() throws Exception {
        start();
        byte[] large = new byte[5 * 1024 * 1024];
        java.util.Arrays.fill(large, (byte) 'a');
        // whole at once: of a part of it the first fault would be another
        Files.write(facility.req.resolve("large.tmp"), large);
        Files.move(facility.req.resolve("large.tmp"), facility.req.resolve("OQSsiquc01req_1.xml"));
        assertThat(facility.awaitResult("OQSsiquc01req_1.err")).startsWith("ONSHI-F1003\n");
        Facility.await(
                () ->
                        Files.exists(facility.res.resolve("OQSsiquc01req_1.xml"))
                                && Files.size(facility.res.resolve("OQSsiquc01req_1.xml"))
                                        == large.length,
                Duration.ofSeconds(5));
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(5));
    }

    @Test
    void aFamilyNotServedIsAnsweredWithAnError() throws Exception {
        start();
        facility.drop(
                "PMHsimsm01req_202611210001.xml",
                "<XmlMsg><MessageHeader><MedicalInstitutionCode>1312345670</MedicalInstitutionCode>"
                        + "<ArbitraryFileIdentifier>I-1</ArbitraryFileIdentifier></MessageHeader>"
                        + "<MessageBody/></XmlMsg>");
        assertThat(facility.awaitResult("PMHsimsm01res_202611210001.xml"))
                .contains("<SegmentOfResult>9</SegmentOfResult>")
                .contains("<ErrorCode>ONSHI-F1011</ErrorCode>")
                .contains("<ArbitraryFileIdentifier>I-1</ArbitraryFileIdentifier>");
        assertThat(central.asked()).isZero();
    }

    private static String medical(String identifier) {
        return "<XmlMsg><MessageHeader><MedicalInstitutionCode>1312345670</MedicalInstitutionCode>"
                + "<ArbitraryFileIdentifier>"
                + identifier
                + "</ArbitraryFileIdentifier></MessageHeader><MessageBody>"
                + "<FileCategory>1</FileCategory></MessageBody></XmlMsg>";
    }

    @Test
    void aPrintedAnswerLiesInTheFolderByteForByte() throws Exception {
        byte[] document = new byte[300_000];
        new java.util.Random(20241202).nextBytes(document);
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, document, 0, 9);
        byte[] end = "\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, document, document.length - end.length, end.length);
        central.print("/facility/medication-inquiries", document);
        start();
        facility.drop("YZKsiquc01req_01241202.xml", medical("Y-1"));
        assertThat(facility.awaitBytes("YZKsiquc01res_01241202.pdf")).isEqualTo(document);
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(5));
        assertThat(Facility.names(facility.res)).containsExactly("YZKsiquc01res_01241202.pdf");
    }

    @Test
    void aDocumentThatIsCutOrNotAskedForIsNoAnswer() throws Exception {
        byte[] cut = "%PDF-1.7\n1 0 obj".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = "%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII);
        central.print("/facility/checkup-inquiries", cut);
        central.print("/facility/reference-numbers", whole);
        start();
        facility.drop("TKKsiquc01req_1.xml", medical("T-1"));
        facility.drop("OQSsiimm01req_1.xml", medical("I-1"));
        assertThat(facility.awaitResult("TKKsiquc01res_1.xml")).contains("ONSHI-F5003");
        assertThat(facility.awaitResult("OQSsiimm01res_1.xml")).contains("ONSHI-F5003");
    }

    @Test
    void aRefusalOfMedicalInformationSpeaksTheWordsOfItsFamily() throws Exception {
        central.failWith(
                new CentralStandIn.Fault(
                        403, "{\"code\":\"ONSHI-F6018\",\"title\":\"t\",\"detail\":\"d\"}"));
        start();
        facility.drop("YZKsiquc01req_1.xml", medical(" Y&amp;1 "));
        assertThat(facility.awaitResult("YZKsiquc01res_1.xml"))
                .contains("<ResultCode>2</ResultCode>")
                .contains("<MessageContents>ONSHI-F6018 患者の同意がありません。")
                .contains("<ArbitraryFileIdentifier> Y&amp;1 </ArbitraryFileIdentifier>")
                .doesNotContain("SegmentOfResult");
    }

    @Test
    void aFullPrinterIsNoSilenceOfTheCentralSystem() throws Exception {
        facility.with("silence-seconds", "1");
        central.failWith(
                new CentralStandIn.Fault(
                        503, "{\"code\":\"ONSHI-F5005\",\"title\":\"t\",\"detail\":\"d\"}"));
        start();
        facility.drop("YZKsiquc01req_1.xml", medical("Y-1"));
        assertThat(facility.awaitResult("YZKsiquc01res_1.xml"))
                .contains("<ResultCode>2</ResultCode>")
                .contains("<MessageContents>ONSHI-F5005");
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A-1"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml"))
                .as("of a check it is one")
                .contains("ONSHI-F5001");
    }

    @Test
    void aRefusedReferenceNumberIsProcessedWithAnErrorStatus() throws Exception {
        central.failWith(
                new CentralStandIn.Fault(
                        403, "{\"code\":\"ONSHI-F3004\",\"title\":\"t\",\"detail\":\"d\"}"));
        start();
        facility.drop(
                "OQSsiimm01req_1.xml",
                "<XmlMsg><MessageHeader><MedicalInstitutionCode>1312345670</MedicalInstitutionCode>"
                        + "<ArbitraryFileIdentifier>I-1</ArbitraryFileIdentifier></MessageHeader>"
                        + "<MessageBody><ReferenceNumberRegistrationInfo>"
                        + "<ReferenceNumber>24434</ReferenceNumber>"
                        + "<ReferenceNumber>24434</ReferenceNumber>"
                        + "</ReferenceNumberRegistrationInfo></MessageBody></XmlMsg>");
        String answer = facility.awaitResult("OQSsiimm01res_1.xml");
        assertThat(answer)
                .contains("<SegmentOfResult>1</SegmentOfResult>")
                .contains("<ProcessingResultStatus>2</ProcessingResultStatus>")
                .contains("ONSHI-F3004");
        for (String once :
                List.of("MedicalInstitutionCode", "ArbitraryFileIdentifier", "ReferenceNumber")) {
            assertThat(answer).containsOnlyOnce("<" + once + ">");
        }
    }

    @Test
    void eachFamilyAsksItsOwnPath() throws Exception {
        List<String> families =
                List.of("OQSsiimm01", "OQSmuimm01", "OQSmuimm02", "YZKsiquc01", "TKKsiquc01");
        List<String> paths =
                List.of(
                        "/facility/reference-numbers",
                        "/facility/bulk-reference-numbers",
                        "/facility/bulk-reference-numbers/result",
                        "/facility/medication-inquiries",
                        "/facility/checkup-inquiries");
        for (int i = 0; i < paths.size(); i++) {
            central.answer(
                    paths.get(i),
                    "{\"XmlMsg\":{\"MessageHeader\":{},\"MessageBody\":{\"At\":\"" + i + "\"}}}");
        }
        start();
        for (int i = 0; i < paths.size(); i++) {
            facility.drop(families.get(i) + "req_1.xml", medical("P-" + i));
        }
        for (int i = 0; i < paths.size(); i++) {
            assertThat(facility.awaitResult(families.get(i) + "res_1.xml"))
                    .contains("<At>" + i + "</At>");
        }
    }

    @Test
    void aRefusalOfTheCentralSystemBecomesAnErrorStatus() throws Exception {
        central.failWith(
                new CentralStandIn.Fault(
                        403,
                        "{\"code\":\"ONSHI-F3004\",\"title\":\"t\",\"detail\":\"d\",\"field\":\"MedicalInstitutionCode\"}"));
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A-1"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml"))
                .contains("<SegmentOfResult>1</SegmentOfResult>")
                .contains("<ProcessingResultStatus>2</ProcessingResultStatus>")
                .contains("<ProcessingResultCode>ONSHI-F3004</ProcessingResultCode>")
                .contains("他の医療機関等のコード（MedicalInstitutionCode）")
                .contains(">A-1<");
    }

    @Test
    void anAnswerThatIsNoMessageIsSaidSo() throws Exception {
        central.answer("/oqs-api-pro/MSA01030/ILI01030SV01/search", "<html>");
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A-1"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml"))
                .contains("<SegmentOfResult>9</SegmentOfResult>")
                .contains("<ErrorCode>ONSHI-F5003</ErrorCode>");
    }

    @Test
    void aSessionThatRanOutIsRenewed() throws Exception {
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A"));
        facility.awaitResult("OQSsiquc01res_1.xml");
        central.newTokens();
        facility.drop("OQSsiquc01req_2.xml", Facility.request("B"));
        assertThat(facility.awaitResult("OQSsiquc01res_2.xml")).contains(">1</QualificationVal");
        assertThat(central.logins()).isEqualTo(2);
    }

    @Test
    void aSilentCentralSystemIsTriedForItsTimeAndThenSaidSo() throws Exception {
        start();
        central.stop();
        long begun = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            facility.drop("OQSsiquc01req_%02d.xml".formatted(i), Facility.request("S" + i));
        }
        String answer = facility.awaitResult("OQSsiquc01res_00.xml");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
        assertThat(answer)
                .contains("<SegmentOfResult>9</SegmentOfResult>")
                .contains("<ErrorCode>ONSHI-F5001</ErrorCode>")
                .contains("応答がありません")
                .contains(">S0<");
        Facility.await(() -> Facility.names(facility.res).size() == 50, Duration.ofSeconds(10));
        // counted after the file stands
        Facility.await(
                () -> terminal.status().json().contains("\"failed\":50"), Duration.ofSeconds(5));
        assertThat(terminal.status().json()).doesNotContain("since\":null");
        central.start();
        facility.drop("OQSsiquc01req_99.xml", Facility.request("BACK"));
        assertThat(facility.awaitResult("OQSsiquc01res_99.xml")).contains(">1</QualificationVal");
    }

    @Test
    void anOutageShorterThanThePatienceIsNotSeen() throws Exception {
        facility.with("silence-seconds", "10");
        start();
        central.stop();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A"));
        Facility.await(
                () -> terminal.status().json().contains("\"central_silent_since\":\""),
                Duration.ofSeconds(8));
        central.start();
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">1</QualificationVal");
    }

    @Test
    void aCentralSystemWhoseDatabaseIsSilentIsTriedAgain() throws Exception {
        central.failWith(new CentralStandIn.Fault(503, "{\"code\":\"ONSHI-F5004\"}"));
        facility.with("silence-seconds", "10");
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("A"));
        Facility.await(() -> central.asked() > 1, Duration.ofSeconds(8));
        central.failWith(null);
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">1</QualificationVal");
    }

    @Test
    void oneNameDroppedTwiceIsTwoRequests() throws Exception {
        start();
        facility.drop("OQSsiquc01req_1.xml", Facility.request("FIRST"));
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">FIRST<");
        facility.drop("OQSsiquc01req_1.xml", Facility.request("SECOND"));
        Facility.await(
                () -> {
                    Path file = facility.res.resolve("OQSsiquc01res_1.xml");
                    return Files.exists(file) && Files.readString(file).contains(">SECOND<");
                },
                Duration.ofSeconds(5));
        assertThat(Facility.names(root.resolve("OQS/trash"))).hasSize(1);
        assertThat(central.asked()).isEqualTo(2);
    }

    @Test
    void bulkAnswersComeInTheirEncodingAndOnlyResultsInAZip() throws Exception {
        facility.with("bulk-zip", "true");
        central.answer(
                "/facility/bulk-checks",
                "{\"XmlMsg\":{\"MessageHeader\":{\"SegmentOfResult\":\"1\",\"CharacterCodeIdentifier\":\"0\"},\"MessageBody\":{\"ReceptionNumber\":\"R1\"}}}");
        central.answer(
                "/facility/bulk-checks/result",
                "{\"XmlMsg\":{\"MessageHeader\":{\"ReceptionNumber\":\"R1\",\"SegmentOfResult\":\"2\",\"CharacterCodeIdentifier\":\"0\"},\"MessageBody\":{}}}");
        start();
        facility.drop("OQSmuquc01req_1.xml", Facility.request("BULK"));
        String reception = new String(facility.awaitBytes("OQSmuquc01res_1.xml"), SHIFT_JIS);
        assertThat(reception)
                .contains("encoding=\"Shift_JIS\"")
                .contains("<ReceptionNumber>R1</ReceptionNumber>");
        String download =
                "<XmlMsg><MessageHeader><MedicalInstitutionCode>1312345670</MedicalInstitutionCode>"
                        + "</MessageHeader><MessageBody><ReceptionNumber>R1</ReceptionNumber>"
                        + "</MessageBody></XmlMsg>";
        facility.drop("OQSmuquc02req_1.xml", download);
        assertThat(new String(facility.awaitBytes("OQSmuquc02res_1.xml"), SHIFT_JIS))
                .contains("<SegmentOfResult>2</SegmentOfResult>");
        central.answer(
                "/facility/bulk-checks/result",
                "{\"XmlMsg\":{\"MessageHeader\":{\"ReceptionNumber\":\"R1\",\"SegmentOfResult\":\"1\",\"CharacterCodeIdentifier\":\"0\"},\"MessageBody\":{\"BulkConfirmUnit\":[{\"ProcessingResultStatus\":\"1\"},{\"ProcessingResultStatus\":\"2\"}]}}}");
        facility.drop("OQSmuquc02req_2.xml", download);
        byte[] zip = facility.awaitBytes("OQSmuquc02res_2.zip");
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("OQSmuquc02res_2.xml");
            String result = new String(in.readAllBytes(), SHIFT_JIS);
            assertThat(result.indexOf("Status>1<"))
                    .isPositive()
                    .isLessThan(result.indexOf("Status>2<"));
        }
    }

    @Test
    void anAnswerThatCannotBeWrittenYetIsKeptAndHoldsUpNoOther() throws Exception {
        start();
        // a folder of that name which cannot be moved away: the trash is a file
        Files.createDirectory(facility.res.resolve("OQSsiquc01res_1.xml"));
        Path trash = Files.writeString(root.resolve("OQS/trash"), "");
        facility.drop("OQSsiquc01req_1.xml", Facility.request("STUCK"));
        facility.drop("OQSsiquc01req_2.xml", Facility.request("FREE"));
        assertThat(facility.awaitResult("OQSsiquc01res_2.xml")).contains(">FREE<");
        Facility.await(
                () -> terminal.status().json().contains("\"folder_trouble\":\"res/ "),
                Duration.ofSeconds(5));
        Files.delete(trash);
        assertThat(facility.awaitResult("OQSsiquc01res_1.xml")).contains(">STUCK<");
        Facility.await(
                () -> terminal.status().json().contains("\"folder_trouble\":null"),
                Duration.ofSeconds(3));
    }

    @Test
    void answersNobodyFetchedArePutAway() throws Exception {
        Files.createDirectories(facility.res);
        Path old = Files.writeString(facility.res.resolve("OQSsiquc01res_1.xml"), "x");
        Path foreign = Files.writeString(facility.res.resolve("notes.txt"), "x");
        FileTime past = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(old, past);
        Files.setLastModifiedTime(foreign, past);
        start();
        Facility.await(() -> !Files.exists(old), Duration.ofSeconds(5));
        assertThat(foreign).exists();
        assertThat(Facility.names(root.resolve("OQS/trash"))).hasSize(1);
    }

    @Test
    void aSecondTerminalOnTheSameFolderIsRefused() {
        start();
        assertThatThrownBy(facility::start)
                .isInstanceOf(SettingsFault.class)
                .hasMessageContaining("work-folder");
    }
}
