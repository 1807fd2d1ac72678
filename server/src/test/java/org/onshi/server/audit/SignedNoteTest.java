package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vector of the reference implementation of signed notes (golang.org/x/mod/sumdb/note). */
class SignedNoteTest {
    private static final AuditKey.Public PETER =
            AuditKey.Public.parse(
                    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NOTE =
            TEXT
                    + "\n"
                    + "— PeterNeumann"
                    + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    @TempDir Path folder;

    @Test
    void theReferenceNoteOpens() throws SignedNote.Forged {
        assertThat(SignedNote.open(NOTE, PETER)).isEqualTo(TEXT);
    }

    @Test
    void theReferenceKeySignsTheReferenceNoteByteForByte() throws IOException {
        byte[] seed = Base64.getDecoder().decode(SECRET);
        String pkcs8 =
                "302e020100300506032b657004220420" + HexFormat.of().formatHex(seed, 1, seed.length);
        Path pem = folder.resolve("peter.pem");
        Files.writeString(
                pem,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(pkcs8))
                        + "\n-----END PRIVATE KEY-----\n");
        AuditKey key = AuditKey.read(pem, "PeterNeumann");
        assertThat(key.verifierKey().text()).isEqualTo(PETER.text());
        assertThat(key.sign(TEXT)).isEqualTo(NOTE);
    }

    @Test
    void anythingElseIsRefused() {
        String strangers = NOTE.replace("PeterNeumann", "EnochRoot");
        for (String note :
                new String[] {
                    NOTE.replace("answer", "Answer"),
                    NOTE.replace("x08go/ZJ", "x08go/ZK"),
                    NOTE.stripTrailing(),
                    TEXT,
                    "",
                    "\n\n",
                    TEXT + "\n",
                    strangers,
                    NOTE + "trailing\n",
                    NOTE.replace("— ", "- ")
                }) {
            assertThatThrownBy(() -> SignedNote.open(note, PETER))
                    .isInstanceOf(SignedNote.Forged.class);
        }
    }

    @Test
    void aSecondSignatureBesideOursDoesNoHarm() throws SignedNote.Forged {
        String witnessed = NOTE + "— witness.example AAAAAAAAAAAA\n";
        assertThat(SignedNote.open(witnessed, PETER)).isEqualTo(TEXT);
    }

    @Test
    void aNewKeyIsReadAgainWithTheSamePublicHalf() throws IOException, SignedNote.Forged {
        Path pem = folder.resolve("audit.pem");
        Path pub = folder.resolve("audit.pub");
        AuditKey created = AuditKey.create(pem, pub, "onshi.test/audit");
        AuditKey read = AuditKey.read(pem, "onshi.test/audit");
        AuditKey.Public verifier = AuditKey.Public.read(pub);
        assertThat(verifier).isEqualTo(created.verifierKey()).isEqualTo(read.verifierKey());
        Checkpoint checkpoint = new Checkpoint("onshi.test/audit", 7, Merkle.EMPTY_ROOT);
        assertThat(Checkpoint.open(read.sign(checkpoint.text()), verifier)).isEqualTo(checkpoint);
        assertThat(created.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void manglingsOfAVerifierKeyAreRefused() {
        String text = PETER.text();
        for (int i = 0; i < text.length(); i++) {
            String mangled =
                    text.substring(0, i) + (char) (text.charAt(i) + 1) + text.substring(i + 1);
            assertThatThrownBy(() -> AuditKey.Public.parse(mangled))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
