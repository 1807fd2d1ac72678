package org.onshi.sandbox;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of the machine doors (facilities, insurers, operator, the server
 * itself).
 *
 * <p>Keys are EC P-256: a P-256 signature costs a fraction of an RSA one on the server's side of a
 * mutual-TLS handshake, and every receipt computer's TLS stack speaks it. Validity is counted in
 * real time and is long ({@link #VALID_FOR}), because TLS between processes follows real time while
 * the demo's clock may stand years away (design.md §3.8).
 */
final class CertificateAuthority {
    /** How long issued certificates and the authority's own stay valid: 20 years of 365 days. */
    static final Duration VALID_FOR = Duration.ofDays(20 * 365);

    /**
     * How long a revocation list promises to be the newest. A demo that runs longer without a new
     * start is warned by its server and goes on.
     */
    static final Duration LIST_VALID_FOR = Duration.ofDays(90);

    /**
     * Certificates begin a day early, so that a machine whose clock is a little behind accepts
     * them.
     */
    private static final Duration BACKDATED_BY = Duration.ofDays(1);

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final SecureRandom random;

    private CertificateAuthority(KeyPair keys, X509Certificate certificate, SecureRandom random) {
        this.keys = keys;
        this.certificate = certificate;
        this.random = random;
    }

    /** A key with the certificate that names its holder. */
    record Issued(PrivateKey key, X509Certificate certificate) {
        /** Shows the serial number only. */
        @Override
        public String toString() {
            return "Issued[serial " + certificate.getSerialNumber().toString(16) + "]";
        }
    }

    /** Makes a new authority with a self-signed certificate. */
    static CertificateAuthority make(String commonName, SecureRandom random, Instant at) {
        return withKeys(newKeys(random), commonName, random, at);
    }

    /**
     * An authority whose key is kept and whose certificate was lost: signs a new one for the same
     * key.
     */
    static CertificateAuthority withKey(
            PrivateKey key, String commonName, SecureRandom random, Instant at) {
        return withKeys(new KeyPair(publicKeyOf(key), key), commonName, random, at);
    }

    private static CertificateAuthority withKeys(
            KeyPair keys, String commonName, SecureRandom random, Instant at) {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "Onshi")
                        .addRDN(BCStyle.OU, "authority")
                        .addRDN(BCStyle.CN, commonName)
                        .build();
        try {
            var builder =
                    builder(
                            subject,
                            subject,
                            keys.getPublic(),
                            random,
                            at.minus(BACKDATED_BY),
                            at.plus(VALID_FOR));
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(keys.getPublic()));
            return new CertificateAuthority(keys, sign(builder, keys.getPrivate()), random);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("the certificate authority could not be made", e);
        }
    }

    /** An authority kept from an earlier run. */
    static CertificateAuthority kept(
            PrivateKey key, X509Certificate certificate, SecureRandom random) {
        return new CertificateAuthority(
                new KeyPair(certificate.getPublicKey(), key), certificate, random);
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    /**
     * A client certificate for a caller of the given role, valid from a day before {@code at} for
     * {@link #VALID_FOR}.
     */
    Issued issueClient(Caller caller, Instant at) {
        return issueClient(caller, at.minus(BACKDATED_BY), at.plus(VALID_FOR));
    }

    /** A client certificate with a validity of one's own, e.g. one that has run out already. */
    Issued issueClient(Caller caller, Instant from, Instant to) {
        return issue(caller.subject(), KeyPurposeId.id_kp_clientAuth, null, from, to);
    }

    /** The certificate of a card reader, for proving itself to a card. */
    Issued issueReader(X500Name subject, Instant at) {
        return issue(
                subject,
                KeyPurposeId.id_kp_clientAuth,
                null,
                at.minus(BACKDATED_BY),
                at.plus(VALID_FOR));
    }

    /** The certificate of the doors: for 127.0.0.1, ::1 and localhost. */
    Issued issueServer(Instant at) {
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "Onshi")
                        .addRDN(BCStyle.OU, "server")
                        .addRDN(BCStyle.CN, "localhost")
                        .build();
        var names =
                new GeneralNames(
                        new GeneralName[] {
                            new GeneralName(GeneralName.dNSName, "localhost"),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                            new GeneralName(GeneralName.iPAddress, "::1")
                        });
        return issue(
                subject,
                KeyPurposeId.id_kp_serverAuth,
                names,
                at.minus(BACKDATED_BY),
                at.plus(VALID_FOR));
    }

    /**
     * A revocation list (RFC 5280) that names these serial numbers.
     *
     * @param number its CRL number (§5.2.3), higher than that of every list before it
     */
    X509CRL revocationList(BigInteger number, Collection<BigInteger> serials, Instant at) {
        try {
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(at.minus(BACKDATED_BY)));
            builder.setNextUpdate(Date.from(at.plus(LIST_VALID_FOR)));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            for (BigInteger serial : serials) {
                builder.addCRLEntry(
                        serial, Date.from(at.minus(BACKDATED_BY)), CRLReason.keyCompromise);
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            return new JcaX509CRLConverter()
                    .getCRL(
                            builder.build(
                                    new JcaContentSignerBuilder(SIGNATURE)
                                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("the revocation list could not be signed", e);
        }
    }

    private Issued issue(
            X500Name subject,
            KeyPurposeId purpose,
            ASN1Encodable alternativeNames,
            Instant from,
            Instant to) {
        KeyPair pair = newKeys(random);
        try {
            // The issuer's name is taken over as encoded, so that path building compares equal
            // bytes.
            X500Name issuer =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            var builder = builder(issuer, subject, pair.getPublic(), random, from, to);
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(certificate));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            if (alternativeNames != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames);
            }
            return new Issued(pair.getPrivate(), sign(builder, keys.getPrivate()));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be issued", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            SecureRandom random,
            Instant from,
            Instant to) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(from), Date.from(to), subject, key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks EC P-256", e);
        }
    }

    private static PublicKey publicKeyOf(PrivateKey key) {
        try {
            ECPrivateKey ec = (ECPrivateKey) key;
            var point = ECNamedCurveTable.getByName(CURVE).getG().multiply(ec.getS()).normalize();
            var w =
                    new java.security.spec.ECPoint(
                            point.getAffineXCoord().toBigInteger(),
                            point.getAffineYCoord().toBigInteger());
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(w, ec.getParams()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks EC P-256", e);
        }
    }
}
