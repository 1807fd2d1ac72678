package org.onshi.server.eligibility;

import java.time.Instant;
import org.onshi.server.identity.Presence;

/**
 * What a look at a card's person found, before it is answered: whose the card is by now decides
 * whose consents may speak in the answer.
 */
public final class CardLook {
    private final Presence presence;
    private final Finding finding;
    private final Instant at;

    CardLook(Presence presence, Finding finding, Instant at) {
        this.presence = presence;
        this.finding = finding;
        this.at = at;
    }

    /** The presence, of the person its card stands for at the time of the look. */
    public Presence presence() {
        return presence;
    }

    Finding finding() {
        return finding;
    }

    Instant at() {
        return at;
    }

    @Override
    public String toString() {
        return "CardLook[of " + presence + "]";
    }
}
