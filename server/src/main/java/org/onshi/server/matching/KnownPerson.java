package org.onshi.server.matching;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.onshi.kernel.Sex;

/**
 * What the resident register knows of one person, history included. Does not print.
 *
 * @param names the current name first, then former names and aliases; one at least, {@value
 *     #HISTORY_MAX} at most
 * @param birthDate 生年月日
 * @param sex 性別
 * @param addresses the current address first, then former ones; one at least, {@value #HISTORY_MAX}
 *     at most
 */
public record KnownPerson(
        List<KnownName> names, LocalDate birthDate, Sex sex, List<KnownAddress> addresses) {
    /** Most names, and most addresses, that are compared. */
    public static final int HISTORY_MAX = 100;

    /**
     * @throws IllegalArgumentException when there is no name or no address, or there are too many
     */
    public KnownPerson {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        Objects.requireNonNull(birthDate);
        Objects.requireNonNull(sex);
        if (names.isEmpty() || names.size() > HISTORY_MAX) {
            throw new IllegalArgumentException("names must be 1 to " + HISTORY_MAX);
        }
        if (addresses.isEmpty() || addresses.size() > HISTORY_MAX) {
            throw new IllegalArgumentException("addresses must be 1 to " + HISTORY_MAX);
        }
    }

    /** A person of whom only one description is known. */
    public static KnownPerson of(FiveAttributes five) {
        return new KnownPerson(
                List.of(new KnownName(five.name(), five.nameKana(), KnownName.Kind.CURRENT)),
                five.birthDate(),
                five.sex(),
                List.of(new KnownAddress(five.address(), false)));
    }

    @Override
    public String toString() {
        return "KnownPerson";
    }
}
