package org.onshi.server.eligibility;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.identity.Presence;

/**
 * A question by card: what covers whoever is present, today, as known now.
 *
 * @param look at whoever is present, just taken
 * @param limitConsent whether the patient agreed to limit data
 * @param specialDiseaseConsent whether the patient agreed to special diseases
 */
public record CardQuestion(CardLook look, boolean limitConsent, boolean specialDiseaseConsent) {
    Presence presence() {
        return look.presence();
    }

    FacilityCode facility() {
        return presence().facility();
    }

    /**
     * What makes it the same question under the same Idempotency-Key: the visit. Consents given
     * between the two show what they open.
     */
    byte[] canonical(UUID checkId) {
        return (checkId + " " + Channel.CARD.code() + " " + presence().visitId())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "CardQuestion[of " + presence() + "]";
    }
}
