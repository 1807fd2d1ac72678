package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Misuses;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Names a coverage of the insurer that asks; absent members are null here, as JSON has it, and
 * nowhere else.
 *
 * @param insurerNumber 保険者番号; the caller's own
 * @param symbol 記号; absent where the insurer has none
 * @param number 番号
 * @param branch 枝番; absent asks for every branch
 * @param birthDate YYYY-MM-DD
 */
record CoverageRequest(
        @JsonProperty("insurer_number") String insurerNumber,
        String symbol,
        String number,
        String branch,
        @JsonProperty("birth_date") String birthDate) {
    private static final int TEXT_CHARACTERS_MAX = 60;

    /** As the wire format's dates: before 明治 there is none, after it no four digits. */
    private static final int YEAR_MIN = 1868;

    private static final int YEAR_MAX = 9999;

    /**
     * The caller's own number.
     *
     * @param misuses where a request for another insurer's coverage is recorded
     * @throws Fault {@link FaultCode#OTHER_INSURER}, {@link FaultCode#FIELD_MISSING}
     */
    InsurerNumber own(Caller caller, Misuses misuses) {
        InsurerNumber own = new InsurerNumber(caller.code());
        ClaimedInsurerNumber claimed =
                new ClaimedInsurerNumber(text(insurerNumber, "insurer_number", true));
        if (!claimed.confirmed().equals(Optional.of(own))) {
            misuses.record(caller, AuditEvent.OTHER_INSURER, Map.of());
            throw new Fault(FaultCode.OTHER_INSURER, "insurer_number");
        }
        return own;
    }

    /**
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_TOO_LONG}, {@link
     *     FaultCode#FIELD_NOT_PLAIN}
     */
    InsuredIdentifier identifier() {
        return new InsuredIdentifier(
                text(symbol, "symbol", false),
                text(number, "number", true),
                text(branch, "branch", false));
    }

    /**
     * @throws Fault {@link FaultCode#IDENTIFIER_MALFORMED}
     */
    LocalDate birthDay() {
        try {
            LocalDate date = LocalDate.parse(text(birthDate, "birth_date", true));
            if (date.getYear() < YEAR_MIN || date.getYear() > YEAR_MAX) {
                throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "birth_date");
            }
            return date;
        } catch (DateTimeException malformed) {
            throw new Fault(FaultCode.IDENTIFIER_MALFORMED, "birth_date");
        }
    }

    private static String text(String value, String field, boolean needed) {
        String text = value == null ? "" : value;
        if (needed && text.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        if (text.length() > TEXT_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, field);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, field);
        }
        return text;
    }

    @Override
    public String toString() {
        return "CoverageRequest[…]";
    }
}
