package org.onshi.server.outside;

import java.time.Instant;

/** What the OCSP responder said about one certificate. */
public sealed interface RevocationAnswer {
    /**
     * Not revoked.
     *
     * @param nextUpdate until when the responder stands by it
     */
    record Good(Instant nextUpdate) implements RevocationAnswer {}

    /** Revoked for good: lost, stolen, replaced, or the holder is no more. */
    record Revoked() implements RevocationAnswer {}

    /** On hold (RFC 5280 certificateHold); may come back. */
    record Held() implements RevocationAnswer {}

    /** The responder does not know it. */
    record NotIssued() implements RevocationAnswer {}

    /** No answer in time. */
    record Silent() implements RevocationAnswer {}

    /**
     * An answer that proves nothing.
     *
     * @param why for the log: signature, stale, nonce, another certificate, malformed
     */
    record Untrustworthy(String why) implements RevocationAnswer {}
}
