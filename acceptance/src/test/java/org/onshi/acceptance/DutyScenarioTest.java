package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.kernel.CheckDigit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What insurers owe the registry, sent and asked about by the commands. */
@Tag("acceptance")
class DutyScenarioTest {
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final String COLUMNS =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on\n";

    @Test
    @Requirement({"B-10", "B-13"})
    void whoHasNoNumberAndCameLateStandsInBothListsOnceAndInTheFigures() throws Exception {
        String insurer = DEMO.json().get("insurers").get(0).asString();
        assertThat(register(insurer, "8000001", "NOT_YET_ASSIGNED")).contains("1,PENDING,");

        assertThat(
                        lines(
                                "insurer",
                                "late",
                                "--insurer",
                                insurer,
                                "--from",
                                "2025-06-01",
                                "--to",
                                "2026-06-01"))
                .filteredOn(it -> it.contains(",8000001,"))
                .singleElement()
                .satisfies(it -> assertThat(it).contains(",LATE_INSURER,2025-04-01,2025-04-03,"));
        assertThat(
                        lines(
                                "insurer",
                                "unregistered",
                                "--insurer",
                                insurer,
                                "--cause",
                                "HAS_NO_NUMBER"))
                .filteredOn(it -> it.contains(",8000001,"))
                .hasSize(1);
        assertThat(
                        lines(
                                "insurer",
                                "unregistered",
                                "--insurer",
                                insurer,
                                "--cause",
                                "NUMBER_NOT_GIVEN"))
                .noneMatch(it -> it.contains(",8000001,"));
        assertThat(lines("operator", "deadlines", "--month", "2025-06"))
                .anyMatch(it -> it.matches(insurer + ",[0-9]+,[1-9][0-9]*,.*"));
        assertThat(lines("operator", "unregistered"))
                .anyMatch(it ->
                        it.matches(
                                "[0-9-]{10},"
                                        + insurer
                                        + ",[1-9][0-9]*,[0-9]+,[0-9]+,[0-9]+,[1-9].*"));
    }

    @Test
    @Requirement("B-15")
    void onePersonAtTwoInsurersIsFoundForBothByTheDuplicateSurvey() throws IOException {
        String one = DEMO.json().get("insurers").get(0).asString();
        String other = DEMO.json().get("insurers").get(1).asString();
        String body = "95561000001";
        String individualNumber = body + CheckDigit.individualNumber(body);
        resident(individualNumber);
        assertThat(insured(one, individualNumber, "2025-04-01")).contains("1,ACCEPTED,");
        assertThat(insured(other, individualNumber, "2025-06-01")).contains("1,ACCEPTED,OVERLAP,");

        List<String> found = lines("operator", "duplicates");
        for (String insurer : List.of(one, other)) {
            assertThat(found).anyMatch(it -> it.matches(insurer + ",[1-9][0-9]*(,[0-9]+){3}"));
        }
        assertThat(lines("operator", "duplicates")).containsAll(found);
    }

    /** Somebody of no town, whom the resident register knows. */
    private static void resident(String individualNumber) throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "resident", ".csv");
        Files.writeString(
                file,
                "individual_number,name,name_kana,birth_date,sex,postal_code,address\n"
                        + individualNumber
                        + ",試験　重複,シケン ジユウフク,1984-05-06,2,100-0001,東京都架空区本町一丁目2番3号\n");
        assertThat(DEMO.onshi("sandbox", "person", "add", file.toString()).exit()).isZero();
    }

    private static String insured(String insurer, String individualNumber, String acquiredOn)
            throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "duty", ".csv");
        Files.writeString(
                file,
                "action,insurer_number,symbol,number,branch,birth_date,individual_number,name,name_kana,sex,address,relationship,acquired_on,notified_on\n"
                        + String.join(
                                ",",
                                "ADD",
                                insurer,
                                "重複試験",
                                "8000015",
                                "01",
                                "1984-05-06",
                                individualNumber,
                                "試験　重複",
                                "シケン ジユウフク",
                                "2",
                                "東京都架空区本町一丁目2番3号",
                                "1",
                                acquiredOn,
                                "2025-04-03")
                        + "\n");
        Ran ran = DEMO.onshi("insurer", "register", file.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out();
    }

    @Test
    @Requirement("J-01")
    void everyInsurerIsAskedByAnInspectionAndItsAnswerIsCounted() throws Exception {
        String insurer = DEMO.json().get("insurers").get(1).asString();
        JsonNode started;
        try (MachineCaller operator = new MachineCaller(DEMO, Optional.of("operator.p12"))) {
            started =
                    sent(
                            operator,
                            DEMO.url("operator") + "/operator/inspections",
                            "{\"name\":\"総点検\",\"status_due\":\"2030-06-30\","
                                    + "\"result_due\":\"2030-07-31\"}");
        }
        String id = started.path("inspection_id").asString();
        String part = DEMO.url("insurer") + "/insurer/inspections/" + id;
        try (MachineCaller own =
                new MachineCaller(DEMO, Optional.of("insurer-" + insurer + ".p12"))) {
            sent(own, part + "/report", "{\"rules_broken\":true,\"records_in_scope\":4}");
            sent(own, part + "/progress", "{\"records_checked\":3,\"records_wrong\":1}");
        }
        assertThat(lines("operator", "inspections"))
                .filteredOn(it -> it.startsWith(id))
                .singleElement()
                .satisfies(it -> assertThat(it).endsWith(",1,1,0,4,3,1,1,33.333,0,0,0"));
        assertThat(lines("operator", "inspections", "--insurers", id))
                .anyMatch(it -> it.startsWith(insurer + ",RECHECKING,false,true,4,3,1,"))
                .anyMatch(it -> it.contains(",ASKED,false,,0,0,0,,"));
    }

    private static JsonNode sent(MachineCaller caller, String url, String json) throws Exception {
        HttpResponse<String> answer = caller.post(url, "application/json", json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static String register(String insurer, String number, String reason)
            throws IOException {
        Path file = Files.createTempFile(DEMO.folder().getParent(), "duty", ".csv");
        Files.writeString(
                file,
                COLUMNS
                        + String.join(
                                ",",
                                "ADD",
                                insurer,
                                "受入試験",
                                number,
                                "01",
                                "1984-05-06",
                                reason,
                                "試験　義務",
                                "シケン ギム",
                                "2",
                                "東京都架空区本町一丁目2番3号",
                                "1",
                                "2025-04-01",
                                "2025-04-03")
                        + "\n");
        Ran ran = DEMO.onshi("insurer", "register", file.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out();
    }

    /** What a command prints, without the header. */
    private static List<String> lines(String... command) {
        Ran ran = DEMO.onshi(command);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out().lines().skip(1).toList();
    }
}
