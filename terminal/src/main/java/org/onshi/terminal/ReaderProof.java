package org.onshi.terminal;

/** The reader's own proof to the card (docs/card.md §2). */
final class ReaderProof {
    private final byte[] certificate;
    private final byte[] signature;

    ReaderProof(byte[] certificate, byte[] signature) {
        this.certificate = certificate;
        this.signature = signature;
    }

    /** X.509 DER, of the reader authority. */
    byte[] certificate() {
        return certificate;
    }

    /** ECDSA P-256/SHA-256 over the card's challenge and the mode, DER. */
    byte[] signature() {
        return signature;
    }
}
