package org.onshi.server.callers;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.springframework.transaction.support.TransactionTemplate;

/** Audit entries about callers that were turned away, each in a transaction of its own. */
final class RefusalLog {
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    RefusalLog(Audit audit, TransactionTemplate transaction, InstantSource clock) {
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * A certified caller that misused its certificate: one entry each time, about this caller
     * alone.
     */
    void refused(AuditEvent event, ClientCertificate certificate, Door door, String reason) {
        AuditEntry entry =
                AuditEntry.of(
                        UUID.randomUUID(),
                        event,
                        clock.instant(),
                        certificate.auditName(),
                        Map.of(
                                "door", door.label(),
                                "reason", reason,
                                "certificate", certificate.serial().toString(16)));
        transaction.executeWithoutResult(status -> audit.append(entry));
    }

    /** Strangers of one minute: a source each, with its count by reason. */
    void strangers(Map<String, Map<String, Long>> countsBySource) {
        List<AuditEntry> entries = new ArrayList<>(countsBySource.size());
        countsBySource.forEach((source, counts) -> {
            Map<String, String> details = new HashMap<>();
            long sum = 0;
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                details.put(count.getKey(), Long.toString(count.getValue()));
                sum += count.getValue();
            }
            details.put("source", source);
            details.put("count", Long.toString(sum));
            entries.add(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.STRANGERS_REFUSED,
                            clock.instant(),
                            "stranger:" + source,
                            details));
        });
        transaction.executeWithoutResult(status -> audit.appendAll(entries));
    }
}
