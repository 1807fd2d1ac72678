package org.onshi.server.corrections;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;

/** How a suspect ends without the insurer's word: once, with an entry that says as what. */
final class SuspectEnds {
    private final SuspectTable table;
    private final Audit audit;

    SuspectEnds(SuspectTable table, Audit audit) {
        this.table = table;
        this.audit = audit;
    }

    /**
     * Ends it in the caller's transaction, unless it has ended.
     *
     * @param wrongLink the case, where it ends as one
     */
    void end(
            Suspect suspect,
            Suspect.Outcome outcome,
            Optional<UUID> wrongLink,
            Instant at,
            String by) {
        if (table.end(suspect, new Suspect.Decided(outcome, at, wrongLink))) {
            audit.append(
                    entry(
                            suspect,
                            AuditEvent.SUSPECT_DECIDED,
                            at,
                            by,
                            Map.of("outcome", outcome.name())));
        }
    }

    static AuditEntry entry(
            Suspect suspect, AuditEvent event, Instant at, String by, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("suspect", suspect.suspectId().toString());
        details.put("coverage", suspect.coverageId().toString());
        return AuditEntry.about(suspect.personId(), UUID.randomUUID(), event, at, by, details);
    }
}
