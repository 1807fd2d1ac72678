package org.onshi.server.insurerdoor;

import java.util.Arrays;
import org.onshi.server.duties.Duplicate;
import org.onshi.server.registry.ClearingWord;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** Who takes a step and by what, as an insurer's machine or a form says; its own word. */
final class ClerksWord {
    private ClerksWord() {}

    /**
     * A clerk as the insurer's system names them.
     *
     * @param name null where it is absent
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_NOT_PLAIN}
     */
    static Clerk clerk(String name) {
        if (name == null || name.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, "clerk");
        }
        if (!Clerk.mayBeSent(name)) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, "clerk");
        }
        return new Clerk(name);
    }

    /**
     * How it was made sure.
     *
     * @param name null where it is absent
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#CODE_UNKNOWN}
     */
    static ConfirmationReason reason(String name) {
        return one(ConfirmationReason.values(), name, "reason");
    }

    /**
     * What became of two persons with the same attributes, and how that is known.
     *
     * @param outcome null where it is absent, as is the reason
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#CODE_UNKNOWN}, {@link
     *     FaultCode#VALUES_CONTRADICT} for another outcome's reason
     */
    static Duplicate.Reason duplicate(String outcome, String reason) {
        Duplicate.Outcome what = one(Duplicate.Outcome.values(), outcome, "outcome");
        Duplicate.Reason why = one(Duplicate.Reason.values(), reason, "reason");
        if (why.outcome() != what) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "reason");
        }
        return why;
    }

    /**
     * What is said of a file that takes much away.
     *
     * @param name null where it is absent
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#CODE_UNKNOWN}
     */
    static ClearingWord ofClearing(String name) {
        return one(ClearingWord.values(), name, "reason");
    }

    private static <E extends Enum<E>> E one(E[] all, String name, String field) {
        if (name == null || name.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        return Arrays.stream(all)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, field));
    }
}
