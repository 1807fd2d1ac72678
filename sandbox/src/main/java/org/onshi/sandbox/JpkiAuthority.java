package org.onshi.sandbox;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.onshi.wire.SharedClock;

/**
 * One generation of an authority of JPKI, simulated after facts §4.2. What it issues follows from
 * its key alone: the same certificate asked for twice is the same bytes.
 */
final class JpkiAuthority {
    private static final String SIGNATURE = "SHA256withRSA";
    private static final String CPS = "http://www.jpki.go.jp/cps.html";
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final X500Name ALSO_CALLED = new X500Name("C=JP,O=公的個人認証サービス");

    /** Under it: .1 name, .3 sex, .4 birth date, .5 address of a signature certificate. */
    private static final String HOLDER_OID = "1.2.392.200149.8.5.5";

    private final X500Name name;
    private final KeyPair key;
    private final X509Certificate certificate;
    private final String keyId;

    /**
     * @param name shared by all generations, so that only the key tells them apart
     * @param serial of its own certificate, which it signs itself
     */
    JpkiAuthority(
            X500Name name, KeyPair key, BigInteger serial, LocalDate firstDay, LocalDate lastDay) {
        this.name = name;
        this.key = key;
        try {
            var builder = builder(serial, firstDay, lastDay, name, key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var identifier =
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic());
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifier);
            this.certificate = signed(builder);
            this.keyId = HexFormat.of().formatHex(identifier.getKeyIdentifier());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("an authority of JPKI could not be made", e);
        }
    }

    /** Its self-signed certificate: the trust anchor. */
    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey privateKey() {
        return key.getPrivate();
    }

    /** Its subject key identifier, lower-case hex. */
    String keyId() {
        return keyId;
    }

    /**
     * A user-authentication certificate (利用者証明用): digitalSignature only, nothing about the holder.
     *
     * @param subject what stands as CN: a number of issue
     */
    X509Certificate authentication(
            BigInteger serial,
            String subject,
            LocalDate firstDay,
            LocalDate lastDay,
            String policy,
            PublicKey holderKey) {
        try {
            var builder =
                    cardBuilder(
                            serial,
                            subject,
                            firstDay,
                            lastDay,
                            policy,
                            KeyUsage.digitalSignature,
                            holderKey);
            return signed(builder);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate of a card could not be made", e);
        }
    }

    /** A signature certificate (署名用), which says who the holder is. */
    X509Certificate signature(
            BigInteger serial,
            String subject,
            LocalDate firstDay,
            LocalDate lastDay,
            String policy,
            CardHolder holder,
            PublicKey holderKey) {
        try {
            var builder =
                    cardBuilder(
                            serial,
                            subject,
                            firstDay,
                            lastDay,
                            policy,
                            KeyUsage.digitalSignature | KeyUsage.nonRepudiation,
                            holderKey);
            builder.addExtension(Extension.subjectAlternativeName, false, names(holder));
            return signed(builder);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate of a card could not be made", e);
        }
    }

    /** The certificate of its OCSP responder (RFC 6960 §4.2.2.2), which needs no check itself. */
    X509Certificate responder(PublicKey responderKey) {
        try {
            var builder =
                    builder(
                            certificate.getSerialNumber().add(BigInteger.ONE),
                            firstDay(),
                            lastDay(),
                            new X500Name("C=JP,O=JPKI,OU=OCSP responder"),
                            responderKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
            builder.addExtension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
            addAuthorityKey(builder);
            return signed(builder);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a responder's certificate could not be made", e);
        }
    }

    /**
     * A revocation list (RFC 5280 §5).
     *
     * @param number higher than that of every list before it
     */
    X509CRL revocationList(
            BigInteger number, Collection<RevokedCertificate> revoked, Instant at, Instant next) {
        try {
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(at));
            builder.setNextUpdate(Date.from(next));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(key.getPublic()));
            for (RevokedCertificate one : revoked) {
                builder.addCRLEntry(one.serial(), Date.from(one.since()), one.reason());
            }
            return new JcaX509CRLConverter()
                    .getCRL(
                            builder.build(
                                    new JcaContentSignerBuilder(SIGNATURE)
                                            .build(key.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a revocation list could not be signed", e);
        }
    }

    private JcaX509v3CertificateBuilder cardBuilder(
            BigInteger serial,
            String subject,
            LocalDate firstDay,
            LocalDate lastDay,
            String policy,
            int usage,
            PublicKey holderKey)
            throws GeneralSecurityException, IOException {
        var builder =
                builder(serial, firstDay, lastDay, new X500Name("C=JP,CN=" + subject), holderKey);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        PolicyInformation issuedUnder =
                new PolicyInformation(
                        new ASN1ObjectIdentifier(policy),
                        new DERSequence(new PolicyQualifierInfo(CPS)));
        builder.addExtension(
                Extension.certificatePolicies, true, new CertificatePolicies(issuedUnder));
        builder.addExtension(
                Extension.issuerAlternativeName,
                false,
                new GeneralNames(new GeneralName(ALSO_CALLED)));
        builder.addExtension(
                Extension.cRLDistributionPoints,
                false,
                new CRLDistPoint(
                        new DistributionPoint[] {
                            new DistributionPoint(
                                    new DistributionPointName(
                                            new GeneralNames(new GeneralName(name))),
                                    null,
                                    null)
                        }));
        addAuthorityKey(builder);
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(holderKey));
        return builder;
    }

    private void addAuthorityKey(JcaX509v3CertificateBuilder builder)
            throws GeneralSecurityException, IOException {
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(key.getPublic()));
    }

    private JcaX509v3CertificateBuilder builder(
            BigInteger serial,
            LocalDate firstDay,
            LocalDate lastDay,
            X500Name subject,
            PublicKey subjectKey) {
        return new JcaX509v3CertificateBuilder(
                name,
                serial,
                Date.from(firstDay.atStartOfDay(SharedClock.ZONE).toInstant()),
                Date.from(lastDay.atTime(LAST_SECOND).atZone(SharedClock.ZONE).toInstant()),
                subject,
                subjectKey);
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder(SIGNATURE).build(key.getPrivate())));
    }

    private LocalDate firstDay() {
        return LocalDate.ofInstant(certificate.getNotBefore().toInstant(), SharedClock.ZONE);
    }

    private LocalDate lastDay() {
        return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), SharedClock.ZONE);
    }

    private static GeneralNames names(CardHolder holder) {
        return new GeneralNames(
                new GeneralName[] {
                    named(1, holder.name()),
                    named(3, Integer.toString(holder.sex())),
                    named(4, era(holder.birthDate())),
                    named(5, holder.address())
                });
    }

    private static GeneralName named(int arc, String value) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1ObjectIdentifier(HOLDER_OID + "." + arc));
        parts.add(new DERTaggedObject(true, 0, new DERUTF8String(value)));
        return new GeneralName(GeneralName.otherName, new DERSequence(parts));
    }

    /** EYYYYMMDD: the era's number (明治 1 to 令和 5) and the date. */
    private static String era(LocalDate day) {
        int era = 1;
        for (String first : new String[] {"1912-07-30", "1926-12-25", "1989-01-08", "2019-05-01"}) {
            if (!day.isBefore(LocalDate.parse(first))) {
                era++;
            }
        }
        return "%d%04d%02d%02d"
                .formatted(era, day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }
}
