package org.onshi.server.facilities;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The facility master data. Asked for every check, so an answer is kept: a known facility for a
 * minute (another server's change is seen after that), an unknown one for a second (it may just
 * have been loaded). At most {@value #KEPT_MAX} are kept.
 */
@Service
public final class Facilities {
    /**
     * Facilities a server keeps in memory; the country has 230,000, one server talks to a part of
     * them.
     */
    static final int KEPT_MAX = 50_000;

    private static final long KNOWN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long UNKNOWN_NANOS = Duration.ofSeconds(1).toNanos();

    private record Kept(Optional<Facility> facility, long atNanos) {
        boolean fresh(long now) {
            return now - atNanos < (facility.isPresent() ? KNOWN_NANOS : UNKNOWN_NANOS);
        }
    }

    /** What registering a facility did. */
    public enum Registered {
        /** It was not known before. */
        ADDED,
        /** It was known otherwise. */
        CHANGED,
        /** It was known so. */
        UNCHANGED
    }

    private final FacilityTable table;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Facilities(DataSource dataSource, InstantSource clock) {
        this.table = new FacilityTable(dataSource);
        this.clock = clock;
    }

    /** The facility of a code, if registered. */
    public Optional<Facility> find(FacilityCode code) {
        return find(code.digits());
    }

    /**
     * Whether a facility of these ten digits is registered; the question of every request at the
     * facility door.
     */
    public boolean registered(String digits) {
        return find(digits).isPresent();
    }

    private Optional<Facility> find(String digits) {
        long now = System.nanoTime();
        Kept known = kept.get(digits);
        if (known != null && known.fresh(now)) {
            return known.facility();
        }
        Optional<Facility> facility = table.find(digits);
        if (kept.size() >= KEPT_MAX) {
            kept.values().removeIf(it -> !it.fresh(now));
            if (kept.size() >= KEPT_MAX) {
                kept.clear();
            }
        }
        kept.put(digits, new Kept(facility, now));
        return facility;
    }

    /**
     * Registers facilities or changes what is registered, in the caller's transaction; the same
     * again changes nothing.
     *
     * @param batch each code once
     * @return what became of each, in the order given
     */
    public List<Registered> register(List<Facility> batch) {
        Set<String> codes = new HashSet<>();
        for (Facility facility : batch) {
            if (!codes.add(facility.code().digits())) {
                throw new IllegalStateException("a facility stands twice in one batch");
            }
        }
        Map<String, Registered> changed = table.upsert(batch, clock.instant());
        forgetWhenCommitted(codes);
        return batch.stream()
                .map(facility ->
                        changed.getOrDefault(facility.code().digits(), Registered.UNCHANGED))
                .toList();
    }

    private void forgetWhenCommitted(Set<String> codes) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            kept.keySet().removeAll(codes);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        kept.keySet().removeAll(codes);
                    }
                });
    }
}
