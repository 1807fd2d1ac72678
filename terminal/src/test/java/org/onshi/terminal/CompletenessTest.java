package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletenessTest {
    private static boolean complete(String text) {
        return complete(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean complete(byte[] bytes) {
        return Completeness.looksComplete(bytes, bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<XmlMsg></XmlMsg>",
                "\uFEFF<?xml version='1.0'?>\n<XmlMsg><A/></XmlMsg >\r\n\r\n",
                "<!-- a <b> --><XmlMsg>x</XmlMsg><!-- done --><?pi?>\n",
                "<XmlMsg/>",
                "<XmlMsg a='1' />",
            })
    void aDocumentThatEndsWithItsRootIsComplete(String document) {
        assertThat(complete(document)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "<",
                "<?xml version='1.0'?>",
                "<XmlMsg>",
                "<XmlMsg><A/>",
                "<XmlMsg><A></A>",
                "<XmlMsg></XmlMsg",
                "<XmlMsg></XmlMsg>\0\0\0\0",
                "<XmlMsg><!-- a -->",
                "text only",
                "-->",
            })
    void aDocumentThatEndsBeforeItsRootIsNot(String document) {
        assertThat(complete(document)).isFalse();
    }

    @Test
    void noPrefixOfARequestIsComplete() {
        for (String encoding : new String[] {"UTF-8", "windows-31j"}) {
            byte[] whole =
                    Facility.request("ソ能表<x/>", encoding)
                            .stripTrailing()
                            .getBytes(Charset.forName(encoding));
            assertThat(complete(whole)).isTrue();
            for (int length = 0; length < whole.length; length++) {
                assertThat(complete(Arrays.copyOf(whole, length)))
                        .as("%s bytes in %s", length, encoding)
                        .isFalse();
            }
        }
    }
}
