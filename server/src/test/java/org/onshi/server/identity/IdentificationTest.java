package org.onshi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.identity.Attempt.Outcome;
import org.onshi.server.identity.TestJpki.Responder;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.server.outside.TestOutside;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A presence is proven by the card's signature, or refused with its reason, and recorded. */
@Tag("database")
class IdentificationTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    private static final FacilityCode CLINIC = new FacilityCode("1310000017");
    private static final FacilityCode OTHER = new FacilityCode("1310000025");
    private static final LocalDate LAST_DAY = LocalDate.parse("2028-04-12");

    private static TestDatabase database;
    private static JdbcTransactionManager transactions;
    private static TestJpki jpki;
    private static Path anchors;
    private static TestCard card;
    private static Instant now;

    private Identification identification;
    private Presences presences;
    private final UUID visit = UUID.randomUUID();

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        database = TestDatabase.fresh();
        transactions = new JdbcTransactionManager(database.server());
        now = at("2025-01-20T09:00");
        jpki = new TestJpki(() -> now);
        anchors = jpki.anchors(folder);
        card = jpki.card(jpki.second, LAST_DAY);
        // read now: the folder is gone after this method
        fresh();
    }

    @AfterAll
    static void close() {
        jpki.close();
        database.close();
    }

    @BeforeEach
    void begin() {
        now = at("2025-01-20T09:00");
        jpki.behave(Responder.NORMAL);
        jpki.release(card);
        identification = fresh();
        presences =
                new Presences(
                        database.server(), transactions, new Audit(database.server()), () -> now);
    }

    private static Instant at(String time) {
        return LocalDateTime.parse(time).atZone(ZONE).toInstant();
    }

    private static Identification fresh() {
        IdentitySettings settings = TestPresences.settings(anchors);
        return new Identification(
                database.server(),
                transactions,
                new Revocations(
                        TestOutside.revocations(jpki.ocspUrl(), () -> now), settings, () -> now),
                TestOutside.register(jpki.registerUrl()),
                new Certificates(database.server()),
                new Audit(database.server()),
                Rules.published(),
                settings,
                () -> now);
    }

    private byte[] challenge() {
        return identification.challenge(visit, CLINIC, "01").bytes();
    }

    private static CardEvidence by(PresenceMode mode, TestCard shown, byte[] challenge) {
        return evidence(mode, shown, challenge, shown.sign(challenge), TokenKind.CARD, List.of());
    }

    private static CardEvidence evidence(
            PresenceMode mode,
            TestCard shown,
            byte[] challenge,
            byte[] signature,
            TokenKind token,
            List<Attempt> attempts) {
        return new CardEvidence(
                mode,
                new SignedChallenge(challenge, shown.der(), signature),
                token,
                Optional.of("desk").filter(_ -> mode == PresenceMode.VISUAL),
                Optional.empty(),
                attempts);
    }

    private ProvenPresence prove(TestCard shown) {
        return identification.prove(
                visit, CLINIC, "01", by(PresenceMode.PIN, shown, challenge()), false);
    }

    private void refused(FaultCode code, CardEvidence evidence) {
        refused(code, visit, CLINIC, "01", evidence);
    }

    private void refused(
            FaultCode code,
            UUID inVisit,
            FacilityCode facility,
            String terminal,
            CardEvidence evidence) {
        assertThatThrownBy(() -> identification.prove(inVisit, facility, terminal, evidence, false))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
        assertThat(entries(inVisit)).anyMatch(entry -> entry.contains(code.name()));
    }

    private static List<String> entries(UUID visit) {
        return JdbcClient.create(database.inspector())
                .sql("SELECT convert_from(body, 'UTF8') FROM audit.entry")
                .query(String.class)
                .list()
                .stream()
                .filter(entry -> entry.contains(visit.toString()))
                .toList();
    }

    @Test
    void aSignatureOverAFreshChallengeProvesAPresence() {
        ProvenPresence proven = prove(card);
        assertThat(proven.presence().state()).isEqualTo(CardState.VALID);
        assertThat(proven.presence().medicalInformation()).isTrue();
        assertThat(proven.certificateExpiresOn()).isEqualTo(LAST_DAY);
        assertThat(presences.require(visit, CLINIC, "01")).isEqualTo(proven.presence());
        assertThat(entries(visit))
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("presence.proven")
                .doesNotContain(card.certificate().getSerialNumber().toString(16));
    }

    @Test
    void everyGenerationOfTheAuthorityIsTrustedByItsKey() {
        TestCard old = jpki.card(jpki.first, LAST_DAY);
        assertThat(prove(old).presence().state()).isEqualTo(CardState.VALID);
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyIsNotTrusted() {
        TestCard forged = jpki.card(jpki.stranger, LAST_DAY);
        refused(FaultCode.CERT_UNTRUSTED, by(PresenceMode.PIN, forged, challenge()));
    }

    @Test
    void aChallengeProvesOnePresence() {
        byte[] challenge = challenge();
        CardEvidence evidence = by(PresenceMode.PIN, card, challenge);
        identification.prove(visit, CLINIC, "01", evidence, false);
        refused(FaultCode.CHALLENGE_USED, evidence);
    }

    @Test
    void aChallengeOfAnotherFacilityTerminalOrVisitIsRefused() {
        CardEvidence evidence = by(PresenceMode.PIN, card, challenge());
        refused(FaultCode.CHALLENGE_REFUSED, visit, OTHER, "01", evidence);
        refused(FaultCode.CHALLENGE_REFUSED, visit, CLINIC, "02", evidence);
        refused(FaultCode.CHALLENGE_REFUSED, UUID.randomUUID(), CLINIC, "01", evidence);
    }

    @Test
    void aChallengeOfAnotherProcessIsRefusedUnlessTheKeyIsShared() {
        byte[] elsewhere = fresh().challenge(visit, CLINIC, "01").bytes();
        refused(FaultCode.CHALLENGE_REFUSED, by(PresenceMode.PIN, card, elsewhere));
    }

    @Test
    void aChangedOrShortenedChallengeIsRefused() {
        byte[] challenge = challenge();
        challenge[20] ^= 1;
        refused(FaultCode.CHALLENGE_REFUSED, by(PresenceMode.PIN, card, challenge));
        refused(FaultCode.CHALLENGE_REFUSED, by(PresenceMode.PIN, card, new byte[3]));
    }

    @Test
    void aChallengeLivesForItsTwoMinutes() {
        byte[] inTime = challenge();
        now = now.plusSeconds(119);
        identification.prove(visit, CLINIC, "01", by(PresenceMode.PIN, card, inTime), false);
        byte[] late = challenge();
        now = now.plusSeconds(120);
        refused(FaultCode.CHALLENGE_EXPIRED, by(PresenceMode.PIN, card, late));
    }

    @Test
    void aSignatureByAnotherKeyOrOverSomethingElseIsRefused() {
        byte[] challenge = challenge();
        TestCard another = jpki.card(jpki.second, LAST_DAY);
        for (byte[] signature :
                List.of(another.sign(challenge), card.sign(new byte[57]), new byte[256])) {
            refused(
                    FaultCode.SIGNATURE_WRONG,
                    evidence(
                            PresenceMode.PIN,
                            card,
                            challenge,
                            signature,
                            TokenKind.CARD,
                            List.of()));
        }
    }

    @Test
    void aCertificateForSignaturesOrOfAnotherPolicyIsNotForAuthentication() {
        TestCard signing =
                jpki.card(
                        jpki.second,
                        LAST_DAY,
                        TestJpki.CARD_POLICY,
                        KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
        refused(FaultCode.CERT_WRONG_PURPOSE, by(PresenceMode.PIN, signing, challenge()));
        TestCard strange =
                jpki.card(
                        jpki.second,
                        LAST_DAY,
                        "1.2.392.200149.8.5.1.1.20",
                        KeyUsage.digitalSignature);
        refused(FaultCode.CERT_WRONG_PURPOSE, by(PresenceMode.PIN, strange, challenge()));
    }

    @Test
    void whatIsNoCertificateIsRefusedWithoutAWordOfIt() {
        byte[] challenge = challenge();
        for (byte[] der : List.of(new byte[0], new byte[100], new byte[100_000])) {
            refused(
                    FaultCode.CARD_UNREADABLE,
                    new CardEvidence(
                            PresenceMode.PIN,
                            new SignedChallenge(challenge, der, card.sign(challenge)),
                            TokenKind.CARD,
                            Optional.empty(),
                            Optional.empty(),
                            List.of()));
        }
    }

    @Test
    void aSerialNumberThatIsNoneIsRefusedAndRecorded() {
        for (BigInteger number :
                List.of(
                        BigInteger.ZERO,
                        BigInteger.valueOf(-7),
                        BigInteger.ONE.shiftLeft(8 * 20))) {
            refused(
                    FaultCode.CARD_UNREADABLE,
                    by(PresenceMode.PIN, jpki.numbered(number), challenge()));
        }
    }

    @Test
    void aLostCardIsRefusedAndAHeldOneUntilItIsReleased() {
        prove(card);
        now = now.plusSeconds(60);
        jpki.revoke(card, CRLReason.certificateHold);
        refused(FaultCode.CERT_HELD, by(PresenceMode.VISUAL, card, challenge()));
        jpki.revoke(card, CRLReason.superseded);
        refused(FaultCode.CERT_REVOKED, by(PresenceMode.PIN, card, challenge()));
        jpki.release(card);
        UUID later = UUID.randomUUID();
        byte[] challenge = identification.challenge(later, CLINIC, "01").bytes();
        identification.prove(later, CLINIC, "01", by(PresenceMode.PIN, card, challenge), false);
    }

    @Test
    void aGoodAnswerIsUsedAgainForAMinute() {
        prove(card);
        int asked = jpki.asked();
        now = now.plusSeconds(59);
        again(card);
        assertThat(jpki.asked()).isEqualTo(asked);
        now = now.plusSeconds(1);
        again(card);
        assertThat(jpki.asked()).isEqualTo(asked + 1);
    }

    private ProvenPresence again(TestCard shown) {
        UUID next = UUID.randomUUID();
        byte[] challenge = identification.challenge(next, CLINIC, "01").bytes();
        return identification.prove(
                next, CLINIC, "01", by(PresenceMode.PIN, shown, challenge), false);
    }

    @ParameterizedTest
    @EnumSource(
            value = Responder.class,
            names = {
                "SILENT",
                "STALLED",
                "STALE",
                "SIGNED_BY_A_STRANGER",
                "OTHER_SERIAL",
                "OTHER_NONCE"
            })
    void whatTheResponderDoesNotProveOpensNothingForACardNeverSeen(Responder how) {
        jpki.behave(how);
        refused(FaultCode.REVOCATION_UNKNOWN, by(PresenceMode.PIN, card, challenge()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Responder.class,
            names = {"SILENT", "STALE", "SIGNED_BY_A_STRANGER", "OTHER_SERIAL", "OTHER_NONCE"})
    void aGoodAnswerOfTheLastDayOpensEligibilityButNoMedicalInformation(Responder how) {
        prove(card);
        jpki.behave(how);
        now = now.plus(Duration.ofHours(24)).minusSeconds(1);
        Presence presence = again(card).presence();
        assertThat(presence.revocationKnown()).isFalse();
        assertThat(presence.medicalInformation()).isFalse();
        now = now.plusSeconds(1);
        UUID next = UUID.randomUUID();
        byte[] challenge = identification.challenge(next, CLINIC, "01").bytes();
        refused(
                FaultCode.REVOCATION_UNKNOWN,
                next,
                CLINIC,
                "01",
                by(PresenceMode.PIN, card, challenge));
    }

    @Test
    void aCertificateTheResponderNeverIssuedIsNotTrusted() {
        jpki.behave(Responder.UNKNOWN_CERTIFICATE);
        refused(FaultCode.CERT_UNTRUSTED, by(PresenceMode.PIN, card, challenge()));
    }

    @Test
    void anExpiredCertificateHasAGraceFromDecember2024OnAndARevokedOneNone() {
        TestCard expired = jpki.card(jpki.second, LocalDate.parse("2024-10-15"));
        now = at("2024-11-20T09:00");
        refused(FaultCode.CERT_EXPIRED, by(PresenceMode.PIN, expired, challenge()));
        now = at("2024-12-01T23:59");
        refused(FaultCode.CERT_EXPIRED, by(PresenceMode.PIN, expired, challenge()));
        now = at("2024-12-02T00:00");
        ProvenPresence proven = again(expired);
        assertThat(proven.presence().state()).isEqualTo(CardState.GRACE);
        assertThat(proven.presence().medicalInformation()).isFalse();
        assertThat(proven.usableUntil()).isEqualTo("2025-01-31");
        jpki.revoke(expired, CRLReason.unspecified);
        now = at("2024-12-03T00:00");
        refused(FaultCode.CERT_REVOKED, by(PresenceMode.PIN, expired, challenge()));
    }

    @Test
    void visualIdentificationNamesItsClerk() {
        CardEvidence nameless =
                new CardEvidence(
                        PresenceMode.VISUAL,
                        by(PresenceMode.VISUAL, card, challenge()).signed(),
                        TokenKind.CARD,
                        Optional.empty(),
                        Optional.of(Companion.FAMILY),
                        List.of());
        refused(FaultCode.CLERK_MISSING, nameless);
        assertThatThrownBy(() ->
                        new CardEvidence(
                                PresenceMode.VISUAL,
                                nameless.signed(),
                                TokenKind.CARD,
                                Optional.of("山田"),
                                Optional.empty(),
                                List.of()))
                .isInstanceOf(Fault.class);
        identification.prove(
                visit, CLINIC, "01", by(PresenceMode.VISUAL, card, challenge()), false);
        assertThat(entries(visit)).anyMatch(entry -> entry.contains("desk"));
    }

    @Test
    void aPhoneIsTakenByPinWhereTheFacilityTakesPhones() {
        TestCard phone =
                jpki.card(jpki.second, LAST_DAY, TestJpki.PHONE_POLICY, KeyUsage.digitalSignature);
        byte[] challenge = challenge();
        CardEvidence byPin =
                evidence(
                        PresenceMode.PIN,
                        phone,
                        challenge,
                        phone.sign(challenge),
                        TokenKind.PHONE,
                        List.of());
        refused(FaultCode.SMARTPHONE_NOT_SERVED, byPin);
        CardEvidence byFace =
                evidence(
                        PresenceMode.FACE,
                        phone,
                        challenge,
                        phone.sign(challenge),
                        TokenKind.PHONE,
                        List.of());
        assertThatThrownBy(() -> identification.prove(visit, CLINIC, "01", byFace, true))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.MODE_REFUSED));
        identification.prove(visit, CLINIC, "01", byPin, true);
        // a phone that says it is a card
        refused(FaultCode.CERT_WRONG_PURPOSE, by(PresenceMode.PIN, phone, challenge()));
    }

    @Test
    void aRenewedCertificateIsTheSamePersons() {
        UUID person = UUID.randomUUID();
        TestCard renewed = jpki.card(jpki.second, LAST_DAY);
        TestCard third = jpki.card(jpki.second, LAST_DAY);
        jpki.replaced(renewed, card);
        jpki.replaced(third, renewed);
        Certificates certificates = new Certificates(database.server());
        CertificateId old = CardCertificate.read(card.der()).id();
        certificates.bind(Map.of(old, person), now);
        UUID bound = certificates.personOf(old).orElseThrow();
        // the one in between was never seen here
        assertThat(again(third).presence().person()).contains(bound);
        assertThat(certificates.personOf(CardCertificate.read(third.der()).id())).contains(bound);
        TestCard unknown = jpki.card(jpki.second, LAST_DAY);
        assertThat(again(unknown).presence().person()).isEmpty();
    }

    @Test
    void anotherFaceBeforeTheReaderIsASuspicionOfItsOwn() {
        byte[] challenge = challenge();
        List<Attempt> attempts =
                List.of(
                        new Attempt(PresenceMode.FACE, Outcome.OTHER_FACE),
                        new Attempt(PresenceMode.FACE, Outcome.OTHER_FACE),
                        new Attempt(PresenceMode.PIN, Outcome.CANCELLED));
        identification.prove(
                visit,
                CLINIC,
                "01",
                evidence(
                        PresenceMode.PIN,
                        card,
                        challenge,
                        card.sign(challenge),
                        TokenKind.CARD,
                        attempts),
                false);
        assertThat(entries(visit))
                .filteredOn(entry -> entry.contains("impersonation_suspected"))
                .hasSize(1);
        assertThat(entries(visit))
                .filteredOn(entry -> entry.contains("presence.proven"))
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("face_other_face")
                .contains("pin_cancelled");
    }

    @Test
    void aVisitWithoutAPresenceLeavesItsAttempts() {
        identification.abandon(
                visit, CLINIC, "01", List.of(new Attempt(PresenceMode.FACE, Outcome.OTHER_FACE)));
        assertThat(entries(visit))
                .anyMatch(entry -> entry.contains("presence.abandoned"))
                .anyMatch(entry -> entry.contains("impersonation_suspected"));
    }
}
