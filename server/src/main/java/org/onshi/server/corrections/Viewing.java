package org.onshi.server.corrections;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody was shown data of a person while a coverage of somebody else stood with that person.
 *
 * @param entryId the entry in the audit log
 * @param event its event's code, as docs/audit-events.md has it
 * @param caller who was shown them, as audit entries name it: {@code facility:…}, {@code insurer:…}
 * @param at when
 */
public record Viewing(UUID entryId, String event, String caller, Instant at) {}
