package org.onshi.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** The authorities whose certificates are believed. */
final class TrustAnchors {
    private TrustAnchors() {}

    /**
     * Reads PEM files.
     *
     * @throws IllegalStateException when one cannot be read, holds none, or holds one that is no
     *     authority's
     */
    static List<X509Certificate> read(List<Path> files) {
        List<X509Certificate> anchors = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                int before = anchors.size();
                for (Certificate one :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    X509Certificate anchor = (X509Certificate) one;
                    if (anchor.getBasicConstraints() < 0 || keyId(anchor).length == 0) {
                        throw new IllegalStateException(
                                file.getFileName() + " holds a certificate of no authority");
                    }
                    anchors.add(anchor);
                }
                if (anchors.size() == before) {
                    throw new IllegalStateException(file.getFileName() + " holds no certificate");
                }
            } catch (IOException e) {
                throw new UncheckedIOException("trust anchors cannot be read", e);
            } catch (CertificateException e) {
                throw new IllegalStateException(file.getFileName() + " holds no certificates", e);
            }
        }
        return List.copyOf(anchors);
    }

    /** Those whose key has this identifier. */
    static Stream<X509Certificate> ofKey(List<X509Certificate> anchors, byte[] keyId) {
        return anchors.stream().filter(anchor -> Arrays.equals(keyId(anchor), keyId));
    }

    /** The subject key identifier; empty where there is none. */
    static byte[] keyId(X509Certificate anchor) {
        byte[] extension = anchor.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return extension == null
                ? new byte[0]
                : ASN1OctetString.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                        .getOctets();
    }
}
