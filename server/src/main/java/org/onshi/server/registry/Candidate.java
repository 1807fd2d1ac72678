package org.onshi.server.registry;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.kernel.InsuredIdentifier;

/**
 * A coverage whose identifier and birth date agree with a question.
 *
 * @param personId whose coverage it is
 * @param coverageId the coverage the identifier stands for
 * @param identifier symbol, number and branch as the insurer registered them; an exact raw match
 *     wins over the others (contracts §4)
 */
public record Candidate(UUID personId, UUID coverageId, InsuredIdentifier identifier) {
    /**
     * Those of the candidates a question can mean. A branch that was given must equal the
     * registered one and is ignored where the registry holds none (requirements A-39); then persons
     * whose symbol and number are written exactly alike win over the others.
     */
    public static List<Candidate> meant(InsuredIdentifier asked, List<Candidate> candidates) {
        String branch = asked.branchKey();
        List<Candidate> agreeing =
                candidates.stream()
                        .filter(candidate -> branchAgrees(branch, candidate.identifier()))
                        .toList();
        Set<UUID> exact =
                agreeing.stream()
                        .filter(candidate -> candidate.identifier().rawEquals(asked))
                        .map(Candidate::personId)
                        .collect(Collectors.toSet());
        if (exact.isEmpty()) {
            return agreeing;
        }
        // all of a person's writings stay: a card renewed in another width is still the same card
        return agreeing.stream().filter(candidate -> exact.contains(candidate.personId())).toList();
    }

    private static boolean branchAgrees(String asked, InsuredIdentifier registered) {
        return asked.isEmpty()
                || registered.branchKey().isEmpty()
                || registered.branchKey().equals(asked);
    }
}
