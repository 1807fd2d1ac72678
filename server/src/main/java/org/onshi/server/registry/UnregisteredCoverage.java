package org.onshi.server.registry;

import java.util.Optional;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationCode;

/**
 * A coverage that stands pending and is not over: its person is insured and cannot be found yet.
 *
 * @param coverage its last segment
 * @param code why it is pending
 * @param column the column to blame, "" when none is
 * @param reason why no number was sent; empty where one was
 */
public record UnregisteredCoverage(
        Coverage coverage,
        RegistrationCode code,
        String column,
        Optional<MissingNumberReason> reason) {
    /** Shows the coverage's id and the code. */
    @Override
    public String toString() {
        return "UnregisteredCoverage[" + coverage.coverageId() + " " + code + "]";
    }
}
