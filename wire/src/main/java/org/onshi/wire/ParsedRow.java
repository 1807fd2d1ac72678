package org.onshi.wire;

import java.util.List;

/**
 * One row of a master-data or resident file, judged by itself.
 *
 * @param <T> what a good row says
 */
public sealed interface ParsedRow<T> {
    /** The record's number from 1, header not counted. */
    long line();

    /**
     * A good row.
     *
     * @param <T> what it says
     * @param line from 1
     * @param value what it says
     */
    record Good<T>(long line, T value) implements ParsedRow<T> {}

    /**
     * A bad row.
     *
     * @param <T> what it would have said
     * @param line from 1
     * @param faults at least one
     */
    record Faulty<T>(long line, List<RowFault> faults) implements ParsedRow<T> {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }
}
