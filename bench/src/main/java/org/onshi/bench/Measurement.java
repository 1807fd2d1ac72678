package org.onshi.bench;

import java.util.Map;

/** One named measurement. */
interface Measurement {
    /** What the user types: {@code ./onshi bench NAME}. */
    String name();

    /** One line of what is measured, Japanese and English. */
    String purpose();

    /** Measures and returns flat figures; units are the last part of a figure's name. */
    Map<String, Number> measure(BenchSettings settings);
}
