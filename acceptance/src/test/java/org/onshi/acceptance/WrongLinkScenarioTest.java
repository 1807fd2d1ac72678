package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two women of one name, born on one day, at two addresses. The insurer of the one has the number
 * of the other, takes the address for that of a move, and confirms it: the whole way back.
 */
@Tag("acceptance")
class WrongLinkScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final String INSURER = DEMO.json().get("insurers").get(0).asString();
    private static final String OTHER_INSURER = DEMO.json().get("insurers").get(1).asString();
    private static final String HOME = "東京都架空区本町一丁目2番3号";
    private static final String ELSEWHERE = "東京都架空区港町9番9号";
    private static final String MEDICINE = "629990001";

    /** The insured woman, as the insurer registers her. */
    private static final TownCsv INSURED =
            new TownCsv(
                    "",
                    "対馬　千鶴",
                    "ツシマ チヅル",
                    LocalDate.of(1983, 11, 23),
                    "2",
                    INSURER,
                    "55",
                    "7700001",
                    "01",
                    Optional.of(LocalDate.of(2025, 4, 1)),
                    Optional.empty(),
                    "plain",
                    false);

    /** The other woman's own coverage, of another insurer. */
    private static final TownCsv OF_THE_OTHER =
            new TownCsv(
                    "",
                    INSURED.name(),
                    INSURED.nameKana(),
                    INSURED.birthDate(),
                    INSURED.sex(),
                    OTHER_INSURER,
                    "55",
                    "7700002",
                    "01",
                    INSURED.acquiredOn(),
                    Optional.empty(),
                    "plain",
                    false);

    private static PatientAtReader reader;
    private static FacilitySystem facility;
    private static MachineCaller insurer;
    private static MachineCaller operator;

    @BeforeAll
    static void everybodyIsAtWork() throws Exception {
        reader = PatientAtReader.of(DEMO, 1);
        facility = new FacilitySystem(DEMO, reader.facility());
        insurer = new MachineCaller(DEMO, Optional.of("insurer-" + INSURER + ".p12"));
        operator = new MachineCaller(DEMO, Optional.of("operator.p12"));
    }

    @AfterAll
    static void everybodyGoesHome() {
        operator.close();
        insurer.close();
        facility.close();
        reader.close();
    }

    @Test
    @Requirement({"B-09", "B-16", "J-02", "J-09"})
    void aLinkThatAnInsurerConfirmedWronglyIsStoppedAtOnceLookedUpCorrectedAndCounted()
            throws Exception {
        String othersNumber = InsurerDesk.individualNumber(1);
        String herNumber = InsurerDesk.individualNumber(2);
        String othersPerson = InsurerDesk.resident(othersNumber, INSURED, ELSEWHERE);
        InsurerDesk.resident(herNumber, INSURED, HOME);
        assertThat(InsurerDesk.whole("ADD", INSURED, othersNumber, HOME))
                .startsWith("1,PENDING,REGISTER_DIFFERS,");
        confirm();
        load(ClaimText.of(DEMO.firstFacility(), "202504", INSURED, INSURED.name(), MEDICINE));

        // the other woman's visit: shown is who is insured, and her medicine
        JsonNode card = reader.issue(othersPerson, Map.of());
        JsonNode visit =
                reader.visitByPin(
                        card.path("card_id").asString(), card.path("pin").asString(), "MEDICATION");
        assertThat(visit.path("verdict").asString()).as(visit.toString()).isEqualTo("1");
        assertThat(facility.medication(INSURED, "2").statusCode()).isEqualTo(200);

        String id = suspend();
        long stopped = System.nanoTime();
        HttpResponse<String> refused = facility.medication(INSURED, "2");
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(1));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .as(
                        "a coverage that is stopped leads to nobody, and nobody's number has no"
                                + " consent")
                .contains(FaultCode.NO_CONSENT.code());
        assertThat(verdict()).as("nobody is answered with it").isEqualTo("4");
        assertThat(InsurerDesk.whole("ADD", OF_THE_OTHER, othersNumber, ELSEWHERE))
                .startsWith("1,ACCEPTED,");
        assertThat(facility.medication(OF_THE_OTHER, "2").body())
                .as("nor is she whose records may hold another's shown any, by her own coverage")
                .contains(FaultCode.VIEWING_SUSPENDED.code());
        assertThat(suspendedInLog(id)).as("who stopped it, and why").contains("PERSON");

        assertThat(step(id, "look-up", "{}").path("viewings").asInt()).isEqualTo(2);
        step(id, "decision", "{\"wrong\":true,\"clerk\":\"sato\"}");
        assertThat(whoLooked(id)).containsOnly("facility:" + reader.facility()).hasSize(2);
        assertThat(InsurerDesk.whole("CORRECT", INSURED, herNumber, HOME))
                .startsWith("1,ACCEPTED,OK,");
        JsonNode corrected = step(id, "correction", "{\"clerk\":\"suzuki\"}");
        assertThat(corrected.path("state").asString()).isEqualTo("CORRECTED");
        assertThat(corrected.path("told").asString()).isEqualTo("WRITTEN");

        assertThat(verdict()).as("her own coverage answers again").isEqualTo("1");
        assertThat(facility.medication(INSURED, "2").body())
                .as("nobody has a consent for what is hers now")
                .contains(FaultCode.NO_CONSENT.code());
        assertThat(lettersAbout(id)).isEqualTo(1);
        assertThat(reported(id).path("looks").asInt()).isEqualTo(2);
        assertThat(reported(id).path("medical_looks").asInt()).isEqualTo(1);
        assertThat(figures()).as("found, wrong, seen, corrected").containsPattern(counted(1, 0));
        publish();
        assertThat(figures()).containsPattern(counted(1, 1));
    }

    // ---- words of this process ----

    /** The clerk takes the other address for that of a move. */
    private static void confirm() throws IOException {
        Ran pending = DEMO.onshi("insurer", "pending", "--insurer", INSURER);
        assertThat(pending.exit()).as(pending.err()).isZero();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(pending.out())) {
            Map<String, String> hers =
                    rows.stream()
                            .filter(row -> row.getField("number").equals(INSURED.number()))
                            .map(row -> row.getFieldsAsMap())
                            .findFirst()
                            .orElseThrow();
            assertThat(hers)
                    .containsEntry("name_compared", "EQUAL")
                    .containsEntry("address_compared", "DIFFERS")
                    .containsEntry("confirmable", "true");
            Ran confirmed =
                    DEMO.onshi(
                            "insurer",
                            "pending",
                            "--insurer",
                            INSURER,
                            "--confirm",
                            hers.get("coverage_id"),
                            "--since",
                            hers.get("since"),
                            "--clerk",
                            "sato",
                            "--reason",
                            "DOCUMENTS_SEEN");
            assertThat(confirmed.exit()).as(confirmed.err()).isZero();
        }
    }

    private static void load(String claim) throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "claim", ".UKE");
        Files.writeString(file, claim, Charset.forName("Shift_JIS"));
        Ran loaded = DEMO.onshi("operator", "load", "claims", file.toString());
        assertThat(loaded.exit()).as(loaded.err()).isZero();
        assertThat(loaded.out()).contains(",OK,");
    }

    /** The case of the suspicion that the woman herself had. */
    private static String suspend() throws Exception {
        return good(insurer.post(
                        DEMO.url("insurer") + "/insurer/wrong-links",
                        "application/json",
                        """
                        {"coverage":{"insurer_number":"%s","symbol":"%s","number":"%s","branch":"%s",
                        "birth_date":"%s"},"source":"PERSON"}
                        """
                                .formatted(
                                        INSURER,
                                        INSURED.symbol(),
                                        INSURED.number(),
                                        INSURED.branch(),
                                        INSURED.birthDate())))
                .path("wrong_link_id")
                .asString();
    }

    private static JsonNode step(String id, String step, String body) throws Exception {
        return good(
                insurer.post(
                        DEMO.url("insurer") + "/insurer/wrong-links/" + id + "/" + step,
                        "application/json",
                        body));
    }

    private static List<String> whoLooked(String id) throws Exception {
        return good(insurer.get(DEMO.url("insurer") + "/insurer/wrong-links/" + id + "/viewings"))
                .path("viewings")
                .valueStream()
                .map(it -> it.path("caller").asString())
                .toList();
    }

    private static JsonNode good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String verdict() {
        Ran ran =
                DEMO.onshi(
                        "check",
                        "--insurer",
                        INSURER,
                        "--symbol",
                        INSURED.symbol(),
                        "--number",
                        INSURED.number(),
                        "--branch",
                        INSURED.branch(),
                        "--birth",
                        INSURED.birthDate().toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.json().path("verdict").asString();
    }

    private static List<String> suspendedInLog(String id) {
        return new AuditEntries(DEMO)
                .of("link.suspended").stream()
                        .map(it -> it.path("details"))
                        .filter(it -> it.path("wrong_link").asString().equals(id))
                        .map(it -> it.path("source").asString())
                        .toList();
    }

    private static int lettersAbout(String id) throws SQLException {
        try (Connection inspector = DEMO.inspector();
                PreparedStatement query =
                        inspector.prepareStatement(
                                "SELECT count(*) FROM letters.letter WHERE kind = 'SEEN_BY_OTHERS'"
                                        + " AND cause = ?::uuid AND address = ?")) {
            query.setString(1, id);
            query.setString(2, HOME);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static JsonNode reported(String id) throws Exception {
        return good(operator.get(DEMO.url("operator") + "/operator/wrong-link-reports"))
                .path("reports")
                .valueStream()
                .filter(it -> it.path("wrong_link_id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String figures() throws Exception {
        HttpResponse<String> csv =
                operator.get(DEMO.url("operator") + "/operator/wrong-link-figures");
        assertThat(csv.statusCode()).isEqualTo(200);
        return csv.body();
    }

    /** This insurer's line of the month: detected, confirmed, looked_up, viewed and the rest. */
    private static String counted(int corrected, int published) {
        return "(?m)^"
                + String.join(
                        ",",
                        INSURER,
                        RunningDemo.CLOCK.substring(0, 7),
                        "[1-9][0-9]*",
                        "1",
                        "1",
                        "1",
                        String.valueOf(corrected),
                        published + "$");
    }

    private static void publish() throws Exception {
        HttpResponse<String> published =
                operator.post(
                        DEMO.url("operator")
                                + "/operator/wrong-link-publications?corrected_before="
                                + "2025-07-01T00:00:00Z",
                        "application/json",
                        "");
        assertThat(good(published).path("cases").asInt()).isPositive();
    }
}
