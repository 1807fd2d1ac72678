package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.acceptance.PatientAtReader.names;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Medication, treatment and checkups: what opens them, how they look, who looked. */
@Tag("acceptance")
class MedicalInformationScenarioTest {
    private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final AuditEntries LOG = new AuditEntries(DEMO);
    private static final String MEDICINE = "629990001";

    /** Twelve months of the shared demo's clock, and the hours it runs. */
    private static final String YEAR_BEGINS = "2024-06-10";

    private static final String YEAR_ENDS = "2025-06-12";
    private static PatientAtReader reader;
    private static FacilitySystem facility;

    @BeforeAll
    static void theDoctorLogsIn() {
        reader = PatientAtReader.of(DEMO, 1);
        facility = new FacilitySystem(DEMO, reader.facility());
    }

    @AfterAll
    static void theDoctorLogsOut() {
        reader.close();
        facility.close();
    }

    // ---- what opens it ----

    @Test
    @Requirement({"A-10", "F-01", "F-02", "F-05"})
    void eachConsentOpensItsOwnInformationAndRefusalNeverBlocksEligibility() {
        for (Set<String> given :
                List.of(
                        Set.<String>of(),
                        Set.of("MEDICATION"),
                        Set.of("CHECKUP"),
                        Set.of("MEDICATION", "CHECKUP"))) {
            Patient patient = Patient.at(reader);
            JsonNode seen =
                    reader.visitByPin(patient.card, patient.pin, given.toArray(String[]::new));
            assertThat(seen.path("verdict").asString()).isEqualTo("1");
            assertThat(names(seen.path("consents"))).isEqualTo(given);
            assertThat(facility.medication(patient.row, "2").statusCode())
                    .isEqualTo(given.contains("MEDICATION") ? 200 : 403);
            assertThat(facility.checkups(patient.row).statusCode())
                    .isEqualTo(given.contains("CHECKUP") ? 200 : 403);
        }
    }

    @Test
    @Requirement({"F-06", "F-07"})
    void theInsuredNumberAloneOpensNothing() {
        Patient patient = Patient.at(reader);
        HttpResponse<String> refused = facility.medication(patient.row, "2");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(FaultCode.NO_CONSENT.code());
        assertThat(facility.checkups(patient.row).statusCode()).isEqualTo(403);
    }

    /** The registry follows one person from insurer to insurer, and no number goes to a second. */
    @Test
    @Requirement({"B-24", "F-01"})
    void afterAChangeOfInsurerWhatCameUnderTheEarlierOneIsSeenUnderConsent() throws Exception {
        String address = "東京都架空区新町二丁目7番";
        String number = InsurerDesk.individualNumber(11);
        TownCsv before = insured(0, "7700011", "2024-04-01");
        TownCsv after = insured(1, "7700012", "2025-06-01");
        String person = InsurerDesk.resident(number, before, address);
        assertThat(InsurerDesk.whole("ADD", before, number, address)).startsWith("1,ACCEPTED,OK,");
        Path claim = Files.createTempFile(DEMO.folder().getParent(), "claim", ".UKE");
        Files.writeString(
                claim,
                ClaimText.of(DEMO.firstFacility(), "202504", before, before.name(), MEDICINE),
                Charset.forName("Shift_JIS"));
        load("claims", claim);
        assertThat(InsurerDesk.send("LOSE", before, "lost_on=2025-06-01", "loss_reason=99"))
                .startsWith("1,ACCEPTED,OK,");
        assertThat(InsurerDesk.whole("ADD", after, number, address)).startsWith("1,ACCEPTED,OK,");

        assertThat(facility.medication(after, "2").statusCode()).as("no consent").isEqualTo(403);
        JsonNode card = reader.issue(person, Map.of());
        reader.visitByPin(
                card.path("card_id").asString(), card.path("pin").asString(), "MEDICATION");
        HttpResponse<String> history = facility.medication(after, "2");
        assertThat(history.statusCode()).isEqualTo(200);
        assertThat(history.body()).contains("アムロジピン");

        String another = InsurerDesk.individualNumber(12);
        InsurerDesk.resident(another, before, "東京都架空区南町3番");
        assertThat(InsurerDesk.whole("ADD", before, another, "東京都架空区南町3番"))
                .as("the number of the earlier coverage is nobody else's, ever")
                .startsWith("1,REJECTED,IDENTIFIER_TAKEN,");
    }

    private static TownCsv insured(int insurer, String number, String acquiredOn) {
        return new TownCsv(
                "",
                "転職　翠",
                "テンショク ミドリ",
                LocalDate.of(1979, 9, 9),
                "2",
                DEMO.json().get("insurers").get(insurer).asString(),
                "56",
                number,
                "01",
                Optional.of(LocalDate.parse(acquiredOn)),
                Optional.empty(),
                "plain",
                false);
    }

    @Test
    @Requirement("F-04")
    void medicalExpensesAreForThePersonAlone() {
        HttpResponse<String> refused = facility.post("/facility/medical-expense-inquiries", EMPTY);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(FaultCode.NOT_FOR_FACILITY.code());
    }

    @Test
    @Requirement({"F-03", "F-14"})
    void treatmentIsAKindOfItsOwnAndEachLookCountsOnce() {
        Patient medication = Patient.at(reader);
        reader.visitByPin(medication.card, medication.pin, "MEDICATION");
        Map<String, Long> before = views();
        assertThat(facility.medication(medication.row, "4").statusCode())
                .as("what was consented to is given")
                .isEqualTo(200);
        assertThat(grown(before, "TREATMENT")).isZero();
        assertThat(grown(before, "MEDICATION")).isEqualTo(1);

        Patient both = Patient.at(reader);
        reader.visitByPin(both.card, both.pin, "MEDICATION", "TREATMENT");
        before = views();
        assertThat(facility.medication(both.row, "4").statusCode()).isEqualTo(200);
        assertThat(grown(before, "TREATMENT")).as("clinical information +1").isEqualTo(1);

        assertThat(views()).as("the statistics are the log's").isEqualTo(viewsInTheLog());
    }

    private static long grown(Map<String, Long> before, String kind) {
        return ofKind(views(), kind) - ofKind(before, kind);
    }

    private static long ofKind(Map<String, Long> views, String kind) {
        return views.entrySet().stream()
                .filter(view -> view.getKey().startsWith(kind + ","))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Views by "kind,facility type" as the operating body gets them. */
    private static Map<String, Long> views() {
        RunningDemo.Ran ran =
                DEMO.onshi("operator", "views", "--from", YEAR_BEGINS, "--to", YEAR_ENDS);
        assertThat(ran.exit()).as(ran.err()).isZero();
        Map<String, Long> views = new TreeMap<>();
        ran.out()
                .lines()
                .skip(1)
                .forEach(line -> {
                    int at = line.lastIndexOf(',');
                    views.put(line.substring(0, at), Long.parseLong(line.substring(at + 1)));
                });
        return views;
    }

    /** The same, counted from the entries. */
    private static Map<String, Long> viewsInTheLog() {
        Map<String, Long> views = new HashMap<>();
        for (String event : List.of("medication.viewed", "checkup.viewed")) {
            for (JsonNode entry : LOG.of(event)) {
                JsonNode details = entry.path("details");
                for (String kind : details.path("kinds").asString().split("[ ,]+", -1)) {
                    views.merge(
                            kind + "," + details.path("facility_type").asString(), 1L, Long::sum);
                }
            }
        }
        return new TreeMap<>(views);
    }

    // ---- how it looks ----

    @Test
    @Requirement("F-11")
    void threeCheckupsStandInOneTableWithTheLatestFirstOnTwoPagesAtMost() throws Exception {
        Patient patient = Patient.withoutCheckups(reader);
        loadCheckups(patient.row, "2022-05-10,5.4", "2024-05-14,6.6", "2023-05-12,5.7");
        reader.visitByPin(patient.card, patient.pin, "CHECKUP");
        HttpResponse<byte[]> printed = facility.printedCheckups(patient.row);
        assertThat(printed.statusCode()).isEqualTo(200);
        try (PDDocument document = Loader.loadPDF(printed.body())) {
            assertThat(document.getNumberOfPages()).as("printable").isLessThanOrEqualTo(2);
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .as("three columns")
                    .containsPattern("2024-05-14\\s+2023-05-12\\s+2022-05-10");
            assertThat(text)
                    .as("abnormal values marked")
                    .containsPattern("▲▲高\\s*6\\.6|6\\.6\\s*▲▲高")
                    .containsPattern("(?<!▲)▲高\\s*5\\.7|5\\.7\\s*▲高");
        }
    }

    private static void loadCheckups(TownCsv row, String... daysAndValues) throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "checkups", ".csv");
        Files.writeString(
                file,
                "insurer_number,symbol,number,branch,birth_date,date,code,value,unit\n"
                        + Arrays.stream(daysAndValues)
                                .map(it -> it.split(",", -1))
                                .map(it ->
                                        String.join(
                                                ",",
                                                row.insurerNumber(),
                                                row.symbol(),
                                                row.number(),
                                                row.branch(),
                                                row.birthDate().toString(),
                                                it[0],
                                                "3D046000001906202",
                                                it[1],
                                                "%\n"))
                                .collect(Collectors.joining()));
        load("checkups", file);
    }

    private static void load(String kind, Path file) {
        RunningDemo.Ran loaded = DEMO.onshi("operator", "load", kind, file.toString());
        assertThat(loaded.exit()).as(loaded.err()).isZero();
        assertThat(loaded.out().lines().skip(1))
                .as(loaded.out())
                .allMatch(line -> line.contains(",OK,"));
    }

    @Test
    @Requirement("F-12")
    void theQuestionnaireIsFilledInAsFarAsConsentGoes() throws Exception {
        Patient patient = Patient.withoutCheckups(reader);
        loadCheckups(patient.row, "2024-05-14,6.6");
        Path claim = Files.createTempFile(DEMO.folder().getParent(), "claim", ".UKE");
        Files.writeString(
                claim,
                ClaimText.of(
                        DEMO.firstFacility(), "202505", patient.row, patient.row.name(), MEDICINE),
                Charset.forName("Shift_JIS"));
        load("claims", claim);

        Map<String, JsonNode> without = new HashMap<>();
        reader.visitByFace(patient.card, () -> without.putAll(questionnaire()));
        assertThat(without)
                .containsKeys("SYMPTOMS", "MEDICINES", "CHECKUPS", "ALLERGIES", "PREGNANCY", "NOTE")
                .allSatisfy((code, item) -> assertThat(item.path("filled")).as(code).isEmpty());

        Map<String, JsonNode> with = new HashMap<>();
        reader.visitByFace(
                patient.card,
                () -> reader.consent("MEDICATION", "CHECKUP"),
                () -> with.putAll(questionnaire()));
        assertThat(with.remove("MEDICINES").path("filled").toString()).contains("アムロジピン");
        assertThat(with.remove("CHECKUPS").path("filled").toString())
                .contains("2024-05-14", "HbA1c", "6.6");
        assertThat(with)
                .as("the rest is for the patient")
                .allSatisfy((code, item) -> assertThat(item.path("filled")).as(code).isEmpty());
    }

    /** Of the visit under way, by item. */
    private static Map<String, JsonNode> questionnaire() {
        String visit = LOG.visitAt(reader.facility());
        return facility.good("/facility/visits/" + visit + "/questionnaire", EMPTY)
                .path("items")
                .valueStream()
                .collect(Collectors.toMap(it -> it.path("code").asString(), Function.identity()));
    }

    // ---- who looked ----

    @Test
    @Requirement("J-03")
    void whatWasRecordedAboutAPersonInTwelveMonthsIsThereWithinTwoSeconds() {
        Patient patient = Patient.at(reader);
        reader.visitByPin(patient.card, patient.pin, "MEDICATION");
        assertThat(facility.medication(patient.row, "2").statusCode()).isEqualTo(200);
        long begin = System.nanoTime();
        RunningDemo.Ran log =
                DEMO.onshi(
                        "audit",
                        "person",
                        "--insurer",
                        patient.row.insurerNumber(),
                        "--symbol",
                        patient.row.symbol(),
                        "--number",
                        patient.row.number(),
                        "--branch",
                        patient.row.branch(),
                        "--birth",
                        patient.row.birthDate().toString(),
                        "--from",
                        YEAR_BEGINS,
                        "--to",
                        YEAR_ENDS);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(log.exit()).as(log.err()).isZero();
        assertThat(log.out())
                .as("who, when, in which mode, with which consent, what")
                .contains("facility:" + reader.facility())
                .contains("mode=PIN", "consent.given", "MEDICATION", "card.checked")
                .contains("medication.viewed");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }
}
