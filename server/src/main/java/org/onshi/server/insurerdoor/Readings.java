package org.onshi.server.insurerdoor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.springframework.stereotype.Component;

/**
 * Records what a page showed to whom: an entry for each coverage or person, so that each person
 * finds who looked; those of one page share its id. A look that showed nothing is recorded too.
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
        recordEach(
                event,
                reader,
                shown.stream()
                        .map(it ->
                                new ConsoleLog.About(
                                        it.personId(),
                                        Map.of("coverage", it.coverageId().toString())))
                        .toList());
    }

    /**
     * The same of whatever was shown of persons.
     *
     * @param reader as audit entries name it
     */
    void recordEach(AuditEvent event, String reader, List<ConsoleLog.About> shown) {
        Instant at = clock.instant();
        String page = UUID.randomUUID().toString();
        if (shown.isEmpty()) {
            audit.append(AuditEntry.of(UUID.randomUUID(), event, at, reader, Map.of("page", page)));
            return;
        }
        audit.appendAll(
                shown.stream()
                        .map(it ->
                                AuditEntry.about(
                                        it.person(),
                                        UUID.randomUUID(),
                                        event,
                                        at,
                                        reader,
                                        paged(it.details(), page)))
                        .toList());
    }

    private static Map<String, String> paged(Map<String, String> details, String page) {
        Map<String, String> paged = new HashMap<>(details);
        paged.put("page", page);
        return paged;
    }
}
