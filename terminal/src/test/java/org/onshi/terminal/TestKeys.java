package org.onshi.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the test's own, a terminal's key file, and the other side's TLS. */
final class TestKeys {
    static final String FACILITY = "1312345670";
    private static final String PASSWORD = "test-only";
    private static final X500Name AUTHORITY = new X500Name("CN=test authority");

    private final SSLContext server;

    private TestKeys(SSLContext server) {
        this.server = server;
    }

    /** Writes {@code terminal.p12}, {@code password.txt} and {@code ca.pem}. */
    static TestKeys in(Path folder) throws IOException, GeneralSecurityException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair authority = generator.generateKeyPair();
            KeyPair terminal = generator.generateKeyPair();
            KeyPair central = generator.generateKeyPair();
            X509Certificate root = certificate(AUTHORITY, authority, authority.getPrivate(), true);
            X509Certificate ofTerminal =
                    certificate(
                            new X500Name("CN=" + FACILITY + ",OU=facility,O=Onshi"),
                            terminal,
                            authority.getPrivate(),
                            false);
            X509Certificate ofCentral =
                    certificate(new X500Name("CN=central"), central, authority.getPrivate(), false);
            try (OutputStream out = Files.newOutputStream(folder.resolve("terminal.p12"))) {
                store(terminal, ofTerminal).store(out, PASSWORD.toCharArray());
            }
            Files.writeString(folder.resolve("password.txt"), PASSWORD + "\n");
            Files.writeString(
                    folder.resolve("ca.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(root.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            return new TestKeys(context(store(central, ofCentral), root));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    SSLContext server() {
        return server;
    }

    private static X509Certificate certificate(
            X500Name name, KeyPair keys, PrivateKey signer, boolean authority)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        AUTHORITY,
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(30))),
                        name,
                        keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    private static KeyStore store(KeyPair keys, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        return store;
    }

    private static SSLContext context(KeyStore own, X509Certificate trusted)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", trusted);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
