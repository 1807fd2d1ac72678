package org.onshi.server.identity;

import java.time.LocalDate;

/**
 * A presence just proven, with what the patient is told about the certificate.
 *
 * @param presence good for the visit
 * @param certificateExpiresOn last day of the certificate
 * @param usableUntil last day on which it opens eligibility, the grace included
 */
public record ProvenPresence(
        Presence presence, LocalDate certificateExpiresOn, LocalDate usableUntil) {}
