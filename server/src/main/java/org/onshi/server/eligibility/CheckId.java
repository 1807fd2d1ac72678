package org.onshi.server.eligibility;

import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.DerivedId;

/**
 * Ids of checks: the same key from the same facility is the same check, which makes a repetition
 * harmless.
 */
final class CheckId {
    private CheckId() {}

    /** The check a facility asked for under a key. */
    static UUID of(FacilityCode facility, UUID key) {
        return DerivedId.of("check/" + facility.digits() + "/" + key);
    }

    /** The check by card a facility made under a key. */
    static UUID ofCard(FacilityCode facility, UUID key) {
        return DerivedId.of("card-check/" + facility.digits() + "/" + key);
    }

    /** The check of one row of a bulk inquiry. */
    static UUID ofRow(UUID bulkId, int row) {
        return DerivedId.of("bulk-row/" + bulkId + "/" + row);
    }

    /** The bulk inquiry a facility sent under a key. */
    static UUID ofBulk(FacilityCode facility, UUID key) {
        return DerivedId.of("bulk/" + facility.digits() + "/" + key);
    }

    /** The registrations a facility sent under a key. */
    static UUID ofBulkReference(FacilityCode facility, UUID key) {
        return DerivedId.of("bulk-reference/" + facility.digits() + "/" + key);
    }

    /** The registration of one number under a key. */
    static UUID ofReference(FacilityCode facility, UUID key) {
        return DerivedId.of("reference/" + facility.digits() + "/" + key);
    }

    /** What was reported in a visit, by the fields it named, in their order. */
    static UUID ofMismatch(UUID visitId, String fields) {
        return DerivedId.of("mismatch/" + visitId + "/" + fields);
    }

    /** The audit entry of an inquiry's reception; another id than the inquiry's own. */
    static UUID ofReceipt(UUID bulkId) {
        return DerivedId.of("bulk-received/" + bulkId);
    }
}
