package org.onshi.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** How the OCSP responder behaves, for training and tests. */
enum OcspBehaviour {
    /** As RFC 6960 asks. */
    NORMAL,
    /** Hangs up without an answer. */
    SILENT,
    /** Gives an answer of two days ago. */
    STALE,
    /** Gives an answer whose signature is wrong. */
    UNSIGNED,
    /** Answers about another certificate. */
    OTHER_SERIAL;

    static Optional<OcspBehaviour> of(String word) {
        return Arrays.stream(values()).filter(one -> one.name().equals(word)).findFirst();
    }
}
