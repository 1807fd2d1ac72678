package org.onshi.server.eligibility;

import java.time.Instant;
import java.util.List;
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

    Finding find(Question question, Instant knownAt) {
        if (question.insurer().confirmed().isEmpty()) {
            return Finding.unknown(UnknownReason.INSURER_NUMBER_WRONG);
        }
        List<Candidate> meant =
                Decision.meant(
                        question.identifier(),
                        registry.candidates(
                                question.insurer(),
                                question.identifier(),
                                question.birthDate(),
                                knownAt));
        Set<UUID> persons = meant.stream().map(Candidate::personId).collect(Collectors.toSet());
        if (persons.isEmpty()) {
            return Finding.unknown(UnknownReason.NO_SUCH_IDENTIFIER);
        }
        if (persons.size() > 1) {
            return Finding.several();
        }
        UUID person = persons.iterator().next();
        Set<UUID> asked = meant.stream().map(Candidate::coverageId).collect(Collectors.toSet());
        List<Coverage> history = registry.coveragesOf(person, knownAt);
        return Finding.of(person, Decision.decide(asked, history, question.day()));
    }
}
