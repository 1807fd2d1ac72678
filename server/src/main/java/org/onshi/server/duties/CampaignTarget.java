package org.onshi.server.duties;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One person a campaign writes to.
 *
 * @param targetId what the letter is about
 * @param personId whose coverage it was when the letter was written
 * @param undeliverableAt when the letter came back
 * @param outcome empty before the campaign is closed
 */
public record CampaignTarget(
        UUID coverageId,
        UUID targetId,
        UUID personId,
        Optional<Instant> undeliverableAt,
        Optional<Campaign.Outcome> outcome) {}
