package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.kernel.CheckDigit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What insurers owe over weeks, on a demo whose clock is moved on. */
@Tag("acceptance")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DutyDaysScenarioTest {
    private static final String FIRST_DAY = "2025-05-20";
    private static final String COLUMNS =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on\n";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningDemo demo;
    private static String insurer;

    @BeforeAll
    static void theDemoStarts() {
        demo = RunningDemo.fresh("duty-days", FIRST_DAY + "T09:00", 60);
        insurer = demo.json().get("insurers").get(0).asString();
    }

    @AfterAll
    static void theDemoEnds() {
        demo.close();
    }

    @Test
    @Order(1)
    @Requirement("B-14")
    void whoAnswersTheLetterIsRegisteredAndWhoDoesNotGetsACertificateOrdered() throws Exception {
        for (int place = 1; place <= 4; place++) {
            assertThat(register(row("ADD", place, "", "NOT_PROVIDED", "2025-04-01", "2025-04-03")))
                    .startsWith("1,PENDING,UNRESOLVED,");
        }
        Ran begun =
                demo.onshi("insurer", "campaign", "--insurer", insurer, "--until", "2025-05-31");
        assertThat(begun.exit()).as(begun.err()).isZero();
        Map<String, String> running = campaign();
        assertThat(running)
                .containsEntry("state", "RUNNING")
                .containsEntry("deadline", "2025-05-31");
        int targets = Integer.parseInt(running.get("targets"));
        assertThat(targets).isGreaterThanOrEqualTo(4);

        try (MachineCaller operator = new MachineCaller(demo, Optional.of("operator.p12"));
                MachineCaller own =
                        new MachineCaller(demo, Optional.of("insurer-" + insurer + ".p12"))) {
            assertThat(
                            operator.postForBytes(
                                            demo.url("operator") + "/operator/letters/print", "")
                                    .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> cameBack =
                    own.post(
                            demo.url("insurer")
                                    + "/insurer/campaigns/"
                                    + running.get("campaign_id")
                                    + "/undeliverable",
                            "application/json",
                            "{\"letter_id\":\"" + letterTo(1) + "\"}");
            assertThat(cameBack.statusCode()).as(cameBack.body()).isEqualTo(204);
            for (int place = 2; place <= 3; place++) {
                resident(place);
                assertThat(
                                register(
                                        row(
                                                "CORRECT",
                                                place,
                                                individualNumber(place),
                                                "",
                                                "2025-04-01",
                                                "2025-04-03")))
                        .startsWith("1,ACCEPTED,");
            }

            until("2025-06-02T09:00");
            RunningDemo.await(
                    "the campaign is closed after its last day",
                    Duration.ofMinutes(2),
                    () -> campaign().get("state").equals("CLOSED"));

            Map<String, String> closed = campaign();
            assertThat(closed)
                    .containsEntry("registered", "2")
                    .containsEntry("undeliverable", "1")
                    .containsEntry("no_longer_insured", "0");
            int noAnswer = Integer.parseInt(closed.get("no_answer"));
            assertThat(noAnswer).isPositive();
            assertThat(noAnswer + Integer.parseInt(closed.get("not_sent"))).isEqualTo(targets - 3);
            JsonNode orders =
                    json(own.get(demo.url("insurer") + "/insurer/certificate-orders"))
                            .path("certificate_orders");
            assertThat(orders.size()).as("a certificate each").isEqualTo(noAnswer);
        }
    }

    @Test
    @Order(2)
    @Requirement("B-11")
    void anInsurerThatIsLateHandsInAPlanAndIsLookedAtAgainAMonthLater() throws Exception {
        assertThat(register(row("ADD", 5, "", "NOT_YET_ASSIGNED", "2025-06-01", "2025-06-02")))
                .startsWith("1,PENDING,");
        Ran asked = demo.onshi("operator", "plans", "--request", "2025-05");
        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(asked.out().lines())
                .filteredOn(line -> line.contains("," + insurer + ",2025-05,"))
                .singleElement()
                .asString()
                .contains(",REQUESTED,2025-06-02,");
        assertThat(demo.onshi("operator", "plans", "--request", "2025-06").exit())
                .as("June is not over")
                .isNotZero();

        String plans = "/insurer/improvement-plans";
        try (MachineCaller operator = new MachineCaller(demo, Optional.of("operator.p12"));
                MachineCaller own =
                        new MachineCaller(demo, Optional.of("insurer-" + insurer + ".p12"))) {
            JsonNode plan =
                    json(own.get(demo.url("insurer") + plans)).path("improvement_plans").path(0);
            String id = plan.path("plan_id").asString();
            json(
                    own.post(
                            demo.url("insurer") + plans + "/" + id + "/submission",
                            "application/json",
                            "{\"clerk\":\"sato\",\"content\":\"届出を毎日登録します。\"}"));

            until("2025-07-01T09:00");
            JsonNode followedUp =
                    json(
                            operator.post(
                                    demo.url("operator")
                                            + "/operator/improvement-plans/"
                                            + id
                                            + "/follow-up?month=2025-06",
                                    "application/json",
                                    ""));
            assertThat(followedUp.path("state").asString()).isEqualTo("FOLLOWED_UP");
            assertThat(followedUp.path("followed_up_percent").asString()).isEqualTo("100.0");
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return JSON.readTree(answer.body());
    }

    /** The insurer's one campaign, by column. */
    private static Map<String, String> campaign() {
        Ran ran = demo.onshi("insurer", "campaign", "--insurer", insurer);
        assertThat(ran.exit()).as(ran.err()).isZero();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(ran.out())) {
            return rows.stream().map(it -> it.getFieldsAsMap()).findFirst().orElseThrow();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String letterTo(int place) throws SQLException {
        try (Connection inspector = demo.inspector();
                PreparedStatement query =
                        inspector.prepareStatement(
                                "SELECT letter_id FROM letters.letter WHERE kind = 'UNREGISTERED'"
                                        + " AND address = ?")) {
            query.setString(1, address(place));
            try (ResultSet found = query.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getString(1);
            }
        }
    }

    private static String individualNumber(int place) {
        String body = "9557" + "%07d".formatted(place);
        return body + CheckDigit.individualNumber(body);
    }

    private static String address(int place) {
        return "東京都架空区義務町" + place + "番1号";
    }

    private static String row(
            String action,
            int place,
            String number,
            String reason,
            String acquiredOn,
            String notifiedOn) {
        return String.join(
                ",",
                action,
                insurer,
                "義務試験",
                "810000" + place,
                "01",
                "1984-05-06",
                number,
                reason,
                "試験　義務" + "一二三四五".charAt(place - 1),
                "シケン ギム",
                "2",
                address(place),
                "1",
                acquiredOn,
                notifiedOn);
    }

    private static String register(String row) throws IOException {
        Path file = Files.createTempFile(demo.folder().getParent(), "duty-days", ".csv");
        Files.writeString(file, COLUMNS + row + "\n");
        Ran ran = demo.onshi("insurer", "register", file.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out().lines().toList().get(1);
    }

    private static void resident(int place) throws IOException {
        Path file = Files.createTempFile(demo.folder().getParent(), "resident", ".csv");
        Files.writeString(
                file,
                "individual_number,name,name_kana,birth_date,sex,postal_code,address\n"
                        + individualNumber(place)
                        + ",試験　義務"
                        + "一二三四五".charAt(place - 1)
                        + ",シケン ギム,1984-05-06,2,100-0001,"
                        + address(place)
                        + "\n");
        assertThat(demo.onshi("sandbox", "person", "add", file.toString()).exit()).isZero();
    }

    private static void until(String time) {
        Ran moved = demo.onshi("sandbox", "clock", "--to", time);
        assertThat(moved.exit()).as(moved.err()).isZero();
    }
}
