package org.onshi.server.registry;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.wire.RegistrationCode;

/**
 * Which coverages have to be held against the resident register again after some rows (requirements
 * B-07, B-08, B-12): linked ones of which an attribute changed without a number, ones that stand
 * with their person no more, and those that stand under a number which a newer row brought for
 * somebody else.
 */
final class Rechecks {
    private static final Set<RegistrationCode> OF_ANOTHER =
            EnumSet.of(RegistrationCode.PERSON_MISMATCH, RegistrationCode.KANA_DIFFERS);

    private Rechecks() {}

    /**
     * @param ledger after the rows
     */
    static Set<UUID> after(Ledger ledger) {
        Set<UUID> noted = new HashSet<>();
        Stream.of(ledger.writes().endedVersions, ledger.writes().freshVersions)
                .flatMap(versions -> versions.values().stream())
                // written by one row and ended by another of the same chunk, it was not seen before
                .filter(before -> before.invalidatedAt().isPresent())
                .filter(before -> before.standing() == Standing.ACTIVE)
                .filter(before -> before.segmentTo().equals(before.lostOn()))
                .filter(before -> !stands(ledger, before))
                .forEach(before -> noted.add(before.coverageId()));
        ledger.writes().pending.values().stream()
                .filter(check -> OF_ANOTHER.contains(check.code()))
                .flatMap(check ->
                        Optional.ofNullable(ledger.writes().unlinked.get(check.coverageId()))
                                .flatMap(ledger::holderOf)
                                .stream())
                .map(ledger::standingOf)
                .flatMap(Collection::stream)
                .forEach(stay -> noted.add(stay.coverageId()));
        return noted;
    }

    /** Whether the coverage is still the same person's by the same attributes. */
    private static boolean stands(Ledger ledger, Coverage before) {
        return ledger.standingOf(before.personId()).stream()
                .filter(now -> now.coverageId().equals(before.coverageId()))
                .filter(now -> now.standing() == Standing.ACTIVE)
                .anyMatch(now -> sameAttributes(now, before));
    }

    private static boolean sameAttributes(Stay now, Coverage before) {
        Facts facts = now.lastFacts();
        return now.birthDate().equals(before.birthDate())
                && facts.text(Fact.NAME).equals(before.facts().text(Fact.NAME))
                && facts.text(Fact.NAME_KANA).equals(before.facts().text(Fact.NAME_KANA))
                && facts.text(Fact.SEX).equals(before.facts().text(Fact.SEX))
                && facts.text(Fact.ADDRESS).equals(before.facts().text(Fact.ADDRESS));
    }
}
