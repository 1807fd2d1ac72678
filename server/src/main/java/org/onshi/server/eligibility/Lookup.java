package org.onshi.server.eligibility;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;

/** From a question to a finding: at most two statements, each with one distribution key. */
final class Lookup {
    private final Registry registry;

    Lookup(Registry registry) {
        this.registry = registry;
    }

    Finding find(Question question, Instant now) {
        Optional<Instant> then = question.knownAt().filter(now::isAfter);
        if (question.insurer().confirmed().isEmpty()) {
            return Finding.unknown(UnknownReason.INSURER_NUMBER_WRONG);
        }
        List<Candidate> meant =
                Candidate.meant(
                        question.identifier(),
                        then.map(at ->
                                        registry.candidatesThen(
                                                question.insurer(),
                                                question.identifier(),
                                                question.birthDate(),
                                                at))
                                .orElseGet(() ->
                                        registry.candidates(
                                                question.insurer(),
                                                question.identifier(),
                                                question.birthDate(),
                                                now)));
        Set<UUID> persons = meant.stream().map(Candidate::personId).collect(Collectors.toSet());
        if (persons.isEmpty()) {
            return Finding.unknown(UnknownReason.NO_SUCH_IDENTIFIER);
        }
        if (persons.size() > 1) {
            return Finding.several();
        }
        UUID person = persons.iterator().next();
        Set<UUID> asked = meant.stream().map(Candidate::coverageId).collect(Collectors.toSet());
        List<Coverage> history =
                then.map(at -> registry.coveragesThen(person, at))
                        .orElseGet(() -> registry.coveragesOf(person, now));
        return Finding.of(person, Decision.decide(asked, history, question.dayAt(now)));
    }
}
