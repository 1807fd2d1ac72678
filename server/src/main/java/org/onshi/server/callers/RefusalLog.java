package org.onshi.server.callers;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.springframework.transaction.support.TransactionTemplate;

/** Audit entries about those who were turned away, in a transaction of their own. */
final class RefusalLog {
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    RefusalLog(Audit audit, TransactionTemplate transaction, InstantSource clock) {
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One refusal, or the sum of several where its details have a {@code count}. */
    record Refusal(AuditEvent event, String caller, Map<String, String> details) {}

    /** All of them or none. */
    void write(List<Refusal> refusals) {
        List<AuditEntry> entries =
                refusals.stream()
                        .map(refusal ->
                                AuditEntry.of(
                                        UUID.randomUUID(),
                                        refusal.event(),
                                        clock.instant(),
                                        refusal.caller(),
                                        refusal.details()))
                        .toList();
        transaction.executeWithoutResult(status -> audit.appendAll(entries));
    }
}
