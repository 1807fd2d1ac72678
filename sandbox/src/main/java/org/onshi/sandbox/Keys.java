package org.onshi.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.SharedClock;

/**
 * The keys folder of a demo (contracts.md §2): everything the processes need to know one another.
 *
 * <p>A kept folder is kept: a file that exists is never written again, but for the revocation list,
 * which runs out; a missing one is added (a new facility, or a first start that was interrupted).
 * Every file is written whole or not at all, readable by its owner only (0600 where the file system
 * knows modes).
 *
 * @param folder the keys folder
 */
public record Keys(Path folder) {
    /**
     * Name of the audit log in checkpoints and in {@code audit.pub}; the server's {@code
     * onshi.audit.origin}.
     */
    public static final String AUDIT_ORIGIN = "onshi.example/audit";

    private static final String AUTHORITY_NAME = "Onshi sandbox authority";
    private static final String FOREIGN_AUTHORITY_NAME = "Some other authority";
    private static final String ALIAS = "onshi";
    private static final int PASSWORD_BYTES = 18;
    private static final int VAULT_KEY_BYTES = 32;
    private static final Duration EXPIRED_SINCE = Duration.ofDays(1);
    private static final Duration EXPIRED_LASTED = Duration.ofDays(365);

    private static final Duration LIST_RENEWED_BEFORE =
            CertificateAuthority.LIST_VALID_FOR.dividedBy(2);

    /** C2SP signed-note: signature type of a plain Ed25519 key. */
    private static final byte NOTE_ED25519 = 1;

    /**
     * Makes what is missing in the folder: the authority, a key store for the server, for each
     * facility, each insurer and the operator, the audit and vault keys, the accounts and the
     * secret of the console, the revocation list, the authorities of cards, and {@code bad/} with a
     * revoked, an expired and a foreign key store for the first facility.
     *
     * @param facilities at least one; the first is also the name in the bad key stores
     */
    public static Keys makeIn(
            Path folder, List<FacilityCode> facilities, List<InsurerNumber> insurers) {
        // TLS follows real time, never the demo's clock (design.md §3.8).
        return makeIn(folder, facilities, insurers, SharedClock.system().instant());
    }

    /** The same, at a time of one's own. */
    static Keys makeIn(
            Path folder, List<FacilityCode> facilities, List<InsurerNumber> insurers, Instant at) {
        if (facilities.isEmpty()) {
            throw new IllegalArgumentException("at least one facility is needed");
        }
        Keys keys = new Keys(folder);
        keys.make(facilities, insurers, at);
        return keys;
    }

    /** Certificate of the authority, PEM: the trust anchor of every door and every caller. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** Revocation list of the authority, PEM; names the certificate of {@link #revoked()}. */
    public Path revocationList() {
        return folder.resolve("crl.pem");
    }

    /** Key store (PKCS#12) of the server's doors, for 127.0.0.1, ::1 and localhost. */
    public Path server() {
        return folder.resolve("server.p12");
    }

    /** Key store (PKCS#12) of a facility's terminal. */
    public Path facility(FacilityCode code) {
        return folder.resolve("facility-" + code.digits() + ".p12");
    }

    /** Key store (PKCS#12) of an insurer. */
    public Path insurer(InsurerNumber number) {
        return folder.resolve("insurer-" + number.digits() + ".p12");
    }

    /** Key store (PKCS#12) of the operator. */
    public Path operator() {
        return folder.resolve("operator.p12");
    }

    /** The password of every key store here, ASCII, without a line end. */
    public Path passwordFile() {
        return folder.resolve("password.txt");
    }

    /** Private key of the audit log: Ed25519, PKCS#8 PEM. */
    public Path auditKey() {
        return folder.resolve("audit-key.pem");
    }

    /** Public key of the audit log: a C2SP signed-note verifier key, {@code name+hash+base64}. */
    public Path auditPublicKey() {
        return folder.resolve("audit.pub");
    }

    /** Keys of the vault: a line {@code id=base64} of 32 random bytes for each key id. */
    public Path vaultKeys() {
        return folder.resolve("vault.keys");
    }

    /** The people who log in at the simulated OpenID provider, with their passcodes. */
    public Path consoleAccounts() {
        return folder.resolve("console-accounts.csv");
    }

    /** What the insurers' console shows the OpenID provider to prove that it is the console. */
    public Path consoleSecret() {
        return folder.resolve("console-secret.txt");
    }

    /** A key store whose certificate stands on the revocation list. */
    public Path revoked() {
        return folder.resolve("bad").resolve("revoked.p12");
    }

    /** A key store whose certificate ran out yesterday. */
    public Path expired() {
        return folder.resolve("bad").resolve("expired.p12");
    }

    /** A key store issued by an authority nobody here trusts. */
    public Path foreign() {
        return folder.resolve("bad").resolve("foreign.p12");
    }

    /** The password of the key stores. */
    public char[] password() {
        return new String(PrivateFiles.read(passwordFile()), StandardCharsets.US_ASCII)
                .strip()
                .toCharArray();
    }

    /**
     * Trust anchors of cards' user-authentication certificates, PEM: three generations with one
     * name (facts §4.2); the server's {@code onshi.identity.anchors}.
     */
    public Path jpkiAnchors() {
        return folder.resolve("jpki-anchors.pem");
    }

    /** The same of signature certificates. */
    public Path jpkiSignatureAnchors() {
        return folder.resolve("jpki-signature-anchors.pem");
    }

    /** Trust anchor of the test hierarchy, which nobody trusts unless told to. */
    public Path jpkiTestAnchors() {
        return folder.resolve("bad").resolve("jpki-test-anchors.pem");
    }

    private Path authorityKey() {
        return folder.resolve("ca-key.pem");
    }

    private void make(List<FacilityCode> facilities, List<InsurerNumber> insurers, Instant at) {
        SecureRandom random = new SecureRandom();
        PrivateFiles.folder(folder);
        PrivateFiles.folder(folder.resolve("bad"));
        if (missing(passwordFile())) {
            byte[] secret = new byte[PASSWORD_BYTES];
            random.nextBytes(secret);
            PrivateFiles.write(
                    passwordFile(), Base64.getUrlEncoder().withoutPadding().encode(secret));
        }
        if (missing(vaultKeys())) {
            byte[] secret = new byte[VAULT_KEY_BYTES];
            random.nextBytes(secret);
            writeText(vaultKeys(), "k1=" + Base64.getEncoder().encodeToString(secret) + "\n");
        }
        if (missing(consoleSecret())) {
            byte[] secret = new byte[VAULT_KEY_BYTES];
            random.nextBytes(secret);
            PrivateFiles.write(
                    consoleSecret(), Base64.getUrlEncoder().withoutPadding().encode(secret));
        }
        OpenIdAccounts.makeIn(consoleAccounts(), insurers);
        makeAuditKeys(random);
        CertificateAuthority authority = authority(random, at);
        if (missing(server())) {
            writeStore(server(), authority.issueServer(at), authority);
        }
        for (FacilityCode code : facilities) {
            makeClient(facility(code), new Caller.Facility(code), authority, at);
        }
        for (InsurerNumber number : insurers) {
            makeClient(insurer(number), new Caller.Insurer(number), authority, at);
        }
        makeClient(operator(), new Caller.Operator(), authority, at);
        makeBad(new Caller.Facility(facilities.getFirst()), authority, random, at);
        Jpki.in(this);
    }

    private void makeBad(
            Caller caller, CertificateAuthority authority, SecureRandom random, Instant at) {
        makeClient(revoked(), caller, authority, at);
        if (missing(expired())) {
            Instant to = at.minus(EXPIRED_SINCE);
            writeStore(
                    expired(),
                    authority.issueClient(caller, to.minus(EXPIRED_LASTED), to),
                    authority);
        }
        if (missing(foreign())) {
            CertificateAuthority other =
                    CertificateAuthority.make(FOREIGN_AUTHORITY_NAME, random, at);
            writeStore(foreign(), other.issueClient(caller, at), other);
        }
        renewRevocationList(authority, at);
    }

    /**
     * At half of its time, or where an older version of Onshi wrote one without a number. Numbers
     * follow the time, so that the list after a lost one has a higher number too: the server
     * believes none that is older than the one it has.
     */
    private void renewRevocationList(CertificateAuthority authority, Instant at) {
        Optional<X509CRL> kept =
                missing(revocationList()) ? Optional.empty() : Optional.of(keptRevocationList());
        Optional<BigInteger> number = kept.flatMap(Keys::number);
        boolean fresh =
                number.isPresent()
                        && kept.get()
                                .getNextUpdate()
                                .toInstant()
                                .isAfter(at.plus(LIST_RENEWED_BEFORE));
        if (fresh) {
            return;
        }
        List<BigInteger> serials = List.of(certificateIn(revoked()).getSerialNumber());
        BigInteger next =
                number.orElse(BigInteger.ZERO)
                        .add(BigInteger.ONE)
                        .max(BigInteger.valueOf(at.getEpochSecond()));
        try {
            writePem(
                    revocationList(),
                    "X509 CRL",
                    authority.revocationList(next, serials, at).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the revocation list could not be encoded", e);
        }
    }

    private static Optional<BigInteger> number(X509CRL list) {
        return Optional.ofNullable(list.getExtensionValue(Extension.cRLNumber.getId()))
                .map(der -> ASN1OctetString.getInstance(der).getOctets())
                .map(der -> ASN1Integer.getInstance(der).getPositiveValue());
    }

    private X509CRL keptRevocationList() {
        try {
            return (X509CRL)
                    CertificateFactory.getInstance("X.509")
                            .generateCRL(
                                    new ByteArrayInputStream(PrivateFiles.read(revocationList())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    revocationList().getFileName()
                            + " holds no readable list; delete it to have it made again",
                    e);
        }
    }

    private CertificateAuthority authority(SecureRandom random, Instant at) {
        if (missing(authorityKey())) {
            CertificateAuthority made = CertificateAuthority.make(AUTHORITY_NAME, random, at);
            writePem(authorityKey(), "PRIVATE KEY", made.key().getEncoded());
            writeCertificate(made);
            return made;
        }
        PrivateKey key = readKey(authorityKey(), "EC");
        if (missing(authority())) {
            CertificateAuthority made =
                    CertificateAuthority.withKey(key, AUTHORITY_NAME, random, at);
            writeCertificate(made);
            return made;
        }
        return CertificateAuthority.kept(key, readCertificate(authority()), random);
    }

    private void writeCertificate(CertificateAuthority authority) {
        try {
            writePem(authority(), "CERTIFICATE", authority.certificate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the authority's certificate could not be encoded", e);
        }
    }

    private void makeAuditKeys(SecureRandom random) {
        if (missing(auditKey())) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
                generator.initialize(255, random);
                writePem(
                        auditKey(),
                        "PRIVATE KEY",
                        generator.generateKeyPair().getPrivate().getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java lacks Ed25519", e);
            }
        }
        if (missing(auditPublicKey())) {
            writeText(auditPublicKey(), verifierKey(AUDIT_ORIGIN, readPem(auditKey())) + "\n");
        }
    }

    /**
     * {@code <name>+<hash>+<base64(type || key)>}, hash: first 4 bytes of SHA-256(name, LF, type,
     * key), hex (C2SP).
     */
    private static String verifierKey(String name, byte[] pkcs8) {
        try {
            var secret =
                    (Ed25519PrivateKeyParameters)
                            PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(pkcs8));
            ByteArrayOutputStream typed = new ByteArrayOutputStream();
            typed.write(NOTE_ED25519);
            typed.writeBytes(secret.generatePublicKey().getEncoded());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            byte[] hash = Arrays.copyOf(digest.digest(typed.toByteArray()), 4);
            return name
                    + "+"
                    + HexFormat.of().formatHex(hash)
                    + "+"
                    + Base64.getEncoder().encodeToString(typed.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "audit-key.pem holds no Ed25519 key; delete it and audit.pub, or mend it", e);
        }
    }

    private void makeClient(Path file, Caller caller, CertificateAuthority authority, Instant at) {
        if (missing(file)) {
            writeStore(file, authority.issueClient(caller, at), authority);
        }
    }

    private void writeStore(
            Path file, CertificateAuthority.Issued issued, CertificateAuthority authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    ALIAS,
                    issued.key(),
                    password(),
                    new Certificate[] {issued.certificate(), authority.certificate()});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password());
            PrivateFiles.write(file, bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store could not be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate certificateIn(Path file) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(PrivateFiles.read(file)), password());
            return (X509Certificate) store.getCertificate(ALIAS);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    file.getFileName()
                            + " does not open with password.txt; delete the keys folder to start"
                            + " afresh",
                    e);
        }
    }

    private static boolean missing(Path file) {
        return Files.notExists(file);
    }

    private static void writeText(Path file, String text) {
        PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    static void writePem(Path file, String kind, byte[] der) {
        writeText(file, pem(kind, der));
    }

    static String pem(String kind, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN "
                + kind
                + "-----\n"
                + lines.encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    private static byte[] readPem(Path file) {
        String text = new String(PrivateFiles.read(file), StandardCharsets.US_ASCII);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----", ""));
    }

    static PrivateKey readKey(Path file, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(readPem(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    file.getFileName()
                            + " holds no readable key; delete the keys folder to start afresh",
                    e);
        }
    }

    static X509Certificate readCertificate(Path file) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(PrivateFiles.read(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    file.getFileName()
                            + " holds no readable certificate; delete the keys folder to start"
                            + " afresh",
                    e);
        }
    }
}
