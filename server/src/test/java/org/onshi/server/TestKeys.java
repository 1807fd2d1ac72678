package org.onshi.server;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
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
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of a test's own, with callers of every kind, good and bad. Files (the
 * server's key, the authority, the revocation list) are written into one directory; {@link
 * #settings} names them to a server.
 */
public final class TestKeys {
    private static final String PASSWORD = "test-only";
    private static final AtomicLong SERIAL = new AtomicLong(1_000);

    private final Path directory;
    private final Authority authority = new Authority("Onshi test authority");
    private final Authority stranger = new Authority("Another authority");
    private final List<BigInteger> revoked = new ArrayList<>();
    private BigInteger crlNumber = BigInteger.ZERO;

    private TestKeys(Path directory) {
        this.directory = directory;
    }

    /** Makes an authority and the server's files in this directory. */
    public static TestKeys in(Path directory) {
        TestKeys keys = new TestKeys(directory);
        try {
            Files.writeString(directory.resolve("password.txt"), PASSWORD + "\n");
            Files.writeString(
                    directory.resolve("ca.pem"),
                    pem("CERTIFICATE", keys.authority.certificate.getEncoded()));
            Client server =
                    keys.authority.issue(
                            name("server", "localhost", null),
                            Duration.ofDays(-1),
                            Duration.ofDays(30));
            try (var out = Files.newOutputStream(directory.resolve("server.p12"))) {
                server.store.store(out, PASSWORD.toCharArray());
            }
            keys.writeRevocations();
            return keys;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What a server is started with to use these keys. */
    public List<String> settings() {
        return List.of(
                "--onshi.tls.keystore=" + directory.resolve("server.p12"),
                "--onshi.tls.keystore-password-file=" + directory.resolve("password.txt"),
                "--onshi.tls.truststore=" + directory.resolve("ca.pem"),
                "--onshi.tls.crl=" + directory.resolve("ca.crl"));
    }

    /** A facility's terminal 1. */
    public Client facility(String code) {
        return good(name("facility", code, "1"));
    }

    /** Any terminal of a facility. */
    public Client terminal(String code, String terminal) {
        return good(name("facility", code, terminal));
    }

    /** An insurer. */
    public Client insurer(String number) {
        return good(name("insurer", number, null));
    }

    /** The operating body. */
    public Client operator() {
        return good(name("operator", "operator", null));
    }

    /** A caller of our authority with any organisational unit and name. */
    public Client caller(String unit, String commonName) {
        return good(name(unit, commonName, null));
    }

    /** Trusts the server but has no certificate. */
    public Client none() {
        return new Client(null, null, authority.certificate);
    }

    /** A facility's certificate of another authority. */
    public Client foreign(String code) {
        Client issued =
                stranger.issue(
                        name("facility", code, "1"), Duration.ofDays(-1), Duration.ofDays(30));
        return new Client(issued.store, issued.certificate, authority.certificate);
    }

    /** A facility's certificate that ended yesterday. */
    public Client expired(String code) {
        return authority.issue(
                name("facility", code, "1"), Duration.ofDays(-30), Duration.ofDays(-1));
    }

    /** Puts a certificate on the revocation list. */
    public void revoke(Client client) {
        revoked.add(client.certificate.getSerialNumber());
        writeRevocations();
    }

    private Client good(X500Name name) {
        return authority.issue(name, Duration.ofDays(-1), Duration.ofDays(30));
    }

    private void writeRevocations() {
        crlNumber = crlNumber.add(BigInteger.ONE);
        Instant now = Instant.now();
        revocationList(list -> {
            list.setThisUpdate(Date.from(now));
            list.setNextUpdate(Date.from(now.plus(Duration.ofDays(30))));
            list.addExtension(Extension.cRLNumber, false, new CRLNumber(crlNumber));
            for (BigInteger serial : revoked) {
                list.addCRLEntry(serial, Date.from(now), CRLReason.keyCompromise);
            }
        });
    }

    /** What a revocation list of a test's own says. */
    @FunctionalInterface
    public interface ListContent {
        /** Puts it in. */
        void into(X509v2CRLBuilder list) throws IOException;
    }

    /** Writes a revocation list that the authority signed, whatever it says. */
    public void revocationList(ListContent content) {
        try {
            X509v2CRLBuilder list = new X509v2CRLBuilder(authority.name, Date.from(Instant.now()));
            content.into(list);
            byte[] signed =
                    list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key))
                            .getEncoded();
            Path written =
                    Files.writeString(directory.resolve("ca.crl.new"), pem("X509 CRL", signed));
            Files.move(
                    written,
                    directory.resolve("ca.crl"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | OperatorCreationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static X500Name name(String unit, String commonName, String serialNumber) {
        X500NameBuilder name =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "Onshi")
                        .addRDN(BCStyle.OU, unit)
                        .addRDN(BCStyle.CN, commonName);
        if (serialNumber != null) {
            name.addRDN(BCStyle.SERIALNUMBER, serialNumber);
        }
        return name.build();
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    /** One end of a connection: its certificate, and whom it trusts. */
    public static final class Client {
        private final KeyStore store;
        private final X509Certificate certificate;
        private final X509Certificate trusted;

        private Client(KeyStore store, X509Certificate certificate, X509Certificate trusted) {
            this.store = store;
            this.certificate = certificate;
            this.trusted = trusted;
        }

        /** Its certificate. */
        public X509Certificate certificate() {
            return certificate;
        }

        /** For sockets. */
        public SSLContext context() {
            try {
                KeyManagerFactory own = KeyManagerFactory.getInstance("SunX509");
                own.init(store, PASSWORD.toCharArray());
                KeyStore trust = KeyStore.getInstance("PKCS12");
                trust.load(null, null);
                trust.setCertificateEntry("authority", trusted);
                TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
                others.init(trust);
                SSLContext context = SSLContext.getInstance("TLS");
                KeyManager[] shown =
                        store == null
                                ? null
                                : new KeyManager[] {
                                    new Insistent((X509ExtendedKeyManager) own.getKeyManagers()[0])
                                };
                context.init(shown, others.getTrustManagers(), null);
                return context;
            } catch (IOException | GeneralSecurityException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** For requests; HTTP/1.1 with connections kept. */
        public HttpClient http() {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .sslContext(context())
                    .build();
        }
    }

    /**
     * Shows its certificate whatever authorities the server asks for; the JDK's own would show a
     * foreign one to nobody.
     */
    private static final class Insistent extends X509ExtendedKeyManager {
        private static final String ALIAS = "key";
        private final X509ExtendedKeyManager keys;

        Insistent(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    private static final class Authority {
        final X500Name name;
        final PrivateKey key;
        final X509Certificate certificate;

        Authority(String commonName) {
            name = name("authority", commonName, null);
            KeyPair pair = pair();
            key = pair.getPrivate();
            certificate = sign(name, pair, Duration.ofDays(-60), Duration.ofDays(60), true);
        }

        Client issue(X500Name subject, Duration from, Duration to) {
            try {
                KeyPair pair = pair();
                X509Certificate issued = sign(subject, pair, from, to, false);
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry(
                        "key",
                        pair.getPrivate(),
                        PASSWORD.toCharArray(),
                        new Certificate[] {issued, certificate});
                return new Client(store, issued, certificate);
            } catch (IOException | GeneralSecurityException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private X509Certificate sign(
                X500Name subject, KeyPair pair, Duration from, Duration to, boolean authority) {
            try {
                Instant now = Instant.now();
                JcaX509v3CertificateBuilder builder =
                        new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(SERIAL.incrementAndGet()),
                                Date.from(now.plus(from)),
                                Date.from(now.plus(to)),
                                subject,
                                pair.getPublic());
                builder.addExtension(
                        Extension.basicConstraints, true, new BasicConstraints(authority));
                if (!authority) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(
                                    new KeyPurposeId[] {
                                        KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                                    }));
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(
                                    new GeneralName[] {
                                        new GeneralName(GeneralName.dNSName, "localhost"),
                                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                                    }));
                }
                PrivateKey signer = authority ? pair.getPrivate() : key;
                byte[] der =
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))
                                .getEncoded();
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new java.io.ByteArrayInputStream(der));
            } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private static KeyPair pair() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
