package org.onshi.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of entries that follow from what is recorded: the same request has the same entry, which
 * makes its repetition harmless.
 */
public final class DerivedId {
    private static final int BYTES = 16;

    private DerivedId() {}

    /**
     * By SHA-256, so that nobody can aim a key at another's entry; marked as version 8 (RFC 9562).
     *
     * @param name all that tells the request from others, its kind first
     */
    public static UUID of(String name) {
        byte[] digest;
        try {
            digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest, 0, BYTES);
        long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
