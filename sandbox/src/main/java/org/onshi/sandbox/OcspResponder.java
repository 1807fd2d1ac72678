package org.onshi.sandbox;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaRespID;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * JPKI's OCSP responder (RFC 6960): one key that each authority certified for this and nothing
 * else. The nonce of a request comes back (RFC 9654); an answer holds for a quarter of an hour.
 */
final class OcspResponder {
    /** Certificates of one request. */
    static final int CERTIFICATES_MAX = 10;

    /** RFC 9654 §2.1, with its two heads. */
    private static final int NONCE_BYTES_MAX = 132;

    private static final Duration HOLDS_FOR = Duration.ofMinutes(15);
    private static final Duration STALE_BY = Duration.ofDays(2);

    private final Jpki jpki;
    private final CardOffice office;
    private final InstantSource clock;
    private final DigestCalculatorProvider digests;
    private final Map<String, X509Certificate> certified = new HashMap<>();
    private volatile OcspBehaviour behaviour = OcspBehaviour.NORMAL;

    OcspResponder(Jpki jpki, CardOffice office, InstantSource clock) {
        this.jpki = jpki;
        this.office = office;
        this.clock = clock;
        for (JpkiAuthority authority : jpki.answeredFor()) {
            certified.put(authority.keyId(), authority.responder(jpki.responderKey().getPublic()));
        }
        try {
            this.digests = new JcaDigestCalculatorProviderBuilder().build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every JVM has the digests of OCSP", e);
        }
    }

    OcspBehaviour behaviour() {
        return behaviour;
    }

    void behave(OcspBehaviour how) {
        behaviour = how;
    }

    /** The answer to a request; empty when it keeps silent. */
    Optional<byte[]> answer(byte[] request) {
        if (behaviour == OcspBehaviour.SILENT) {
            return Optional.empty();
        }
        try {
            return Optional.of(answered(request));
        } catch (IOException | OCSPException | IllegalArgumentException malformed) {
            return Optional.of(unsigned(OCSPRespBuilder.MALFORMED_REQUEST));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("an OCSP answer could not be made", e);
        }
    }

    private byte[] answered(byte[] bytes)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        OCSPReq request = new OCSPReq(bytes);
        Req[] asked = request.getRequestList();
        if (asked.length == 0 || asked.length > CERTIFICATES_MAX) {
            return unsigned(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        Optional<JpkiAuthority> issuer = issuer(asked[0].getCertID());
        if (issuer.isEmpty()) {
            return unsigned(OCSPRespBuilder.UNAUTHORIZED);
        }
        Instant at = clock.instant();
        if (behaviour == OcspBehaviour.STALE) {
            at = at.minus(STALE_BY);
        }
        X509Certificate responder = certified.get(issuer.get().keyId());
        BasicOCSPRespBuilder answer =
                new BasicOCSPRespBuilder(new JcaRespID(responder.getSubjectX500Principal()));
        for (Req one : asked) {
            CertificateID id = one.getCertID();
            CertificateStatus status =
                    issuer(id).isPresent() && issuer(id).get().equals(issuer.get())
                            ? status(issuer.get(), id.getSerialNumber())
                            : new UnknownStatus();
            answer.addResponse(
                    behaviour == OcspBehaviour.OTHER_SERIAL ? another(issuer.get(), id) : id,
                    status,
                    Date.from(at),
                    Date.from(at.plus(HOLDS_FOR)),
                    null);
        }
        nonce(request).ifPresent(nonce -> answer.setResponseExtensions(new Extensions(nonce)));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        answer.build(
                                new JcaContentSignerBuilder("SHA256withRSA").build(signingKey()),
                                new X509CertificateHolder[] {
                                    new JcaX509CertificateHolder(responder)
                                },
                                Date.from(at)))
                .getEncoded();
    }

    /** Another's key where the signature shall be wrong. */
    private PrivateKey signingKey() {
        return behaviour == OcspBehaviour.UNSIGNED
                ? jpki.authentication(LocalDate.EPOCH, true).privateKey()
                : jpki.responderKey().getPrivate();
    }

    private CertificateStatus status(JpkiAuthority issuer, BigInteger serial) {
        if (!office.issued(issuer.keyId(), serial)) {
            return new UnknownStatus();
        }
        return office.revoked(issuer.keyId(), serial)
                .<CertificateStatus>map(
                        one -> new RevokedStatus(Date.from(one.since()), one.reason()))
                .orElse(CertificateStatus.GOOD);
    }

    private Optional<JpkiAuthority> issuer(CertificateID id)
            throws OCSPException, GeneralSecurityException {
        for (JpkiAuthority authority : jpki.answeredFor()) {
            if (id.matchesIssuer(new JcaX509CertificateHolder(authority.certificate()), digests)) {
                return Optional.of(authority);
            }
        }
        return Optional.empty();
    }

    private CertificateID another(JpkiAuthority issuer, CertificateID id)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        return new CertificateID(
                digests.get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer.certificate()),
                id.getSerialNumber().add(BigInteger.ONE));
    }

    private static Optional<Extension> nonce(OCSPReq request) {
        return Optional.ofNullable(request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .filter(nonce -> nonce.getExtnValue().getOctets().length <= NONCE_BYTES_MAX);
    }

    private static byte[] unsigned(int status) {
        try {
            OCSPResp refusal = new OCSPRespBuilder().build(status, null);
            return refusal.getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("an OCSP refusal could not be made", e);
        }
    }
}
