package org.onshi.terminal;

import java.util.Optional;

/**
 * What the reader says of face and photo. No picture comes with it: comparing happens in the device
 * (requirements A-04).
 *
 * @param hint what the patient can do better, if the device knows
 */
record FaceComparison(Outcome outcome, Optional<Hint> hint) {
    /** What came of it. */
    enum Outcome {
        MATCH,
        OTHER_FACE,
        NOT_READABLE,
        NO_PHOTO
    }

    /** Why the camera did not see well (requirements A-34). */
    enum Hint {
        SLEEVE,
        TOO_CLOSE,
        BACKLIGHT,
        NOBODY
    }
}
