package org.onshi.server.duties;

import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.RegisteredCoverage;

/**
 * A registration that came late.
 *
 * @param registered its days, as it was first registered
 * @param own the coverage as it is known now, wherever it stands
 * @param timeliness who was late
 */
public record LateRegistration(RegisteredCoverage registered, Coverage own, Timeliness timeliness) {
    /** Shows the coverage's id. */
    @Override
    public String toString() {
        return "LateRegistration[" + registered.coverageId() + " " + timeliness + "]";
    }
}
