package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The duplicate survey through the doors (requirements B-15). */
@Tag("database")
@Tag("store")
class DuplicateSurveyTest {
    private static final String SURVEYS = "/operator/duplicate-surveys";
    private static final String SUSPECTS = "/insurer/duplicate-suspects";

    @Test
    @Tag("B-15")
    void oneNumberAtTwoInsurersAndOnePersonUnderTwoNumbersAreFoundForBoth() throws Exception {
        try (DutyWorld world = new DutyWorld("2024-04-12")) {
            String kyokai = DutyWorld.KYOKAI;
            String city = DutyWorld.CITY;
            world.send(
                    kyokai,
                    DutyWorld.row("ADD", kyokai, 1, "2024-04-01", "2024-04-06"),
                    DutyWorld.row("ADD", kyokai, 2, "2024-04-01", "2024-04-06"),
                    DutyWorld.row("ADD", kyokai, 3, "2024-04-01", "2024-04-06"));
            world.send(
                    city,
                    DutyWorld.row("ADD", city, 1, "2024-03-01", "2024-03-02"),
                    DutyWorld.row("ADD", city, 2, "2024-03-01", "2024-03-02")
                            .replace(DutyWorld.individualNumber(2), DutyWorld.individualNumber(902))
                            .replace("千代田区2-1", "千代田区２番１号"));

            String survey = started(world);
            assertThat(started(world)).as("one at a time").isEqualTo(survey);
            assertThat(world.read(kyokai, SUSPECTS).path("suspects").size()).isZero();
            int persons = 0;
            JsonNode step = step(world, survey);
            while (!step.path("finished").asBoolean()) {
                persons += step.path("persons").asInt();
                step = step(world, survey);
            }
            assertThat(persons).isEqualTo(4);
            assertThat(step(world, survey).path("finished").asBoolean()).isTrue();

            assertThat(world.figures(SURVEYS + "/" + survey))
                    .containsExactly("01130012,1,1,0,1", "138016,1,1,0,1");
            for (String insurer : new String[] {kyokai, city}) {
                assertThat(world.read(insurer, SUSPECTS).path("suspects").valueStream())
                        .singleElement()
                        .satisfies(it -> {
                            assertThat(it.path("own").path("number").asString()).isEqualTo("2");
                            assertThat(it.path("own").path("insurer_number").asString())
                                    .isEqualTo(insurer);
                            assertThat(it.path("other").path("insurer_number").asString())
                                    .isNotEqualTo(insurer);
                        });
                assertThat(world.read(insurer, "/insurer/conflicts").path("conflicts").size())
                        .as("the overlap stands in both lists, once")
                        .isOne();
            }
            assertThat(started(world)).as("the next one is a new one").isNotEqualTo(survey);
            assertThat(world.operatorGet(SURVEYS + "/" + UUID.randomUUID()).body())
                    .contains(FaultCode.NOT_FOUND.code());
        }
    }

    @Test
    @Tag("B-15")
    void whatAnInsurerDecidedStaysDecidedForItselfUntilTheAttributesAreOthers() throws Exception {
        String kyokai = DutyWorld.KYOKAI;
        String city = DutyWorld.CITY;
        try (DutyWorld world = new DutyWorld("2024-04-12")) {
            world.send(kyokai, kyokai("ADD", 2), kyokai("ADD", 4), twin("ADD"));
            world.send(city, city("ADD"));
            String first = survey(world);
            String across = suspect(world, kyokai, city);
            String within = suspect(world, kyokai, kyokai);

            refused(world, city, within, "DIFFERENT_PERSONS", "PERSON_ASKED", FaultCode.NOT_FOUND);
            refused(world, kyokai, across, "MENDED", "PERSON_ASKED", FaultCode.VALUES_CONTRADICT);
            refused(
                    world,
                    kyokai,
                    within,
                    "DIFFERENT_PERSONS",
                    "OTHER_INSURER_ASKED",
                    FaultCode.VALUES_CONTRADICT);
            refused(world, kyokai, within, "MENDED", "OWN_MENDED", FaultCode.STEP_OUT_OF_ORDER);
            refused(world, kyokai, within, "TWINS", "PERSON_ASKED", FaultCode.CODE_UNKNOWN);
            assertThat(world.server.audited("duplicate.decided")).isEmpty();

            decided(world, kyokai, across, "DIFFERENT_PERSONS", "OTHER_INSURER_ASKED");
            decided(world, kyokai, across, "DIFFERENT_PERSONS", "DOCUMENTS_SEEN");
            refused(
                    world,
                    kyokai,
                    across,
                    "MENDED",
                    "OTHER_INSURER_MENDED",
                    FaultCode.STEP_OUT_OF_ORDER);
            assertThat(world.server.audited("duplicate.decided"))
                    .as("said twice, recorded once")
                    .singleElement()
                    .asString()
                    .contains("insurer:" + kyokai, "OTHER_INSURER_ASKED", "\"clerk\":\"sato\"");
            assertThat(suspects(world, kyokai)).containsExactly(within);
            assertThat(suspects(world, city)).as("its own side is its own").hasSize(1);
            assertThat(world.figures(SURVEYS + "/" + first))
                    .as("found, ended and open apart, each for its side; a pair within one once")
                    .containsExactly("01130012,0,2,1,1", "138016,0,1,0,1");
            assertThat(figures(world, kyokai)).isEqualTo("{\"found\":2,\"ended\":1,\"open\":1}");
            assertThat(figures(world, city)).isEqualTo("{\"found\":1,\"ended\":0,\"open\":1}");

            world.send(kyokai, twin("CORRECT").replace("千代田区4-1", "千代田区44-1"));
            decided(world, kyokai, within, "MENDED", "OWN_MENDED");
            assertThat(suspects(world, kyokai)).isEmpty();

            JdbcClient store = JdbcClient.create(world.server.database().superuser());
            store.sql("UPDATE duties.duplicate_decision SET digests = digests || ARRAY['earlier']")
                    .update();
            String second = survey(world);
            assertThat(suspects(world, kyokai)).as("nothing changed").isEmpty();
            assertThat(world.figures(SURVEYS + "/" + second))
                    .as("what was ended before counts as found and ended")
                    .containsExactly("01130012,0,1,1,0", "138016,0,1,0,1");
            assertThat(suspects(world, city)).hasSize(1);
            assertThat(
                            store.sql(
                                            "SELECT count(*) FROM duties.duplicate_decision WHERE"
                                                    + " outcome = 'DIFFERENT_PERSONS' AND 'earlier'"
                                                    + " = ANY (digests)")
                                    .query(Integer.class)
                                    .single())
                    .as("a key of the vault that is gone is needed no more")
                    .isZero();

            world.send(kyokai, kyokai("CORRECT", 2).replace("千代田区2-1", "千代田区9-9"));
            world.send(city, city("CORRECT").replace("千代田区2-1", "千代田区9-9"));
            String third = survey(world);
            assertThat(suspects(world, kyokai)).as("both have moved").hasSize(1);
            assertThat(world.figures(SURVEYS + "/" + third))
                    .containsExactly("01130012,0,1,0,1", "138016,0,1,0,1");
        }
    }

    private static String kyokai(String action, int place) {
        return DutyWorld.row(action, DutyWorld.KYOKAI, place, "2024-04-01", "2024-04-06");
    }

    /** Of the fourth, under a number of its own. */
    private static String twin(String action) {
        return kyokai(action, 4)
                .replace(",12,4,01,", ",12,44,01,")
                .replace(DutyWorld.individualNumber(4), DutyWorld.individualNumber(904));
    }

    private static String city(String action) {
        return DutyWorld.row(action, DutyWorld.CITY, 2, "2024-03-01", "2024-03-02")
                .replace(DutyWorld.individualNumber(2), DutyWorld.individualNumber(902));
    }

    private static String survey(DutyWorld world) throws Exception {
        String survey = started(world);
        while (!step(world, survey).path("finished").asBoolean()) {
            // it goes on
        }
        return survey;
    }

    private static String figures(DutyWorld world, String insurer) throws Exception {
        return world.read(insurer, SUSPECTS).path("figures").toString();
    }

    private static List<String> suspects(DutyWorld world, String insurer) throws Exception {
        return world.read(insurer, SUSPECTS)
                .path("suspects")
                .valueStream()
                .map(it -> it.path("duplicate_id").asString())
                .toList();
    }

    /** The one whose other side is an insurer's. */
    private static String suspect(DutyWorld world, String insurer, String other) throws Exception {
        return world.read(insurer, SUSPECTS)
                .path("suspects")
                .valueStream()
                .filter(it -> it.path("other").path("insurer_number").asString().equals(other))
                .map(it -> it.path("duplicate_id").asString())
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> decide(
            DutyWorld world, String insurer, String id, String outcome, String reason)
            throws Exception {
        return world.post(
                insurer,
                SUSPECTS + "/" + id + "/decision",
                "{\"outcome\":\"%s\",\"reason\":\"%s\",\"clerk\":\"sato\"}"
                        .formatted(outcome, reason));
    }

    private static void decided(
            DutyWorld world, String insurer, String id, String outcome, String reason)
            throws Exception {
        assertThat(
                        DutyWorld.ok(decide(world, insurer, id, outcome, reason))
                                .path("outcome")
                                .asString())
                .isEqualTo(outcome);
    }

    private static void refused(
            DutyWorld world,
            String insurer,
            String id,
            String outcome,
            String reason,
            FaultCode code)
            throws Exception {
        assertThat(decide(world, insurer, id, outcome, reason).body()).contains(code.code());
    }

    private static String started(DutyWorld world) throws Exception {
        return DutyWorld.ok(world.operatorPost(SURVEYS, "")).path("survey_id").asString();
    }

    private static JsonNode step(DutyWorld world, String survey) throws Exception {
        return DutyWorld.ok(world.operatorPost(SURVEYS + "/" + survey + "/steps", ""));
    }
}
