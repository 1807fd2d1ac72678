package org.onshi.server.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.IndividualNumber;

/**
 * A JPKI of a test's own: two generations of one name and a stranger of the same name, cards, an
 * OCSP responder that can misbehave, and the register's knowledge of renewals.
 */
public final class TestJpki implements AutoCloseable {
    public static final String CARD_POLICY = "1.2.392.200149.8.5.1.3.30";
    public static final String PHONE_POLICY = "1.2.392.200149.8.5.1.3.40";

    private static final X500Name NAME =
            new X500Name("C=JP,O=JPKI,OU=JPKI for user authentication,OU=J-LIS test");
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    private static final Instant BEGIN = Instant.parse("2015-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2045-01-01T00:00:00Z");

    /** How the responder behaves. */
    public enum Responder {
        NORMAL,
        SILENT,
        STALE,
        SIGNED_BY_A_STRANGER,
        OTHER_SERIAL,
        OTHER_NONCE,
        UNKNOWN_CERTIFICATE,
        /** Sends the head of an answer, and then nothing. */
        STALLED
    }

    /** An authority. */
    public record Authority(KeyPair key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "Authority";
        }
    }

    /** A card's key and certificate. */
    public record TestCard(KeyPair key, X509Certificate certificate, Authority issuer) {
        public byte[] der() {
            try {
                return certificate.getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public byte[] sign(byte[] message) {
            try {
                Signature signer = Signature.getInstance("SHA256withRSA");
                signer.initSign(key.getPrivate());
                signer.update(message);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return "TestCard";
        }
    }

    private final InstantSource clock;
    private final HttpServer http;
    private final Map<BigInteger, Integer> revoked = new ConcurrentHashMap<>();
    private final Map<String, String> predecessors = new ConcurrentHashMap<>();
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    private final AtomicInteger registerAsked = new AtomicInteger();
    private volatile boolean registerSilent;
    private BigInteger serial = BigInteger.valueOf(114_393_094);
    private volatile Responder responder = Responder.NORMAL;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    public final Authority first = authority();
    public final Authority second = authority();
    public final Authority stranger = authority();
    private final Authority firstResponder;
    private final Authority secondResponder;

    public TestJpki(InstantSource clock) throws IOException {
        this.clock = clock;
        this.firstResponder = responderOf(first);
        this.secondResponder = responderOf(second);
        this.http =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 16);
        // a stalled answer must not hold up the next
        http.setExecutor(task -> Thread.ofVirtual().start(task));
        http.createContext("/ocsp", this::answer);
        http.createContext("/jlis/predecessors", this::predecessor);
        http.createContext("/jlis/holders", this::holders);
        http.start();
    }

    private Authority responderOf(Authority issuer) {
        KeyPair key = rsa();
        return new Authority(
                key,
                issue(
                        issuer,
                        key,
                        END,
                        builder ->
                                builder.addExtension(
                                        Extension.extendedKeyUsage,
                                        true,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))));
    }

    public URI ocspUrl() {
        return URI.create(root() + "/ocsp");
    }

    public URI registerUrl() {
        return URI.create(root());
    }

    private String root() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Both generations, as a PEM file. */
    public Path anchors(Path folder) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (Authority one : new Authority[] {first, second}) {
            try {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(
                                Base64.getMimeEncoder()
                                        .encodeToString(one.certificate().getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return Files.writeString(folder.resolve("anchors.pem"), pem);
    }

    public void behave(Responder how) {
        responder = how;
    }

    public void revoke(TestCard card, int reason) {
        revoked.put(card.certificate().getSerialNumber(), reason);
    }

    public void release(TestCard card) {
        revoked.remove(card.certificate().getSerialNumber());
    }

    /** How often the responder was asked. */
    public int asked() {
        return asked.get();
    }

    /** How often the register was asked. */
    public int registerAsked() {
        return registerAsked.get();
    }

    /** Whether the register closes every connection without an answer. */
    public void registerSilent(boolean silent) {
        registerSilent = silent;
    }

    /** The register knows whose card it is. */
    public void held(TestCard card, IndividualNumber by) {
        holders.put(serial(card), by.digits());
    }

    private static String serial(TestCard card) {
        return card.certificate().getSerialNumber().toString(16);
    }

    /** The register knows that a card replaced another. */
    public void replaced(TestCard newer, TestCard older) {
        predecessors.put(
                newer.certificate().getSerialNumber().toString(16),
                """
                {"issuer_key_id":"%s","serial":"%s"}\
                """
                        .formatted(id(older).issuerKeyId(), id(older).serial()));
    }

    /** What stands for a card's certificate. */
    public static CertificateId id(TestCard card) {
        return CardCertificate.read(card.der()).id();
    }

    /** A card whose certificate has a serial number that RFC 5280 §4.1.2.2 forbids. */
    TestCard numbered(BigInteger number) {
        BigInteger next = serial;
        serial = number.subtract(BigInteger.ONE);
        TestCard card = card(second, LocalDate.parse("2028-04-12"));
        serial = next;
        return card;
    }

    public TestCard card(Authority issuer, LocalDate lastDay) {
        return card(issuer, lastDay, CARD_POLICY, KeyUsage.digitalSignature);
    }

    public TestCard card(Authority issuer, LocalDate lastDay, String policy, int usage) {
        KeyPair key = rsa();
        Instant end = lastDay.atTime(LocalTime.of(23, 59, 59)).atZone(ZONE).toInstant();
        X509Certificate certificate =
                issue(
                        issuer,
                        key,
                        end,
                        builder -> {
                            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
                            builder.addExtension(
                                    Extension.certificatePolicies,
                                    true,
                                    new CertificatePolicies(
                                            new PolicyInformation(
                                                    new ASN1ObjectIdentifier(policy))));
                        });
        return new TestCard(key, certificate, issuer);
    }

    private interface Profile {
        void add(JcaX509v3CertificateBuilder builder) throws IOException;
    }

    private X509Certificate issue(Authority issuer, KeyPair key, Instant end, Profile profile) {
        try {
            serial = serial.add(BigInteger.ONE);
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            NAME,
                            serial,
                            Date.from(BEGIN),
                            Date.from(end),
                            new X500Name("C=JP,CN=" + serial),
                            key.getPublic());
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(issuer.key().getPublic()));
            profile.add(builder);
            return signed(builder, issuer.key());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Authority authority() {
        try {
            KeyPair key = rsa();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.ONE,
                            Date.from(BEGIN),
                            Date.from(END),
                            NAME,
                            key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
            return new Authority(key, signed(builder, key));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withRSA")
                                        .build(key.getPrivate())));
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            if (responder == Responder.SILENT) {
                return; // closed without an answer
            }
            byte[] body;
            try {
                body = respond(new OCSPReq(exchange.getRequestBody().readAllBytes()));
            } catch (OCSPException | OperatorCreationException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            exchange.sendResponseHeaders(200, body.length);
            if (responder == Responder.STALLED) {
                exchange.getResponseBody().write(body, 0, 1);
                exchange.getResponseBody().flush();
                closed.await();
            }
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] respond(OCSPReq request)
            throws OCSPException, OperatorCreationException, GeneralSecurityException, IOException {
        CertificateID id = request.getRequestList()[0].getCertID();
        boolean old =
                id.matchesIssuer(
                        new JcaX509CertificateHolder(first.certificate()),
                        new JcaDigestCalculatorProviderBuilder().build());
        Authority ocsp = old ? firstResponder : secondResponder;
        Integer reason = revoked.get(id.getSerialNumber());
        CertificateStatus status =
                reason == null
                        ? CertificateStatus.GOOD
                        : new RevokedStatus(Date.from(clock.instant()), reason);
        if (responder == Responder.UNKNOWN_CERTIFICATE) {
            status = new org.bouncycastle.cert.ocsp.UnknownStatus();
        }
        if (responder == Responder.OTHER_SERIAL) {
            id =
                    new CertificateID(
                            new JcaDigestCalculatorProviderBuilder()
                                    .build()
                                    .get(CertificateID.HASH_SHA1),
                            new JcaX509CertificateHolder(second.certificate()),
                            BigInteger.TEN);
        }
        Instant at = clock.instant();
        if (responder == Responder.STALE) {
            at = at.minus(Duration.ofDays(2));
        }
        BasicOCSPRespBuilder builder =
                new BasicOCSPRespBuilder(
                        new RespID(
                                new X500Name(
                                        ocsp.certificate().getSubjectX500Principal().getName())));
        builder.addResponse(
                id, status, Date.from(at), Date.from(at.plus(Duration.ofMinutes(15))), null);
        Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (responder == Responder.OTHER_NONCE) {
            nonce =
                    new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                            false,
                            new byte[] {4, 2, 4, 0});
        }
        builder.setResponseExtensions(new Extensions(nonce));
        boolean strange = responder == Responder.SIGNED_BY_A_STRANGER;
        KeyPair key = strange ? stranger.key() : ocsp.key();
        X509Certificate shown = strange ? stranger.certificate() : ocsp.certificate();
        OCSPResp response =
                new OCSPRespBuilder()
                        .build(
                                OCSPRespBuilder.SUCCESSFUL,
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withRSA")
                                                .build(key.getPrivate()),
                                        new X509CertificateHolder[] {
                                            new JcaX509CertificateHolder(shown)
                                        },
                                        Date.from(at)));
        return response.getEncoded();
    }

    private void holders(HttpExchange exchange) throws IOException {
        registerAsked.incrementAndGet();
        try (exchange) {
            if (registerSilent) {
                return;
            }
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String found =
                    Pattern.compile("\\{[^{}]*\"serial\"\\s*:\\s*\"([0-9a-f]+)\"[^{}]*\\}")
                            .matcher(asked)
                            .results()
                            .filter(one -> holders.containsKey(one.group(1)))
                            .map(one ->
                                    one.group()
                                            .replace(
                                                    "}",
                                                    ",\"individual_number\":\"%s\"}"
                                                            .formatted(holders.get(one.group(1)))))
                            .collect(Collectors.joining(","));
            byte[] body = ("{\"holders\":[" + found + "]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void predecessor(HttpExchange exchange) throws IOException {
        registerAsked.incrementAndGet();
        try (exchange) {
            if (registerSilent) {
                return;
            }
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            exchange.getRequestBody().transferTo(read);
            String serialOf =
                    read.toString(StandardCharsets.UTF_8)
                            .replaceAll("(?s).*\"serial\"\\s*:\\s*\"([0-9a-f]+)\".*", "$1");
            String answer = predecessors.get(serialOf);
            byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
    }
}
