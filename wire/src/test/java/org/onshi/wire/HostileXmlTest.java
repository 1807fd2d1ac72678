package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.SAXException;

/** What is not a message is refused with a code, quickly, and never with another exception. */
@Timeout(60)
class HostileXmlTest {
    private static final String DECLARED = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private static Fault refusal(byte[] bytes) {
        Throwable thrown = catchThrowable(() -> XmlMessage.read(bytes));
        assertThat(thrown).isInstanceOf(Fault.class);
        return (Fault) thrown;
    }

    private static Fault refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<XmlMsg|DOCUMENT_INCOMPLETE",
                "<XmlMsg>|DOCUMENT_INCOMPLETE",
                "<XmlMsg><a>b</a></XmlMs|DOCUMENT_INCOMPLETE",
                "<XmlMsg><!-- |DOCUMENT_INCOMPLETE",
                "<XmlMsg><![CDATA[x|DOCUMENT_INCOMPLETE",
                "<?xml version='1.0' enc|DOCUMENT_INCOMPLETE",
                "<XmlMsg></b></XmlMsg>|DOCUMENT_BROKEN",
                "<XmlMsg>&foo;</XmlMsg>|DOCUMENT_BROKEN",
                "<XmlMsg>&#0;</XmlMsg>|DOCUMENT_BROKEN",
                "<XmlMsg>&#x1B;</XmlMsg>|DOCUMENT_BROKEN",
                "<XmlMsg>a & b</XmlMsg>|DOCUMENT_BROKEN",
                "<XmlMsg/><XmlMsg/>|DOCUMENT_BROKEN",
                "<XmlMsg/>x|DOCUMENT_BROKEN",
                "<XmlMsg a='1' a='2'/>|DOCUMENT_BROKEN",
                "text|DOCUMENT_BROKEN",
                "<?xml version='2.0'?><XmlMsg/>|DOCUMENT_BROKEN",
                "<?xml version='1.0' encoding='EUC-JP'?><XmlMsg/>|ENCODING_NOT_SERVED",
                "<?xml version='1.0' encoding='UTF-16'?><XmlMsg/>|ENCODING_NOT_SERVED",
                "<Message/>|UNKNOWN_ROOT",
                "<xmlmsg/>|UNKNOWN_ROOT",
            })
    void aDocumentIsRefusedWithItsCode(String text, FaultCode code) {
        assertThat(refusal(text).code()).isEqualTo(code);
    }

    @Test
    void anEmptyFileMayStillGrow() {
        assertThat(refusal(new byte[0]).incomplete()).isTrue();
        assertThat(refusal("\uFEFF").incomplete()).isTrue();
        assertThat(refusal("  \n").incomplete()).isTrue();
    }

    @Test
    void aFileWhoseReservedEndIsStillZerosMayGrow() {
        byte[] whole = EligibilityMessageTest.request(TextEncoding.SHIFT_JIS);
        byte[] reserved = new byte[whole.length];
        System.arraycopy(whole, 0, reserved, 0, whole.length / 2);
        assertThat(refusal(reserved).incomplete()).isTrue();
        assertThat(refusal(new byte[4096]).incomplete()).isTrue();
    }

    @Test
    void anEntityBombIsRefusedBeforeItIsRead() {
        StringBuilder bomb = new StringBuilder(DECLARED + "<!DOCTYPE XmlMsg [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            String before = "&a" + (i - 1) + ";";
            bomb.append("<!ENTITY a").append(i).append(" '").append(before.repeat(10)).append("'>");
        }
        bomb.append("]><XmlMsg>&a29;</XmlMsg>");
        assertThat(refusal(bomb.toString()).code()).isEqualTo(FaultCode.DOCTYPE_REFUSED);
    }

    @Test
    void noFileIsEverReadForAnEntity(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "do not tell");
        String external =
                DECLARED
                        + "<!-- x --><!DOCTYPE XmlMsg [<!ENTITY s SYSTEM '"
                        + secret.toUri()
                        + "'>]><XmlMsg>&s;</XmlMsg>";
        Fault fault = refusal(external);
        assertThat(fault.code()).isEqualTo(FaultCode.DOCTYPE_REFUSED);
        assertThat(fault.getMessage() + fault.report()).doesNotContain("do not tell", "secret");
    }

    @Test
    void depthNumberAndSizeHaveLimits() {
        String deep = "<a>".repeat(40) + "</a>".repeat(40);
        assertThat(refusal("<XmlMsg>" + deep + "</XmlMsg>").code())
                .isEqualTo(FaultCode.DOCUMENT_TOO_DEEP);
        assertThat(refusal("<a>".repeat(1_000_000)).code()).isEqualTo(FaultCode.DOCUMENT_TOO_DEEP);
        assertThat(refusal("<XmlMsg>" + "<a/>".repeat(200_000) + "</XmlMsg>").code())
                .isEqualTo(FaultCode.DOCUMENT_TOO_MANY_ELEMENTS);
        String large = "<XmlMsg>" + "x".repeat(5 << 20) + "</XmlMsg>";
        assertThat(refusal(large).code()).isEqualTo(FaultCode.DOCUMENT_TOO_LARGE);
        String attributes = "<XmlMsg " + "a".repeat(3 << 20) + "='1'/>";
        assertThat(refusal(attributes).code()).isEqualTo(FaultCode.DOCUMENT_BROKEN);
    }

    @Test
    void bytesMustBeOfTheDeclaredEncoding() {
        String text = "<XmlMsg><a>日本語</a></XmlMsg>";
        byte[] shiftJisCalledUtf8 = (DECLARED + text).getBytes(Charset.forName("windows-31j"));
        assertThat(refusal(shiftJisCalledUtf8).code()).isEqualTo(FaultCode.ENCODING_BROKEN);
        byte[] markedButShiftJis =
                ("\uFEFF<?xml version='1.0' encoding='Shift_JIS'?>" + text)
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(markedButShiftJis).code()).isEqualTo(FaultCode.ENCODING_CONTRADICTS);
        for (Charset wide : Arrays.asList(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            assertThat(refusal((DECLARED + text).getBytes(wide)).code())
                    .isEqualTo(FaultCode.ENCODING_NOT_SERVED);
        }
    }

    @Test
    void theRefusalNamesThePlaceAndShowsNoContent() {
        Fault fault = refusal(DECLARED + "\n<XmlMsg>\n  <Name>秘密</Nama>\n</XmlMsg>");
        assertThat(fault.position().orElseThrow().line()).isEqualTo(3);
        assertThat(fault.report())
                .startsWith("ONSHI-F1002\n")
                .contains("3行")
                .contains("At line 3")
                .doesNotContain("秘密")
                .doesNotContain("Nama");
        assertThat(fault.getMessage()).doesNotContain("秘密");
    }

    /** A file still being written must never look like anything but an unfinished one. */
    @ParameterizedTest
    @EnumSource
    void aRequestCutAnywhereIsIncomplete(TextEncoding encoding) {
        byte[] whole = EligibilityMessageTest.request(encoding);
        int rootEnd = new String(whole, StandardCharsets.ISO_8859_1).indexOf("</XmlMsg>") + 9;
        for (int length = 0; length < rootEnd; length++) {
            Fault fault = refusal(Arrays.copyOf(whole, length));
            assertThat(fault.incomplete()).as("cut at %d: %s", length, fault.code()).isTrue();
        }
    }

    /** The JDK's DOM parser is the independent judge of what is well-formed. */
    @ParameterizedTest
    @EnumSource
    void aMutatedRequestIsReadAsAStrictParserReadsItOrRefused(TextEncoding encoding)
            throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < 700; round++) {
            byte[] mutated = mutated(EligibilityMessageTest.request(encoding), random);
            try {
                Element root = XmlMessage.read(mutated).root();
                read++;
                assertThat(root).as("seed %d round %d", seed, round).isEqualTo(strict(mutated));
                EligibilityRequest.parse(root);
            } catch (Fault refused) {
                assertThat(refused.code().category()).isEqualTo(FaultCategory.DOCUMENT);
            }
        }
        assertThat(read).as("some mutations must stay readable, seed %d", seed).isPositive();
    }

    private static byte[] mutated(byte[] original, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(original.length);
        int to = Math.min(original.length, from + random.nextInt(8));
        out.write(original, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(Arrays.copyOfRange(original, from, to));
            case 2 ->
                    out.writeBytes(
                            "</a>&lt;<b>]]>'\"\0"
                                    .substring(random.nextInt(8))
                                    .getBytes(StandardCharsets.US_ASCII));
            default -> {
                // leave a gap
            }
        }
        int rest = random.nextBoolean() ? from : to;
        out.write(original, rest, original.length - rest);
        return out.toByteArray();
    }

    private static Element strict(byte[] bytes) throws Exception {
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] renamed = bytes;
        if (head.startsWith("<?xml") && head.toLowerCase(java.util.Locale.ROOT).contains("jis")) {
            // the JDK's parser takes Shift_JIS for JIS's own mapping
            String text = new String(bytes, Charset.forName("windows-31j"));
            renamed =
                    text.replaceFirst("(?i)encoding *= *['\"][^'\"]*['\"]", "encoding='UTF-8'")
                            .getBytes(StandardCharsets.UTF_8);
        }
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        try {
            return element(builder.parse(new ByteArrayInputStream(renamed)).getDocumentElement());
        } catch (SAXException broken) {
            throw new AssertionError("we read what a strict parser refuses", broken);
        }
    }

    private static Element element(org.w3c.dom.Element dom) {
        java.util.List<Element> children = new java.util.ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (var node = dom.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof org.w3c.dom.Element child) {
                children.add(element(child));
            } else if (node instanceof org.w3c.dom.Text part) {
                text.append(part.getData());
            }
        }
        String name = dom.getLocalName();
        return children.isEmpty()
                ? Element.leaf(name, text.toString())
                : Element.of(name, children);
    }

    @Test
    void theLargestAllowedDocumentIsReadQuickly() {
        String unit =
                "<QualificationConfirmSearchInfo><a>1</a><b>2</b></QualificationConfirmSearchInfo>";
        String body = unit.repeat((4 << 20) / unit.length() - 1);
        byte[] bytes = ("<XmlMsg>" + body + "</XmlMsg>").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> XmlMessage.read(bytes, new WireLimits(5 << 20, 32, 1000)))
                .isInstanceOf(Fault.class);
        long start = System.nanoTime();
        assertThat(XmlMessage.read(bytes, WireLimits.ANSWER).root().children())
                .hasSizeGreaterThan(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
