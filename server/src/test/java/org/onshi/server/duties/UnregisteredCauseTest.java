package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "REGISTER_UNREADABLE,, IN_PROGRESS, LATE",
        "KANA_DIFFERS,, IN_PROGRESS, LATE",
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

    @Test
    void whereNoReasonIsStatedEveryCodeThatLeavesACoveragePendingHasOneCause() {
        Map<RegistrationCode, UnregisteredCause> causes =
                codes(RowStatus.PENDING)
                        // of a row that waits, not of a coverage
                        .filter(it -> it != RegistrationCode.AWAITING_CONFIRMATION)
                        .collect(
                                Collectors.toMap(
                                        it -> it,
                                        it -> UnregisteredCause.of(it, Optional.empty(), false)));
        assertThat(causes)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                RegistrationCode.NUMBER_MISSING,
                                UnregisteredCause.NUMBER_NOT_GIVEN,
                                RegistrationCode.UNRESOLVED,
                                UnregisteredCause.NUMBER_NOT_GIVEN,
                                RegistrationCode.AWAITING_NUMBER,
                                UnregisteredCause.NUMBER_NOT_GIVEN,
                                RegistrationCode.AWAITING_REGISTER,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.REGISTER_DIFFERS,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.REGISTER_REVIEW,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.REGISTER_UNKNOWN,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.REGISTER_UNREADABLE,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.KANA_DIFFERS,
                                UnregisteredCause.IN_PROGRESS,
                                RegistrationCode.PERSON_MISMATCH,
                                UnregisteredCause.IN_PROGRESS));
    }

    @Test
    void aCodeThatLeavesNoCoveragePendingHasNone() {
        assertThat(
                        Stream.of(RowStatus.ACCEPTED, RowStatus.REJECTED)
                                .flatMap(UnregisteredCauseTest::codes))
                .isNotEmpty()
                .allSatisfy(code ->
                        assertThatThrownBy(
                                        () -> UnregisteredCause.of(code, Optional.empty(), false))
                                .isInstanceOf(IllegalStateException.class));
    }

    private static Stream<RegistrationCode> codes(RowStatus status) {
        return Stream.of(RegistrationCode.values()).filter(it -> it.status() == status);
    }
}
