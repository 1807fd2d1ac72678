package org.onshi.server.corrections;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody was shown data of a coverage, or what came under it, as those of the wrong person.
 *
 * @param entryId the entry in the audit log
 * @param event its event's code, as docs/audit-events.md has it
 * @param caller who was shown them, as audit entries name it: {@code facility:…}
 * @param at when
 */
public record Viewing(UUID entryId, String event, String caller, Instant at) {}
