package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.callers.Door;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What came of a campaign is what was so at its deadline, however late it is decided (B-14). */
@Tag("database")
@Tag("store")
@Tag("B-14")
class CampaignOutcomesTest {
    private static final String CAMPAIGNS = "/insurer/campaigns";
    private static final String KYOKAI = DutyWorld.KYOKAI;

    private static DutyWorld world;
    private static JdbcClient store;

    @BeforeAll
    static void open() throws Exception {
        world = new DutyWorld("2023-09-01");
        store = JdbcClient.create(world.server.database().superuser());
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void outcomesAreThoseOfTheDeadlineAndNobodyGetsTwoCertificatesOrdered() throws Exception {
        world.send(KYOKAI, pending(1), pending(2), pending(3), pending(4));
        start("2023-11-30");
        print();
        store.sql("UPDATE letters.letter SET printed_at = NULL WHERE address LIKE '%区4-1'")
                .update();

        world.on("2023-11-30");
        world.send(KYOKAI, DutyWorld.row("CORRECT", KYOKAI, 1, "2023-04-01", "2023-04-03"));
        try (Connection holding = world.server.database().superuser().getConnection()) {
            // whoever decides is kept busy over the deadline
            holding.setAutoCommit(false);
            try (var lock = holding.createStatement()) {
                lock.execute("SELECT campaign_id FROM duties.campaign FOR UPDATE");
            }
            world.on("2023-12-04");
            assertThat(
                            world.send(
                                    KYOKAI,
                                    DutyWorld.row(
                                            "CORRECT", KYOKAI, 2, "2023-04-01", "2023-04-03")))
                    .allMatch(line -> line.contains(",ACCEPTED,"));
            holding.rollback();
        }
        JsonNode outcomes = closed(1);
        assertThat(outcomes.path("REGISTERED").asInt()).as("on the last day").isOne();
        assertThat(outcomes.path("NO_ANSWER").asInt()).as("one too late, one never").isEqualTo(2);
        assertThat(outcomes.path("NOT_SENT").asInt()).as("never printed").isOne();
        assertThat(orders()).isEqualTo(2);

        start("2023-12-31");
        print();
        world.on("2024-01-01");
        assertThat(closed(2).path("NO_ANSWER").asInt()).as("never, and never asked").isEqualTo(2);
        assertThat(orders()).as("one more, for who had not been asked").isEqualTo(3);
        assertThat(world.server.audited("certificate.ordered")).hasSize(3);
    }

    private static String pending(int place) {
        return DutyWorld.rowWithoutNumber(
                KYOKAI, place, "NOT_PROVIDED", "2023-04-01", "2023-04-03");
    }

    private static void start(String deadline) throws Exception {
        String id =
                DutyWorld.ok(world.post(KYOKAI, CAMPAIGNS, "{\"deadline\":\"" + deadline + "\"}"))
                        .path("campaign_id")
                        .asString();
        String letters = CAMPAIGNS + "/" + id + "/letters";
        Await.until(
                "all letters are written",
                () -> {
                    world.post(KYOKAI, letters, "");
                    return latest().path("state").asString().equals("RUNNING");
                });
    }

    private static JsonNode latest() throws Exception {
        return world.read(KYOKAI, CAMPAIGNS).path("campaigns").path(0);
    }

    /** The outcomes of the latest of so many campaigns, once it is closed. */
    private static JsonNode closed(int campaigns) throws Exception {
        Campaigns deciding = world.server.bean(Campaigns.class);
        Await.until(
                "it is closed",
                () -> {
                    deciding.closeSome();
                    return latest().path("state").asString().equals("CLOSED");
                });
        assertThat(world.read(KYOKAI, CAMPAIGNS).path("campaigns").size()).isEqualTo(campaigns);
        return latest().path("outcomes");
    }

    private static int orders() throws Exception {
        return world.read(KYOKAI, "/insurer/certificate-orders").path("certificate_orders").size();
    }

    private static void print() throws Exception {
        try (HttpClient operator = world.server.keys().operator().http()) {
            HttpRequest print =
                    HttpRequest.newBuilder(
                                    world.server.at(Door.OPERATOR, "/operator/letters/print"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(operator.send(print, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }
}
