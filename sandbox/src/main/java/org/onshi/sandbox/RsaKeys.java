package org.onshi.sandbox;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** RSA keys of 2,048 bits, as cards and their authorities have them. */
final class RsaKeys {
    static final int BITS = 2048;

    private static final String ALGORITHM = "RSA";

    private RsaKeys() {}

    /** A new one; takes a tenth of a second or several. */
    static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks RSA", e);
        }
    }

    /** The pair of a kept private key, PKCS#8. */
    static KeyPair kept(byte[] pkcs8) {
        try {
            return pair(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept RSA key cannot be read", e);
        }
    }

    /** The pair of a private key that says its public exponent too. */
    static KeyPair pair(PrivateKey key) {
        if (!(key instanceof RSAPrivateCrtKey rsa)) {
            throw new IllegalStateException("a kept key is no RSA key with its public exponent");
        }
        try {
            return new KeyPair(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            rsa.getModulus(), rsa.getPublicExponent())),
                    key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks RSA", e);
        }
    }
}
