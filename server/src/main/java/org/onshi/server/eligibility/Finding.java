package org.onshi.server.eligibility;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.Verdict;
import org.onshi.server.registry.Coverage;

/**
 * What one check found, as it is recorded: enough to give the same answer again.
 *
 * @param person of whom, where one person was found
 * @param shown the rows the answer shows
 * @param successor the row behind verdict 3, recorded but never shown
 */
record Finding(
        Verdict verdict,
        Optional<UUID> person,
        List<Coverage> shown,
        Optional<UUID> successor,
        Optional<UnknownReason> reason) {
    Finding {
        shown = List.copyOf(shown);
    }

    static Finding unknown(UnknownReason reason) {
        return new Finding(
                Verdict.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(reason));
    }

    /** Several persons share the identifier and the birth date. */
    static Finding several() {
        return new Finding(
                Verdict.SEVERAL, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    static Finding of(UUID person, EligibilityAnswer answer) {
        Verdict verdict = answer.verdict();
        Optional<UUID> found = Optional.of(person);
        return switch (answer) {
            case EligibilityAnswer.Eligible it ->
                    new Finding(
                            verdict,
                            found,
                            List.of(it.coverage()),
                            Optional.empty(),
                            Optional.empty());
            case EligibilityAnswer.Lost it ->
                    new Finding(
                            verdict,
                            found,
                            List.of(it.last()),
                            it.successor().map(Coverage::versionId),
                            Optional.empty());
            case EligibilityAnswer.Several it ->
                    new Finding(verdict, found, List.of(), Optional.empty(), Optional.empty());
            case EligibilityAnswer.Unknown it ->
                    new Finding(
                            verdict, found, List.of(), Optional.empty(), Optional.of(it.reason()));
        };
    }
}
