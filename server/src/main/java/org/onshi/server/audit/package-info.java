/**
 * 監査ログ: append, integrate, checkpoint, prove, verify (design 3.5; requirements J-03).
 *
 * <p>Any context appends an {@link org.onshi.server.audit.AuditEntry} in its own transaction. A
 * sequencer gives committed entries their places in an RFC 6962 Merkle log within a second and
 * signs checkpoints, which are kept outside the database too; {@code LogVerifier} finds the first
 * break. Words: entry (項目), place or leaf index (位置), tree (木), checkpoint (署名付き目次), break (不整合).
 * Uses no other context.
 */
@ApplicationModule(
        displayName = "audit",
        allowedDependencies = {})
package org.onshi.server.audit;

import org.springframework.modulith.ApplicationModule;
