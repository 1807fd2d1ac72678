package org.onshi.server.insurerdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * What must be whole before any of it leaves and is too long for memory: a temporary file, gone
 * when this is closed. It holds personal data, so it is encrypted under a key that only this object
 * has; what a kill leaves behind is nobody's to read.
 */
final class PassingFile implements AutoCloseable {
    private static final String CIPHER = "AES/CTR/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 16;

    private final Path file;
    private final SecretKey key;
    private final IvParameterSpec nonce;

    private PassingFile(Path file, SecretKey key, IvParameterSpec nonce) {
        this.file = file;
        this.key = key;
        this.nonce = nonce;
    }

    /** An empty one; readable by this process's user only. */
    static PassingFile create() throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(KEY_BITS);
            return new PassingFile(
                    Files.createTempFile("onshi-", ".passing"),
                    keys.generateKey(),
                    new IvParameterSpec(nonce));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES", impossible);
        }
    }

    /** To be written once, and closed before it is read. */
    OutputStream out() throws IOException {
        return new CipherOutputStream(
                Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING),
                cipher(Cipher.ENCRYPT_MODE));
    }

    InputStream in() throws IOException {
        return new CipherInputStream(Files.newInputStream(file), cipher(Cipher.DECRYPT_MODE));
    }

    private Cipher cipher(int mode) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, nonce);
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + CIPHER, impossible);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
