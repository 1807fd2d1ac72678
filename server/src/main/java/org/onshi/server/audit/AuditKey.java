package org.onshi.server.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The key that signs the log's checkpoints: Ed25519, kept as PKCS#8 PEM; its public half as a
 * verifier key of C2SP signed-note, {@code <name>+<key id>+<base64>}, in {@code audit.pub}.
 */
public final class AuditKey {
    private static final byte ED25519 = 1;
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x2A\\x2C-\\x7E]{1,200}");

    private final PrivateKey secret;
    private final Public key;

    private AuditKey(PrivateKey secret, Public key) {
        this.secret = secret;
        this.key = key;
    }

    /**
     * Makes a new key: writes the PEM file (readable by its owner alone) and the verifier key.
     *
     * @param origin name of the log, as {@code onshi.example/audit}; no space, no plus
     * @throws IOException when a file exists already or cannot be written
     */
    public static AuditKey create(Path pem, Path verifierKey, String origin) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String text =
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(pair.getPrivate().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n";
            writePrivate(pem, text);
            AuditKey key = new AuditKey(pair.getPrivate(), new Public(origin, pair.getPublic()));
            Files.writeString(verifierKey, key.key.text() + "\n", StandardOpenOption.CREATE_NEW);
            return key;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads the key from its PEM file.
     *
     * @throws IOException when the file cannot be read or holds no Ed25519 key
     */
    public static AuditKey read(Path pem, String origin) throws IOException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        String base64 = text.replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            PrivateKey secret =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            return new AuditKey(secret, new Public(origin, publicHalf(secret)));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IOException(
                    pem
                            + " に Ed25519 の秘密鍵（PKCS#8 PEM）がありません。 / holds no Ed25519 key in"
                            + " PKCS#8 PEM.",
                    malformed);
        }
    }

    /** The public half. */
    public Public verifierKey() {
        return key;
    }

    @Override
    public String toString() {
        return "AuditKey[" + key.name() + "]";
    }

    String sign(String text) {
        return SignedNote.sign(text, key, secret);
    }

    private static void writePrivate(Path file, String text) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, text);
    }

    /**
     * The JDK does not derive a public key from a private one, but generates both from 32 random
     * bytes, which for Ed25519 are the private key.
     */
    private static PublicKey publicHalf(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!MessageDigest.isEqual(pair.getPrivate().getEncoded(), encoded(seed))) {
            throw new GeneralSecurityException("the public key could not be derived");
        }
        return pair.getPublic();
    }

    private static byte[] encoded(byte[] seed) {
        byte[] prefix = HexFormat.of().parseHex("302e020100300506032b657004220420");
        return ByteBuffer.allocate(prefix.length + seed.length).put(prefix).put(seed).array();
    }

    /** Hands out the given bytes as random ones. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    /**
     * The public half: whoever has it can verify the log.
     *
     * @param name name of the log (its origin)
     * @param key Ed25519
     */
    public record Public(String name, PublicKey key) {
        public Public {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "the name of a log holds no space, no plus, and is ASCII");
            }
        }

        /**
         * Reads {@code audit.pub}.
         *
         * @throws IOException when the file cannot be read or holds no verifier key
         */
        public static Public read(Path file) throws IOException {
            try {
                return parse(Files.readString(file, StandardCharsets.UTF_8).strip());
            } catch (IllegalArgumentException malformed) {
                throw new IOException(file + " は検証鍵ではありません。 / holds no verifier key.", malformed);
            }
        }

        /**
         * Reads a verifier key.
         *
         * @throws IllegalArgumentException when it is malformed or its key id is not its key's
         */
        public static Public parse(String text) {
            String[] parts = text.split("\\+", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a verifier key");
            }
            byte[] raw = Base64.getDecoder().decode(parts[2]);
            if (raw.length != 33 || raw[0] != ED25519) {
                throw new IllegalArgumentException("not an Ed25519 verifier key");
            }
            byte[] spki = ByteBuffer.allocate(SPKI.length + 32).put(SPKI).put(raw, 1, 32).array();
            try {
                Public key =
                        new Public(
                                parts[0],
                                KeyFactory.getInstance("Ed25519")
                                        .generatePublic(new X509EncodedKeySpec(spki)));
                if (!key.text().equals(text)) {
                    throw new IllegalArgumentException("the key id is not the key's");
                }
                return key;
            } catch (GeneralSecurityException malformed) {
                throw new IllegalArgumentException("not an Ed25519 verifier key", malformed);
            }
        }

        /** The verifier key as text. */
        public String text() {
            return name
                    + "+"
                    + HexFormat.of().toHexDigits(id())
                    + "+"
                    + Base64.getEncoder().encodeToString(typed());
        }

        int id() {
            MessageDigest digest = Merkle.sha256();
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return ByteBuffer.wrap(digest.digest(typed())).getInt();
        }

        private byte[] typed() {
            byte[] spki = key.getEncoded();
            byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
            return ByteBuffer.allocate(33).put(ED25519).put(raw).array();
        }
    }
}
