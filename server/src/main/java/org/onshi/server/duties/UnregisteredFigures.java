package org.onshi.server.duties;

import java.util.EnumMap;
import java.util.Map;
import org.onshi.kernel.InsurerNumber;

/**
 * Unregistered persons of an insurer.
 *
 * @param counts by cause; every cause has its count
 * @param beforeDuty of all of them, those whose notice did not have to carry the number yet (before
 *     June 2023)
 */
public record UnregisteredFigures(
        InsurerNumber insurer, Map<UnregisteredCause, Long> counts, long beforeDuty) {
    public UnregisteredFigures {
        Map<UnregisteredCause, Long> all = new EnumMap<>(UnregisteredCause.class);
        for (UnregisteredCause cause : UnregisteredCause.values()) {
            all.put(cause, counts.getOrDefault(cause, 0L));
        }
        counts = Map.copyOf(all);
    }

    /** All of them. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
