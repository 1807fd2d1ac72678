package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.wire.FaultCode;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Improvement plans from the request to the follow-up, through the doors (requirements B-11). */
@Tag("database")
@Tag("store")
class ImprovementPlansTest {
    private static final String PLANS = "/operator/improvement-plans";
    private static final String OWN = "/insurer/improvement-plans";

    @Tag("B-11")
    @Test
    void anInsurerThatIsLateTooOftenIsAskedHandsItsPlanInAndIsFollowedUpStepByStep()
            throws Exception {
        try (DutyWorld world = new DutyWorld("2024-04-12")) {
            String kyokai = DutyWorld.KYOKAI;
            world.send(kyokai, DutyWorld.row("ADD", kyokai, 1, "2024-04-01", "2024-04-06"));
            world.send(
                    DutyWorld.CITY,
                    DutyWorld.row("ADD", DutyWorld.CITY, 2, "2024-04-10", "2024-04-12"));
            refused(world.operatorPost(PLANS + "?month=2024-04", ""), FaultCode.VALUES_CONTRADICT);

            world.on("2024-05-06");
            world.send(kyokai, DutyWorld.row("ADD", kyokai, 3, "2024-05-01", "2024-05-06"));
            assertThat(asked(world)).isOne();
            assertThat(asked(world)).as("asked once").isZero();

            JsonNode plan = world.read(kyokai, OWN).path("improvement_plans").path(0);
            assertThat(plan.path("state").asString()).isEqualTo("REQUESTED");
            assertThat(plan.path("in_time_percent").asString()).isEqualTo("0.0");
            String id = plan.path("plan_id").asString();
            assertThat(world.read(DutyWorld.CITY, OWN).path("improvement_plans").size()).isZero();

            world.on("2024-06-03");
            refused(
                    world.operatorPost(PLANS + "/" + id + "/follow-up?month=2024-05", ""),
                    FaultCode.STEP_OUT_OF_ORDER);
            assertThatThrownBy(() ->
                            JdbcClient.create(world.server.database().server())
                                    .sql(
                                            "UPDATE duties.plan SET followed_up_at = now(),"
                                                    + " followed_up_month = '2024-05-01'")
                                    .update())
                    .as("the store refuses it too")
                    .isInstanceOf(DataIntegrityViolationException.class);

            String submission = OWN + "/" + id + "/submission";
            String content = "{\"clerk\":\"sato\",\"content\":\"届出を毎日登録します。\"}";
            refused(world.post(DutyWorld.CITY, submission, content), FaultCode.NOT_FOUND);
            refused(
                    world.post(
                            kyokai,
                            submission,
                            "{\"clerk\":\"sato\",\"content\":\"" + "あ".repeat(4_001) + "\"}"),
                    FaultCode.FIELD_TOO_LONG);
            DutyWorld.ok(world.post(kyokai, submission, content));
            refused(world.post(kyokai, submission, content), FaultCode.STEP_OUT_OF_ORDER);

            refused(
                    world.operatorPost(PLANS + "/" + id + "/follow-up?month=2024-04", ""),
                    FaultCode.VALUES_CONTRADICT);
            JsonNode followedUp =
                    DutyWorld.ok(
                            world.operatorPost(PLANS + "/" + id + "/follow-up?month=2024-05", ""));
            assertThat(followedUp.path("state").asString()).isEqualTo("FOLLOWED_UP");
            assertThat(followedUp.path("content").asString()).isEqualTo("届出を毎日登録します。");
            assertThat(followedUp.path("followed_up_percent").asString()).isEqualTo("100.0");

            assertThat(world.figures(PLANS))
                    .containsExactly(
                            id
                                    + ",01130012,2024-04,0.0,FOLLOWED_UP,2024-05-06,2024-06-03,2024-06-03,2024-05,100.0");
            for (String event : new String[] {"requested", "submitted", "followed_up"}) {
                assertThat(world.server.audited("plan." + event)).as(event).hasSize(1);
            }
        }
    }

    private static int asked(DutyWorld world) throws Exception {
        return DutyWorld.ok(world.operatorPost(PLANS + "?month=2024-04", ""))
                .path("insurers")
                .asInt();
    }

    private static void refused(HttpResponse<String> answer, FaultCode code) {
        assertThat(answer.body()).contains(code.code());
        assertThat(answer.statusCode()).isEqualTo(code.httpStatus());
    }
}
