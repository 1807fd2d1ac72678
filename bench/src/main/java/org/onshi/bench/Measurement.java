package org.onshi.bench;

import java.util.Map;

/** One named measurement. */
interface Measurement {
    /** What the user types: {@code ./onshi bench NAME}. */
    String name();

    /** One line of what is measured, Japanese and English. */
    String purpose();

    /** How many people it takes where nobody says, 300 or more. */
    default int people() {
        return 100_000;
    }

    /** Measures and returns flat figures; units are the last part of a figure's name. */
    Map<String, Number> measure(BenchSettings settings);
}
