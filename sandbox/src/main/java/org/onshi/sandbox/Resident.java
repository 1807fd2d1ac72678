package org.onshi.sandbox;

import java.time.LocalDate;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;

/**
 * A person of the town as the resident register knows it.
 *
 * @param key names the person to other programs; says nothing about it
 * @param index running number in the town, from which insured numbers follow
 */
record Resident(
        String key,
        int index,
        IndividualNumber number,
        PersonName name,
        LocalDate birthDate,
        Sex sex,
        Place place,
        Situation situation) {
    /** Shows the key only. */
    @Override
    public String toString() {
        return "Resident[" + key + "]";
    }
}
