/**
 * 保存期間: how long what has ended is kept, and that it goes then (requirement J-10).
 *
 * <p>Answers: for how long is a table's row kept after its end ({@link
 * org.onshi.server.retention.RetentionSettings}). A context whose rows end says so with a {@link
 * org.onshi.server.retention.Retained} and deletes them itself; this one decides when, and writes
 * the audit entry in the same transaction. Words: retained (保存しているもの), kept (保存期間), purge (消去).
 * Used by consent, accounts, letters and duties; uses work and audit.
 */
@ApplicationModule(
        displayName = "retention",
        allowedDependencies = {"work", "audit"})
package org.onshi.server.retention;

import org.springframework.modulith.ApplicationModule;
