package org.onshi.server.corrections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.eligibility.Eligibility;
import org.onshi.server.medicalinfo.ReleasedCoverages;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;

/**
 * Finds in the audit log who was shown data of a wrongly linked coverage (requirements J-02): the
 * coverage itself to the wrong person's card, or its name, claims or checkups among the wrong
 * person's medical information. What of the wrong person's own was shown is nobody else's affair,
 * and a check by number shows what stands under the number on the document, whoever it is led to.
 */
final class Looks {
    /** Entries of the audit log looked through at once. */
    private static final int ENTRIES_A_PAGE = 1_000;

    private final Registry registry;
    private final Audit audit;

    Looks(Registry registry, Audit audit) {
        this.registry = registry;
        this.audit = audit;
    }

    /**
     * All of them in a time, the earliest first: of one person while the link stood, which is some
     * thousands at the most. Locks nothing.
     *
     * @param from not before the link was made: what was shown then is nobody else's affair
     * @param until after {@code from}; later ones are not looked at
     */
    List<Viewing> find(WrongLink link, Instant from, Instant until) {
        Set<UUID> versions =
                registry.history(link.personId(), link.coverageId()).stream()
                        .map(Coverage::versionId)
                        .collect(Collectors.toSet());
        List<Viewing> found = new ArrayList<>();
        Optional<AuditEntry> last = Optional.empty();
        while (true) {
            List<AuditEntry> page = audit.about(link.personId(), from, until, last, ENTRIES_A_PAGE);
            page.stream()
                    .filter(it -> shows(it, link.coverageId(), versions))
                    .map(it -> new Viewing(it.entryId(), it.event().code(), it.caller(), it.at()))
                    .forEach(found::add);
            if (page.size() < ENTRIES_A_PAGE) {
                return found;
            }
            last = Optional.of(page.getLast());
        }
    }

    private static boolean shows(AuditEntry entry, UUID coverageId, Set<UUID> versions) {
        if (entry.event() == AuditEvent.CARD_CHECKED) {
            return Eligibility.shown(entry).stream().anyMatch(versions::contains);
        }
        if (entry.event() == AuditEvent.MEDICATION_VIEWED
                || entry.event() == AuditEvent.CHECKUP_VIEWED) {
            // where it isn't said what was shown, it can't be said either that it wasn't this
            return ReleasedCoverages.in(entry).map(it -> it.contains(coverageId)).orElse(true);
        }
        return false;
    }
}
