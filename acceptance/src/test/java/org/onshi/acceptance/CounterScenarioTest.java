package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.acceptance.PatientAtReader.names;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the clerk gets to see of a patient with the card, and does with it. */
@Tag("acceptance")
class CounterScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final AuditEntries LOG = new AuditEntries(DEMO);
    private static PatientAtReader reader;
    private static PatientAtReader secondReader;

    @BeforeAll
    static void theCounterOpens() {
        reader = PatientAtReader.of(DEMO, 1);
        secondReader = PatientAtReader.of(DEMO, 2);
    }

    @AfterAll
    static void theCounterCloses() {
        reader.close();
        secondReader.close();
    }

    // ---- papers that are not asked for any more ----

    @Test
    @Requirement("A-12")
    void theLimitStandsInTheAnswerUnderConsentAndItsLackHasAReason() {
        Patient limited = Patient.in("limit_class", registered("limit_class", "A03"), reader);
        JsonNode asked = reader.visit(limited.card, reader::face, () -> reader.consent("LIMIT"));
        assertThat(coverage(asked).path("limit_class").asString())
                .as("category ウ, %s", asked)
                .isEqualTo("A03");
        JsonNode refused = reader.visit(limited.card, reader::face, reader::consent);
        assertThat(coverage(refused).has("limit_class")).isFalse();

        Patient lastDay = Patient.in("limit_ended", limitTo(Patient.TODAY), reader);
        assertThat(limit(lastDay).path("limit_to").asString())
                .as("in force on its last day")
                .isEqualTo(Patient.TODAY.toString());
        Patient dayAfter = Patient.in("limit_ended", limitTo(Patient.TODAY.minusDays(1)), reader);
        assertThat(limit(dayAfter).has("limit_class")).isFalse();

        Patient without = Patient.at(reader);
        JsonNode answer = reader.visit(without.card, reader::face, () -> reader.consent("LIMIT"));
        assertThat(coverage(answer).has("limit_class")).as("empty, not zero").isFalse();
        assertThat(codes(answer)).contains("LIMIT_NOT_REGISTERED");
    }

    private static JsonNode limit(Patient patient) {
        return coverage(reader.visit(patient.card, reader::face, () -> reader.consent("LIMIT")));
    }

    private static Predicate<TownCsv> limitTo(LocalDate day) {
        return registered("limit_to", day.toString());
    }

    /** Facts that town.csv has no column for stand in the registry. */
    private static Predicate<TownCsv> registered(String column, String value) {
        return row -> value.equals(RegisteredRow.of(DEMO, row, Patient.TODAY).column(column));
    }

    /** 20 % until the end of May, 30 % from June on: nobody shows 高齢受給者証 for it. */
    @Test
    @Requirement("A-13")
    void theShareOfTheElderlyChangesWithItsDay() throws Exception {
        LocalDate changes = LocalDate.of(2025, 6, 1);
        TownCsv row = Patient.in("elderly_20", who -> !who.symbol().isEmpty(), reader).row;
        Path file = Files.createTempFile(DEMO.folder().getParent(), "share", ".csv");
        Files.writeString(
                file,
                "action,insurer_number,symbol,number,branch,birth_date,effective_on,copay_percent,copay_from,copay_to\n"
                        + String.join(
                                ",",
                                "CHANGE",
                                row.insurerNumber(),
                                row.symbol(),
                                row.number(),
                                row.branch(),
                                row.birthDate().toString(),
                                changes.toString(),
                                "30",
                                changes.toString(),
                                "2025-07-31\n"));
        RunningDemo.Ran sent = DEMO.onshi("insurer", "register", file.toString());
        assertThat(sent.out()).as(sent.err()).contains("1,ACCEPTED,");
        assertThat(checked(row, changes.minusDays(1)).path("copay_percent").asInt()).isEqualTo(20);
        JsonNode from = checked(row, changes);
        assertThat(from.path("copay_percent").asInt()).isEqualTo(30);
        assertThat(from.path("copay_from").asString()).isEqualTo("2025-06-01");
        assertThat(from.path("copay_to").asString()).isEqualTo("2025-07-31");
        JsonNode seen =
                reader.visitByFace(reader.issue(row.person(), Map.of()).path("card_id").asString());
        assertThat(coverage(seen).path("copay_percent").asInt()).as("by card").isEqualTo(30);
    }

    private static JsonNode checked(TownCsv row, LocalDate on) {
        ObjectNode question =
                JSON.createObjectNode()
                        .put("insurer_number", row.insurerNumber())
                        .put("symbol", row.symbol())
                        .put("number", row.number())
                        .put("branch", row.branch())
                        .put("birth_date", row.birthDate().toString())
                        .put("on", on.toString());
        try (FacilitySystem facility = new FacilitySystem(DEMO, reader.facility())) {
            return coverage(facility.good("/facility/checks", question));
        }
    }

    // ---- names ----

    /** 𠮷 has no place in the receipt computer's letters; neither check nor claim fails for it. */
    @Test
    @Requirement({"A-28", "K-09"})
    void aNameWithALetterNobodyHasIsReceivedByItsKanaAndItsClaimsAreTaken() throws Exception {
        TownCsv row =
                Patient.TOWN.stream()
                        .filter(it -> it.situation().equals("unmappable_name"))
                        .filter(it -> it.name().startsWith("𠮷"))
                        .findFirst()
                        .orElseThrow();
        String shown = row.name().replace("𠮷", "●");
        ReceiptComputer.Answer answer =
                new ReceiptComputer(DEMO).ask(Question.of(row, Patient.TODAY), Shape.COMPACT);
        assertThat(answer.verdict()).isEqualTo("1");
        assertThat(answer.value("ResultOfQualificationConfirmation", "Name"))
                .as("whole in UTF-8; in Shift_JIS, as in bulk answers, it is %s", shown)
                .isEqualTo(row.name());
        assertThat(answer.value("ResultOfQualificationConfirmation", "NameKana")).isNotEmpty();

        for (String claimed : List.of(shown, row.name().replace("𠮷", "吉"))) {
            RunningDemo.Ran loaded = DEMO.onshi("operator", "load", "claims", claim(row, claimed));
            assertThat(loaded.exit()).as(loaded.err()).isZero();
            assertThat(loaded.out())
                    .as("a claim for %s finds its person: %s", claimed, loaded.out())
                    .doesNotContain("UNMATCHED")
                    .containsAnyOf("OK", "UNCHANGED");
        }

        List<String> unwritable =
                DEMO.onshi("operator", "unwritable-characters").out().lines().skip(1).toList();
        assertThat(unwritable)
                .as("logged once, with how many have it")
                .filteredOn(line -> line.startsWith("𠮷,U+20BB7,"))
                .hasSize(1);
        assertThat(unwritable)
                .as("the most frequent first")
                .isSortedAccordingTo(
                        Comparator.comparingInt(CounterScenarioTest::count).reversed());
    }

    private static int count(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(',') + 1));
    }

    private static String claim(TownCsv row, String name) throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "claim", ".UKE");
        Files.writeString(
                file,
                ClaimText.of(DEMO.firstFacility(), "202503", row, name, "629990001"),
                Charset.forName("Shift_JIS"));
        return file.toString();
    }

    // ---- the clerk's work ----

    /** Screens are looked at in the browser tests; here is how often anybody must touch them. */
    @Test
    @Requirement({"A-06", "K-05", "K-06"})
    void anOrdinaryVisitTakesTwoTouchesAndNoWayEndsWithoutTheNext() throws Exception {
        Patient patient = Patient.at(reader);
        reader.visitByFace(patient.card);
        try {
            reader.place(patient.card);
            assertThat(PatientAtReader.step(reader.face())).as("one").isEqualTo("CONSENT");
            assertThat(PatientAtReader.step(reader.consentToAll())).as("two").isEqualTo("DONE");
            reader.takeAway();

            reader.place(patient.card);
            assertThat(PatientAtReader.step(reader.visual("clerk-9")))
                    .as("the clerk acts once")
                    .isEqualTo("CONSENT");
            assertThat(PatientAtReader.step(reader.consent())).isEqualTo("DONE");
            reader.takeAway();

            reader.place(patient.card);
            reader.camera("condition", "NOBODY");
            JsonNode failed = reader.face();
            assertThat(failed.path("message").toString()).isNotBlank();
            assertThat(failed.path("next_step").path("ja").asString()).isNotBlank();
            assertThat(failed.path("next_step").path("en").asString()).isNotBlank();
            assertThat(names(failed.path("modes"))).as("another way").contains("PIN");
        } finally {
            reader.camera("condition", "CLEAR");
            reader.takeAway();
        }
    }

    @Test
    @Requirement("A-30")
    void thePatientNumberIsShownAtTheNextVisitAndToNoOtherFacility() throws Exception {
        Patient patient = Patient.at(reader);
        reader.visitByFace(
                patient.card,
                () ->
                        assertThat(
                                        reader.clerk(
                                                        "reference-number",
                                                        JSON.createObjectNode()
                                                                .put("reference_number", "P-1001"))
                                                .path("reference_number")
                                                .asString())
                                .isEqualTo("P-1001"));
        assertThat(reader.visitByFace(patient.card).path("reference_number").asString())
                .isEqualTo("P-1001");
        assertThat(secondReader.visitByFace(patient.card).path("reference_number").isMissingNode())
                .isTrue();
    }

    @Test
    @Requirement("A-38")
    void aMismatchOnThePaperIsFlaggedAndStandsInTheInsurersList() throws Exception {
        Patient patient = Patient.at(reader);
        ObjectNode fields = JSON.createObjectNode();
        fields.putArray("fields").add("NAME_KANA");
        reader.visitByFace(
                patient.card,
                () ->
                        assertThat(names(reader.clerk("mismatch", fields).path("mismatches")))
                                .containsExactly("NAME_KANA"));
        List<JsonNode> told = LOG.of("mismatch.reported", LOG.visitAt(reader.facility()));
        assertThat(told).as("of this visit, once").hasSize(1);

        RunningDemo.Ran list =
                DEMO.onshi("insurer", "mismatches", "--insurer", patient.row.insurerNumber());
        assertThat(list.exit()).as(list.err()).isZero();
        assertThat(list.out().lines())
                .filteredOn(line -> line.contains("," + patient.row.number() + ","))
                .singleElement()
                .asString()
                .contains(told.getFirst().path("entry").asString())
                .contains(reader.facility())
                .contains("NAME_KANA");
        assertThat(LOG.of("mismatch.read")).as("the look is recorded").isNotEmpty();
    }

    private static JsonNode coverage(JsonNode answer) {
        return answer.path("coverages").path(0);
    }

    private static List<String> codes(JsonNode answer) {
        return answer.path("alerts")
                .valueStream()
                .map(alert -> alert.path("code").asString())
                .toList();
    }
}
