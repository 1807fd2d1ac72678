package org.onshi.server.duties;

import java.time.Instant;
import java.util.UUID;

/**
 * A 資格確認書 to be issued to somebody who did not answer (requirements B-14).
 *
 * @param campaignId the campaign that ordered it
 */
public record CertificateOrder(
        UUID orderId, UUID personId, UUID coverageId, UUID campaignId, Instant orderedAt) {}
