package org.onshi.server.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.onshi.kernel.IndividualNumber;

/**
 * The keys of the vault, from a file outside the database (design 3.11): lines {@code
 * id=base64-of-32-bytes}, the last one current; earlier ones still open and find what they sealed.
 * From each, four keys are derived (HKDF-SHA-256): to encrypt numbers, to look them up, to encrypt
 * the spool of registration files, and to recognise a question that is asked again.
 */
public final class VaultKeys {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private record Derived(
            String id, SecretKey numbers, SecretKey lookup, SecretKey spool, SecretKey questions) {}

    private final Map<String, Derived> byId;
    private final Derived current;
    private final SecureRandom random = new SecureRandom();

    private VaultKeys(Map<String, Derived> byId, Derived current) {
        this.byId = byId;
        this.current = current;
    }

    /**
     * Reads a key file.
     *
     * @throws IllegalArgumentException when it holds no key or a line is none, without its content
     */
    public static VaultKeys read(Path file) {
        try {
            return of(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the vault's key file cannot be read", unreadable);
        }
    }

    /** From the lines of a key file. */
    public static VaultKeys of(List<String> lines) {
        Map<String, Derived> byId = new LinkedHashMap<>();
        Derived last = null;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a line of the vault's key file has no id");
            }
            last = derived(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            byId.put(last.id(), last);
        }
        if (last == null) {
            throw new IllegalArgumentException("the vault's key file holds no key");
        }
        return new VaultKeys(Map.copyOf(byId), last);
    }

    /** A line for a key file with a new random key. */
    public static String newLine(String id) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return id + "=" + Base64.getEncoder().encodeToString(key);
    }

    /** Id of the key that seals from now on. */
    String currentId() {
        return current.id();
    }

    /** What stands for a number outside the vault, under the current key. */
    VaultLookup lookup(IndividualNumber number) {
        return VaultLookup.of(hash(current.lookup(), number));
    }

    /** What stands for a number in the vault, under every key, the current one included. */
    public List<byte[]> lookups(IndividualNumber number) {
        return byId.values().stream().map(key -> hash(key.lookup(), number)).toList();
    }

    /** A keyed digest of a file's content, to know it again. */
    Mac contentDigest() {
        return mac(current.lookup());
    }

    /** The same under every key, the current one included. */
    List<Mac> contentDigests() {
        return byId.values().stream().map(key -> mac(key.lookup())).toList();
    }

    /**
     * Recognises the question of a repeated request; no key of this purpose opens or finds a
     * number.
     */
    public KeyedDigest questionDigest() {
        return new KeyedDigest(
                current.questions(), byId.values().stream().map(Derived::questions).toList());
    }

    Sealed sealNumber(IndividualNumber number, VaultLookup lookup) {
        return new Sealed(
                current.id(), seal(current.numbers(), ascii(number.digits()), lookup.bytes()));
    }

    /** Opens what {@link #sealNumber} sealed; empty when no key here does. */
    Optional<IndividualNumber> openNumber(Sealed sealed, VaultLookup lookup) {
        return Optional.ofNullable(byId.get(sealed.keyId()))
                .flatMap(key -> open(key.numbers(), sealed.bytes(), lookup.bytes()))
                .map(plain ->
                        new IndividualNumber(
                                new String(plain, java.nio.charset.StandardCharsets.US_ASCII)));
    }

    Sealed sealBlock(byte[] block, byte[] place) {
        return new Sealed(current.id(), seal(current.spool(), block, place));
    }

    /** Whether the key file has this key. */
    boolean has(String keyId) {
        return byId.containsKey(keyId);
    }

    /**
     * What {@link #sealBlock} sealed for this place; empty when it was tampered with, is of another
     * place, or the key is another than its id says.
     */
    Optional<byte[]> openBlock(Sealed sealed, byte[] place) {
        return open(key(sealed.keyId()).spool(), sealed.bytes(), place);
    }

    private Derived key(String id) {
        Derived key = byId.get(id);
        if (key == null) {
            throw new IllegalStateException("the vault's key file lacks key " + id);
        }
        return key;
    }

    private byte[] seal(SecretKey key, byte[] plain, byte[] associated) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, out, NONCE_BYTES);
            return out;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES-GCM failed", missing);
        }
    }

    private static Optional<byte[]> open(SecretKey key, byte[] sealed, byte[] associated) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(associated);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException tampered) {
            return Optional.empty();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES-GCM failed", missing);
        }
    }

    private static byte[] hash(SecretKey key, IndividualNumber number) {
        return mac(key).doFinal(ascii(number.digits()));
    }

    static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HMAC-SHA-256 failed", missing);
        }
    }

    private static Derived derived(String id, String base64) {
        byte[] master;
        try {
            master = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("vault key " + id + " is not base64");
        }
        if (master.length != KEY_BYTES || id.length() > 40) {
            throw new IllegalArgumentException("vault key " + id + " must have 32 bytes");
        }
        return new Derived(
                id,
                derive(master, "AES", "onshi vault numbers"),
                derive(master, "HmacSHA256", "onshi vault lookup"),
                derive(master, "AES", "onshi registration spool"),
                derive(master, "HmacSHA256", "onshi repeated questions"));
    }

    private static SecretKey derive(byte[] master, String algorithm, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(master)
                                    .thenExpand(ascii(purpose), KEY_BYTES));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HKDF-SHA-256 failed", missing);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
