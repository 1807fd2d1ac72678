package org.onshi.terminal;

/** One try to identify that did not succeed; all of a visit are told with its presence. */
record Attempt(IdentificationMode mode, Outcome outcome) {
    /** Why not (docs/card.md §3). */
    enum Outcome {
        OTHER_FACE,
        NOT_READABLE,
        NO_PHOTO,
        WRONG_PIN,
        PIN_LOCKED,
        CANCELLED
    }
}
