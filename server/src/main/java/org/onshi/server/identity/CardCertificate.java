package org.onshi.server.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.onshi.kernel.CertificateId;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;

/** An authentication certificate as a card shows it; who issued it is not believed yet. */
final class CardCertificate {
    private static final int BYTES_MAX = 8 << 10;
    private static final int KEY_BITS_MIN = 2048;

    /** Places of the key usage bits (RFC 5280 §4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private final X509Certificate certificate;
    private final byte[] authorityKey;
    private final CertificateId id;

    private CardCertificate(X509Certificate certificate, byte[] authorityKey) {
        this.certificate = certificate;
        this.authorityKey = authorityKey;
        this.id =
                new CertificateId(
                        HexFormat.of().formatHex(authorityKey),
                        certificate.getSerialNumber().toString(16));
    }

    /**
     * Reads one.
     *
     * @throws Fault {@link FaultCode#CARD_UNREADABLE} when it is none
     */
    static CardCertificate read(byte[] der) {
        if (der.length == 0 || der.length > BYTES_MAX) {
            throw new Fault(FaultCode.CARD_UNREADABLE, "certificate");
        }
        try {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der));
            byte[] extension =
                    certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
            byte[] key =
                    extension == null
                            ? null
                            : AuthorityKeyIdentifier.getInstance(
                                            JcaX509ExtensionUtils.parseExtensionValue(extension))
                                    .getKeyIdentifierOctets();
            if (key == null || key.length == 0 || key.length > 32) {
                throw new Fault(FaultCode.CERT_UNTRUSTED, "certificate");
            }
            return new CardCertificate(certificate, key);
        } catch (CertificateException | IOException | IllegalArgumentException broken) {
            // a serial number of no certificate included; without its cause, whose message may hold
            // parts of the certificate
            throw new Fault(FaultCode.CARD_UNREADABLE, "certificate");
        }
    }

    CertificateId id() {
        return id;
    }

    X509Certificate x509() {
        return certificate;
    }

    /** Its last day, Japanese time. */
    LocalDate expiresOn() {
        return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), SharedClock.ZONE);
    }

    /**
     * The anchor whose key signed it: found by the key's identifier, proven by the signature; the
     * issuer's name tells nothing, since all generations share it (facts §4.2).
     */
    Optional<X509Certificate> signedBy(List<X509Certificate> anchors) {
        return TrustAnchors.ofKey(anchors, authorityKey)
                .filter(anchor -> signedBy(anchor.getPublicKey()))
                .findFirst();
    }

    private boolean signedBy(PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Which of the policies it was issued under; empty for another purpose, or another key. */
    Optional<TokenKind> kind(List<String> cards, List<String> phones) {
        boolean[] usage = certificate.getKeyUsage();
        boolean signs =
                usage != null
                        && usage[DIGITAL_SIGNATURE]
                        && !usage[1] // nonRepudiation: a signature certificate (署名用)
                        && certificate.getBasicConstraints() < 0
                        && certificate.getPublicKey() instanceof RSAPublicKey rsa
                        && rsa.getModulus().bitLength() >= KEY_BITS_MIN;
        if (!signs) {
            return Optional.empty();
        }
        Set<String> policies = policies();
        if (policies.stream().anyMatch(cards::contains)) {
            return Optional.of(TokenKind.CARD);
        }
        return policies.stream().anyMatch(phones::contains)
                ? Optional.of(TokenKind.PHONE)
                : Optional.empty();
    }

    private Set<String> policies() {
        byte[] extension = certificate.getExtensionValue(Extension.certificatePolicies.getId());
        if (extension == null) {
            return Set.of();
        }
        try {
            CertificatePolicies policies =
                    CertificatePolicies.getInstance(
                            ASN1OctetString.getInstance(extension).getOctets());
            return Arrays.stream(policies.getPolicyInformation())
                    .map(PolicyInformation::getPolicyIdentifier)
                    .map(oid -> oid.getId())
                    .collect(Collectors.toSet());
        } catch (IllegalArgumentException malformed) {
            return Set.of();
        }
    }

    /** Whether its key made this RSA PKCS#1 v1.5 signature with SHA-256 over the message. */
    boolean signed(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "CardCertificate[…]";
    }
}
