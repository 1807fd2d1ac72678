package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationAction;

/**
 * One row of a registration file whose cells are good, each by itself.
 *
 * @param action what it asks for
 * @param insurer the insurer who sends it, checked against its certificate
 * @param identifier symbol, number, branch
 * @param oldIdentifier with CORRECT, the wrong identifier under which the coverage is registered
 * @param birthDate 生年月日
 * @param number stands for the individual number, if given
 * @param acquiredOn the cell, if filled
 * @param lostOn the cell, if filled with a date
 * @param lostOnCleared whether the cell of {@code lost_on} holds {@code -}
 * @param effectiveOn the cell, if filled
 * @param given the filled cells of facts; "" for a cell with {@code -}, which clears
 */
record RegistrationEvent(
        RegistrationAction action,
        InsurerNumber insurer,
        InsuredIdentifier identifier,
        Optional<InsuredIdentifier> oldIdentifier,
        LocalDate birthDate,
        Optional<VaultLookup> number,
        Optional<LocalDate> acquiredOn,
        Optional<LocalDate> lostOn,
        boolean lostOnCleared,
        Optional<LocalDate> effectiveOn,
        Map<Fact, String> given) {

    RegistrationEvent {
        given = Map.copyOf(given);
    }

    LookupKey key() {
        return LookupKey.of(insurer, identifier);
    }

    /** Where the coverage may be registered so far. */
    Optional<LookupKey> oldKey() {
        return oldIdentifier.map(old -> LookupKey.of(insurer, old));
    }

    String given(Fact fact) {
        return given.getOrDefault(fact, "");
    }

    @Override
    public String toString() {
        return "RegistrationEvent[" + action + "]";
    }
}
