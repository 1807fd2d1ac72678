package org.onshi.server.medicalinfo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;

/** From an identifier to the one person it means, or to nobody: never a guess (design 3.10). */
final class PersonFinder {
    private final Registry registry;

    PersonFinder(Registry registry) {
        this.registry = registry;
    }

    /**
     * Whoever was covered under this identifier on a day, and by which coverage.
     *
     * @return empty when nobody or several were
     */
    Optional<MedicalTable.Covered> covered(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            LocalDate day,
            Instant now) {
        List<Candidate> covered =
                Candidate.meant(
                                identifier,
                                registry.candidates(insurer, identifier, birthDate, now))
                        .stream()
                        .filter(candidate -> holds(candidate, day, now))
                        .toList();
        return only(covered)
                .map(person -> new MedicalTable.Covered(person, covered.getFirst().coverageId()))
                .or(() ->
                        covered.isEmpty()
                                ? suspended(insurer, identifier, birthDate, day)
                                : Optional.empty());
    }

    /**
     * Whoever stands under a coverage that is in question: what comes meanwhile is not lost, and
     * goes with the coverage when it is corrected.
     */
    private Optional<MedicalTable.Covered> suspended(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            LocalDate day) {
        List<MedicalTable.Covered> covered =
                insurer.confirmed().stream()
                        .flatMap(
                                number -> registry.standing(number, identifier, birthDate).stream())
                        .filter(it -> it.suspended())
                        .filter(it -> it.standing() == Standing.ACTIVE && it.holdsOn(day))
                        .map(it -> new MedicalTable.Covered(it.personId(), it.coverageId()))
                        .distinct()
                        .toList();
        return covered.size() == 1 ? Optional.of(covered.getFirst()) : Optional.empty();
    }

    /**
     * Whoever has or had this identifier with this birth date, on whatever days.
     *
     * @return empty when nobody or several have
     */
    Optional<UUID> known(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Instant now) {
        return only(
                Candidate.meant(
                        identifier, registry.candidates(insurer, identifier, birthDate, now)));
    }

    /** Whoever has or had this identifier, whatever the birth date. */
    Set<UUID> selected(ClaimedInsurerNumber insurer, InsuredIdentifier identifier, Instant now) {
        List<Candidate> candidates = registry.candidatesOfAnyAge(insurer, identifier, now);
        return Candidate.meant(identifier, candidates).stream()
                .map(Candidate::personId)
                .collect(Collectors.toSet());
    }

    private static Optional<UUID> only(List<Candidate> candidates) {
        Set<UUID> persons =
                candidates.stream().map(Candidate::personId).collect(Collectors.toSet());
        return persons.size() == 1 ? Optional.of(persons.iterator().next()) : Optional.empty();
    }

    private boolean holds(Candidate candidate, LocalDate day, Instant now) {
        return registry.coveragesOf(candidate.personId(), now).stream()
                .anyMatch(coverage ->
                        coverage.coverageId().equals(candidate.coverageId())
                                && coverage.holdsOn(day)
                                && !coverage.lostBy(day));
    }
}
