package org.onshi.server.identity;

import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;

/** The presences of visits that are not over. */
@Service
public class Presences {
    /**
     * The presence of a visit, for the terminal that proved it.
     *
     * @throws Fault {@link FaultCode#VISIT_UNKNOWN} when there is none, it is over, or it was
     *     proven at another terminal; recorded in the audit log
     */
    public Presence require(UUID visitId, FacilityCode facility, String terminal) {
        throw new Fault(FaultCode.VISIT_UNKNOWN);
    }
}
