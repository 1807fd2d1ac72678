package org.onshi.app;

import java.util.List;
import java.util.stream.IntStream;
import org.onshi.kernel.FacilityCode;
import org.onshi.sandbox.Town;

/**
 * Where a terminal of a demo stands: one terminal, one reader, one facility.
 *
 * @param number from 1
 * @param facility the facility it stands in
 */
record TerminalPlace(int number, FacilityCode facility) {
    static final int TERMINALS_MAX = 2;

    /** The places of the first terminals, each at the town's facility of that number. */
    static List<TerminalPlace> first(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new TerminalPlace(number, Town.facilityCodes().get(number - 1)))
                .toList();
    }

    /** Its process, in messages and in {@code run/<name>.pid}. */
    String name() {
        return "terminal" + suffix(number);
    }

    /** What tells names of this terminal from the first one's. */
    static String suffix(int number) {
        return number == 1 ? "" : "-" + number;
    }
}
