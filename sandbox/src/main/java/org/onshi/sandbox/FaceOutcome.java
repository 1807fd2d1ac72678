package org.onshi.sandbox;

import java.util.Optional;

/** What a reader says of the face before it and the photo on the card. */
sealed interface FaceOutcome {
    /** Both show one person. */
    record Match() implements FaceOutcome {}

    /** They show two people. */
    record OtherFace() implements FaceOutcome {}

    /**
     * The camera did not see a face.
     *
     * @param hint what hinders it; empty when it does not know
     */
    record NotReadable(Optional<Camera.Condition> hint) implements FaceOutcome {}

    /** There is no photo on the card. */
    record NoPhoto() implements FaceOutcome {}

    /** As written outside. */
    default String word() {
        return switch (this) {
            case Match match -> "MATCH";
            case OtherFace other -> "OTHER_FACE";
            case NotReadable not -> "NOT_READABLE";
            case NoPhoto none -> "NO_PHOTO";
        };
    }
}
