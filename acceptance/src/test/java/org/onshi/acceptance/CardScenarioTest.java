package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.acceptance.PatientAtReader.names;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Visits as patients and clerks live them, on one day: through the API of the two screens, with
 * cards of the simulated outside.
 */
@Tag("acceptance")
class CardScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));
    private static final List<TownCsv> TOWN = TownCsv.read(DEMO.file("town.csv"));
    private static final String WRONG_PIN = "0001";
    private static final String PIN = "4729";
    private static PatientAtReader reader;
    private static PatientAtReader secondReader;
    private static Iterator<TownCsv> people;

    @BeforeAll
    static void patientsComeIn() {
        reader = PatientAtReader.of(DEMO, 1);
        secondReader = PatientAtReader.of(DEMO, 2);
        people =
                TOWN.stream()
                        .filter(row -> row.situation().equals("plain"))
                        .filter(row -> row.holdsOn(TODAY))
                        .filter(row -> row.birthDate().isBefore(LocalDate.of(2000, 1, 1)))
                        .filter(row -> row.birthDate().isAfter(LocalDate.of(1960, 1, 1)))
                        .iterator();
    }

    @AfterAll
    static void patientsGoHome() {
        reader.close();
        secondReader.close();
    }

    // ---- identification ----

    @Test
    @Requirement({"A-01", "A-04"})
    void aFaceThatMatchesAnswersWithTheRegisteredRowAndTellsTheReceiptComputer() throws Exception {
        Patient patient = new Patient();
        JsonNode seen = reader.visitByFace(patient.card);
        assertThat(seen.path("verdict").asString()).as(seen.toString()).isEqualTo("1");
        assertThat(seen.path("mode").asString()).isEqualTo("FACE");
        JsonNode coverage = seen.path("coverages").get(0);
        assertThat(coverage.path("insurer_number").asString())
                .isEqualTo(patient.row.insurerNumber());
        assertThat(coverage.path("name").asString()).isEqualTo(patient.row.name());
        Path told = DEMO.file("OQS/face").resolve(seen.path("face_file").asString());
        assertThat(Files.readString(told))
                .contains("<ReferenceClassification>1</ReferenceClassification>")
                .contains(patient.row.number());
    }

    @Test
    @Requirement({"A-04", "A-07", "A-34", "J-06"})
    void anotherFaceIsRefusedWithTheNextWaysAndSuspected() throws Exception {
        Patient patient = new Patient();
        Patient stranger = new Patient();
        try {
            reader.place(patient.card);
            reader.camera("person", stranger.row.person());
            JsonNode refused = reader.face();
            assertThat(refused.path("step").asString()).isEqualTo("IDENTIFY");
            assertThat(refused.path("refused").asString()).isEqualTo("FACE_NOT_MATCHED");
            assertThat(names(refused.path("modes"))).contains("FACE", "PIN");
            reader.camera("condition", "SLEEVE");
            assertThat(reader.face().path("hint").asString()).isEqualTo("SLEEVE");
            reader.takeAway();
            RunningDemo.await(
                    "the suspicion stands in the log",
                    Duration.ofSeconds(10),
                    () -> count("presence.impersonation_suspected", "") > 0);
        } finally {
            reader.camera("condition", "CLEAR");
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-05", "G-13"})
    void threeWrongPinsLockThePinOnlyAndForGood() {
        Patient patient = new Patient();
        try {
            JsonNode start = reader.place(patient.card);
            assertThat(start.path("pin_tries_left").asInt()).isEqualTo(3);
            assertThat(reader.pin(WRONG_PIN).path("pin_tries_left").asInt()).isEqualTo(2);
            reader.takeAway();
            reader.place(patient.card);
            assertThat(reader.pin(WRONG_PIN).path("pin_tries_left").asInt()).isEqualTo(1);
            JsonNode locked = reader.pin(WRONG_PIN);
            assertThat(locked.path("refused").asString()).isEqualTo("PIN_LOCKED");
            assertThat(locked.path("next_step").path("ja").asString()).contains("顔");
            assertThat(names(locked.path("modes"))).contains("FACE").doesNotContain("PIN");
            JsonNode asked = registered(reader.face());
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-06", "A-07"})
    void threeWaysAreTriedInOneVisitAndTheClerksEyesSettleIt() throws Exception {
        Patient patient = new Patient();
        Patient stranger = new Patient();
        try {
            reader.place(patient.card);
            reader.camera("person", stranger.row.person());
            reader.face();
            reader.face();
            reader.touch("mode", JSON.createObjectNode().put("mode", "PIN"));
            JsonNode back = reader.touch("cancel", JSON.createObjectNode());
            assertThat(back.path("attempts").size()).isEqualTo(3);
            JsonNode asked = registered(reader.visual("clerk-7"));
            assertThat(asked.path("mode").asString()).isEqualTo("VISUAL");
            assertThat(reader.consentToAll().path("verdict").asString()).isEqualTo("1");
            assertThat(count("presence.proven", "clerk-7"))
                    .as("one verification, the clerk named")
                    .isEqualTo(1);
        } finally {
            reader.camera("condition", "CLEAR");
            reader.takeAway();
        }
    }

    @Test
    @Requirement("A-08")
    void theClerksScreenTakesNeitherPinNorConsent() {
        for (String call : List.of("pin", "face", "consents", "registration")) {
            JsonNode answer = reader.clerk(call, JSON.createObjectNode().put("pin", PIN));
            assertThat(answer.path("status").asInt()).as(call).isEqualTo(404);
        }
        JsonNode visual = reader.touch("visual", JSON.createObjectNode().put("clerk", "clerk-7"));
        assertThat(visual.path("status").asInt()).isEqualTo(404);
    }

    @Test
    @Requirement("A-09")
    void twoReadersAtTheSameTimeNeverMixTheirPatients() throws Exception {
        int rounds = 25;
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<List<String>> first = both.submit(alternating(reader, rounds));
            Future<List<String>> second = both.submit(alternating(secondReader, rounds));
            assertThat(first.get()).isEmpty();
            assertThat(second.get()).isEmpty();
        }
    }

    /** What went wrong in so many visits of two patients by turns at one reader. */
    private static Callable<List<String>> alternating(PatientAtReader at, int rounds) {
        List<Patient> two = List.of(new Patient(), new Patient());
        return () -> {
            List<String> wrong = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Patient patient = two.get(round % 2);
                JsonNode seen = at.visitByFace(patient.card);
                String name = seen.path("coverages").path(0).path("name").asString("");
                if (!name.equals(patient.row.name())) {
                    wrong.add("round " + round + ": " + seen.path("step") + seen.path("refused"));
                }
            }
            return wrong;
        };
    }

    // ---- consent ----

    @Test
    @Requirement({"A-10", "F-01", "F-02", "F-05"})
    void eachConsentOpensItsOwnInformationAndRefusalNeverBlocksEligibility() throws Exception {
        for (Set<String> given :
                List.of(
                        Set.<String>of(),
                        Set.of("MEDICATION"),
                        Set.of("CHECKUP"),
                        Set.of("MEDICATION", "CHECKUP"))) {
            Patient patient = new Patient();
            JsonNode seen =
                    reader.visitByPin(patient.card, patient.pin, given.toArray(String[]::new));
            assertThat(seen.path("verdict").asString()).isEqualTo("1");
            assertThat(names(seen.path("consents"))).isEqualTo(given);
            assertThat(medication(patient).statusCode())
                    .isEqualTo(given.contains("MEDICATION") ? 200 : 403);
            assertThat(checkups(patient).statusCode())
                    .isEqualTo(given.contains("CHECKUP") ? 200 : 403);
        }
    }

    @Test
    @Requirement({"F-06", "F-07"})
    void theInsuredNumberAloneOpensNothing() throws Exception {
        Patient patient = new Patient();
        HttpResponse<String> refused = medication(patient);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(FaultCode.NO_CONSENT.code());
        assertThat(checkups(patient).statusCode()).isEqualTo(403);
    }

    @Test
    @Requirement("F-04")
    void medicalExpensesAreForThePersonAlone() throws Exception {
        try (MachineCaller facility = facility()) {
            HttpResponse<String> refused =
                    facility.post(
                            door("/facility/medical-expense-inquiries"), "application/json", "{}");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains(FaultCode.NOT_FOR_FACILITY.code());
        }
    }

    // ---- kinds of cards ----

    @Test
    @Requirement({"A-14", "A-19"})
    void anUnregisteredCardIsRegisteredOnTheReaderOrNotAndEitherWayGoesOn() {
        Patient patient = new Patient();
        try {
            reader.place(patient.card);
            assertThat(reader.face().path("step").asString()).isEqualTo("REGISTER");
            JsonNode declined = reader.register(false);
            assertThat(declined.path("refused").asString()).isEqualTo("CARD_NOT_REGISTERED");
            assertThat(declined.path("next_step").path("ja").asString()).isNotBlank();
            reader.takeAway();
            reader.place(patient.card);
            assertThat(reader.face().path("step").asString()).isEqualTo("REGISTER");
            assertThat(reader.register(true).path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
            reader.takeAway();
            reader.place(patient.card);
            assertThat(reader.face().path("step").asString())
                    .as("once and for all")
                    .isEqualTo("CONSENT");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement("G-09")
    void aCardWithoutPinOffersFaceAndNoPin() {
        Patient patient = new Patient(Map.of("kind", "pin_less"));
        try {
            JsonNode start = reader.place(patient.card);
            assertThat(names(start.path("modes"))).contains("FACE").doesNotContain("PIN");
            assertThat(registered(reader.face()).path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-27", "G-10"})
    void anInfantIsIdentifiedByTheClerkAndTheCompanion() {
        TownCsv infant =
                TOWN.stream()
                        .filter(row -> row.birthDate().isAfter(TODAY.minusYears(1)))
                        .filter(row -> row.holdsOn(TODAY))
                        .findFirst()
                        .orElseThrow();
        Patient patient = new Patient(infant, Map.of("kind", "infant"));
        assertThat(reader.card(patient.card).path("card_expires_on").asString())
                .isLessThanOrEqualTo(infant.birthDate().plusYears(5).toString());
        try {
            reader.place(patient.card);
            JsonNode noFace = reader.face();
            assertThat(noFace.path("no_photo").asBoolean()).as(noFace.toString()).isTrue();
            assertThat(reader.visual("clerk-8").path("name").asString()).isEqualTo("FIELD_MISSING");
            JsonNode asked = registered(reader.visual("clerk-8", "FAMILY"));
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
            assertThat(count("presence.proven", "FAMILY")).isEqualTo(1);
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement("A-37")
    void aPhoneServesAsCardWhereTheFacilityTakesPhones() {
        Patient patient = new Patient(Map.of("kind", "phone_android"));
        try {
            JsonNode start = reader.place(patient.card);
            assertThat(names(start.path("modes"))).containsExactly("PIN");
            JsonNode asked = registered(reader.pin(patient.pin));
            assertThat(asked.path("step").asString()).as(asked.toString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    // ---- the counter ----

    @Test
    @Requirement("A-30")
    void thePatientNumberIsShownAtTheNextVisitAndToNoOtherFacility() {
        Patient patient = new Patient();
        try {
            reader.place(patient.card);
            registered(reader.face());
            reader.consent();
            JsonNode mapped =
                    reader.clerk(
                            "reference-number",
                            JSON.createObjectNode().put("reference_number", "P-1001"));
            assertThat(mapped.path("reference_number").asString()).isEqualTo("P-1001");
        } finally {
            reader.takeAway();
        }
        assertThat(reader.visitByFace(patient.card).path("reference_number").asString())
                .isEqualTo("P-1001");
        assertThat(secondReader.visitByFace(patient.card).path("reference_number").isMissingNode())
                .isTrue();
    }

    @Test
    @Requirement("A-38")
    void aMismatchOnThePaperIsToldToTheInsurer() throws Exception {
        Patient patient = new Patient();
        try {
            reader.place(patient.card);
            registered(reader.face());
            reader.consent();
            ObjectNode body = JSON.createObjectNode();
            body.putArray("fields").add("NAME_KANA");
            JsonNode told = reader.clerk("mismatch", body);
            assertThat(names(told.path("mismatches"))).containsExactly("NAME_KANA");
            assertThat(count("mismatch.reported", "")).isPositive();
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-04", "J-05"})
    void noPictureIsKeptAnywhereAfterMatchAndMismatch() throws Exception {
        Patient patient = new Patient();
        Patient stranger = new Patient();
        try {
            reader.place(patient.card);
            reader.camera("person", stranger.row.person());
            reader.face();
            reader.camera("person", patient.row.person());
            assertThat(registered(reader.face()).path("step").asString()).isEqualTo("CONSENT");
            reader.consent();
        } finally {
            reader.takeAway();
        }
        List<String> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DEMO.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String place = DEMO.folder().relativize(file).toString();
                if (!place.startsWith("sandbox") && holdsPicture(file)) {
                    pictures.add(place);
                }
            }
        }
        assertThat(pictures).isEmpty();
    }

    /** The signature of a PNG, a JPEG or a JPEG 2000 file anywhere in it, or a PNG in base64. */
    private static boolean holdsPicture(Path file) throws IOException {
        String bytes;
        try {
            bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return false;
        }
        return Stream.of(
                        "\u0089PNG\r\n\u001a\n",
                        "\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF\u0000",
                        "\u0000\u0000\u0000\u000cjP  \r\n\u0087\n",
                        "iVBORw0KGgo")
                .anyMatch(bytes::contains);
    }

    // ---- words of these scenarios ----

    /** A person of the town with a card of their own, not registered yet. */
    private static final class Patient {
        final TownCsv row;
        final String card;
        final String pin;

        Patient() {
            this(Map.of());
        }

        Patient(Map<String, String> wishes) {
            this(nextPerson(), wishes);
        }

        Patient(TownCsv row, Map<String, String> wishes) {
            this.row = row;
            JsonNode issued = reader.issue(row.person(), wishes);
            this.card = issued.path("card_id").asString();
            this.pin = issued.path("pin").asString();
        }

        private static TownCsv nextPerson() {
            synchronized (TOWN) {
                return people.next();
            }
        }
    }

    private static JsonNode registered(JsonNode state) {
        return state.path("step").asString().equals("REGISTER") ? reader.register(true) : state;
    }

    private static MachineCaller facility() throws Exception {
        return new MachineCaller(DEMO, Optional.of("facility-" + DEMO.firstFacility() + ".p12"));
    }

    private static String door(String path) {
        return DEMO.url("facility") + path;
    }

    private static HttpResponse<String> medication(Patient patient) throws Exception {
        return inquiry("/facility/medication-inquiries", "YZK", patient);
    }

    private static HttpResponse<String> checkups(Patient patient) throws Exception {
        return inquiry("/facility/checkup-inquiries", "TKK", patient);
    }

    private static HttpResponse<String> inquiry(String path, String family, Patient patient)
            throws Exception {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode xml = message.putObject("XmlMsg");
        xml.putObject("MessageHeader")
                .put("MedicalInstitutionCode", DEMO.firstFacility())
                .put("InsurerNumber", patient.row.insurerNumber())
                .put("InsuranceCardSymbol", patient.row.symbol())
                .put("InsuredPersonIdentificationNumber", patient.row.number())
                .put("BranchNumber", patient.row.branch())
                .put("ArbitraryFileIdentifier", family + "-" + patient.card);
        xml.putObject("MessageBody").put("FileCategory", "2");
        try (MachineCaller facility = facility()) {
            return facility.post(door(path), "application/json", JSON.writeValueAsString(message));
        }
    }

    /** Entries of the log of that event that hold that text. */
    private static int count(String event, String text) {
        try (Connection inspector = DEMO.inspector();
                PreparedStatement entries =
                        inspector.prepareStatement(
                                "SELECT count(1) FROM audit.entry WHERE position(convert_to(?,"
                                    + " 'UTF8') IN body) > 0 AND position(convert_to(?, 'UTF8') IN"
                                    + " body) > 0")) {
            entries.setString(1, "\"" + event + "\"");
            entries.setString(2, text);
            try (ResultSet rows = entries.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
