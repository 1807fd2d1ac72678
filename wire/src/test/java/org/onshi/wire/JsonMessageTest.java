package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMessageTest {
    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theResultListIsAnArrayOfObjectsAndEveryValueAString() {
        Element root =
                Element.of(
                        "XmlMsg",
                        Element.of("MessageHeader", Element.leaf("SegmentOfResult", "1")),
                        Element.of(
                                "MessageBody",
                                Element.of(
                                        "ResultList",
                                        Element.of(
                                                "ResultOfQualificationConfirmation",
                                                Element.leaf("Name", "診療　太郎")))));
        String json = new String(JsonMessage.bytes(root), StandardCharsets.UTF_8);
        assertThat(json)
                .isEqualTo(
                        "{\"XmlMsg\":{\"MessageHeader\":{\"SegmentOfResult\":\"1\"},\"MessageBody\":{\"ResultList\":[{\"ResultOfQualificationConfirmation\":{\"Name\":\"診療"
                            + "　太郎\"}}]}}}");
        assertThat(JsonMessage.read(bytes(json))).isEqualTo(root);
    }

    @Test
    void elementsRepeatingWithoutAListAreAnArrayUnderTheirName() {
        Element one = Element.of("BulkConfirmUnit", Element.leaf("a", "1"));
        for (int count = 1; count < 4; count++) {
            Element root =
                    Element.of(
                            "XmlMsg",
                            Element.of(
                                    "MessageBody",
                                    List.copyOf(java.util.Collections.nCopies(count, one))));
            byte[] json = JsonMessage.bytes(root);
            assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"BulkConfirmUnit\":[{");
            assertThat(JsonMessage.read(json)).isEqualTo(root);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|DOCUMENT_INCOMPLETE",
                "{\"XmlMsg\":{\"a\":|DOCUMENT_INCOMPLETE",
                "{\"XmlMsg\":{\"a\":1}}|JSON_VALUE_NOT_TEXT",
                "{\"XmlMsg\":{\"a\":true}}|JSON_VALUE_NOT_TEXT",
                "{\"XmlMsg\":{\"a\":[[\"x\"]]}}|JSON_VALUE_NOT_TEXT",
                "{\"XmlMsg\":{\"aList\":[{\"b\":\"1\"},\"x\"]}}|JSON_VALUE_NOT_TEXT",
                "{\"XmlMsg\":{\"a\":\"1\",\"a\":\"2\"}}|JSON_NAME_REPEATED",
                "{\"XmlMsg\":{\"a\":\"\\u0000\"}}|CHARACTER_REFUSED",
                "{\"XmlMsg\":{\"a\":\"\\ud800\"}}|CHARACTER_REFUSED",
                "{\"XmlMsg\":{\"a b\":\"\"}}|DOCUMENT_BROKEN",
                "{\"XmlMsg\":{}} x|DOCUMENT_BROKEN",
                "{\"XmlMsg\":{},\"b\":{}}|UNKNOWN_ROOT",
                "{\"Msg\":{}}|UNKNOWN_ROOT",
                "[]|UNKNOWN_ROOT",
                "<XmlMsg/>|DOCUMENT_BROKEN",
            })
    void badJsonIsRefusedWithItsCode(String json, FaultCode code) {
        Throwable thrown = catchThrowable(() -> JsonMessage.read(bytes(json)));
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    @Test
    void depthNumberAndSizeHaveLimits() {
        String deep = "{\"a\":".repeat(50) + "\"\"" + "}".repeat(50);
        assertThat(code("{\"XmlMsg\":" + deep + "}")).isEqualTo(FaultCode.DOCUMENT_TOO_DEEP);
        assertThat(code("{\"XmlMsg\":" + "{\"aList\":[".repeat(100_000)))
                .isEqualTo(FaultCode.DOCUMENT_TOO_DEEP);
        String many = "[" + "\"\",".repeat(200_000) + "\"\"]";
        assertThat(code("{\"XmlMsg\":{\"a\":" + many + "}}"))
                .isEqualTo(FaultCode.DOCUMENT_TOO_MANY_ELEMENTS);
        assertThat(code("{\"XmlMsg\":{\"a\":\"" + "x".repeat(5 << 20) + "\"}}"))
                .isEqualTo(FaultCode.DOCUMENT_TOO_LARGE);
    }

    @Test
    void aMessageCutAnywhereIsRefused() {
        byte[] whole =
                JsonMessage.bytes(
                        XmlMessage.read(EligibilityMessageTest.request(TextEncoding.UTF_8)).root());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> JsonMessage.read(cut))).isInstanceOf(Fault.class);
        }
    }

    private static FaultCode code(String json) {
        Throwable thrown = catchThrowable(() -> JsonMessage.read(bytes(json)));
        assertThat(thrown).isInstanceOf(Fault.class);
        return ((Fault) thrown).code();
    }
}
