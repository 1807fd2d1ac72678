package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * How many results a bulk answer holds.
 *
 * @param all NumberOfProcessingResult
 * @param normal NumberOfNormalProcessing
 * @param error NumberOfError
 */
public record BulkCounts(int all, int normal, int error) {
    static Optional<BulkCounts> of(Element header) {
        Optional<Integer> all = header.textAt(Names.RESULTS_ALL).flatMap(BulkCounts::number);
        Optional<Integer> normal = header.textAt(Names.RESULTS_NORMAL).flatMap(BulkCounts::number);
        Optional<Integer> error = header.textAt(Names.RESULTS_ERROR).flatMap(BulkCounts::number);
        if (all.isEmpty() || normal.isEmpty() || error.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BulkCounts(all.get(), normal.get(), error.get()));
    }

    private static Optional<Integer> number(String text) {
        return text.strip().matches("[0-9]{1,9}")
                ? Optional.of(Integer.parseInt(text.strip()))
                : Optional.empty();
    }

    void addTo(List<Element> header) {
        header.add(Element.leaf(Names.RESULTS_ALL, Integer.toString(all)));
        header.add(Element.leaf(Names.RESULTS_NORMAL, Integer.toString(normal)));
        header.add(Element.leaf(Names.RESULTS_ERROR, Integer.toString(error)));
    }
}
