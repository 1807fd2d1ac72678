package org.onshi.sandbox;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** What a reader needs of the card lying on it; state that survives removal lives behind it. */
interface CardInHand {
    String cardId();

    /** Key of the holder in the town. */
    String person();

    CardKind kind();

    /** The user-authentication certificate (利用者証明用) that the card holds now. */
    X509Certificate authenticationCertificate();

    /** The certificate of the authority that signed it; empty where it is not at hand. */
    default Optional<X509Certificate> authenticationAuthority() {
        return Optional.empty();
    }

    /**
     * RSA PKCS#1 v1.5 with the key of that certificate.
     *
     * @param message the DigestInfo given to the card; it is what is padded, not hashed again
     */
    byte[] signWithAuthenticationKey(byte[] message);

    /** The signature certificate (署名用). */
    X509Certificate signatureCertificate();

    /** Whether this is the PIN; takes the same time whatever it is, and counts nothing. */
    boolean pinIs(byte[] pin);

    /** 0 to 3; kept across removal and restart. */
    int pinTriesLeft();

    /** Durable when this returns. */
    void setPinTriesLeft(int left);

    CardHolder holder();

    /** The photo on the card, PNG; empty where the card has none. */
    Optional<byte[]> photo();
}
