package org.onshi.terminal;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The answer of a check, for the clerk; the patient sees no more than that it is done.
 *
 * @param verdict "1" to "6"
 * @param coverages as {@code POST /facility/checks} gives them
 * @param receipt by which the check can be proven later
 * @param referenceNumber the facility's own number of this patient, once registered
 * @param faceFile name of the file in {@code face/}; absent after a check by number
 * @param mismatches fields reported to the insurer
 */
record VisitResult(
        String verdict,
        BothWords nextStep,
        List<VisitAlert> alerts,
        JsonNode coverages,
        JsonNode receipt,
        Optional<String> referenceNumber,
        Optional<String> faceFile,
        List<String> mismatches) {
    VisitResult {
        alerts = List.copyOf(alerts);
        mismatches = List.copyOf(mismatches);
    }

    VisitResult withReferenceNumber(String number) {
        return new VisitResult(
                verdict,
                nextStep,
                alerts,
                coverages,
                receipt,
                Optional.of(number),
                faceFile,
                mismatches);
    }

    VisitResult withMismatches(List<String> fields) {
        return new VisitResult(
                verdict, nextStep, alerts, coverages, receipt, referenceNumber, faceFile, fields);
    }

    @Override
    public String toString() {
        return "VisitResult[" + verdict + "]";
    }
}
