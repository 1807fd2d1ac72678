package org.onshi.server.callers;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serial numbers of revoked certificates, from the authority's revocation list (RFC 5280 §5). The
 * file is looked at once a second at most and read again when its time or size changed. A list that
 * is broken or not signed by the authority is not believed: the last good one stays, since an
 * unreadable file must neither lock everybody out nor let the revoked in.
 */
final class RevocationList {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Stamp(FileTime modified, long bytes) {}

    private final Optional<Path> file;
    private final Path authority;
    private final AtomicLong nextLook;
    private volatile Set<BigInteger> revoked;
    private volatile Stamp read;

    /**
     * @throws IllegalStateException when a list is configured but cannot be read at the start: a
     *     server that forgot who is revoked must not open its doors
     */
    RevocationList(Optional<Path> file, Path authority) {
        this.file = file;
        this.authority = authority;
        this.nextLook = new AtomicLong(System.nanoTime() + LOOK_NANOS);
        this.revoked = Set.of();
        if (file.isPresent()) {
            try {
                Stamp stamp = stamp(file.get());
                revoked = serials(file.get());
                read = stamp;
            } catch (IOException | GeneralSecurityException unreadable) {
                throw new IllegalStateException(
                        "失効リスト onshi.tls.crl を読めません。 / The revocation list onshi.tls.crl cannot be"
                                + " read.",
                        unreadable);
            }
        }
    }

    boolean holds(BigInteger serial) {
        file.ifPresent(this::lookAgain);
        return revoked.contains(serial);
    }

    private void lookAgain(Path list) {
        long now = System.nanoTime();
        long due = nextLook.get();
        if (now - due < 0 || !nextLook.compareAndSet(due, now + LOOK_NANOS)) {
            return;
        }
        try {
            Stamp stamp = stamp(list);
            if (!stamp.equals(read)) {
                revoked = serials(list);
                read = stamp;
                LOG.info("revocation list read again, {} certificates revoked", revoked.size());
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            LOG.warn(
                    "revocation list cannot be read, the last good one stays in force", unreadable);
        }
    }

    private static Stamp stamp(Path list) throws IOException {
        return new Stamp(Files.getLastModifiedTime(list), Files.size(list));
    }

    private Set<BigInteger> serials(Path list) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509CRL crl;
        try (var in = Files.newInputStream(list)) {
            crl = (X509CRL) factory.generateCRL(in);
        }
        try (var in = Files.newInputStream(authority)) {
            boolean signed = false;
            for (var certificate : factory.generateCertificates(in)) {
                if (((X509Certificate) certificate)
                        .getSubjectX500Principal()
                        .equals(crl.getIssuerX500Principal())) {
                    crl.verify(certificate.getPublicKey());
                    signed = true;
                }
            }
            if (!signed) {
                throw new GeneralSecurityException("the revocation list is of another authority");
            }
        }
        Set<BigInteger> serials = new HashSet<>();
        if (crl.getRevokedCertificates() != null) {
            for (X509CRLEntry entry : crl.getRevokedCertificates()) {
                serials.add(entry.getSerialNumber());
            }
        }
        return Set.copyOf(serials);
    }
}
