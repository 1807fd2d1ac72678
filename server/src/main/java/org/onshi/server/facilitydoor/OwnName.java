package org.onshi.server.facilitydoor;

import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Width;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Misuses;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** A facility speaks in its own name only; whoever tries another's is in the audit log. */
final class OwnName {
    private static final String FIELD = "MedicalInstitutionCode";

    private final Misuses misuses;

    OwnName(Misuses misuses) {
        this.misuses = misuses;
    }

    /** The caller's own code. */
    static FacilityCode of(Caller caller) {
        return new FacilityCode(caller.code());
    }

    /**
     * Passes unless the message names another facility. A code that cannot be one is the message's
     * own fault and is judged there.
     *
     * @throws Fault {@link FaultCode#OTHER_FACILITY}, recorded
     */
    void require(Optional<String> claimed, Caller caller) {
        Optional<FacilityCode> other =
                claimed.flatMap(OwnName::code).filter(it -> !it.equals(of(caller)));
        if (other.isEmpty()) {
            return;
        }
        // with a false check digit it may be anything ten digits long, a patient's number too
        Map<String, String> claims =
                other.filter(FacilityCode::checkDigitHolds)
                        .map(it -> Map.of("claimed", it.digits()))
                        .orElse(Map.of());
        misuses.record(caller, AuditEvent.OTHER_FACILITY, claims);
        throw new Fault(FaultCode.OTHER_FACILITY, FIELD);
    }

    private static Optional<FacilityCode> code(String text) {
        try {
            // folded as the message's own reading folds it: another's code in full width is caught
            return Optional.of(new FacilityCode(Width.half(text).strip()));
        } catch (MalformedValue malformed) {
            return Optional.empty();
        }
    }
}
