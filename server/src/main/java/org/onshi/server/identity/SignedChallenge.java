package org.onshi.server.identity;

/** A challenge as a card signed it, with the certificate of the key; immutable. */
public final class SignedChallenge {
    private final byte[] challenge;
    private final byte[] certificate;
    private final byte[] signature;

    /**
     * @param challenge as it was issued
     * @param certificate the authentication certificate, DER
     * @param signature RSA PKCS#1 v1.5 with SHA-256 over the challenge
     */
    public SignedChallenge(byte[] challenge, byte[] certificate, byte[] signature) {
        this.challenge = challenge.clone();
        this.certificate = certificate.clone();
        this.signature = signature.clone();
    }

    byte[] challenge() {
        return challenge.clone();
    }

    byte[] certificate() {
        return certificate.clone();
    }

    byte[] signature() {
        return signature.clone();
    }

    @Override
    public String toString() {
        return "SignedChallenge[…]";
    }
}
