package org.onshi.server.identity;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * What the card of a visit is to sign.
 *
 * @param visitId the visit it is bound to
 * @param base64 57 bytes; the signature is RSA PKCS#1 v1.5 with SHA-256 over them
 * @param endsAt first instant at which it is worth nothing
 */
public record Challenge(UUID visitId, String base64, Instant endsAt) {
    /** What is signed. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return "Challenge[of " + visitId + "]";
    }
}
