package org.onshi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JapaneseDateTest {
    @ParameterizedTest
    @CsvSource({
        "1873-01-01,明治6年1月1日,1060101",
        "1912-07-29,明治45年7月29日,1450729",
        "1912-07-30,大正元年7月30日,2010730",
        "1926-12-24,大正15年12月24日,2151224",
        "1926-12-25,昭和元年12月25日,3011225",
        "1989-01-07,昭和64年1月7日,3640107",
        "1989-01-08,平成元年1月8日,4010108",
        "2019-04-30,平成31年4月30日,4310430",
        "2019-05-01,令和元年5月1日,5010501",
        "2024-02-29,令和6年2月29日,5060229"
    })
    void aDayIsWrittenInItsEraAndReadBack(LocalDate day, String written, String digits) {
        JapaneseDate date = new JapaneseDate(day);
        assertThat(date.written()).isEqualTo(written);
        assertThat(date.digits()).isEqualTo(digits);
        assertThat(JapaneseDate.parse(written)).isEqualTo(date);
        assertThat(JapaneseDate.parse(digits)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "R1.5.1,2019-05-01",
        "r01/05/01,2019-05-01",
        "Ｒ１－５－１,2019-05-01",
        "令和１年５月１日,2019-05-01",
        "S64.1.7,1989-01-07",
        "令和 元年 5月 1日,2019-05-01"
    })
    void otherWritingsAreRead(String text, LocalDate day) {
        assertThat(JapaneseDate.parse(text).day()).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "昭和64年1月8日",
                "平成31年5月1日",
                "平成元年1月7日",
                "令和元年4月30日",
                "大正15年12月25日",
                "明治45年7月30日",
                "明治5年12月2日",
                "令和0年5月1日",
                "令和5年2月29日",
                "令和5年13月1日",
                "6010101",
                "501050",
                "2019-05-01",
                "令和五年一月一日",
                ""
            })
    void aDayThatDoesNotExistIsRefused(String text) {
        assertThatExceptionOfType(MalformedValue.class).isThrownBy(() -> JapaneseDate.parse(text));
    }

    @Test
    void everyDaySurvivesTheRoundTrip() {
        Seeded.run(
                20_000,
                random -> {
                    LocalDate day = LocalDate.of(1873, 1, 1).plusDays(random.nextInt(70_000));
                    JapaneseDate date = new JapaneseDate(day);
                    assertThat(JapaneseDate.parse(date.written()).day()).isEqualTo(day);
                    assertThat(JapaneseDate.parse(date.digits()).day()).isEqualTo(day);
                    assertThat(
                                    JapaneseDate.of(
                                            date.era(),
                                            date.yearOfEra(),
                                            day.getMonthValue(),
                                            day.getDayOfMonth()))
                            .isEqualTo(date);
                });
    }
}
