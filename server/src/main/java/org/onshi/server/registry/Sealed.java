package org.onshi.server.registry;

/** A ciphertext (nonce, AES-256-GCM ciphertext, tag) with the id of its key in the key file. */
final class Sealed {
    private final String keyId;
    private final byte[] bytes;

    Sealed(String keyId, byte[] bytes) {
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    String keyId() {
        return keyId;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "Sealed[" + keyId + "]";
    }
}
