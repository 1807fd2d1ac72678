package org.onshi.server.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One entry of the audit log: who did what, when, to whom; ids and codes only. A name cannot get in
 * by accident: caller and details hold printable ASCII.
 *
 * @param entryId given by the caller; the same id is recorded once, which makes a repeated request
 *     harmless
 * @param event what happened
 * @param at when, in Onshi's time; kept to the microsecond
 * @param caller who, as {@code facility:0110113719}, {@code insurer:01130012}, {@code operator}; 1
 *     to 100 characters
 * @param person the registry's id of the person concerned, where there is one
 * @param details up to 32; keys {@code [a-z][a-z0-9_]*} up to 40 characters, values up to 200
 */
public record AuditEntry(
        UUID entryId,
        AuditEvent event,
        Instant at,
        String caller,
        Optional<UUID> person,
        Map<String, String> details) {
    /** Most details one entry may carry. */
    public static final int DETAILS_MAX = 32;

    private static final Pattern CALLER = Pattern.compile("[\\x21-\\x7E]{1,100}");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{0,200}");

    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
        if (!CALLER.matcher(caller).matches()) {
            throw new IllegalArgumentException("an audit entry's caller must be a short ASCII id");
        }
        if (details.size() > DETAILS_MAX) {
            throw new IllegalArgumentException("too many details for one audit entry");
        }
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
        details.forEach((key, value) -> {
            if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "details of an audit entry hold short ASCII ids and codes only: "
                                + event.code());
            }
        });
    }

    /** An entry about no person in particular. */
    public static AuditEntry of(
            UUID entryId,
            AuditEvent event,
            Instant at,
            String caller,
            Map<String, String> details) {
        return new AuditEntry(entryId, event, at, caller, Optional.empty(), details);
    }

    /** An entry about a person. */
    public static AuditEntry about(
            UUID person,
            UUID entryId,
            AuditEvent event,
            Instant at,
            String caller,
            Map<String, String> details) {
        return new AuditEntry(entryId, event, at, caller, Optional.of(person), details);
    }
}
