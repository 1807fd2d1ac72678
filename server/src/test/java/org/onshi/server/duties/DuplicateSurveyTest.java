package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.wire.FaultCode;
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
                    .containsExactly("01130012,1,1", "138016,1,1");
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

    private static String started(DutyWorld world) throws Exception {
        return DutyWorld.ok(world.operatorPost(SURVEYS, "")).path("survey_id").asString();
    }

    private static JsonNode step(DutyWorld world, String survey) throws Exception {
        return DutyWorld.ok(world.operatorPost(SURVEYS + "/" + survey + "/steps", ""));
    }
}
