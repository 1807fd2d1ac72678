package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;

/**
 * People who belong together, with everything their insurers send about them.
 *
 * @param people in the resident register
 * @param events rows of registration files, each person's in the order things happened
 * @param listings rows of town.csv
 */
record Household(List<Resident> people, List<Event> events, List<Listing> listings) {
    Household {
        people = List.copyOf(people);
        events = List.copyOf(events);
        listings = List.copyOf(listings);
    }

    /**
     * A row of a registration file.
     *
     * @param phase files of a phase are sent before those of the next, by whichever insurer; 1 to
     *     {@link #PHASES}
     * @param cells by column of the registration file, absent where empty
     */
    record Event(int phase, InsurerNumber insurer, Map<String, String> cells) {
        /** First coverages; what happens to them; coverages that follow; what happens to those. */
        static final int PHASES = 4;

        /** Shows the action only. */
        @Override
        public String toString() {
            return "Event[" + cells.get("action") + "]";
        }
    }

    /** A row of town.csv: a coverage, or what an unregistered person believes to have. */
    record Listing(
            Resident who,
            InsurerNumber insurer,
            InsuredIdentifier identifier,
            Optional<LocalDate> acquiredOn,
            Optional<LocalDate> lostOn) {
        /** Shows the person's key only. */
        @Override
        public String toString() {
            return "Listing[" + who.key() + "]";
        }
    }

    /** Shows the size only. */
    @Override
    public String toString() {
        return "Household[" + people.size() + " people]";
    }
}
