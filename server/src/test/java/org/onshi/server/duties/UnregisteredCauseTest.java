package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RowStatus;

class UnregisteredCauseTest {
    /** B-13: three causes; what is under way too long is late, and nothing else moves. */
    @ParameterizedTest
    @CsvSource({
        "NUMBER_MISSING, NOT_PROVIDED, NUMBER_NOT_GIVEN, NUMBER_NOT_GIVEN",
        "AWAITING_NUMBER, NOT_PROVIDED, NUMBER_NOT_GIVEN, NUMBER_NOT_GIVEN",
        "UNRESOLVED, NOT_PROVIDED, NUMBER_NOT_GIVEN, NUMBER_NOT_GIVEN",
        "AWAITING_NUMBER, NOT_YET_ASSIGNED, HAS_NO_NUMBER, HAS_NO_NUMBER",
        "AWAITING_NUMBER, OVERSEAS, HAS_NO_NUMBER, HAS_NO_NUMBER",
        "AWAITING_REGISTER,, IN_PROGRESS, LATE",
        "REGISTER_DIFFERS,, IN_PROGRESS, LATE",
        "REGISTER_REVIEW,, IN_PROGRESS, LATE",
        "REGISTER_UNKNOWN,, IN_PROGRESS, LATE",
        "PERSON_MISMATCH,, IN_PROGRESS, LATE"
    })
    @Tag("B-13")
    void everyPendingCoverageHasOneCause(
            RegistrationCode code,
            MissingNumberReason reason,
            UnregisteredCause inTime,
            UnregisteredCause late) {
        assertThat(UnregisteredCause.of(code, Optional.ofNullable(reason), false))
                .isEqualTo(inTime);
        assertThat(UnregisteredCause.of(code, Optional.ofNullable(reason), true)).isEqualTo(late);
    }

    @ParameterizedTest
    @EnumSource(RegistrationCode.class)
    void everyCodeThatLeavesACoveragePendingHasACause(RegistrationCode code) {
        if (code.status() == RowStatus.PENDING) {
            assertThat(UnregisteredCause.of(code, Optional.empty(), false)).isNotNull();
        } else {
            assertThatThrownBy(() -> UnregisteredCause.of(code, Optional.empty(), false))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aCoverageWithoutNumberAndWithoutReasonIsOneWhoseNumberWasNotGiven() {
        assertThat(UnregisteredCause.of(RegistrationCode.AWAITING_NUMBER, Optional.empty(), false))
                .isEqualTo(UnregisteredCause.NUMBER_NOT_GIVEN);
    }
}
