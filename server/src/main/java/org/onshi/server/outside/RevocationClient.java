package org.onshi.server.outside;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks the OCSP responder (RFC 6960) and believes only what it can prove: signed by the issuer's
 * key or by a responder that this key certified for OCSP signing, about this very certificate, with
 * our nonce, and fresh.
 */
public final class RevocationClient {
    /** An answer with its certificate is about 2 KiB. */
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    /** RFC 9654 §2.1. */
    private static final int NONCE_BYTES = 32;

    private final OutsideSettings settings;
    private final InstantSource clock;
    private final HttpClient http;
    private final SecureRandom random = new SecureRandom();
    private final DigestCalculatorProvider digests;

    RevocationClient(OutsideSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = OutsideHttp.client(settings);
        try {
            this.digests = new JcaDigestCalculatorProviderBuilder().build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every JVM has the digests of OCSP", e);
        }
    }

    /**
     * The state of a certificate, by its issuer's key.
     *
     * @param serial the certificate's number
     * @param issuer the trust anchor that signed it
     */
    public RevocationAnswer ask(BigInteger serial, X509Certificate issuer) {
        Optional<URI> url = settings.ocsp();
        if (url.isEmpty()) {
            return new RevocationAnswer.Silent();
        }
        try {
            X509CertificateHolder anchor = new JcaX509CertificateHolder(issuer);
            // SHA-1 only names here (RFC 6960 §4.3); it is what responders know
            CertificateID asked =
                    new CertificateID(digests.get(CertificateID.HASH_SHA1), anchor, serial);
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            Extension sent =
                    new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                            false,
                            new DEROctetString(new DEROctetString(nonce).getEncoded()));
            byte[] request =
                    new OCSPReqBuilder()
                            .addRequest(asked)
                            .setRequestExtensions(new Extensions(sent))
                            .build()
                            .getEncoded();
            Optional<byte[]> answer = exchange(url.get(), request);
            return answer.isEmpty()
                    ? new RevocationAnswer.Silent()
                    : judge(answer.get(), asked, sent, anchor);
        } catch (IOException | OCSPException | OperatorCreationException broken) {
            return new RevocationAnswer.Untrustworthy("malformed");
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("a trust anchor cannot be read", unreadable);
        }
    }

    private Optional<byte[]> exchange(URI url, byte[] request) {
        HttpRequest post =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/ocsp-request")
                        .header("Accept", "application/ocsp-response")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build();
        return OutsideHttp.send(http, post, settings.answerTimeout(), ANSWER_BYTES_MAX)
                .filter(answer -> answer.status() == 200)
                .map(OutsideHttp.Answer::body);
    }

    private RevocationAnswer judge(
            byte[] answer, CertificateID asked, Extension nonce, X509CertificateHolder anchor)
            throws IOException, OCSPException, OperatorCreationException {
        OCSPResp response = new OCSPResp(answer);
        if (response.getStatus() != OCSPResp.SUCCESSFUL) {
            // tryLater, internalError and so on: unsigned by design (RFC 6960 §2.3)
            return new RevocationAnswer.Silent();
        }
        if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
            return new RevocationAnswer.Untrustworthy("malformed");
        }
        if (!signed(basic, anchor)) {
            return new RevocationAnswer.Untrustworthy("signature");
        }
        Extension echoed = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (echoed == null
                || !Arrays.equals(
                        echoed.getExtnValue().getOctets(), nonce.getExtnValue().getOctets())) {
            return new RevocationAnswer.Untrustworthy("nonce");
        }
        for (SingleResp single : basic.getResponses()) {
            if (single.getCertID().equals(asked)) {
                return state(single);
            }
        }
        return new RevocationAnswer.Untrustworthy("another certificate");
    }

    private RevocationAnswer state(SingleResp single) {
        Instant now = clock.instant();
        Instant thisUpdate = single.getThisUpdate().toInstant();
        Optional<Instant> nextUpdate =
                Optional.ofNullable(single.getNextUpdate()).map(Date::toInstant);
        if (thisUpdate.isAfter(now.plus(settings.clockTolerance()))
                || nextUpdate
                        .filter(next -> !next.plus(settings.clockTolerance()).isBefore(now))
                        .isEmpty()) {
            return new RevocationAnswer.Untrustworthy("stale");
        }
        CertificateStatus status = single.getCertStatus();
        if (Objects.isNull(status)) { // how BouncyCastle says good
            return new RevocationAnswer.Good(nextUpdate.get());
        }
        if (status instanceof RevokedStatus revoked) {
            boolean held =
                    revoked.hasRevocationReason()
                            && revoked.getRevocationReason() == CRLReason.certificateHold;
            return held ? new RevocationAnswer.Held() : new RevocationAnswer.Revoked();
        }
        return new RevocationAnswer.NotIssued();
    }

    /** By the issuer itself, or by a responder it certified for this and nothing else. */
    private boolean signed(BasicOCSPResp basic, X509CertificateHolder anchor)
            throws OCSPException, OperatorCreationException {
        JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder();
        Date now = Date.from(clock.instant());
        try {
            for (X509CertificateHolder responder : basic.getCerts()) {
                ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(responder.getExtensions());
                if (usage != null
                        && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                        && responder.isValidOn(now)
                        && responder.isSignatureValid(verifiers.build(anchor))
                        && basic.isSignatureValid(verifiers.build(responder))) {
                    return true;
                }
            }
            return basic.isSignatureValid(verifiers.build(anchor));
        } catch (CertificateException | CertException unreadable) {
            return false;
        }
    }
}
