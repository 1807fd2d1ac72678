package org.onshi.server.insurerdoor;

import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** What a person types into a form of the console. */
final class ConsoleForm {
    private static final int REASON_CHARACTERS_MAX = 200;

    private ConsoleForm() {}

    /**
     * Why somebody does what another will ask about.
     *
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_TOO_LONG}, {@link
     *     FaultCode#FIELD_NOT_PLAIN}
     */
    static String reason(String typed) {
        String why = typed.strip();
        if (why.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "reason");
        }
        if (why.length() > REASON_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "reason");
        }
        if (why.chars().anyMatch(Character::isISOControl)) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, "reason");
        }
        return why;
    }
}
