package org.onshi.server.insurerdoor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.springframework.stereotype.Component;

/**
 * Records which coverages a page showed to whom: an entry each, so that each person finds who
 * looked; those of one page share its id. A look that showed nothing is recorded too.
 */
@Component
final class Readings {
    private final Audit audit;
    private final InstantSource clock;

    Readings(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @param reader as audit entries name it
     */
    void record(AuditEvent event, String reader, List<Coverage> shown) {
        Instant at = clock.instant();
        String page = UUID.randomUUID().toString();
        if (shown.isEmpty()) {
            audit.append(AuditEntry.of(UUID.randomUUID(), event, at, reader, Map.of("page", page)));
            return;
        }
        audit.appendAll(
                shown.stream()
                        .map(coverage ->
                                AuditEntry.about(
                                        coverage.personId(),
                                        UUID.randomUUID(),
                                        event,
                                        at,
                                        reader,
                                        Map.of(
                                                "page",
                                                page,
                                                "coverage",
                                                coverage.coverageId().toString())))
                        .toList());
    }
}
