package org.onshi.server.insurerdoor;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.onshi.server.registry.ComparedRatio;
import org.onshi.server.registry.RatioOutcome;
import org.onshi.wire.RegistrationCode;

/** What the rows of a ratio file came to. */
final class RatioTotals {
    private final Map<RatioOutcome, Long> rows = new EnumMap<>(RatioOutcome.class);
    private long ofOthers;

    void add(ComparedRatio row) {
        rows.merge(row.outcome(), 1L, Long::sum);
        if (row.fault().filter(it -> it.code() == RegistrationCode.WRONG_INSURER).isPresent()) {
            ofOthers++;
        }
    }

    long of(RatioOutcome outcome) {
        return rows.getOrDefault(outcome, 0L);
    }

    /** Those that came of any row. */
    Set<RatioOutcome> outcomes() {
        return rows.keySet();
    }

    long all() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows that name another insurer; they are among the refused. */
    long ofOthers() {
        return ofOthers;
    }

    /** All of them first, then each outcome, by names of lower case. */
    Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("rows", Long.toString(all()));
        for (RatioOutcome outcome : RatioOutcome.values()) {
            named.put(outcome.name().toLowerCase(Locale.ROOT), Long.toString(of(outcome)));
        }
        return named;
    }

    /** The same as a header (RFC 9651, dictionary). */
    String header() {
        return named().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(", "));
    }
}
