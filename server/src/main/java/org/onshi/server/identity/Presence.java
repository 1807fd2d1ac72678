package org.onshi.server.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;

/**
 * A proven presence. It is good for its visit at its terminal only, and gives a consent its
 * evidence (design 3.6).
 *
 * @param visitId the visit
 * @param facility where
 * @param terminal at which terminal of the facility; "-" where its certificate names none
 * @param mode how
 * @param state what the certificate allows
 * @param revocationKnown whether it is known from lately that the certificate is not revoked; false
 *     while the responder is silent
 * @param person whose card it is; empty until the card is registered
 * @param certificateDigest stands for the certificate in audit entries and consents, 64 lower-case
 *     hexadecimal digits
 * @param at when it was proven
 */
public record Presence(
        UUID visitId,
        FacilityCode facility,
        String terminal,
        PresenceMode mode,
        CardState state,
        boolean revocationKnown,
        Optional<UUID> person,
        String certificateDigest,
        Instant at) {
    /**
     * Whether it may open medical information, as far as the card is concerned: not in the grace
     * (requirements A-16), and not while nobody knows whether the certificate is revoked. Whether
     * the facility may is another question.
     */
    public boolean medicalInformation() {
        return state != CardState.GRACE && revocationKnown;
    }

    /** The same, after it turned out that its card is this person's. */
    public Presence of(UUID holder) {
        return new Presence(
                visitId,
                facility,
                terminal,
                mode,
                state,
                revocationKnown,
                Optional.of(holder),
                certificateDigest,
                at);
    }

    @Override
    public String toString() {
        return "Presence[" + visitId + "]";
    }
}
