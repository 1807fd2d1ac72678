package org.onshi.server.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;

/**
 * The insurers as master data. All of them are held in memory (3,411 in the country), since every
 * answer names one; another server's change is seen after {@link #SNAPSHOT_AGE_MAX}.
 */
public final class Insurers {
    private static final Duration SNAPSHOT_AGE_MAX = Duration.ofSeconds(60);
    private static final Duration MISS_AGE_MAX = Duration.ofSeconds(1);

    private record Snapshot(Map<InsurerNumber, Insurer> insurers, long takenAtNanos) {}

    private final InsurerTable table;
    private final InstantSource clock;
    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();

    /**
     * @param dataSource connections of the role onshi_server
     * @param clock the shared clock
     */
    public Insurers(DataSource dataSource, InstantSource clock) {
        this.table = new InsurerTable(dataSource);
        this.clock = clock;
    }

    /** The insurer of a number, if registered. */
    public Optional<Insurer> find(InsurerNumber number) {
        Snapshot taken = snapshot.get();
        if (taken == null || age(taken).compareTo(SNAPSHOT_AGE_MAX) > 0) {
            taken = reload();
        } else if (!taken.insurers().containsKey(number)
                && age(taken).compareTo(MISS_AGE_MAX) > 0) {
            // another server may just have loaded it
            taken = reload();
        }
        return Optional.ofNullable(taken.insurers().get(number));
    }

    /** The numbers of all insurers registered; a few thousand. */
    public Set<InsurerNumber> numbers() {
        return table.all().keySet();
    }

    /** When each insurer was last heard of, the longest silent first; a few thousand. */
    public List<HeardInsurer> heard() {
        return table.heard();
    }

    /** What registering an insurer did. */
    public enum Registered {
        /** It was not known before. */
        ADDED,
        /** It was known otherwise. */
        CHANGED,
        /** It was known so. */
        UNCHANGED
    }

    /** Registers an insurer or changes what is registered; the same again changes nothing. */
    public Registered register(Insurer insurer) {
        Registered registered = table.upsert(insurer, clock.instant());
        if (registered != Registered.UNCHANGED) {
            snapshot.set(null);
        }
        return registered;
    }

    private Snapshot reload() {
        Snapshot taken = new Snapshot(table.all(), System.nanoTime());
        snapshot.set(taken);
        return taken;
    }

    private static Duration age(Snapshot taken) {
        return Duration.ofNanos(System.nanoTime() - taken.takenAtNanos());
    }
}
