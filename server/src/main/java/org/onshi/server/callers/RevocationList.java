package org.onshi.server.callers;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serial numbers of revoked certificates, from the authority's revocation list (RFC 5280 §5). The
 * file is looked at once a second at most and read again when it is another or has changed.
 *
 * <p>A list that is broken, not signed by the authority, partial, or older than the one in force is
 * not believed: the last good one stays, since an unreadable file must neither lock everybody out
 * nor let the revoked in, and an old one put back would undo a revocation.
 *
 * <p>A list past its {@code nextUpdate} stays in force too, however long: nobody is unrevoked, and
 * an authority that is late must not close every counter of the country at the same second. It is
 * told in the log, at the health endpoint and as a measurement. TLS follows real time (design
 * §3.8), and so does this.
 */
final class RevocationList {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);

    /** Between two looks at the file. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final String CRL_NUMBER = "2.5.29.20";
    private static final int DER_OCTETS = 4;
    private static final int DER_INTEGER = 2;

    private final Optional<Path> file;
    private final Path authority;
    private final InstantSource realTime;
    private final long lookNanos;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile long nextLook;
    private volatile InForce inForce;
    private volatile Optional<Stamp> read = Optional.empty();
    private volatile boolean believed = true;
    private volatile boolean toldOverdue;

    /**
     * @throws IllegalStateException when a list is configured but cannot be read at the start: a
     *     server that forgot who is revoked must not open its doors
     */
    RevocationList(
            Optional<Path> file, Path authority, InstantSource realTime, Duration lookEvery) {
        this.file = file;
        this.authority = authority;
        this.realTime = realTime;
        this.lookNanos = lookEvery.toNanos();
        this.nextLook = System.nanoTime() + lookNanos;
        this.inForce = InForce.NOBODY;
        if (file.isPresent()) {
            try {
                read = Optional.of(stamp(file.get()));
                inForce = InForce.of(signed(file.get()));
                tellOverdue();
            } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
                throw new IllegalStateException(
                        "失効リスト onshi.tls.crl を読めません。 / The revocation list onshi.tls.crl cannot be"
                                + " read.",
                        unreadable);
            }
        }
    }

    /** How far the list in force can be relied upon. */
    enum Reliance {
        /** The authority's newest, as far as one can see, or none is configured. */
        CURRENT,
        /** Its {@code nextUpdate} has passed; whoever was revoked since is not known here. */
        OVERDUE,
        /** What lies at its place now is not believed; the last good one is in force. */
        NOT_BELIEVED
    }

    boolean holds(BigInteger serial) {
        lookAgain();
        return inForce.revoked().contains(serial);
    }

    Reliance reliance() {
        lookAgain();
        if (!believed) {
            return Reliance.NOT_BELIEVED;
        }
        return overdueNow().isZero() ? Reliance.CURRENT : Reliance.OVERDUE;
    }

    /** How long the list in force is past its {@code nextUpdate}; zero while it is not. */
    Duration overdue() {
        lookAgain();
        return overdueNow();
    }

    private Duration overdueNow() {
        Instant now = realTime.instant();
        return inForce.nextUpdate()
                .filter(next -> next.isBefore(now))
                .map(next -> Duration.between(next, now))
                .orElse(Duration.ZERO);
    }

    private void lookAgain() {
        if (file.isEmpty() || !lookIsDue() || !looking.tryLock()) {
            return;
        }
        try {
            if (lookIsDue()) {
                nextLook = System.nanoTime() + lookNanos;
                look(file.get());
            }
        } finally {
            looking.unlock();
        }
    }

    private boolean lookIsDue() {
        return System.nanoTime() - nextLook >= 0;
    }

    /**
     * One at a time: of two that overlapped, the slower could put the older list back. What was
     * read and not believed is remembered too, so that it is told once.
     */
    private void look(Path list) {
        Optional<Stamp> stamp = Optional.empty();
        try {
            stamp = Optional.of(stamp(list));
            if (!stamp.equals(read)) {
                takeOver(InForce.of(signed(list)));
                read = stamp;
            }
            tellOverdue();
        } catch (IOException unreadable) {
            read = Optional.empty();
            disbelieve(unreadable);
        } catch (GeneralSecurityException | RuntimeException notBelieved) {
            // the parser has unchecked ones too for what it does not expect
            read = stamp;
            disbelieve(notBelieved);
        }
    }

    private void takeOver(InForce fresh) throws GeneralSecurityException {
        if (fresh.olderThan(inForce)) {
            throw new GeneralSecurityException(
                    "the revocation list is older than the one in force: number %s after %s"
                            .formatted(named(fresh), named(inForce)));
        }
        inForce = fresh;
        believed = true;
        toldOverdue = false;
        LOG.info(
                "revocation list {} read, {} certificates revoked",
                named(fresh),
                fresh.revoked().size());
    }

    /** Told once a list, not once a look; a file that cannot even be reached is tried again. */
    private void disbelieve(Exception why) {
        if (believed || !(why instanceof IOException)) {
            LOG.warn(
                    "失効リスト onshi.tls.crl を採用できません。前のリスト（番号 {}）のまま続けます。認証局の最新のリストを置いてください。 / The"
                            + " revocation list onshi.tls.crl is not believed, the one before stays"
                            + " in force: put the authority's newest one there. 理由 / reason: {}",
                    named(inForce),
                    why.getMessage());
        }
        believed = false;
    }

    private void tellOverdue() {
        if (toldOverdue || overdueNow().isZero()) {
            return;
        }
        toldOverdue = true;
        LOG.warn(
                "失効リスト onshi.tls.crl"
                    + " の次回更新時刻を過ぎています。このまま使い続けますが、その後に失効した証明書は分かりません。認証局の最新のリストを置いてください。 / The"
                    + " revocation list onshi.tls.crl is past its next update. It stays in force,"
                    + " but whoever was revoked since is not known: put the authority's newest one"
                    + " there.");
    }

    private static String named(InForce list) {
        return list.number().map(BigInteger::toString).orElse("-");
    }

    /** The file's key tells two files apart that were written within one tick of the clock. */
    private record Stamp(FileTime modified, long bytes, Optional<Object> key) {}

    private static Stamp stamp(Path list) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(list, BasicFileAttributes.class);
        return new Stamp(
                attributes.lastModifiedTime(),
                attributes.size(),
                Optional.ofNullable(attributes.fileKey()));
    }

    /**
     * What one list says.
     *
     * @param number CRL number (RFC 5280 §5.2.3); every list of a conforming authority has one
     */
    private record InForce(
            Optional<BigInteger> number,
            Instant thisUpdate,
            Optional<Instant> nextUpdate,
            Set<BigInteger> revoked) {
        static final InForce NOBODY =
                new InForce(Optional.empty(), Instant.MIN, Optional.empty(), Set.of());

        static InForce of(X509CRL list) throws GeneralSecurityException {
            Set<BigInteger> serials = new HashSet<>();
            if (list.getRevokedCertificates() != null) {
                for (X509CRLEntry entry : list.getRevokedCertificates()) {
                    serials.add(entry.getSerialNumber());
                }
            }
            return new InForce(
                    crlNumber(list),
                    list.getThisUpdate().toInstant(),
                    Optional.ofNullable(list.getNextUpdate()).map(it -> it.toInstant()),
                    Set.copyOf(serials));
        }

        /**
         * By number; a list without one does not follow a list with one. Lists of an authority that
         * numbers none, and two of the same number, follow one another by their time.
         */
        boolean olderThan(InForce other) {
            int byNumber =
                    number.orElse(BigInteger.valueOf(-1))
                            .compareTo(other.number.orElse(BigInteger.valueOf(-1)));
            return byNumber < 0 || (byNumber == 0 && thisUpdate.isBefore(other.thisUpdate));
        }
    }

    private static Optional<BigInteger> crlNumber(X509CRL list) throws GeneralSecurityException {
        byte[] der = list.getExtensionValue(CRL_NUMBER);
        if (der == null) {
            return Optional.empty();
        }
        // OCTET STRING of INTEGER, both short: a number has 20 octets at most (RFC 5280 §5.2.3)
        boolean wellFormed =
                der.length > 4
                        && der[0] == DER_OCTETS
                        && der[1] == der.length - 2
                        && der[2] == DER_INTEGER
                        && der[3] == der.length - 4;
        if (!wellFormed) {
            throw new GeneralSecurityException("the number of the revocation list is malformed");
        }
        return Optional.of(new BigInteger(Arrays.copyOfRange(der, 4, der.length)));
    }

    private X509CRL signed(Path list) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509CRL crl;
        try (var in = Files.newInputStream(list)) {
            crl = (X509CRL) factory.generateCRL(in);
        }
        requireWhole(crl);
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
        return crl;
    }

    /**
     * What changes a list's meaning is critical (a delta list, one of some certificates only), and
     * a list with a critical extension that is not understood must not be used (RFC 5280 §5.2):
     * taken for the whole, it would let the others in.
     */
    private static void requireWhole(X509CRL crl) throws GeneralSecurityException {
        if (crl.getCriticalExtensionOIDs() != null && !crl.getCriticalExtensionOIDs().isEmpty()) {
            throw new GeneralSecurityException("the revocation list is partial or a delta");
        }
    }
}
