package org.onshi.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Vouches for card readers with a camera, which prove themselves to a card instead of a PIN
 * (docs/card.md §2). The real one and its commands are not public. Validity is counted in real
 * time; a card has no clock and does not look at it.
 */
final class ReaderAuthority {
    /** The mode in a reader's proof: the face matched. */
    static final byte MODE_FACE = 1;

    /** The mode in a reader's proof: the clerk looked. */
    static final byte MODE_VISUAL = 2;

    private static final String NAME = "Onshi sandbox reader authority";
    private static final String UNIT = "reader";
    private static final int DIGITAL_SIGNATURE = 0;

    private final CertificateAuthority authority;

    private ReaderAuthority(CertificateAuthority authority) {
        this.authority = authority;
    }

    /** The authority kept in this folder, or a new one, kept there from now on. */
    static ReaderAuthority in(Path folder, Instant at) {
        PrivateFiles.folder(folder);
        SecureRandom random = new SecureRandom();
        Path keyFile = folder.resolve("reader-authority-key.pem");
        Path certificateFile = folder.resolve("reader-authority.pem");
        if (Files.exists(keyFile) && Files.exists(certificateFile)) {
            return new ReaderAuthority(
                    CertificateAuthority.kept(
                            Keys.readKey(keyFile, "EC"),
                            Keys.readCertificate(certificateFile),
                            random));
        }
        CertificateAuthority made = CertificateAuthority.make(NAME, random, at);
        Keys.writePem(keyFile, "PRIVATE KEY", made.key().getEncoded());
        try {
            Keys.writePem(certificateFile, "CERTIFICATE", made.certificate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the reader authority could not be encoded", e);
        }
        return new ReaderAuthority(made);
    }

    /** What every virtual card holds of it. */
    X509Certificate certificate() {
        return authority.certificate();
    }

    /** A key of its own, P-256, for a reader of this name. */
    CertificateAuthority.Issued issue(String reader, Instant at) {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "Onshi")
                        .addRDN(BCStyle.OU, UNIT)
                        .addRDN(BCStyle.CN, reader)
                        .build();
        return authority.issueReader(subject, at);
    }

    /** Whether that authority vouches for a reader with this certificate. */
    static boolean issued(X509Certificate authority, X509Certificate shown) {
        boolean[] usage = shown.getKeyUsage();
        boolean forSigning =
                shown.getBasicConstraints() < 0 && usage != null && usage[DIGITAL_SIGNATURE];
        if (!forSigning || !(shown.getPublicKey() instanceof ECPublicKey)) {
            return false;
        }
        try {
            shown.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException anothers) {
            return false;
        }
    }
}
