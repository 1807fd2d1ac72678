package org.onshi.server.insurerdoor;

import java.util.Arrays;
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
        return reason(ConfirmationReason.values(), name);
    }

    /**
     * What is said of a file that takes much away.
     *
     * @param name null where it is absent
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#CODE_UNKNOWN}
     */
    static ClearingWord ofClearing(String name) {
        return reason(ClearingWord.values(), name);
    }

    private static <E extends Enum<E>> E reason(E[] known, String name) {
        if (name == null || name.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, "reason");
        }
        return Arrays.stream(known)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "reason"));
    }
}
