package org.onshi.server.facilitydoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.identity.TestJpki;
import org.onshi.server.identity.TestJpki.Responder;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.server.registry.TestVault;
import org.onshi.server.registry.VaultKeys;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole visits over real mutual TLS, and those who try what is not theirs. */
@Tag("database")
class VisitDoorTest {
    private static final String CLINIC = "1311234566";
    private static final String OTHER = "0110113719";
    private static final String JUDO = "1320000000";
    private static final String INSURER = "01130012";
    private static final String SOCIETY = "06130488";
    private static final LocalDate LAST_DAY = LocalDate.of(2028, 4, 12);
    private static final LocalDate IN_GRACE = LocalDate.of(2024, 12, 31);
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger PEOPLE = new AtomicInteger(100);

    private static SharedClock clock;
    private static TestJpki jpki;
    private static TestServer server;
    private static TestVault vault;
    private static RegisteredPeople people;
    private static HttpClient clinic;
    private static HttpClient secondTerminal;
    private static HttpClient other;
    private static HttpClient judo;
    private static HttpClient operator;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("onshi-visit");
        clock =
                SharedClock.startingAt(
                        folder.resolve("clock"), Instant.parse("2025-01-20T00:00:00Z"));
        jpki = new TestJpki(clock);
        server =
                TestServer.start(
                        "--onshi.clock-file=" + folder.resolve("clock"),
                        "--onshi.identity.anchors=" + jpki.anchors(folder),
                        // statements of a visit are counted, not those of the rounds beside it
                        "--onshi.rounds.pause=1h",
                        "--onshi.outside.ocsp-url=" + jpki.ocspUrl(),
                        "--onshi.outside.register-url=" + jpki.registerUrl());
        server.bean(Facilities.class)
                .register(
                        List.of(
                                facility(CLINIC, FacilityType.MEDICAL_CLINIC),
                                facility(OTHER, FacilityType.MEDICAL_CLINIC),
                                facility(JUDO, FacilityType.JUDO_THERAPY)));
        clinic = server.keys().facility(CLINIC).http();
        secondTerminal = server.keys().terminal(CLINIC, "2").http();
        other = server.keys().facility(OTHER).http();
        judo = server.keys().facility(JUDO).http();
        operator = server.keys().operator().http();
        vault = new TestVault(server.database().server(), server.bean(VaultKeys.class));
        people = new RegisteredPeople(server.database().server());
        people.insurer(INSURER, "全国健康保険協会東京支部");
        people.insurer(SOCIETY, "試験健康保険組合");
        server.database().execute("CREATE EXTENSION pg_stat_statements");
    }

    @AfterAll
    static void stop() {
        List.of(clinic, secondTerminal, other, judo, operator).forEach(HttpClient::close);
        server.close();
        jpki.close();
    }

    @BeforeEach
    void theOutsideAnswers() {
        jpki.behave(Responder.NORMAL);
        jpki.registerSilent(false);
    }

    private static Facility facility(String code, FacilityType type) {
        return new Facility(
                new FacilityCode(code), "試験医院", type, "13", "", "", ClaimMedium.ONLINE, false);
    }

    /** Somebody with a card and an individual number in the vault. */
    private record Patient(UUID person, TestCard card, String number) {
        static Patient withoutCoverage(LocalDate lastDay) {
            int place = PEOPLE.incrementAndGet();
            IndividualNumber number = TestVault.number(place);
            UUID person = UUID.randomUUID();
            vault.bind(number, person);
            TestCard card = jpki.card(jpki.second, lastDay);
            jpki.held(card, number);
            return new Patient(person, card, Integer.toString(place));
        }

        static Patient covered(LocalDate lastDay) {
            Patient patient = withoutCoverage(lastDay);
            patient.coverage(INSURER, "2020-04-01", "");
            return patient;
        }

        void coverage(String insurer, String acquired, String lost) {
            people.register(
                    people.row(
                                    insurer,
                                    new InsuredIdentifier("12", number, "00"),
                                    LocalDate.of(1980, 5, 5),
                                    acquired,
                                    lost)
                            .of(person));
        }

        @Override
        public String toString() {
            return "Patient";
        }
    }

    /** A visit begun, with its challenge. */
    private record Visit(HttpClient at, String id, String base64) {
        static Visit begin(HttpClient at) throws Exception {
            JsonNode begun = ok(send(at, "/facility/visits", "{}"));
            return new Visit(
                    at, begun.path("visit_id").asString(), begun.path("challenge").asString());
        }

        byte[] challenge() {
            return Base64.getDecoder().decode(base64);
        }

        HttpResponse<String> call(String what, String body) throws Exception {
            return call(at, what, body);
        }

        HttpResponse<String> call(HttpClient by, String what, String body) throws Exception {
            return send(by, "/facility/visits/" + id + "/" + what, body);
        }

        HttpResponse<String> prove(TestCard card) throws Exception {
            return call("presence", proof(card, challenge(), card.sign(challenge()), "PIN", ""));
        }

        static Visit proven(HttpClient at, TestCard card) throws Exception {
            Visit visit = begin(at);
            ok(visit.prove(card));
            return visit;
        }

        @Override
        public String toString() {
            return "Visit";
        }
    }

    private static String proof(
            TestCard card, byte[] challenge, byte[] signature, String mode, String more) {
        Base64.Encoder base64 = Base64.getEncoder();
        return """
        {"mode":"%s","challenge":"%s","certificate":"%s","signature":"%s","token":"CARD"%s}
        """
                .formatted(
                        mode,
                        base64.encodeToString(challenge),
                        base64.encodeToString(card.der()),
                        base64.encodeToString(signature),
                        more);
    }

    private static HttpResponse<String> send(HttpClient by, String path, String body)
            throws Exception {
        return server.post(by, Door.FACILITY, path, "application/json", body);
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void refused(HttpResponse<String> answer, FaultCode code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code.httpStatus());
        assertThat(JSON.readTree(answer.body()).path("code").asString()).isEqualTo(code.code());
    }

    private static void refusedInTheLog(String event, String visit, FaultCode code) {
        assertThat(server.audited(event))
                .anyMatch(entry -> entry.contains(visit) && entry.contains(code.name()));
    }

    private static List<String> codes(JsonNode alerts) {
        return alerts.valueStream().map(it -> it.path("code").asString()).toList();
    }

    @Test
    void aCardIsProvenRegisteredConsentedAndChecked() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        Visit visit = Visit.begin(clinic);
        JsonNode presence = ok(visit.prove(hanako.card()));
        assertThat(presence.path("mode").asString()).isEqualTo("PIN");
        assertThat(presence.path("card_state").asString()).isEqualTo("VALID");
        assertThat(presence.path("certificate_expires_on").asString()).isEqualTo("2028-04-12");
        assertThat(presence.path("usable_until").asString()).isEqualTo("2028-07-31");
        assertThat(presence.path("card_registered").asBoolean()).isFalse();
        assertThat(presence.path("medical_information").asBoolean()).isTrue();
        assertThat(presence.path("alerts")).isEmpty();

        JsonNode before = ok(visit.call("check", "{}"));
        assertThat(before.path("verdict").asString()).isEqualTo("4");
        assertThat(before.path("next_step").path("en").asString()).contains("register it");
        refused(visit.call("consents", "{\"blanket\":true}"), FaultCode.CARD_NOT_REGISTERED);

        assertThat(ok(visit.call("registration", "{}")).path("card_registered").asBoolean())
                .isTrue();
        ok(visit.call("registration", "{}"));
        ok(visit.call("consents", "{\"blanket\":true}"));
        JsonNode answer = ok(visit.call("check", "{}"));
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(answer.path("mode").asString()).isEqualTo("PIN");
        assertThat(answer.path("coverages").get(0).path("limit_class").asString()).isEqualTo("A03");
        JsonNode message = answer.path("face_message").path("XmlMsg");
        assertThat(message.path("MessageHeader").path("ReferenceClassification").asString())
                .isEqualTo("1");
        JsonNode result =
                message.path("MessageBody")
                        .path("ResultList")
                        .get(0)
                        .path("ResultOfQualificationConfirmation");
        assertThat(result.path("PharmacistsInfoConsFlg").asString()).isEqualTo("1");
        assertThat(result.path("PharmacistsInfoAvailableTime").asString()).hasSize(14);
        assertThat(result.path("LimitApplicationCertificateRelatedInfo")).isNotEmpty();

        assertThat(visit.call("end", "{}").statusCode()).isEqualTo(204);
        refused(visit.call("check", "{}"), FaultCode.VISIT_UNKNOWN);
        assertThat(server.audited("visit.refused"))
                .anyMatch(it -> it.contains(visit.id()) && it.contains("OVER"));

        int asked = jpki.registerAsked();
        Visit again = Visit.begin(clinic);
        assertThat(ok(again.prove(hanako.card())).path("card_registered").asBoolean()).isTrue();
        assertThat(ok(again.call("check", "{}")).path("consents"))
                .as("consents outlive their visit")
                .isNotEmpty();
        assertThat(jpki.registerAsked()).as("the outside is asked once").isEqualTo(asked);
        assertThat(server.audited("card.registered").stream().filter(it -> it.contains(visit.id())))
                .hasSize(1);
        assertThat(server.audited("vault.used")).isNotEmpty();
    }

    @Test
    void aSilentRegisterLeavesThePresenceAndTheNextTryRegisters() throws Exception {
        Patient taro = Patient.covered(LAST_DAY);
        jpki.registerSilent(true);
        Visit visit = Visit.proven(clinic, taro.card());
        refused(visit.call("registration", "{}"), FaultCode.REGISTER_SILENT);
        refusedInTheLog("card.registration_refused", visit.id(), FaultCode.REGISTER_SILENT);
        jpki.registerSilent(false);
        ok(visit.call("registration", "{}"));
        assertThat(ok(visit.call("check", "{}")).path("verdict").asString()).isEqualTo("1");
    }

    @Test
    void aHolderNoInsurerKnowsIsToldWhatToDo() throws Exception {
        TestCard card = jpki.card(jpki.second, LAST_DAY);
        jpki.held(card, TestVault.number(PEOPLE.incrementAndGet()));
        Visit visit = Visit.proven(clinic, card);
        refused(visit.call("registration", "{}"), FaultCode.CARD_HOLDER_UNKNOWN);
        refusedInTheLog("card.registration_refused", visit.id(), FaultCode.CARD_HOLDER_UNKNOWN);
        assertThat(ok(visit.call("check", "{}")).path("verdict").asString()).isEqualTo("4");
    }

    @Test
    void afterAWrongNumberWasCorrectedTheCardFollowsItsHolder() throws Exception {
        Patient wrong = Patient.withoutCoverage(LAST_DAY);
        assertThat(checked(wrong).path("verdict").asString()).isEqualTo("4");
        UUID right = UUID.randomUUID();
        vault.release(wrong.person());
        vault.bind(TestVault.number(Integer.parseInt(wrong.number())), right);
        new Patient(right, wrong.card(), wrong.number()).coverage(SOCIETY, "2024-04-01", "");
        Visit visit = Visit.proven(clinic, wrong.card());
        ok(visit.call("consents", "{\"given\":[\"LIMIT\"]}"));
        JsonNode answer = ok(visit.call("check", "{}"));
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(answer.path("consents")).as("given for another").isEmpty();
        assertThat(answer.toString())
                .contains("\"LimitApplicationCertificateRelatedConsFlg\":\"0\"");
        ok(visit.call("consents", "{\"given\":[\"LIMIT\"]}"));
        assertThat(ok(visit.call("check", "{}")).toString())
                .contains("\"LimitApplicationCertificateRelatedConsFlg\":\"1\"");
        assertThat(server.audited("card.moved").stream().filter(it -> it.contains(visit.id())))
                .hasSize(1)
                .allMatch(it -> it.contains(right.toString()));
    }

    @Test
    void whatHoldsTodayIsAnsweredAndSeveralAreNot() throws Exception {
        Patient several = Patient.covered(LAST_DAY);
        several.coverage(SOCIETY, "2024-04-01", "");
        JsonNode answer = checked(several);
        assertThat(answer.path("verdict").asString()).isEqualTo("5");
        assertThat(answer.path("coverages")).isEmpty();

        Patient lost = Patient.withoutCoverage(LAST_DAY);
        lost.coverage(INSURER, "2019-04-01", "2022-04-01");
        lost.coverage(SOCIETY, "2022-04-01", "2024-12-01");
        answer = checked(lost);
        assertThat(answer.path("verdict").asString()).isEqualTo("2");
        assertThat(answer.path("coverages")).hasSize(1);
        assertThat(answer.path("coverages").get(0).path("lost_on").asString())
                .isEqualTo("2024-12-01");

        Patient moved = Patient.withoutCoverage(LAST_DAY);
        moved.coverage(INSURER, "2019-04-01", "2024-12-01");
        moved.coverage(SOCIETY, "2024-12-01", "");
        answer = checked(moved);
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(answer.path("coverages").get(0).path("insurer_number").asString())
                .isEqualTo(SOCIETY);

        answer = checked(Patient.withoutCoverage(LAST_DAY));
        assertThat(answer.path("verdict").asString()).isEqualTo("4");
        assertThat(answer.path("next_step").path("en").asString()).contains("declaration");
    }

    private static JsonNode checked(Patient patient) throws Exception {
        Visit visit = Visit.proven(clinic, patient.card());
        ok(visit.call("registration", "{}"));
        return ok(visit.call("check", "{}"));
    }

    @Test
    void limitDataAreShownUnderConsentOnly() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        Visit visit = Visit.proven(clinic, hanako.card());
        ok(visit.call("registration", "{}"));
        ok(visit.call("consents", "{\"refused\":[\"LIMIT\",\"MEDICATION\"]}"));
        JsonNode answer = ok(visit.call("check", "{}"));
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(answer.path("coverages").get(0).has("limit_class")).isFalse();
        assertThat(answer.toString())
                .contains("\"LimitApplicationCertificateRelatedConsFlg\":\"0\"")
                .contains("\"PharmacistsInfoConsFlg\":\"0\"")
                .doesNotContain("LimitApplicationCertificateRelatedInfo");
    }

    @Test
    void inItsGraceACardOpensEligibilityAndNothingElse() throws Exception {
        Patient registered = Patient.covered(IN_GRACE);
        registerAtThePortal(registered);
        Visit visit = Visit.begin(clinic);
        JsonNode presence = ok(visit.prove(registered.card()));
        assertThat(presence.path("card_state").asString()).isEqualTo("GRACE");
        assertThat(presence.path("medical_information").asBoolean()).isFalse();
        assertThat(presence.path("consent_kinds").valueStream().map(JsonNode::asString))
                .containsExactly("LIMIT");
        assertThat(codes(presence.path("alerts"))).containsExactly("CERTIFICATE_IN_GRACE");
        refused(visit.call("consents", "{\"given\":[\"MEDICATION\"]}"), FaultCode.NOT_IN_GRACE);
        JsonNode answer = ok(visit.call("check", "{}"));
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(codes(answer.path("alerts"))).contains("CERTIFICATE_IN_GRACE");
        assertThat(
                        answer.path("face_message")
                                .path("XmlMsg")
                                .path("MessageBody")
                                .path("ProcessingResultCode")
                                .asString())
                .isEqualTo("ONSHI-CERTIFICATE_IN_GRACE");

        Visit first = Visit.proven(clinic, Patient.covered(IN_GRACE).card());
        refused(first.call("registration", "{}"), FaultCode.CERT_EXPIRED);
        refusedInTheLog("card.registration_refused", first.id(), FaultCode.CERT_EXPIRED);
    }

    private static void registerAtThePortal(Patient patient) throws Exception {
        Visit visit = Visit.begin(clinic);
        JdbcClient.create(server.database().superuser())
                .sql("INSERT INTO identity.certificate VALUES (?, ?, '2025-01-01T00:00:00+09:00')")
                .params(digest(visit, patient.card()), patient.person())
                .update();
    }

    /** As a presence of the card keeps it. */
    private static String digest(Visit visit, TestCard card) throws Exception {
        ok(visit.prove(card));
        return JdbcClient.create(server.database().superuser())
                .sql("SELECT certificate_digest FROM identity.presence WHERE visit_id = ?")
                .param(UUID.fromString(visit.id()))
                .query(String.class)
                .single();
    }

    @Test
    void aClerkWhoLooksIsNamedAndWithoutAPhotoWhoeverCameAlong() throws Exception {
        Patient child = Patient.covered(LAST_DAY);
        Visit visit = Visit.begin(clinic);
        byte[] signature = child.card().sign(visit.challenge());
        String noPhoto = ",\"attempts\":[{\"mode\":\"FACE\",\"outcome\":\"NO_PHOTO\"}]";
        refused(
                visit.call(
                        "presence",
                        proof(child.card(), visit.challenge(), signature, "VISUAL", "")),
                FaultCode.CLERK_MISSING);
        refusedInTheLog("presence.refused", visit.id(), FaultCode.CLERK_MISSING);
        refused(
                visit.call(
                        "presence",
                        proof(child.card(), visit.challenge(), signature, "FACE", noPhoto)),
                FaultCode.MODE_REFUSED);
        refused(
                visit.call(
                        "presence",
                        proof(
                                child.card(),
                                visit.challenge(),
                                signature,
                                "VISUAL",
                                ",\"clerk\":\"desk-1\"" + noPhoto)),
                FaultCode.FIELD_MISSING);
        ok(
                visit.call(
                        "presence",
                        proof(
                                child.card(),
                                visit.challenge(),
                                signature,
                                "VISUAL",
                                ",\"clerk\":\"desk-1\",\"companion\":\"FAMILY\"" + noPhoto)));
        assertThat(server.audited("presence.proven"))
                .anyMatch(it ->
                        it.contains(visit.id())
                                && it.contains("desk-1")
                                && it.contains("face_no_photo"));
    }

    @Test
    void aLockedPinLeavesTheOtherWays() throws Exception {
        Patient taro = Patient.covered(LAST_DAY);
        Visit visit = Visit.begin(clinic);
        byte[] signature = taro.card().sign(visit.challenge());
        String locked =
                ",\"attempts\":[{\"mode\":\"PIN\",\"outcome\":\"WRONG_PIN\"},"
                        + "{\"mode\":\"PIN\",\"outcome\":\"PIN_LOCKED\"}]";
        refused(
                visit.call(
                        "presence",
                        proof(taro.card(), visit.challenge(), signature, "PIN", locked)),
                FaultCode.MODE_REFUSED);
        ok(
                visit.call(
                        "presence",
                        proof(taro.card(), visit.challenge(), signature, "FACE", locked)));
    }

    @Test
    void whatWasTriedWithoutAPresenceIsRecorded() throws Exception {
        Visit visit = Visit.begin(clinic);
        String tried = "{\"attempts\":[{\"mode\":\"FACE\",\"outcome\":\"OTHER_FACE\"}]}";
        assertThat(visit.call("attempts", tried).statusCode()).isEqualTo(204);
        assertThat(server.audited("presence.abandoned"))
                .anyMatch(it -> it.contains(visit.id()) && it.contains("face_other_face"));
        assertThat(server.audited("presence.impersonation_suspected"))
                .anyMatch(it -> it.contains(visit.id()));
    }

    @Test
    void whatTheContractDoesNotNameIsRefused() throws Exception {
        Visit visit = Visit.begin(clinic);
        HttpResponse<String> unknown = visit.call("check", "{\"YamadaHanako\":1}");
        refused(unknown, FaultCode.DOCUMENT_BROKEN);
        assertThat(unknown.body()).doesNotContain("Yamada");
        String one = "{\"mode\":\"PIN\",\"outcome\":\"WRONG_PIN\"}";
        refused(
                visit.call("attempts", "{\"attempts\":[" + one + ("," + one).repeat(20) + "]}"),
                FaultCode.FIELD_TOO_LONG);
        TestCard card = jpki.card(jpki.second, LAST_DAY);
        byte[] signature = card.sign(visit.challenge());
        String proof = proof(card, visit.challenge(), signature, "PIN", "");
        refused(
                visit.call("presence", proof.replace("\"PIN\"", "\"GUESS\"")),
                FaultCode.CODE_UNKNOWN);
        refused(
                visit.call("presence", proof(card, new byte[400], signature, "PIN", "")),
                FaultCode.FIELD_TOO_LONG);
        refused(
                visit.call(
                        "presence",
                        proof.replaceAll("\"signature\":\"[^\"]*\"", "\"signature\":\"?\"")),
                FaultCode.SIGNATURE_WRONG);
    }

    @Test
    void aChallengeProvesItsOwnVisitOnce() throws Exception {
        Patient taro = Patient.covered(LAST_DAY);
        Visit visit = Visit.proven(clinic, taro.card());
        refused(visit.prove(taro.card()), FaultCode.CHALLENGE_USED);
        refusedInTheLog("presence.challenge_refused", visit.id(), FaultCode.CHALLENGE_USED);

        Visit foreign = Visit.begin(other);
        for (Visit target :
                List.of(
                        new Visit(clinic, foreign.id(), foreign.base64()),
                        new Visit(secondTerminal, visit.id(), visit.base64()),
                        new Visit(clinic, Visit.begin(clinic).id(), visit.base64()))) {
            refused(target.prove(taro.card()), FaultCode.CHALLENGE_REFUSED);
            refusedInTheLog("presence.challenge_refused", target.id(), FaultCode.CHALLENGE_REFUSED);
        }
    }

    @Test
    void onlyTheCardsOwnKeyAndItsAuthorityProveAnything() throws Exception {
        Patient taro = Patient.covered(LAST_DAY);
        TestCard thief = jpki.card(jpki.second, LAST_DAY);
        Visit visit = Visit.begin(clinic);
        refused(
                visit.call(
                        "presence",
                        proof(
                                taro.card(),
                                visit.challenge(),
                                thief.sign(visit.challenge()),
                                "PIN",
                                "")),
                FaultCode.SIGNATURE_WRONG);
        refusedInTheLog("presence.refused", visit.id(), FaultCode.SIGNATURE_WRONG);

        Visit strange = Visit.begin(clinic);
        refused(strange.prove(jpki.card(jpki.stranger, LAST_DAY)), FaultCode.CERT_UNTRUSTED);
        refusedInTheLog("presence.refused", strange.id(), FaultCode.CERT_UNTRUSTED);
    }

    @Test
    void lostAndHeldCardsProveNothing() throws Exception {
        Patient lost = Patient.covered(LAST_DAY);
        jpki.revoke(lost.card(), CRLReason.keyCompromise);
        Visit visit = Visit.begin(clinic);
        refused(visit.prove(lost.card()), FaultCode.CERT_REVOKED);
        refusedInTheLog("presence.refused", visit.id(), FaultCode.CERT_REVOKED);

        Patient held = Patient.covered(LAST_DAY);
        jpki.revoke(held.card(), CRLReason.certificateHold);
        Visit next = Visit.begin(clinic);
        refused(next.prove(held.card()), FaultCode.CERT_HELD);
        refusedInTheLog("presence.refused", next.id(), FaultCode.CERT_HELD);
    }

    @ParameterizedTest
    @EnumSource(
            value = Responder.class,
            names = {"SILENT", "STALE", "SIGNED_BY_A_STRANGER", "OTHER_SERIAL"})
    void anAnswerThatProvesNothingOpensEligibilityOnlyToACardSeenLately(Responder how)
            throws Exception {
        jpki.behave(how);
        Visit visit = Visit.begin(clinic);
        refused(visit.prove(Patient.covered(LAST_DAY).card()), FaultCode.REVOCATION_UNKNOWN);
        refusedInTheLog("presence.refused", visit.id(), FaultCode.REVOCATION_UNKNOWN);

        jpki.behave(Responder.NORMAL);
        Patient known = Patient.covered(LAST_DAY);
        ok(Visit.proven(clinic, known.card()).call("registration", "{}"));
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(5)));
        jpki.behave(how);
        Visit later = Visit.proven(clinic, known.card());
        JsonNode answer = ok(later.call("check", "{}"));
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(codes(answer.path("alerts"))).contains("REVOCATION_UNKNOWN");
        refused(
                later.call("consents", "{\"given\":[\"MEDICATION\"]}"),
                FaultCode.REVOCATION_UNKNOWN);
    }

    @Test
    void aPresenceIsGoodAtItsOwnTerminalOnly() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        Visit visit = Visit.proven(clinic, hanako.card());
        for (HttpClient stranger : List.of(secondTerminal, other)) {
            for (String what : List.of("registration", "check", "end")) {
                refused(visit.call(stranger, what, "{}"), FaultCode.VISIT_UNKNOWN);
            }
            refused(
                    visit.call(stranger, "consents", "{\"blanket\":true}"),
                    FaultCode.VISIT_UNKNOWN);
        }
        assertThat(server.audited("visit.refused"))
                .filteredOn(it -> it.contains(visit.id()))
                .hasSize(8)
                .anyMatch(it -> it.contains("OTHER_TERMINAL"))
                .anyMatch(it -> it.contains("OTHER_FACILITY"));
    }

    @Test
    void medicalInformationEndsWithConsentTimeAndSuspension() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        refused(inquiry(clinic, CLINIC, hanako), FaultCode.NO_CONSENT);
        Visit visit = Visit.proven(clinic, hanako.card());
        ok(visit.call("registration", "{}"));
        refused(inquiry(clinic, CLINIC, hanako), FaultCode.NO_CONSENT);
        ok(visit.call("consents", "{\"blanket\":true}"));
        ok(inquiry(clinic, CLINIC, hanako));

        ok(Visit.proven(other, hanako.card()).call("check", "{}"));
        refused(inquiry(other, OTHER, hanako), FaultCode.NO_CONSENT);

        Visit atJudo = Visit.begin(judo);
        assertThat(ok(atJudo.prove(hanako.card())).path("medical_information").asBoolean())
                .isFalse();
        refused(
                atJudo.call("consents", "{\"given\":[\"MEDICATION\"]}"),
                FaultCode.ELIGIBILITY_ONLY);
        refused(inquiry(judo, JUDO, hanako), FaultCode.ELIGIBILITY_ONLY);

        suspend(hanako, true);
        refused(inquiry(clinic, CLINIC, hanako), FaultCode.VIEWING_SUSPENDED);
        suspend(hanako, false);
        ok(inquiry(clinic, CLINIC, hanako));

        clock.moveTo(clock.instant().plus(Duration.ofHours(24)).plusSeconds(1));
        refused(inquiry(clinic, CLINIC, hanako), FaultCode.CONSENT_OVER);
        for (FaultCode code :
                List.of(
                        FaultCode.NO_CONSENT,
                        FaultCode.ELIGIBILITY_ONLY,
                        FaultCode.VIEWING_SUSPENDED,
                        FaultCode.CONSENT_OVER)) {
            assertThat(server.audited("medinfo.refused")).anyMatch(it -> it.contains(code.name()));
        }
    }

    private static HttpResponse<String> inquiry(HttpClient by, String facility, Patient patient)
            throws Exception {
        return send(
                by,
                "/facility/medication-inquiries",
                """
                {"XmlMsg":{"MessageHeader":{"MedicalInstitutionCode":"%s","InsurerNumber":"%s","InsuranceCardSymbol":"12",
                "InsuredPersonIdentificationNumber":"%s","BranchNumber":"00","ArbitraryFileIdentifier":"K1"},
                "MessageBody":{"FileCategory":"4","PrDiInfClassification":"1","MedicalTreatmentFlag":"1"}}}
                """
                        .formatted(facility, INSURER, patient.number()));
    }

    private static void suspend(Patient patient, boolean suspended) throws Exception {
        ok(
                server.post(
                        operator,
                        Door.OPERATOR,
                        "/operator/viewing-suspensions",
                        "application/json",
                        """
                        {"insurer_number":"%s","symbol":"12","number":"%s","branch":"00","birth_date":"1980-05-05",
                        "suspended":%s}
                        """
                                .formatted(INSURER, patient.number(), suspended)));
    }

    @Test
    void aRepeatedCheckIsOneCheckAndAKeyIsOfOneVisit() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        Visit visit = Visit.proven(clinic, hanako.card());
        ok(visit.call("registration", "{}"));
        String key = UUID.randomUUID().toString();
        String first = ok(check(visit, key)).path("receipt").toString();
        assertThat(ok(check(visit, key)).path("receipt").toString()).isEqualTo(first);
        refused(check(Visit.proven(clinic, hanako.card()), key), FaultCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(server.audited("card.checked").stream().filter(it -> it.contains(visit.id())))
                .hasSize(1);
    }

    private static HttpResponse<String> check(Visit visit, String key) throws Exception {
        return clinic.send(
                java.net.http.HttpRequest.newBuilder(
                                server.at(
                                        Door.FACILITY, "/facility/visits/" + visit.id() + "/check"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** docs/presence.md names these figures. */
    @Test
    void aReturningPatientsVisitCostsAsManyStatementsAsThePageSays() throws Exception {
        Patient hanako = Patient.covered(LAST_DAY);
        checked(Patient.covered(LAST_DAY)); // what is kept in memory is read
        Visit first = Visit.proven(clinic, hanako.card());
        assertThat(statements(() -> ok(first.call("registration", "{}"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "select identity.presence", 2L,
                                "select identity.certificate", 1L,
                                "select vault.persons_of", 1L,
                                "update identity.presence", 1L,
                                "insert identity.certificate", 1L,
                                "insert audit.entry", 2L));
        Visit visit = Visit.begin(clinic);
        assertThat(statements(() -> ok(visit.prove(hanako.card()))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "select identity.certificate", 1L,
                                "insert identity.presence", 1L,
                                "insert audit.entry", 1L));
        assertThat(statements(() -> ok(visit.call("consents", "{\"given\":[\"LIMIT\"]}"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "select identity.presence", 1L,
                                "update consent.consent", 1L,
                                "insert consent.consent", 1L,
                                "insert audit.entry", 1L,
                                "select consent.consent", 1L));
        assertThat(statements(() -> ok(visit.call("check", "{}"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "select identity.presence", 1L,
                                "select consent.consent", 1L,
                                "select registry.coverage", 1L,
                                "insert audit.entry", 1L));
        assertThat(statements(() -> visit.call("end", "{}")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("select identity.presence", 1L, "update identity.presence", 1L));
    }

    private interface Step {
        Object take() throws Exception;
    }

    /** What one step sends, by verb and table, without what the background does meanwhile. */
    private static Map<String, Long> statements(Step step) throws Exception {
        Map<String, Long> before = statements();
        step.take();
        Map<String, Long> after = statements();
        before.forEach((what, calls) -> after.merge(what, -calls, Long::sum));
        after.values().removeIf(calls -> calls == 0);
        return after;
    }

    private static Map<String, Long> statements() {
        Map<String, Long> calls = new TreeMap<>();
        JdbcClient.create(server.database().superuser())
                .sql(
                        """
                        SELECT lower(substring(s.query FROM '^\\s*(\\w+)')) || ' ' || lower(substring(s.query FROM
                            '(?i)(?:from|into|update)\\s+((?:identity|consent|registry|vault|audit|facilities|eligibility)\\.\\w+)')),
                            s.calls
                        FROM pg_stat_statements s
                        JOIN pg_roles r ON r.oid = s.userid
                        JOIN pg_database d ON d.oid = s.dbid
                        WHERE r.rolname = 'onshi_server' AND d.datname = current_database()
                        """)
                .query((row, number) ->
                        Map.entry(
                                java.util.Optional.ofNullable(row.getString(1)).orElse(""),
                                row.getLong(2)))
                .list()
                .forEach(one -> calls.merge(one.getKey(), one.getValue(), Long::sum));
        // of the sequencer, the sweep and the workers
        calls.keySet()
                .removeIf(what ->
                        what.isEmpty()
                                || what.startsWith("delete ")
                                || what.matches("(select|update) audit\\..*")
                                || what.matches("insert audit\\.(?!entry).*")
                                || what.matches(".* registry\\.(registration|turn|spool).*")
                                || what.matches(".* eligibility\\.bulk.*"));
        return calls;
    }
}
