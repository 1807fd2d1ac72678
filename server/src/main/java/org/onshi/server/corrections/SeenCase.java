package org.onshi.server.corrections;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * A wrong link by which somebody's data were seen by others, as the operating body reports it to
 * the authority (requirements J-09); nobody is named.
 *
 * @param linkedAt since when the coverage stood with the wrong person
 * @param detectedAt when it was found and viewing stopped
 * @param looks how often somebody was shown the data, at least once
 * @param medicalLooks of these, how often medical information was opened
 * @param facilities by how many facilities
 * @param correctedAt when it was put right; empty while it is not
 * @param told once it is corrected, whether the person was told
 * @param publishedAt when it was made public
 */
public record SeenCase(
        UUID wrongLinkId,
        InsurerNumber insurer,
        WrongLink.Source source,
        Instant linkedAt,
        Instant detectedAt,
        int looks,
        int medicalLooks,
        int facilities,
        Instant firstLookAt,
        Instant lastLookAt,
        Instant decidedAt,
        Optional<Instant> correctedAt,
        Optional<WrongLink.Telling> told,
        Optional<Instant> publishedAt) {}
