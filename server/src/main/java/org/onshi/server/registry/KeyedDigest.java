package org.onshi.server.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * What lets a content be recognised later without keeping it. Identifiers and birth dates are few
 * enough to be tried one by one, so the digest is keyed (HMAC-SHA-256, RFC 2104) under the vault's
 * key file: who holds the digests alone learns nothing from them, and every server that shares the
 * file recognises what another one recorded, after a restart and after a new key too.
 */
public final class KeyedDigest {
    /**
     * Half of the output, the least RFC 2104 §5 advises: entries are many and are kept for years.
     */
    private static final int BYTES = 16;

    private final SecretKey current;
    private final List<SecretKey> all;

    KeyedDigest(SecretKey current, List<SecretKey> all) {
        this.current = current;
        this.all = List.copyOf(all);
    }

    /** Parts as one content that no other parts have. */
    public static byte[] content(List<String> parts) {
        StringBuilder content = new StringBuilder();
        for (String part : parts) {
            content.append(part.length()).append(':').append(part);
        }
        return content.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The digest under the current key, 22 characters of base64url. */
    public String of(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(current, content));
    }

    /** The digests under the current key and every earlier one that is still in the key file. */
    public List<String> ofAll(byte[] content) {
        return all.stream()
                .map(key ->
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(digest(key, content)))
                .toList();
    }

    /** Whether {@link #of} gave this digest for this content, under this key or an earlier one. */
    public boolean agrees(byte[] content, String digest) {
        byte[] known = Base64.getUrlDecoder().decode(digest);
        return all.stream().anyMatch(key -> MessageDigest.isEqual(known, digest(key, content)));
    }

    private static byte[] digest(SecretKey key, byte[] content) {
        return Arrays.copyOf(VaultKeys.mac(key).doFinal(content), BYTES);
    }

    @Override
    public String toString() {
        return "KeyedDigest[…]";
    }
}
