package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.acceptance.PatientAtReader.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Visits as patients and clerks live them, on one day: through the API of the two screens, with
 * cards of the simulated outside.
 */
@Tag("acceptance")
class CardScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final AuditEntries LOG = new AuditEntries(DEMO);
    private static final String WRONG_PIN = "0001";
    private static final String PIN = "4729";
    private static PatientAtReader reader;
    private static PatientAtReader secondReader;

    @BeforeAll
    static void patientsComeIn() {
        reader = PatientAtReader.of(DEMO, 1);
        secondReader = PatientAtReader.of(DEMO, 2);
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
        Patient patient = Patient.at(reader);
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
        Patient patient = Patient.at(reader);
        Patient stranger = Patient.at(reader);
        String before = LOG.abandonedAt(reader.facility());
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
                    "the visit that ended without a presence stands in the log",
                    Duration.ofSeconds(10),
                    () -> !LOG.abandonedAt(reader.facility()).equals(before));
            assertThat(
                            LOG.of(
                                    "presence.impersonation_suspected",
                                    LOG.abandonedAt(reader.facility())))
                    .as("of this visit, once")
                    .hasSize(1);
        } finally {
            reader.camera("condition", "CLEAR");
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-05", "G-13"})
    void threeWrongPinsLockThePinOnlyAndForGood() {
        Patient patient = Patient.at(reader);
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
            JsonNode asked = reader.registered(reader.face());
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-06", "A-07"})
    void threeWaysAreTriedInOneVisitAndTheClerksEyesSettleIt() throws Exception {
        Patient patient = Patient.at(reader);
        Patient stranger = Patient.at(reader);
        try {
            reader.place(patient.card);
            reader.camera("person", stranger.row.person());
            reader.face();
            reader.face();
            reader.touch("mode", JSON.createObjectNode().put("mode", "PIN"));
            JsonNode back = reader.touch("cancel", JSON.createObjectNode());
            assertThat(back.path("attempts").size()).isEqualTo(3);
            JsonNode asked = reader.registered(reader.visual("clerk-7"));
            assertThat(asked.path("mode").asString()).isEqualTo("VISUAL");
            assertThat(reader.consentToAll().path("verdict").asString()).isEqualTo("1");
            List<JsonNode> proven = LOG.of("presence.proven", LOG.visitAt(reader.facility()));
            assertThat(proven).as("one verification").hasSize(1);
            assertThat(proven.getFirst().path("details").path("mode").asString())
                    .isEqualTo("VISUAL");
            assertThat(proven.getFirst().toString()).as("the clerk named").contains("clerk-7");
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
    void aReaderBelongsToOneTerminalAlone() {
        Patient patient = Patient.at(reader);
        try {
            reader.place(patient.card);
            assertThat(reader.anotherSession()).isEqualTo(409);
        } finally {
            reader.takeAway();
        }
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

    /** A thousand would take the screens minutes; the door they use takes seconds. */
    @Test
    @Requirement("A-09")
    void aThousandVisitsOfTwoTerminalsAtOnceAreAnsweredToTheirOwn() throws Exception {
        List<CardAtDoor> cards = townCards(4);
        int visits = 500;
        try (FacilitySystem one = new FacilitySystem(DEMO, reader.facility());
                FacilitySystem other = new FacilitySystem(DEMO, secondReader.facility());
                ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<List<String>> first =
                    both.submit(() -> answeredToOthers(one, cards.subList(0, 2), visits));
            Future<List<String>> second =
                    both.submit(() -> answeredToOthers(other, cards.subList(2, 4), visits));
            assertThat(first.get()).isEmpty();
            assertThat(second.get()).isEmpty();
        }
    }

    private static List<String> answeredToOthers(
            FacilitySystem at, List<CardAtDoor> cards, int visits) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < visits; i++) {
            CardAtDoor card = cards.get(i % cards.size());
            JsonNode answer = card.visit(at);
            JsonNode coverage = answer.path("coverages").path(0);
            if (!coverage.path("number").asString("").equals(card.holder().number())
                    || !coverage.path("name").asString("").equals(card.holder().name())) {
                wrong.add("visit " + i);
            }
        }
        return wrong;
    }

    /** Cards as the town gave them: of people whom no scenario gives another one. */
    private static List<CardAtDoor> townCards(int count) {
        return Patient.TOWN.stream()
                .filter(row -> row.situation().equals("dependant"))
                .filter(row -> row.holdsOn(Patient.TODAY))
                .filter(row -> row.birthDate().isBefore(LocalDate.of(1990, 1, 1)))
                .map(row -> CardAtDoor.of(DEMO, row, Patient.TODAY))
                .flatMap(Optional::stream)
                .limit(count)
                .toList();
    }

    /** What went wrong in so many visits of two patients by turns at one reader. */
    private static Callable<List<String>> alternating(PatientAtReader at, int rounds) {
        List<Patient> two = List.of(Patient.at(reader), Patient.at(reader));
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

    // ---- kinds of cards ----

    @Test
    @Requirement({"A-14", "A-19"})
    void anUnregisteredCardIsRegisteredOnTheReaderOrNotAndEitherWayGoesOn() {
        Patient patient = Patient.unregistered(reader);
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
        Patient patient = Patient.at(reader, Map.of("kind", "pin_less"));
        try {
            JsonNode start = reader.place(patient.card);
            assertThat(names(start.path("modes"))).contains("FACE").doesNotContain("PIN");
            assertThat(reader.registered(reader.face()).path("step").asString())
                    .isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement({"A-27", "G-10"})
    void anInfantIsIdentifiedByTheClerkAndTheCompanion() {
        TownCsv infant =
                Patient.TOWN.stream()
                        .filter(row -> row.birthDate().isAfter(Patient.TODAY.minusYears(1)))
                        .filter(row -> row.holdsOn(Patient.TODAY))
                        .findFirst()
                        .orElseThrow();
        Patient patient = Patient.of(infant, reader, Map.of("kind", "infant"));
        assertThat(reader.card(patient.card).path("card_expires_on").asString())
                .isLessThanOrEqualTo(infant.birthDate().plusYears(5).toString());
        try {
            reader.place(patient.card);
            JsonNode noFace = reader.face();
            assertThat(noFace.path("no_photo").asBoolean()).as(noFace.toString()).isTrue();
            assertThat(reader.visual("clerk-8").path("name").asString()).isEqualTo("FIELD_MISSING");
            JsonNode asked = reader.registered(reader.visual("clerk-8", "FAMILY"));
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
            assertThat(LOG.of("presence.proven", LOG.visitAt(reader.facility())))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.toString()).contains("FAMILY"));
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement("A-37")
    void aPhoneServesAsCardWhereTheFacilityTakesPhones() {
        Patient patient = Patient.at(reader, Map.of("kind", "phone_android"));
        try {
            JsonNode start = reader.place(patient.card);
            assertThat(names(start.path("modes"))).containsExactly("PIN");
            JsonNode asked = reader.registered(reader.pin(patient.pin));
            assertThat(asked.path("step").asString()).as(asked.toString()).isEqualTo("CONSENT");
            assertThat(reader.consent().path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Requirement("G-01")
    void aCardOutlivesItsCertificates() {
        TownCsv minor =
                Patient.TOWN.stream()
                        .filter(row -> row.birthDate().isAfter(Patient.TODAY.minusYears(12)))
                        .filter(row -> row.birthDate().isBefore(Patient.TODAY.minusYears(6)))
                        .findFirst()
                        .orElseThrow();
        Patient adult = Patient.at(reader);
        assertThat(ends(adult, "card_expires_on")).isEqualTo(birthday(adult.row, 10));
        assertThat(ends(adult, "certificate_expires_on")).isEqualTo(birthday(adult.row, 5));
        Patient child = Patient.of(minor, reader, Map.of());
        assertThat(ends(child, "card_expires_on")).isEqualTo(birthday(minor, 5));
        assertThat(ends(child, "certificate_expires_on")).isEqualTo(birthday(minor, 5));
    }

    private static LocalDate ends(Patient patient, String what) {
        return LocalDate.parse(reader.card(patient.card).path(what).asString());
    }

    /** The n-th birthday from today on; one that is today has passed. */
    private static LocalDate birthday(TownCsv row, int nth) {
        long lived = ChronoUnit.YEARS.between(row.birthDate(), Patient.TODAY);
        return row.birthDate().plusYears(lived + nth);
    }

    @Test
    @Requirement("G-02")
    void theCertificateForAuthenticationSaysNothingOfItsHolder() throws Exception {
        Patient patient = Patient.at(reader);
        X509Certificate proving = reader.certificate(patient.card);
        assertThat(proving.getSubjectAlternativeNames()).isNull();
        assertThat(text(proving))
                .doesNotContain(patient.row.name())
                .doesNotContain(patient.row.nameKana())
                .doesNotContain("%tY%<tm%<td".formatted(patient.row.birthDate()))
                .doesNotContain(patient.row.number());
        assertThat(proving.getSubjectX500Principal().getName()).matches("CN=[0-9A-Za-z]+,C=JP");
        assertThat(HexFormat.of().formatHex(proving.getSerialNumber().toByteArray()))
                .as("what binds it to a person is this number, in the central table alone")
                .endsWith(reader.card(patient.card).path("serial").asString());
    }

    private static String text(X509Certificate certificate) throws CertificateEncodingException {
        return new String(certificate.getEncoded(), StandardCharsets.UTF_8);
    }

    @Test
    @Requirement({"A-04", "J-05"})
    void noPictureIsKeptAnywhereAfterMatchAndMismatch() throws Exception {
        Patient patient = Patient.at(reader);
        Patient stranger = Patient.at(reader);
        try {
            reader.place(patient.card);
            reader.camera("person", stranger.row.person());
            reader.face();
            reader.camera("person", patient.row.person());
            assertThat(reader.registered(reader.face()).path("step").asString())
                    .isEqualTo("CONSENT");
            reader.consent();
        } finally {
            reader.takeAway();
        }
        List<String> pictures = new ArrayList<>();
        for (Path file : DEMO.files()) {
            String place = DEMO.folder().relativize(file).toString();
            if (!place.startsWith("sandbox") && holdsPicture(file)) {
                pictures.add(place);
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
}
