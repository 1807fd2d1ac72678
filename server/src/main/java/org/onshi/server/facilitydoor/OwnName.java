package org.onshi.server.facilitydoor;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Width;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** A facility speaks in its own name only; whoever tries another's leaves an audit entry. */
final class OwnName {
    private static final String FIELD = "MedicalInstitutionCode";

    private final Audit audit;
    private final InstantSource clock;

    OwnName(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** The caller's own code. */
    static FacilityCode of(Caller caller) {
        return new FacilityCode(caller.code());
    }

    /**
     * Passes unless the message names another facility. A code that cannot be one is the message's
     * own fault and is judged there.
     *
     * @throws Fault {@link FaultCode#OTHER_FACILITY}, after its audit entry was committed
     */
    void require(Optional<String> claimed, Caller caller) {
        Optional<FacilityCode> other =
                claimed.flatMap(OwnName::code).filter(it -> !it.equals(of(caller)));
        if (other.isEmpty()) {
            return;
        }
        Map<String, String> details = new HashMap<>();
        details.put("door", caller.door().label());
        // with a false check digit it may be anything ten digits long, a patient's number too
        other.filter(FacilityCode::checkDigitHolds)
                .ifPresent(it -> details.put("claimed", it.digits()));
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.OTHER_FACILITY,
                        clock.instant(),
                        caller.auditName(),
                        details));
        throw new Fault(FaultCode.OTHER_FACILITY, FIELD);
    }

    private static Optional<FacilityCode> code(String text) {
        try {
            // width folded as the message's own reading folds it, or another's code slips by in
            // full
            // width
            return Optional.of(new FacilityCode(Width.half(text).strip()));
        } catch (MalformedValue malformed) {
            return Optional.empty();
        }
    }
}
