package org.onshi.server.medicalinfo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.audit.AuditEntry;

/**
 * Whose coverages' data a release held, in its audit entry: should one of them be found to stand
 * with the wrong person, it is known who looked (requirements J-02).
 */
public final class ReleasedCoverages {
    private static final String KEY = "coverages_";

    /** As many ids as a detail has room for. */
    private static final int IDS_A_DETAIL = 5;

    /** Far more than anybody has in the years of a release. */
    private static final int COVERAGES_MAX = 100;

    private ReleasedCoverages() {}

    /** None where there are too many to name them all: what is half said misleads. */
    static Map<String, String> details(Set<UUID> coverages) {
        Map<String, String> details = new HashMap<>();
        List<String> ids = coverages.stream().map(UUID::toString).sorted().toList();
        if (ids.size() > COVERAGES_MAX) {
            return details;
        }
        for (int from = 0; from < ids.size(); from += IDS_A_DETAIL) {
            int to = Math.min(ids.size(), from + IDS_A_DETAIL);
            details.put(KEY + from / IDS_A_DETAIL, String.join(" ", ids.subList(from, to)));
        }
        return details;
    }

    /**
     * By whose names the person was shown, and under which what was shown had come.
     *
     * @param view an entry of a released medication or checkup
     * @return empty where the entry does not say
     */
    public static Optional<Set<UUID>> in(AuditEntry view) {
        Set<UUID> coverages =
                view.details().entrySet().stream()
                        .filter(it -> it.getKey().startsWith(KEY))
                        .flatMap(it -> Arrays.stream(it.getValue().split(" ", -1)))
                        .map(UUID::fromString)
                        .collect(Collectors.toCollection(HashSet::new));
        return coverages.isEmpty() ? Optional.empty() : Optional.of(coverages);
    }
}
