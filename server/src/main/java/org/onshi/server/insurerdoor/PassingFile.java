package org.onshi.server.insurerdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 * when this is closed or its process ends however it may, since it is opened to be deleted (on Unix
 * its name is gone as soon as it is open). It holds personal data, so it is encrypted under a key
 * that only this object has.
 */
final class PassingFile implements AutoCloseable {
    private static final String CIPHER = "AES/CTR/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 16;

    private final FileChannel file;
    private final SecretKey key;
    private final IvParameterSpec nonce;

    private PassingFile(FileChannel file, SecretKey key, IvParameterSpec nonce) {
        this.file = file;
        this.key = key;
        this.nonce = nonce;
    }

    /** An empty one in the system's folder for such, readable by this process's user only. */
    static PassingFile create() throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        SecretKey key;
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(KEY_BITS);
            key = keys.generateKey();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES", impossible);
        }
        return new PassingFile(
                FileChannel.open(
                        Files.createTempFile("onshi-", ".passing"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                key,
                new IvParameterSpec(nonce));
    }

    /** To be written once, and closed before it is read. */
    OutputStream out() throws IOException {
        file.truncate(0);
        return new CipherOutputStream(
                new LeftOpen(Channels.newOutputStream(file)), cipher(Cipher.ENCRYPT_MODE));
    }

    /** From its beginning; closing it closes this. */
    InputStream in() throws IOException {
        file.position(0);
        return new CipherInputStream(Channels.newInputStream(file), cipher(Cipher.DECRYPT_MODE));
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
        file.close();
    }
}
