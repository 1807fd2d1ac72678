package org.onshi.server.eligibility;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.MismatchField;

/**
 * What a facility told one insurer about one of its coverages: which fields stood otherwise on the
 * document shown, and not what stood there (requirements A-38).
 *
 * @param reportId the same for every insurer it went to
 * @param insurer whose coverage it is
 * @param coverageId which was shown to the facility
 * @param personId whose it was then
 * @param facility who reports
 * @param fields at least one
 * @param at when, in microseconds
 */
public record MismatchReport(
        UUID reportId,
        InsurerNumber insurer,
        UUID coverageId,
        UUID personId,
        FacilityCode facility,
        Set<MismatchField> fields,
        Instant at) {
    @Override
    public String toString() {
        return "MismatchReport[" + reportId + "]";
    }
}
