package org.onshi.server.consent;

import java.time.Instant;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.ConsentKind;

/**
 * One answer to the question for one kind, as it stands.
 *
 * @param consentId of the moment at which it was answered; the same for all kinds answered together
 * @param person whose information it is
 * @param facility who may see it, and nobody else
 * @param visit the visit whose presence is its evidence
 * @param kind what it is about
 * @param given whether it was given, or refused
 * @param at when, to the microsecond
 * @param until first instant at which it no longer holds
 * @param certificateDigest of the card's certificate (requirements F-05), as in {@link
 *     org.onshi.server.identity.Presence}
 */
public record Consent(
        UUID consentId,
        UUID person,
        FacilityCode facility,
        UUID visit,
        ConsentKind kind,
        boolean given,
        Instant at,
        Instant until,
        String certificateDigest) {
    /** Whether it lets the facility see something now: [at, until). */
    public boolean live(Instant now) {
        return given && now.isBefore(until);
    }

    @Override
    public String toString() {
        return "Consent[" + consentId + ", " + kind + "]";
    }
}
