package org.onshi.server.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** All coverages in force, person after person, for whoever surveys them (requirements B-15). */
public final class ActiveCoverages {
    private final ActiveTable table;
    private final ConflictTable conflicts;
    private final LedgerTable ledgers;
    private final TimeOrderedIds ids;

    ActiveCoverages(DataSource dataSource, InstantSource clock) {
        this.table = new ActiveTable(dataSource);
        this.conflicts = new ConflictTable(dataSource);
        this.ledgers = new LedgerTable(dataSource);
        this.ids = new TimeOrderedIds(clock);
    }

    /**
     * Some persons' coverages.
     *
     * @param coverages active ones as known now, their last segments, by person and acquisition
     * @param persons how many persons were looked at, those with none included
     * @param last the last of them; empty after the last page
     */
    public record Page(List<Coverage> coverages, int persons, Optional<UUID> last) {
        public Page {
            coverages = List.copyOf(coverages);
        }

        /** How many. */
        @Override
        public String toString() {
            return "Page[" + persons + "]";
        }
    }

    /**
     * The next persons by id.
     *
     * @param after the last one of the page before
     * @param personsMax most of them
     */
    public Page after(UUID after, int personsMax) {
        List<UUID> persons = table.persons(after, personsMax);
        return persons.isEmpty()
                ? new Page(List.of(), 0, Optional.empty())
                : new Page(
                        table.coverages(persons), persons.size(), Optional.of(persons.getLast()));
    }

    /**
     * A person's, by their first day, as they stand until the caller's transaction ends: no
     * registration comes between.
     */
    public List<Coverage> heldOf(UUID personId) {
        ledgers.lockWriters();
        return table.coverages(List.of(personId));
    }

    /**
     * Makes sure that two overlapping coverages of one person stand in both insurers' list of
     * conflicts, in the caller's transaction.
     *
     * @param earlier the one acquired first
     * @param later the other, of another insurer
     * @return false when they did already
     */
    public boolean conflict(Coverage earlier, Coverage later, Instant at) {
        ledgers.lockWriters();
        return conflicts.open(ids.get(), earlier, later, at);
    }
}
