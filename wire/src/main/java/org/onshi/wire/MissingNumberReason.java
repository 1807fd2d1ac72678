package org.onshi.wire;

import java.util.Optional;

/** Why a row carries no individual number (contracts.md §3; requirements B-04). */
public enum MissingNumberReason {
    /** The person did not give it. */
    NOT_PROVIDED,
    /** A newborn or a newcomer. */
    NOT_YET_ASSIGNED,
    /** Lives abroad. */
    OVERSEAS;

    /** The reason written so. */
    public static Optional<MissingNumberReason> of(String text) {
        for (MissingNumberReason reason : values()) {
            if (reason.name().equals(text)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
