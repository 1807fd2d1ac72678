package org.onshi.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A signed note (C2SP signed-note): a text ending in a newline, an empty line, and signature lines
 * {@code — <key name> base64(key id ‖ signature)}. Signed with Ed25519 over the text.
 */
final class SignedNote {
    private static final int NOTE_CHARS_MAX = 1_000_000;
    private static final int SIGNATURES_MAX = 100;
    private static final String DASH = "— ";

    private SignedNote() {}

    /** The note is malformed or not signed by the key; the message says which. */
    static final class Forged extends Exception {
        private static final long serialVersionUID = 1L;

        Forged(String message) {
            super(message);
        }
    }

    static String sign(String text, AuditKey.Public key, PrivateKey secret) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the text of a note ends in a newline");
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] raw = signature.sign();
            byte[] line = ByteBuffer.allocate(4 + raw.length).putInt(key.id()).put(raw).array();
            return text
                    + "\n"
                    + DASH
                    + key.name()
                    + " "
                    + Base64.getEncoder().encodeToString(line)
                    + "\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The text, if the key signed it. Signatures of other keys are not looked at. */
    static String open(String note, AuditKey.Public key) throws Forged {
        int split = note.lastIndexOf("\n\n");
        if (note.length() > NOTE_CHARS_MAX
                || split < 0
                || !note.endsWith("\n")
                || split + 2 >= note.length()) {
            throw new Forged("not a signed note");
        }
        String text = note.substring(0, split + 1);
        String[] lines = note.substring(split + 2, note.length() - 1).split("\n", -1);
        if (lines.length > SIGNATURES_MAX) {
            throw new Forged("too many signatures");
        }
        Optional<byte[]> ours = Optional.empty();
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            if (!line.startsWith(DASH) || space < DASH.length()) {
                throw new Forged("a signature line is malformed");
            }
            byte[] signature = bytes(line.substring(space + 1));
            if (signature.length < 5) {
                throw new Forged("a signature line is malformed");
            }
            boolean byKey =
                    line.substring(DASH.length(), space).equals(key.name())
                            && ByteBuffer.wrap(signature).getInt() == key.id();
            if (byKey && ours.isEmpty()) {
                ours = Optional.of(Arrays.copyOfRange(signature, 4, signature.length));
            }
        }
        if (ours.isEmpty()) {
            throw new Forged("not signed by " + key.name());
        }
        if (!holds(text, ours.get(), key.key())) {
            throw new Forged("the signature does not hold");
        }
        return text;
    }

    private static byte[] bytes(String base64) throws Forged {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new Forged("a signature line is malformed");
        }
    }

    private static boolean holds(String text, byte[] raw, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(raw);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
