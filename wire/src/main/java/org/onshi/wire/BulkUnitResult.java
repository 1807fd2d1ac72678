package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.Verdict;

/**
 * BulkConfirmUnit: the answer about one person of a bulk request. The coverages stand directly in
 * it, without a list (interface.md §2.3).
 *
 * @param search the person's QualificationConfirmSearchInfo as sent
 * @param status ProcessingResultStatus
 * @param notice ProcessingResultCode and ProcessingResultMessage
 * @param validity QualificationValidity; unknown codes are kept
 * @param results the coverages answered
 * @param referenceNumbers 照会番号 of the person
 */
public record BulkUnitResult(
        Optional<Element> search,
        String status,
        Optional<Notice> notice,
        Optional<String> validity,
        List<ResultOfQualification> results,
        List<String> referenceNumbers) {
    public BulkUnitResult {
        results = List.copyOf(results);
        referenceNumbers = List.copyOf(referenceNumbers);
    }

    /**
     * Looked up.
     *
     * @param referenceNumber 照会番号 of the person at the facility that asks
     */
    public static BulkUnitResult answered(
            Element search,
            Verdict verdict,
            List<ResultOfQualification> results,
            Optional<String> referenceNumber) {
        return new BulkUnitResult(
                Optional.of(search),
                EligibilityResult.STATUS_NORMAL,
                Optional.empty(),
                Optional.of(verdict.wire()),
                results,
                referenceNumber.stream().toList());
    }

    /** Not looked up: fields are at fault. */
    public static BulkUnitResult refused(Element search, List<FieldFault> faults) {
        return new BulkUnitResult(
                Optional.of(search),
                EligibilityResult.STATUS_ERROR,
                Optional.of(Notice.of(faults)),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The verdict, if there is one that is known. */
    public Optional<Verdict> verdict() {
        return validity.flatMap(Verdict::of);
    }

    /** Whether this person was looked up. */
    public boolean normal() {
        return status.equals(EligibilityResult.STATUS_NORMAL);
    }

    static BulkUnitResult of(Element unit) {
        return new BulkUnitResult(
                unit.first(Names.SEARCH),
                unit.textAt(Names.STATUS).orElse(""),
                Notice.of(unit),
                unit.textAt(Names.VALIDITY),
                unit.all(Names.RESULT).stream().map(ResultOfQualification::of).toList(),
                unit.all(Names.REFERENCE_NUMBER).stream().map(Element::text).toList());
    }

    Element element() {
        List<Element> children = new ArrayList<>();
        search.ifPresent(children::add);
        if (!status.isBlank()) {
            children.add(Element.leaf(Names.STATUS, status));
        }
        notice.ifPresent(said -> said.addTo(children));
        validity.ifPresent(text -> children.add(Element.leaf(Names.VALIDITY, text)));
        results.forEach(result -> children.add(result.toElement()));
        referenceNumbers.forEach(
                number -> children.add(Element.leaf(Names.REFERENCE_NUMBER, number)));
        return Element.of(Names.BULK_UNIT, children);
    }

    /** What happened, not to whom. */
    @Override
    public String toString() {
        return "BulkUnitResult[status " + status + ", validity " + validity.orElse("-") + "]";
    }
}
