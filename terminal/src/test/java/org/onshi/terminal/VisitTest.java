package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.terminal.ReaderStandIn.TestCard;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** One card from placing to taking away, through the API that both screens use. */
class VisitTest {
    @TempDir private Path root;
    private CardReception reception;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        reception = new CardReception(root);
    }

    @AfterEach
    void close() throws IOException {
        reception.close();
    }

    @Test
    void aFaceThatMatchesAndOneTouchOfConsentEndInAnAnswerAndAFaceFile() throws Exception {
        reception.start();
        assertThat(reception.patient.state().path("step").asString()).isEqualTo("WAITING");
        reception.place(new TestCard());
        assertThat(step(reception.patient.post("/api/face", "{}"))).isEqualTo("CONSENT");
        JsonNode done = reception.patient.post("/api/consents", "{\"blanket\":true}");
        assertThat(step(done)).isEqualTo("DONE");
        assertThat(done.path("verdict").asString()).isEqualTo("1");
        assertThat(done.path("consents")).hasSize(4);
        assertThat(done.has("coverages")).as("the patient's side").isFalse();
        String name = done.path("face_file").asString();
        assertThat(name)
                .matches(
                        "OQSsiquc01res_face_" + TestKeys.FACILITY + "[0-9a-f]{20}_[0-9]{14}\\.xml");
        assertThat(Files.readString(reception.face.resolve(name)))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"")
                .contains("<Name>髙橋　花子</Name>")
                .contains("<CharacterCodeIdentifier>0<")
                .contains("</XmlMsg>");
        JsonNode seen = reception.counter.state();
        assertThat(seen.path("coverages").path(0).path("insurer_number").asString())
                .isEqualTo("01130012");
        assertThat(reception.visits.calls).containsExactly("open", "presence", "consents", "check");
    }

    @Test
    void theFaceFileIsWrittenInTheEncodingThatIsSet() throws Exception {
        reception.with("single-encoding", "Shift_JIS").start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        String name =
                reception
                        .patient
                        .post("/api/consents", "{\"given\":[]}")
                        .path("face_file")
                        .asString();
        assertThat(Files.readString(reception.face.resolve(name), Charset.forName("windows-31j")))
                .contains("encoding=\"Shift_JIS\"")
                .contains("<CharacterCodeIdentifier>1<")
                .contains("<Name>髙橋　花子</Name>");
    }

    @Test
    void modesAreTriedInAnyOrderWithoutTakingTheCardOutAndAllAttemptsAreTold() throws Exception {
        reception.start();
        reception.place(new TestCard());
        reception.reader.faceOutcome = "NOT_READABLE";
        reception.reader.hint = "SLEEVE";
        JsonNode failed = reception.patient.post("/api/face", "{}");
        assertThat(failed.path("refused").asString()).isEqualTo("FACE_NOT_MATCHED");
        assertThat(failed.path("hint").asString()).isEqualTo("SLEEVE");
        assertThat(texts(failed.path("modes"))).containsExactly("FACE", "PIN", "VISUAL");
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/mode", "{\"mode\":\"PIN\"}");
        reception.patient.post("/api/cancel", "{}");
        JsonNode proven = reception.counter.post("/api/visual", "{\"clerk\":\"sato.1\"}");
        assertThat(step(proven)).isEqualTo("CONSENT");
        JsonNode told = reception.visits.bodies.get("presence");
        assertThat(told.path("mode").asString()).isEqualTo("VISUAL");
        assertThat(told.path("clerk").asString()).isEqualTo("sato.1");
        assertThat(told.path("attempts").toString())
                .isEqualTo(
                        "[{\"mode\":\"FACE\",\"outcome\":\"NOT_READABLE\"},"
                                + "{\"mode\":\"FACE\",\"outcome\":\"NOT_READABLE\"},"
                                + "{\"mode\":\"PIN\",\"outcome\":\"CANCELLED\"}]");
        assertThat(reception.visits.calls).containsExactly("open", "presence");
        assertThat(reception.counter.state().path("last_clerk").asString()).isEqualTo("sato.1");
    }

    @Test
    void threeWrongPinsLockThePinAloneAlsoAfterTheCardWasTakenOut() throws Exception {
        reception.start();
        TestCard card = reception.place(new TestCard());
        assertThat(pin("0000").path("pin_tries_left").asInt()).isEqualTo(2);
        assertThat(pin("0000").path("refused").asString()).isEqualTo("WRONG_PIN");
        JsonNode locked = pin("0000");
        assertThat(locked.path("refused").asString()).isEqualTo("PIN_LOCKED");
        assertThat(texts(locked.path("modes"))).containsExactly("FACE", "VISUAL");
        assertThat(pin("1234").path("name").asString()).isEqualTo("PIN_LOCKED");
        reception.reader.remove();
        reception.patient.awaitStep("WAITING");
        Facility.await(() -> reception.visits.calls.contains("attempts"), Duration.ofSeconds(5));
        JsonNode again = awaitModes(card);
        assertThat(texts(again.path("modes"))).containsExactly("FACE", "VISUAL");
        assertThat(step(reception.patient.post("/api/face", "{}"))).isEqualTo("CONSENT");
    }

    @Test
    void theRightPinSucceedsAndRefusedItemsDoNotBlockTheAnswer() throws Exception {
        reception.start();
        reception.place(new TestCard());
        assertThat(step(pin("1234"))).isEqualTo("CONSENT");
        JsonNode done =
                reception.patient.post(
                        "/api/consents", "{\"given\":[\"MEDICATION\"],\"refused\":[]}");
        assertThat(step(done)).isEqualTo("DONE");
        assertThat(texts(done.path("consents"))).containsExactly("MEDICATION");
        JsonNode told = reception.visits.bodies.get("consents");
        assertThat(texts(told.path("refused")))
                .containsExactly("TREATMENT", "CHECKUP", "OPERATION");
    }

    @Test
    void aCardWithoutPinHidesThePinAndAPhoneOffersNothingElse() throws Exception {
        reception.start();
        reception.place(new TestCard().withoutPin());
        JsonNode pinless = reception.patient.state();
        assertThat(texts(pinless.path("modes"))).containsExactly("FACE", "VISUAL");
        assertThat(pinless.has("pin_tries_left")).isFalse();
        reception.reader.remove();
        reception.patient.awaitStep("WAITING");
        reception.place(new TestCard().phone());
        assertThat(texts(reception.patient.state().path("modes"))).containsExactly("PIN");
        assertThat(reception.patient.post("/api/face", "{}").path("name").asString())
                .isEqualTo("MODE_REFUSED");
    }

    @Test
    void anInfantsCardLeadsToTheClerkWhoSaysWhoCameAlong() throws Exception {
        reception.start();
        reception.place(new TestCard().withoutPhoto());
        JsonNode failed = reception.patient.post("/api/face", "{}");
        assertThat(failed.path("no_photo").asBoolean()).isTrue();
        assertThat(texts(failed.path("modes"))).containsExactly("PIN", "VISUAL");
        assertThat(
                        reception
                                .counter
                                .post("/api/visual", "{\"clerk\":\"desk\"}")
                                .path("field")
                                .asString())
                .isEqualTo("companion");
        reception.counter.post("/api/visual", "{\"clerk\":\"desk\",\"companion\":\"FAMILY\"}");
        assertThat(reception.visits.bodies.get("presence").path("companion").asString())
                .isEqualTo("FAMILY");
    }

    @Test
    void anUnregisteredCardIsRegisteredOnTheReaderOrEndsWithOtherWays() throws Exception {
        reception.start();
        reception.visits.registered = false;
        reception.place(new TestCard());
        assertThat(step(reception.patient.post("/api/face", "{}"))).isEqualTo("REGISTER");
        JsonNode declined = reception.patient.post("/api/registration", "{\"accept\":false}");
        assertThat(declined.path("refused").asString()).isEqualTo("CARD_NOT_REGISTERED");
        assertThat(declined.path("next_step").path("ja").asString()).contains("資格確認書");
        reception.reader.remove();
        reception.patient.awaitStep("WAITING");
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        assertThat(step(reception.patient.post("/api/registration", "{\"accept\":true}")))
                .isEqualTo("CONSENT");
    }

    @ParameterizedTest
    @CsvSource({
        "CERT_EXPIRED,false",
        "CERT_REVOKED,false",
        "CERT_HELD,false",
        "REVOCATION_UNKNOWN,true"
    })
    void aCertificateThatDoesNotServeEndsTheVisitWithTheNextWay(FaultCode code, boolean retry)
            throws Exception {
        reception.start();
        reception.visits.faults.put("presence", code);
        reception.place(new TestCard());
        JsonNode refused = pin("1234");
        assertThat(step(refused)).isEqualTo("REFUSED");
        assertThat(refused.path("refused").asString()).isEqualTo(code.name());
        assertThat(refused.path("retry").asBoolean()).isEqualTo(retry);
        assertThat(refused.path("next_step").path("ja").asString()).contains("資格確認書");
        if (retry) {
            reception.visits.faults.clear();
            assertThat(step(reception.patient.post("/api/face", "{}"))).isEqualTo("CONSENT");
        }
    }

    @Test
    void aSilentCentralSystemIsSaidAndTheSameCardGoesOnOnceItAnswers() throws Exception {
        reception.start();
        reception.central.stop();
        TestCard card = new TestCard();
        reception.visits.key = java.util.Optional.of(card.keys.getPublic());
        reception.reader.place(card);
        JsonNode refused = reception.patient.awaitStep("REFUSED");
        assertThat(refused.path("refused").asString()).isEqualTo("CENTRAL_SILENT");
        assertThat(refused.path("retry").asBoolean()).isTrue();
        reception.central.start();
        assertThat(step(reception.patient.post("/api/retry", "{}"))).isEqualTo("IDENTIFY");
        assertThat(step(pin("1234"))).isEqualTo("CONSENT");
    }

    @Test
    void aCardTakenAwayEarlyEndsTheVisitCleanly() throws Exception {
        reception.start();
        reception.place(new TestCard());
        pin("0000");
        reception.reader.remove();
        JsonNode gone = reception.patient.awaitStep("WAITING");
        assertThat(gone.path("refused").asString()).isEqualTo("CARD_REMOVED");
        Facility.await(() -> reception.visits.calls.contains("attempts"), Duration.ofSeconds(5));
        assertThat(reception.face).isEmptyDirectory();
        assertThat(reception.patient.post("/api/face", "{}").path("name").asString())
                .isEqualTo("NO_CARD");
    }

    @Test
    void theResultStaysForTheClerkUntilTheNextPatientAndIsNeverThePatients() throws Exception {
        reception.start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        reception.reader.remove();
        JsonNode after = reception.patient.awaitStep("WAITING");
        assertThat(after.has("verdict")).isFalse();
        assertThat(reception.counter.state().path("verdict").asString()).isEqualTo("1");
        JsonNode numbered =
                reception.counter.post("/api/reference-number", "{\"reference_number\":\"1001\"}");
        assertThat(numbered.path("reference_number").asString()).isEqualTo("1001");
        reception.counter.post("/api/mismatch", "{\"fields\":[\"NAME_KANA\"]}");
        assertThat(reception.visits.bodies.get("mismatch").toString())
                .isEqualTo("{\"fields\":[\"NAME_KANA\"]}");
        assertThat(reception.counter.post("/api/finish", "{}").has("verdict")).isFalse();
        Facility.await(() -> reception.visits.calls.contains("end"), Duration.ofSeconds(5));
    }

    @Test
    void whatTheClerkSawOfOneCardIsNeverProvenOfAnother() throws Exception {
        reception.start();
        reception.place(new TestCard());
        String seen = reception.counter.visit();
        TestCard other = new TestCard();
        reception.swap(other);
        String meant = "\"visit\":\"" + seen + "\"";
        JsonNode visual =
                reception.counter.post("/api/visual", "{\"clerk\":\"desk\"," + meant + "}");
        assertThat(visual.path("name").asString()).isEqualTo("STEP_REFUSED");
        assertThat(visual.path("field").asString()).isEqualTo("visit");
        for (String step : List.of("face", "cancel", "retry", "stay")) {
            assertThat(reception.patient.post("/api/" + step, "{" + meant + "}").path("field"))
                    .as(step)
                    .hasToString("\"visit\"");
        }
        reception.patient.post("/api/pin", "{" + meant + ",\"pin\":\"0000\"}");
        assertThat(other.tries).as("tries of the other card").isEqualTo(3);
        assertThat(reception.visits.calls).doesNotContain("presence");
        assertThat(step(reception.patient.state())).isEqualTo("IDENTIFY");
        assertThat(reception.patient.state().path("attempts")).isEmpty();
        JsonNode own =
                reception.counter.post(
                        "/api/visual",
                        "{\"clerk\":\"desk\",\"visit\":\"" + reception.counter.visit() + "\"}");
        assertThat(step(own)).isEqualTo("CONSENT");
    }

    @Test
    void consentNumberAndMismatchOfOneCardNeverReachAnother() throws Exception {
        reception.start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        String meant = "{\"visit\":\"" + reception.patient.visit() + "\"";
        reception.swap(new TestCard());
        reception.patient.post("/api/face", "{}");
        assertThat(named(reception.patient.post("/api/consents", meant + ",\"blanket\":true}")))
                .isEqualTo("STEP_REFUSED");
        assertThat(reception.visits.calls).doesNotContain("consents");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        assertThat(
                        named(
                                reception.counter.post(
                                        "/api/reference-number",
                                        meant + ",\"reference_number\":\"7\"}")))
                .isEqualTo("STEP_REFUSED");
        assertThat(
                        named(
                                reception.counter.post(
                                        "/api/mismatch", meant + ",\"fields\":[\"NAME\"]}")))
                .isEqualTo("STEP_REFUSED");
        assertThat(named(reception.counter.post("/api/finish", meant + "}")))
                .isEqualTo("STEP_REFUSED");
        assertThat(reception.visits.calls).doesNotContain("reference-number", "mismatch");
        assertThat(reception.counter.state().path("verdict").asString()).isEqualTo("1");
    }

    @Test
    void aResultGoesInTimeThoughTheCardStillLiesThere() throws Exception {
        reception.with("result-stay-seconds", "2").start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        JsonNode over = reception.counter.await(state -> !state.has("verdict"));
        assertThat(step(over)).isEqualTo("DONE");
        assertThat(reception.patient.page("/"))
                .contains("カードをお取りください")
                .doesNotContain("窓口へお進みください");
        assertThat(reception.counter.page("/")).contains("カードが置かれたままです");
        Facility.await(() -> reception.visits.calls.contains("end"), Duration.ofSeconds(5));
        reception.reader.remove();
        assertThat(reception.patient.awaitStep("WAITING").has("refused")).isFalse();
    }

    @Test
    void aClerkWhoFinishesFirstSendsNobodyAwayWithoutTheCard() throws Exception {
        reception.start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        JsonNode finished = reception.counter.post("/api/finish", "{}");
        assertThat(step(finished)).isEqualTo("DONE");
        assertThat(finished.has("verdict")).isFalse();
        assertThat(finished.path("consents")).isEmpty();
        assertThat(reception.patient.page("/")).contains("カードをお取りください");
        assertThat(step(reception.counter.post("/api/finish", "{}"))).isEqualTo("DONE");
        reception.reader.remove();
        assertThat(reception.patient.awaitStep("WAITING").has("visit")).isFalse();
    }

    @Test
    void aPhoneWhosePinIsLockedIsToldWhatElseHelps() throws Exception {
        reception.start();
        TestCard phone = reception.place(new TestCard().phone());
        pin("0000");
        pin("0000");
        JsonNode locked = pin("0000");
        assertThat(step(locked)).isEqualTo("REFUSED");
        assertThat(locked.path("refused").asString()).isEqualTo("NO_MODE_LEFT");
        assertThat(locked.path("pin_tries_left").asInt(-1)).isZero();
        assertThat(locked.path("retry").asBoolean()).isFalse();
        assertThat(locked.path("next_step").path("ja").asString()).contains("資格確認書");
        assertThat(reception.patient.page("/")).contains("資格確認書").contains("職員");
        assertThat(reception.counter.page("/")).contains("番号で確認する").contains("申立書");
        reception.reader.remove();
        Facility.await(() -> reception.visits.calls.contains("attempts"), Duration.ofSeconds(5));
        reception.patient.awaitStep("WAITING");
        reception.reader.place(phone);
        assertThat(reception.patient.awaitStep("REFUSED").path("refused").asString())
                .isEqualTo("NO_MODE_LEFT");
    }

    @Test
    void aReaderThatFailsAfterTheAnswerLeavesTheResultToTheClerk() throws Exception {
        reception.start();
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        reception.reader.close();
        reception.patient.await(
                state -> state.path("refused").asString("").equals("CARD_UNREADABLE"));
        JsonNode numbered =
                reception.counter.post(
                        "/api/reference-number",
                        "{\"reference_number\":\"1001\",\"visit\":\""
                                + reception.counter.visit()
                                + "\"}");
        assertThat(numbered.path("reference_number").asString()).isEqualTo("1001");
        assertThat(reception.visits.calls).doesNotContain("end");
        reception.counter.post("/api/finish", "{}");
        Facility.await(() -> reception.visits.calls.contains("end"), Duration.ofSeconds(5));
    }

    @Test
    void nobodyIsHurriedButAForgottenCardDoesNotStayUnlocked() throws Exception {
        reception.with("visit-idle-seconds", "3").with("visit-idle-warning-seconds", "2").start();
        reception.place(new TestCard());
        JsonNode warned = reception.patient.await(it -> it.path("idle_warning").asBoolean());
        assertThat(step(warned)).isEqualTo("IDENTIFY");
        assertThat(reception.patient.post("/api/stay", "{}").path("idle_warning").asBoolean())
                .isFalse();
        JsonNode ended = reception.patient.awaitStep("REFUSED");
        assertThat(ended.path("refused").asString()).isEqualTo("CHALLENGE_EXPIRED");
        assertThat(step(reception.patient.post("/api/retry", "{}"))).isEqualTo("IDENTIFY");
    }

    @Test
    void aReaderThatIsGoneIsSaidAndComesBack() throws Exception {
        reception.start();
        reception.patient.awaitStep("WAITING");
        reception.reader.close();
        JsonNode gone = reception.patient.await(it -> it.has("refused"));
        assertThat(gone.path("refused").asString()).isEqualTo("CARD_UNREADABLE");
        assertThat(step(gone)).isEqualTo("WAITING");
    }

    @Test
    void theTerminalNeverOpensTheApplicationOfTheIndividualNumber() throws Exception {
        reception.start();
        reception.place(new TestCard());
        pin("0000");
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        assertThat(reception.reader.commands)
                .filteredOn(command -> command.startsWith("00A4040C"))
                .isNotEmpty()
                .allMatch(command -> command.equals("00A4040C0AD392"));
        assertThat(reception.reader.commands)
                .filteredOn(command -> command.startsWith("00A4020C"))
                .allMatch(command ->
                        List.of("0006", "000A", "0016", "0017", "0018")
                                .contains(command.substring(10)));
    }

    private JsonNode pin(String digits) throws IOException, InterruptedException {
        return reception.patient.post("/api/pin", "{\"pin\":\"" + digits + "\"}");
    }

    private JsonNode awaitModes(TestCard card) throws IOException, InterruptedException {
        reception.place(card);
        return reception.patient.state();
    }

    private static String named(JsonNode problem) {
        return problem.path("name").asString("");
    }

    private static String step(JsonNode state) {
        return state.path("step").asString("");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(one -> one.asString("")).toList();
    }
}
