package org.onshi.server.duties;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsurerNumber;

/**
 * How an insurer kept its deadlines in some days.
 *
 * @param counts registrations by who was late; every value has its count
 */
public record DeadlineFigures(InsurerNumber insurer, Map<Timeliness, Long> counts) {
    public DeadlineFigures {
        Map<Timeliness, Long> all = new EnumMap<>(Timeliness.class);
        for (Timeliness timeliness : Timeliness.values()) {
            all.put(timeliness, counts.getOrDefault(timeliness, 0L));
        }
        counts = Map.copyOf(all);
    }

    /** Registrations that a duty was on. */
    public long judged() {
        return counts.values().stream().mapToLong(Long::longValue).sum()
                - counts.get(Timeliness.NOT_JUDGED);
    }

    /**
     * In how many of a hundred the insurer did its part in time, whatever the employer did; rounded
     * down to a tenth, so that 100.0 is all of them. Empty when none was judged.
     */
    public Optional<BigDecimal> insurerInTimePercent() {
        long judged = judged();
        if (judged == 0) {
            return Optional.empty();
        }
        long inTime =
                counts.entrySet().stream()
                        .filter(it -> it.getKey().insurerInTime())
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return Optional.of(
                BigDecimal.valueOf(inTime * 100)
                        .divide(BigDecimal.valueOf(judged), 1, RoundingMode.DOWN));
    }
}
