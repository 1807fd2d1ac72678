package org.onshi.server.registry;

import java.time.Instant;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;

/**
 * A stay with what matters of its past.
 *
 * @param stay what is known now, or was known last when it was cancelled
 * @param original what its ADD said
 * @param addedAt when it was first recorded
 * @param cancelledAt when it was cancelled, if it was
 */
record KnownStay(Stay stay, Stay original, Instant addedAt, Optional<Instant> cancelledAt) {
    boolean stands() {
        return cancelledAt.isEmpty();
    }

    InsuredIdentifier identifier() {
        return stay.identifier();
    }
}
