package org.onshi.wire;

import java.util.Optional;

/** Whence the individual number of a row came (requirements B-19); codes of our own. */
public enum NumberSource {
    /** Read by machine from the chip of the person's card, together with the four attributes. */
    CARD,
    /** Typed from paper or by word of mouth. */
    MANUAL;

    /** The source written so. */
    public static Optional<NumberSource> of(String text) {
        for (NumberSource source : values()) {
            if (source.name().equals(text)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
