package org.onshi.server.identity;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Deletes presences that have been over for a day: they hold the certificate's serial number, which
 * is needed for the first registration in the same visit and as long as a consent given in it may
 * live (24 hours), to ask whether the certificate still stands. Consents and audit entries keep the
 * visit's id.
 */
final class PresenceSweep {
    /** Long after a challenge is worth nothing, so that no deletion opens a replay. */
    static final Duration KEPT = Duration.ofDays(1);

    private final PresenceTable table;
    private final InstantSource clock;

    PresenceSweep(PresenceTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Deletes some; how many. */
    int sweep() {
        return table.delete(clock.instant().minus(KEPT));
    }
}
