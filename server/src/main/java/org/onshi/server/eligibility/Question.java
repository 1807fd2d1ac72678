package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;

/**
 * A question by number: the four things on a card, and the day.
 *
 * @param facility who asks
 * @param insurer as written on the card, with its doubts
 * @param identifier as written on the card; an empty branch asks for any branch (requirements A-39)
 * @param birthDate must be equal to the registered one
 * @param day the day asked for (資格確認日)
 * @param knownAt answer as known at this instant; empty, or later than now, means as known now
 * @param limitConsent whether limit data is asked for (LimitApplicationCertificateRelatedConsFlg 1)
 */
public record Question(
        FacilityCode facility,
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        LocalDate day,
        Optional<Instant> knownAt,
        boolean limitConsent) {
    @Override
    public String toString() {
        return "Question[of " + facility.digits() + " for " + day + "]";
    }
}
