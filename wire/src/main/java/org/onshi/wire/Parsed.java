package org.onshi.wire;

import java.util.List;

/**
 * A readable message, judged: either it says what is needed, or these fields are at fault.
 *
 * @param <T> the typed message
 */
public sealed interface Parsed<T> {
    /**
     * Everything needed is there.
     *
     * @param <T> the typed message
     * @param value the typed message
     */
    record Good<T>(T value) implements Parsed<T> {}

    /**
     * Something is wrong with it.
     *
     * @param <T> the typed message it would have been
     * @param echo what an answer repeats of it
     * @param faults at least one, in document order
     */
    record Faulty<T>(RequestEcho echo, List<FieldFault> faults) implements Parsed<T> {
        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("a faulty message must have a fault");
            }
        }
    }
}
