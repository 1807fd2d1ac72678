package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.CertificateId;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

class CardOfficeTest {
    /** DigestInfo of SHA-256 (facts §4.1). */
    private static final byte[] DIGEST_INFO =
            HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    @TempDir private Path folder;
    private CardWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new CardWorld(folder.resolve("sandbox"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void assertFault(FaultCode code, Runnable step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private static Optional<RevokedCertificate> revoked(CardOffice office, CertificateId id) {
        return office.revoked(id.issuerKeyId(), new BigInteger(id.serial(), 16));
    }

    @Test
    void anAdultsCardLastsToTheTenthBirthdayAndItsCertificatesToTheFifth() {
        CardEntry card = world.issue("HANAKO");
        assertThat(card.cardId()).isEqualTo("C-HANAKO");
        assertThat(card.kind()).isEqualTo(CardKind.ADULT);
        assertThat(card.present().expiresOn()).isEqualTo(LocalDate.of(2031, 4, 12));
        assertThat(card.cardExpiresOn()).isEqualTo(LocalDate.of(2036, 4, 12));
    }

    @Test
    void aMinorsCardAndItsCertificatesEndOnTheFifthBirthday() {
        CardEntry card = world.issue("MEI");
        assertThat(card.kind()).isEqualTo(CardKind.MINOR);
        assertThat(card.present().expiresOn()).isEqualTo(LocalDate.of(2031, 6, 6));
        assertThat(card.cardExpiresOn()).isEqualTo(card.present().expiresOn());
        assertThat(world.issue("SORA").kind()).isEqualTo(CardKind.INFANT);
        assertThat(world.office().card("C-SORA").orElseThrow().photo()).isEmpty();
        assertThat(world.office().card("C-MEI").orElseThrow().photo()).isPresent();
    }

    @Test
    void theBirthdayItselfBeginsTheNextCycle() {
        LocalDate birth = LocalDate.of(1985, 4, 12);
        assertThat(CardLife.birthday(birth, LocalDate.of(2026, 4, 11), 1)).isEqualTo("2026-04-12");
        assertThat(CardLife.birthday(birth, LocalDate.of(2026, 4, 12), 1)).isEqualTo("2027-04-12");
        assertThat(CardLife.birthday(birth, LocalDate.of(2026, 4, 12), 5)).isEqualTo("2031-04-12");
        LocalDate leap = LocalDate.of(2004, 2, 29);
        assertThat(CardLife.birthday(leap, LocalDate.of(2026, 1, 1), 2)).isEqualTo("2027-02-28");
    }

    @Test
    void theCardSignsWithTheKeyOfItsCertificate() throws GeneralSecurityException {
        CardEntry entry = world.issue("HANAKO");
        CardInHand card = world.office().card(entry.cardId()).orElseThrow();
        byte[] challenge = "challenge".getBytes(StandardCharsets.UTF_8);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(challenge);
        byte[] signature =
                card.signWithAuthenticationKey(
                        ByteBuffer.allocate(DIGEST_INFO.length + digest.length)
                                .put(DIGEST_INFO)
                                .put(digest)
                                .array());
        X509Certificate certificate = card.authenticationCertificate();
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(certificate);
        verifier.update(challenge);
        assertThat(verifier.verify(signature)).isTrue();
        certificate.verify(card.authenticationAuthority().orElseThrow().getPublicKey());
        assertThat(certificate.getSerialNumber().toString(16))
                .isEqualTo(world.office().certificateId(entry).serial());
        assertThat(card.pinIs("4321".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(card.pinIs("4322".getBytes(StandardCharsets.US_ASCII))).isFalse();
        assertThat(card.toString() + entry + entry.present()).doesNotContain("4321");
        assertThatThrownBy(() -> card.signWithAuthenticationKey(new byte[246]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCardWithoutAPinHasNoRightOne() {
        CardEntry card = world.office().issue(CardWorld.wish("HANAKO", CardKind.PIN_LESS, ""));
        CardInHand inHand = world.office().card(card.cardId()).orElseThrow();
        assertThat(inHand.pinTriesLeft()).isZero();
        assertThat(inHand.pinIs(new byte[0])).isFalse();
        assertFault(
                FaultCode.VALUES_CONTRADICT,
                () ->
                        world.office()
                                .issue(
                                        new CardOffice.Wish(
                                                "HANAKO",
                                                Optional.of(CardKind.PIN_LESS),
                                                Optional.empty(),
                                                Optional.of("1111"),
                                                false)));
    }

    @Test
    void anEndOfOnesOwnIsTakenUntilTheLastDayThatTheRuleAllows() {
        CardEntry over =
                world.office().issue(CardWorld.wish("HANAKO", CardKind.ADULT, "2026-08-01"));
        assertThat(over.present().expiresOn()).isEqualTo("2026-08-01");
        assertThat(over.present().issuedOn()).isEqualTo("2021-08-01");
        assertThat(
                        world.office()
                                .issue(CardWorld.wish("HANAKO", CardKind.ADULT, "2031-04-12"))
                                .present()
                                .issuedOn())
                .isEqualTo("2026-04-12");
        for (String day : new String[] {"2031-04-13", "1985-04-12"}) {
            assertFault(
                    FaultCode.VALUES_CONTRADICT,
                    () -> world.office().issue(CardWorld.wish("HANAKO", CardKind.ADULT, day)));
        }
        assertFault(FaultCode.NOT_FOUND, () -> world.issue("NOBODY"));
    }

    @Test
    void holdComesBackAndRevocationDoesNot() {
        CardEntry card = world.issue("HANAKO");
        CertificateId id = world.office().certificateId(card);
        assertThat(revoked(world.office(), id)).isEmpty();
        world.office().hold(card.cardId());
        assertThat(revoked(world.office(), id)).map(RevokedCertificate::reason).hasValue(6);
        assertFault(FaultCode.STEP_REFUSED, () -> world.office().renew(card.cardId()));
        world.office().hold(card.cardId());
        world.office().release(card.cardId());
        assertThat(revoked(world.office(), id)).isEmpty();
        world.office().revoke(card.cardId());
        assertThat(revoked(world.office(), id)).map(RevokedCertificate::reason).hasValue(5);
        assertFault(FaultCode.STEP_REFUSED, () -> world.office().release(card.cardId()));
        assertFault(FaultCode.STEP_REFUSED, () -> world.office().hold(card.cardId()));
        assertFault(FaultCode.CARD_UNKNOWN, () -> world.office().hold("C-NOBODY"));
    }

    @Test
    void aRenewedCardHasAnotherSerialAndTheOldOneIsSupersededAndRemembered() {
        CardEntry card =
                world.office().issue(CardWorld.wish("HANAKO", CardKind.ADULT, "2026-12-20"));
        CertificateId old = world.office().certificateId(card);
        X509Certificate before = world.office().authenticationCertificate(card);
        CardEntry renewed = world.office().renew(card.cardId());
        CertificateId id = world.office().certificateId(renewed);
        assertThat(id).isNotEqualTo(old);
        assertThat(renewed.present().expiresOn()).isEqualTo("2031-04-12");
        assertThat(world.office().authenticationCertificate(renewed).getPublicKey())
                .isNotEqualTo(before.getPublicKey());
        assertThat(revoked(world.office(), old)).map(RevokedCertificate::reason).hasValue(4);
        assertThat(revoked(world.office(), id)).isEmpty();
        assertThat(world.office().predecessor(id)).hasValue(old);
        assertThat(world.office().predecessor(old)).isEmpty();
        assertThat(world.office().holder(old).orElseThrow().individualNumber().digits())
                .isEqualTo(CardWorld.HANAKO_NUMBER);
    }

    @Test
    void aNewCardTakesThePlaceOfTheOneBeforeAndAPhoneDoesNot() {
        CardEntry first = world.issue("HANAKO");
        CardEntry phone =
                world.office().issue(CardWorld.wish("HANAKO", CardKind.PHONE_ANDROID, ""));
        CardEntry second = world.issue("HANAKO");
        assertThat(second.cardId()).isEqualTo("C-HANAKO-3");
        CardOffice office = world.reopened();
        assertThat(office.entry(first.cardId()).condition()).isEqualTo(CardCondition.REPLACED);
        assertThat(office.entry(first.cardId()).condition().word()).isEqualTo("REVOKED");
        assertThat(office.entry(phone.cardId()).condition()).isEqualTo(CardCondition.VALID);
        assertThat(office.predecessor(office.certificateId(phone))).isEmpty();
        assertThat(office.predecessor(office.certificateId(second)))
                .hasValue(office.certificateId(first));
        assertThat(office.of("HANAKO")).hasSize(3);
        assertThat(office.list("C-HANAKO", 10))
                .extracting(CardEntry::cardId)
                .containsExactly("C-HANAKO-2", "C-HANAKO-3");
    }

    @Test
    void whatWasAnsweredForSurvivesARestart() {
        CardEntry card = world.issue("HANAKO");
        X509Certificate certificate = world.office().authenticationCertificate(card);
        world.office().setPinTriesLeft(card.cardId(), 1);
        world.office().hold(card.cardId());
        CardOffice office = world.reopened();
        CardEntry kept = office.entry(card.cardId());
        assertThat(kept.pinTriesLeft()).isEqualTo(1);
        assertThat(kept.condition()).isEqualTo(CardCondition.HELD);
        assertThat(kept.pin()).isEqualTo("4321");
        assertThat(office.authenticationCertificate(kept)).isEqualTo(certificate);
        assertThat(office.sign(kept.present(), new byte[] {1}))
                .isEqualTo(world.office().sign(card.present(), new byte[] {1}));
    }

    @Test
    void aKillAtAnyByteOfTheLastRecordLosesThatRecordOnly() throws IOException {
        CardEntry card = world.issue("HANAKO");
        Path journal = world.folder.resolve("cards.log");
        long before = Files.size(journal);
        world.office().hold(card.cardId());
        byte[] whole = Files.readAllBytes(journal);
        assertThat(whole.length - before).isPositive();
        Path other = folder.resolve("killed");
        Files.createDirectories(other);
        for (int length = (int) before; length < whole.length; length++) {
            Files.write(other.resolve("cards.log"), Arrays.copyOf(whole, length));
            try (CardOffice office =
                    CardOffice.open(other, CardWorld.jpki(), world.register, world.clock)) {
                assertThat(office.entry(card.cardId()).condition())
                        .as("cut at byte %d", length)
                        .isEqualTo(CardCondition.VALID);
                office.hold(card.cardId());
            }
            try (CardOffice office =
                    CardOffice.open(other, CardWorld.jpki(), world.register, world.clock)) {
                assertThat(office.entry(card.cardId()).condition()).isEqualTo(CardCondition.HELD);
            }
        }
        Files.copy(journal, other.resolve("cards.log"), StandardCopyOption.REPLACE_EXISTING);
        byte[] flipped = whole.clone();
        flipped[flipped.length - 1] ^= 1;
        Files.write(other.resolve("cards.log"), flipped);
        try (CardOffice office =
                CardOffice.open(other, CardWorld.jpki(), world.register, world.clock)) {
            assertThat(office.entry(card.cardId()).condition()).isEqualTo(CardCondition.VALID);
        }
        assertThat(Files.size(other.resolve("cards.log.cut"))).isEqualTo(whole.length - before);
    }

    @Test
    void aCardOfTheTestHierarchyIsOfItsOwnIssuer() {
        CardEntry card =
                world.office()
                        .issue(
                                new CardOffice.Wish(
                                        "HANAKO",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        true));
        assertThat(world.office().certificateId(card).issuerKeyId())
                .isEqualTo(CardWorld.jpki().authentication(CardWorld.TODAY, true).keyId());
    }

    @Test
    void theClockMovesAndTheRenewalFollowsIt() {
        CardEntry card = world.issue("MEI");
        world.clock.moveTo(Instant.parse("2031-06-06T03:00:00Z"));
        assertThat(world.office().renew(card.cardId()).present().expiresOn())
                .isEqualTo("2031-06-06");
        world.clock.moveTo(Instant.parse("2031-06-06T15:00:00Z"));
        assertFault(FaultCode.STEP_REFUSED, () -> world.office().renew(card.cardId()));
    }
}
