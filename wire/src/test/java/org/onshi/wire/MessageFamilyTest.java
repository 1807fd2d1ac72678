package org.onshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFamilyTest {
    @ParameterizedTest
    @CsvSource({
        "OQSsiquc01req_202504010001.xml,ELIGIBILITY,OQSsiquc01res_202504010001.xml",
        "OQSsiquc01req_2021081611906.xml,ELIGIBILITY,OQSsiquc01res_2021081611906.xml",
        "OQSsiquc01req_req_.XML,ELIGIBILITY,OQSsiquc01res_req_.XML",
        "OQSmuquc01req_1.xml,BULK_ELIGIBILITY,OQSmuquc01res_1.xml",
        "OQSmuquc02req_1.xml,BULK_ELIGIBILITY_RESULT,OQSmuquc02res_1.xml",
        "OQSsiimm01req_1.xml,REFERENCE_NUMBER,OQSsiimm01res_1.xml",
        "YZKsiquc01req_01250401.xml,MEDICATION,YZKsiquc01res_01250401.xml",
    })
    void aRequestIsKnownByPrefixAndExtension(String name, MessageFamily family, String answer) {
        assertThat(MessageFamily.ofRequest(name)).contains(family);
        assertThat(family.responseName(name)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readme.txt",
                ".receptionagent-1.tmp",
                "OQSsiquc01req_1.xml.tmp",
                "OQSsiquc01req_1.err",
                "OQSsiquc01res_1.xml",
                "OQSsiquc09req_1.xml",
                "xOQSsiquc01req_1.xml",
                "oqssiquc01req_1.xml",
                "OQSsiquc01req_1",
                ".xml",
                "",
            })
    void anyOtherFileIsNotOurs(String name) {
        assertThat(MessageFamily.ofRequest(name)).isEmpty();
    }

    @Test
    void onlyTheUploadAndDownloadFamiliesAreBulk() {
        assertThat(MessageFamily.ELIGIBILITY.bulk()).isFalse();
        assertThat(MessageFamily.BULK_ELIGIBILITY.bulk()).isTrue();
        assertThat(MessageFamily.BULK_ELIGIBILITY.download()).isFalse();
        assertThat(MessageFamily.BULK_ELIGIBILITY_RESULT.download()).isTrue();
        assertThat(MessageFamily.errorName("OQSsiquc01req_1.xml")).isEqualTo("OQSsiquc01req_1.err");
    }

    @Test
    void aPrintedAnswerHasTheBaseNameOfTheOther() {
        assertThat(MessageFamily.MEDICATION.documentName("YZKsiquc01req_0125.XML"))
                .isEqualTo("YZKsiquc01res_0125.pdf");
        assertThat(MessageFamily.CHECKUP.medical()).isTrue();
        assertThat(MessageFamily.ELIGIBILITY.medical()).isFalse();
    }
}
