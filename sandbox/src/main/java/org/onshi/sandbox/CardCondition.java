package org.onshi.sandbox;

import org.bouncycastle.asn1.x509.CRLReason;

/** How a card's present certificates stand. */
enum CardCondition {
    VALID(-1),
    /** Reported lost, may come back. */
    HELD(CRLReason.certificateHold),
    /** Given back or void. */
    REVOKED(CRLReason.cessationOfOperation),
    /** Another card of the same person took its place. */
    REPLACED(CRLReason.superseded);

    private final int reason;

    CardCondition(int reason) {
        this.reason = reason;
    }

    /** Why, as RFC 5280 §5.3.1 numbers it; negative for a valid one. */
    int reason() {
        return reason;
    }

    /** As written outside: a replaced card's certificates are revoked. */
    String word() {
        return this == REPLACED ? REVOKED.name() : name();
    }
}
