package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.ClaimedInsurerNumber.Doubt;

/** Vectors of the published rules: 保険者番号等設定要領 別添2 and the individual number's check digit. */
class IdentifiersTest {
    @ParameterizedTest
    @CsvSource({
        "0613048,8",
        "3312001,5",
        "0101001,6",
        "0113001,2",
        "5401602,7",
        "1913601,9",
        "1214321,0",
        "3913100,8",
        "0713001,6",
        "6713801,6",
        "13801,6",
        "27001,7",
        "13001,3",
        "3927000,4",
        "7777777,9",
        "000123,0",
        "8313601,0",
        "011011371,9"
    })
    void theCheckDigitOfABodyIsTheOneWorkedOutByHand(String body, int digit) {
        assertThat(CheckDigit.luhn(body)).isEqualTo(digit);
        assertThat(CheckDigit.luhnHolds(body + digit)).isTrue();
        for (int other = 0; other < 10; other++) {
            assertThat(CheckDigit.luhnHolds(body + other)).isEqualTo(other == digit);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01130012,KYOKAI_KENPO",
        "06130488,HEALTH_SOCIETY",
        "39131008,LATE_STAGE_ELDERLY",
        "39270004,LATE_STAGE_ELDERLY",
        "07130016,SELF_DEFENCE",
        "67138016,RETIRED_NHI",
        "138016,MUNICIPAL_NHI",
        "270017,MUNICIPAL_NHI",
        "130013,MUNICIPAL_NHI",
        "33120015,MUTUAL_AID",
        "01010016,KYOKAI_KENPO",
        "133033,NHI_SOCIETY"
    })
    @Tag("B-20")
    void anInsurerNumberTellsItsScheme(String digits, InsurerKind kind) {
        InsurerNumber number = new InsurerNumber(digits);
        assertThat(number.kind()).isEqualTo(kind);
        assertThat(number.padded()).hasSize(8).endsWith(digits);
        assertThat(new ClaimedInsurerNumber(number.padded()).confirmed()).contains(number);
        assertThat(InsurerKind.of(kind.label())).contains(kind);
        assertThat(InsurerKind.of(kind.wire())).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "83136019",
                "77777777",
                "77777779",
                "",
                "1380",
                "0113001",
                "011300123",
                "０１１３００１２",
                " 138016",
                "00138016",
                "01130013",
                "0113001a",
                "000000",
                "00000000"
            })
    @Tag("B-20")
    void masterDataRefuseANumberThatIsNoInsurers(String digits) {
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> new InsurerNumber(digits))
                .satisfies(e ->
                        assertThat(digits.isEmpty() || !e.getMessage().contains(digits)).isTrue());
    }

    @Test
    void aClaimedInsurerNumberIsReadInEveryPaddingAndWidth() {
        for (String raw :
                List.of("138016", "  138016", "00138016", "１３８０１６", "　　138016", "138016  ")) {
            ClaimedInsurerNumber claimed = new ClaimedInsurerNumber(raw);
            assertThat(claimed.trimmed()).isEqualTo("138016");
            assertThat(claimed.confirmed()).contains(new InsurerNumber("138016"));
            assertThat(claimed.doubts()).isEmpty();
        }
    }

    @Test
    void aWrongClaimedInsurerNumberIsKeptWithItsDoubts() {
        Map<String, Doubt> doubtful =
                Map.of(
                        "", Doubt.EMPTY,
                        "   ", Doubt.EMPTY,
                        "77777777", Doubt.INSURER_UNKNOWN,
                        "77777779", Doubt.INSURER_UNKNOWN,
                        "83136019", Doubt.CHECK_DIGIT,
                        "00138017", Doubt.CHECK_DIGIT,
                        "1380", Doubt.WRONG_LENGTH,
                        "13-016", Doubt.NOT_DIGITS);
        doubtful.forEach((raw, doubt) -> {
            ClaimedInsurerNumber claimed = new ClaimedInsurerNumber(raw);
            assertThat(claimed.raw()).isEqualTo(raw);
            assertThat(claimed.doubts()).contains(doubt);
            assertThat(claimed.confirmed()).isEmpty();
        });
        assertThat(new ClaimedInsurerNumber("621498320257").toString()).doesNotContain("6214");
    }

    @ParameterizedTest
    @ValueSource(strings = {"621498320257", "123456789018", "111111111118", "100000000005"})
    void anIndividualNumberWithItsCheckDigitIsTaken(String digits) {
        IndividualNumber number = new IndividualNumber(digits);
        assertThat(number.toString()).doesNotContainPattern("[0-9]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "621498320258",
                "123456789012",
                "021110130265",
                "000000000000",
                "",
                "12345678901",
                "1234567890180"
            })
    void anIndividualNumberThatCannotBeIsRefusedWithoutShowingIt(String digits) {
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> new IndividualNumber(digits))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[0-9]{4}"));
    }

    @Test
    void theIndividualNumberOfAWrongCheckDigitShouldEndInEight() {
        assertThat(CheckDigit.individualNumber("02111013026")).isEqualTo(8);
    }

    @Test
    void aFacilityCodeWithAFalseCheckDigitIsOnlyAWarning() {
        FacilityCode code = new FacilityCode("0110113719");
        assertThat(code.checkDigitHolds()).isTrue();
        assertThat(code.kind()).contains(FacilityKind.MEDICAL);
        assertThat(code.prefecture()).isEqualTo("01");
        assertThat(FacilityCode.withCheckDigit("011011371")).isEqualTo(code);
        assertThat(new FacilityCode("0110113710").checkDigitHolds()).isFalse();
        assertThat(new FacilityCode("1390000000").kind()).isEmpty();
        for (String wrong : List.of("", "011011371", "01101137190", "011011371x", "０１１０１１３７１９")) {
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> new FacilityCode(wrong));
        }
    }

    @Test
    void publicPayersAndRecipientsHaveTheSameCheckDigit() {
        assertThat(new PublicPayerNumber("12143210").law()).isEqualTo("12");
        assertThat(new PublicPayerNumber("19136019").law()).isEqualTo("19");
        assertThat(new PublicPayerNumber("54016027").law()).isEqualTo("54");
        assertThat(new RecipientNumber("0001230").toString()).doesNotContain("1230");
        for (String wrong : List.of("83136019", "1214321", "121432100", "1214321０")) {
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> new PublicPayerNumber(wrong));
        }
        for (String wrong : List.of("0001231", "000123", "00012300")) {
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> new RecipientNumber(wrong));
        }
    }

    @Test
    void codesAreFoundByTheirWireValueAndUnknownOnesAreNone() {
        assertThat(Sex.of("2")).contains(Sex.FEMALE);
        assertThat(Relationship.of("1")).contains(Relationship.INSURED);
        assertThat(CardClass.of("A1")).contains(CardClass.MEDICAL_ASSISTANCE);
        assertThat(LossReason.of("99")).contains(LossReason.OTHER);
        assertThat(LimitClass.of("B10").map(Code::label)).contains("一般Ⅰ");
        assertThat(LimitCertificateKind.of("03")).contains(LimitCertificateKind.MEAL);
        assertThat(SpecialDisease.of("1")).contains(SpecialDisease.DIALYSIS);
        assertThat(Verdict.of("3")).contains(Verdict.NOT_ELIGIBLE_NEW_COVERAGE);
        assertThat(CopayPercent.of("010")).contains(new CopayPercent(10));
        assertThat(new CopayPercent(20).wire()).isEqualTo("020");
        assertThat(LimitClass.of("C01")).isEmpty();
        assertThat(CopayPercent.of("70")).isEmpty();
        assertThatExceptionOfType(MalformedValue.class).isThrownBy(() -> new CopayPercent(70));
    }
}
