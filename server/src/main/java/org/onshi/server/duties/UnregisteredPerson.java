package org.onshi.server.duties;

import org.onshi.server.registry.UnregisteredCoverage;

/** Somebody insured whom nobody finds by number yet, and why. */
public record UnregisteredPerson(UnregisteredCoverage unregistered, UnregisteredCause cause) {
    /** Shows the coverage's id and the cause. */
    @Override
    public String toString() {
        return "UnregisteredPerson[" + unregistered.coverage().coverageId() + " " + cause + "]";
    }
}
