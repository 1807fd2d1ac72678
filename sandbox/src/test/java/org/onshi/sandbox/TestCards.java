package org.onshi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A drawer of cards whose tries are kept in a folder; every card has the PIN 1234. */
final class TestCards implements CardDrawer {
    private static final KeyPair KEYS = keys();
    private static final X509Certificate CERTIFICATE = certificate(KEYS);

    private final Path folder;
    private final Map<String, TestCard> cards = new ConcurrentHashMap<>();

    TestCards(Path folder) {
        this.folder = folder;
    }

    /** A card of this kind; its id names it, its holder is the person. */
    TestCard issue(String cardId, String person, CardKind kind) {
        TestCard card = new TestCard(cardId, person, kind);
        cards.put(cardId, card);
        return card;
    }

    @Override
    public Optional<CardInHand> card(String cardId) {
        return Optional.ofNullable(cards.get(cardId));
    }

    /** A card of the test. */
    final class TestCard implements CardInHand {
        private final String cardId;
        private final String person;
        private final CardKind kind;

        /** Run while the card works on a signature. */
        volatile Runnable meanwhile = () -> {};

        private TestCard(String cardId, String person, CardKind kind) {
            this.cardId = cardId;
            this.person = person;
            this.kind = kind;
        }

        @Override
        public String cardId() {
            return cardId;
        }

        @Override
        public String person() {
            return person;
        }

        @Override
        public CardKind kind() {
            return kind;
        }

        @Override
        public X509Certificate authenticationCertificate() {
            return CERTIFICATE;
        }

        @Override
        public byte[] signWithAuthenticationKey(byte[] message) {
            meanwhile.run();
            try {
                Signature signature = Signature.getInstance("NONEwithRSA");
                signature.initSign(KEYS.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public X509Certificate signatureCertificate() {
            return CERTIFICATE;
        }

        @Override
        public boolean pinIs(byte[] pin) {
            return MessageDigest.isEqual(pin, "1234".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public int pinTriesLeft() {
            try {
                Path file = folder.resolve(cardId);
                return Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 3;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void setPinTriesLeft(int left) {
            try {
                Files.writeString(folder.resolve(cardId), Integer.toString(left));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CardHolder holder() {
            return new CardHolder("山田　花子", "ヤマダ　ハナコ", "恩志市桜台１", LocalDate.of(1985, 4, 12), 2);
        }

        @Override
        public Optional<byte[]> photo() {
            return kind == CardKind.INFANT ? Optional.empty() : Optional.of(Portrait.of(person));
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(KeyPair keys) {
        X500Name name = new X500Name("CN=0000000001");
        Instant from = Instant.parse("2024-01-01T00:00:00Z");
        Instant to = Instant.parse("2034-01-01T00:00:00Z");
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            name,
                                            BigInteger.ONE,
                                            Date.from(from),
                                            Date.from(to),
                                            name,
                                            keys.getPublic())
                                    .build(
                                            new JcaContentSignerBuilder("SHA256withRSA")
                                                    .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
