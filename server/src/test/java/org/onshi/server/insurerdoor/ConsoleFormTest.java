package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** A clerk types a day as it stands on a paper. */
class ConsoleFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1985-03-04",
                "1985/3/4",
                "1985.03.04",
                "19850304",
                " １９８５－０３－０４ ",
                "１９８５／３／４"
            })
    void aDayIsReadHoweverItIsWritten(String typed) {
        assertThat(ConsoleForm.day(typed, "birth_date")).isEqualTo(LocalDate.of(1985, 3, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1985-02-29", "1985-13-01", "850304", "198534", "1985-03", "S60-03-04", "x"})
    void whatIsNoDayIsRefusedWithAnExample(String typed) {
        assertThatThrownBy(() -> ConsoleForm.day(typed, "birth_date"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(FaultCode.DAY_NOT_PLAIN);
                            assertThat(fault.code().mendJa()).contains("1985-03-20");
                        });
    }
}
