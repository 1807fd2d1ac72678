package org.onshi.server.duties;

import java.util.Optional;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationCode;

/** 未登録の要因①②③ (requirements B-13), and what is left of ② when it takes too long. */
public enum UnregisteredCause {
    /** ① No number was handed in, and the resident register cannot tell who it is. */
    NUMBER_NOT_GIVEN("①個人番号の提出がない", "No number handed in"),
    /** ② The registration is under way, within the ten days of B-10. */
    IN_PROGRESS("②登録の途中", "Under way"),
    /** Was ②, and takes longer than ten days: late. */
    LATE("②のうち計10日を過ぎたもの", "Under way for more than ten days"),
    /** ③ Lives abroad, or has no number yet. */
    HAS_NO_NUMBER("③国外・未付番", "Abroad, or no number yet");

    private final String japanese;
    private final String english;

    UnregisteredCause(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** Its name for Japanese readers. */
    public String japanese() {
        return japanese;
    }

    /** Its name for English readers. */
    public String english() {
        return english;
    }

    /**
     * The one cause of a pending coverage.
     *
     * @param late whether the ten days are over
     * @throws IllegalStateException for a code that leaves no coverage pending
     */
    static UnregisteredCause of(
            RegistrationCode code, Optional<MissingNumberReason> reason, boolean late) {
        return switch (code) {
            case NUMBER_MISSING, UNRESOLVED -> NUMBER_NOT_GIVEN;
            case AWAITING_NUMBER ->
                    reason.map(UnregisteredCause::withoutNumber).orElse(NUMBER_NOT_GIVEN);
            case AWAITING_REGISTER,
                    REGISTER_DIFFERS,
                    REGISTER_REVIEW,
                    REGISTER_UNKNOWN,
                    REGISTER_UNREADABLE,
                    KANA_DIFFERS,
                    PERSON_MISMATCH ->
                    late ? LATE : IN_PROGRESS;
            case OK,
                    UNCHANGED,
                    RATIO_UNUSUAL,
                    RATIO_CHANGED,
                    RATIO_CLEARED,
                    LIMIT_CLEARED,
                    IDENTIFIER_MIXED,
                    IDENTIFIER_TOO_LONG,
                    AWAITING_CONFIRMATION,
                    NOT_CONFIRMED,
                    ISSUED_BEFORE_ACQUIRED,
                    UNMATCHED,
                    MALFORMED_ROW,
                    WRONG_FIELD_COUNT,
                    BAD_ENCODING,
                    TOO_LONG,
                    BAD_CHARACTER,
                    UNKNOWN_ACTION,
                    MISSING_FIELD,
                    BAD_DATE,
                    DATE_ORDER,
                    DATE_IN_FUTURE,
                    BAD_CODE,
                    BAD_NUMBER,
                    CHECK_DIGIT,
                    WRONG_INSURER,
                    UNKNOWN_INSURER,
                    UNKNOWN_COVERAGE,
                    SEVERAL_COVERAGES,
                    IDENTIFIER_TAKEN,
                    OVERLAP,
                    ALREADY_REGISTERED,
                    ALREADY_LOST,
                    OUTSIDE_COVERAGE,
                    NOT_CHANGEABLE,
                    NOT_CLEARABLE,
                    RATIO_MISSING,
                    CERTIFICATE_UNKNOWN,
                    HOLDER_UNKNOWN,
                    NEEDS_TWO_PEOPLE,
                    CHANGED_SINCE,
                    NOT_PROCESSED ->
                    throw new IllegalStateException(code + " leaves no coverage pending");
        };
    }

    private static UnregisteredCause withoutNumber(MissingNumberReason reason) {
        return switch (reason) {
            case NOT_PROVIDED -> NUMBER_NOT_GIVEN;
            case NOT_YET_ASSIGNED, OVERSEAS -> HAS_NO_NUMBER;
        };
    }
}
