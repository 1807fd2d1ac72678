package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.callers.Door;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A hundred unregistered persons of one insurer from the autumn of 2023, through the doors
 * (requirements B-13, B-14): letters go out in September, answers are due by the end of November.
 */
@Tag("database")
@Tag("store")
class UnregisteredCampaignTest {
    private static final String CAMPAIGNS = "/insurer/campaigns";
    private static final String KYOKAI = DutyWorld.KYOKAI;
    private static final int PEOPLE = 100;
    private static final int REGISTERED = 80;
    private static final int CAME_BACK = 5;

    private static DutyWorld world;

    @BeforeAll
    static void open() throws Exception {
        world = new DutyWorld("2023-09-01");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Tag("B-14")
    @Test
    void eightyRegisterFifteenGetACertificateOrderedAndFiveLettersCameBack() throws Exception {
        world.send(
                KYOKAI,
                IntStream.rangeClosed(1, PEOPLE)
                        .mapToObj(place ->
                                DutyWorld.rowWithoutNumber(
                                        KYOKAI, place, "NOT_PROVIDED", "2023-04-01", "2023-04-03"))
                        .toArray(String[]::new));
        world.send(
                DutyWorld.CITY,
                DutyWorld.rowWithoutNumber(
                        DutyWorld.CITY, 201, "OVERSEAS", "2023-07-01", "2023-07-03"),
                DutyWorld.rowWithoutNumber(
                        DutyWorld.CITY, 202, "NOT_PROVIDED", "2023-07-01", "2023-07-03"));
        assertThat(world.figures("/operator/unregistered"))
                .containsExactly(
                        "2023-09-01,01130012,100,100,0,0,0,100,0",
                        "2023-09-01,138016,2,1,0,0,1,0,2");
        assertThat(
                        world.read(DutyWorld.CITY, "/insurer/unregistered?cause=HAS_NO_NUMBER")
                                .path("unregistered")
                                .valueStream())
                .singleElement()
                .satisfies(it ->
                        assertThat(it.path("own").path("number").asString()).isEqualTo("201"));

        String campaign = started("2023-11-30");
        refused(
                world.post(KYOKAI, CAMPAIGNS, "{\"deadline\":\"2023-12-31\"}"),
                FaultCode.STEP_OUT_OF_ORDER);
        String letters = CAMPAIGNS + "/" + campaign + "/letters";
        refused(world.post(DutyWorld.CITY, letters, ""), FaultCode.NOT_FOUND);
        assertThat(DutyWorld.ok(world.post(KYOKAI, letters, "")).path("people").asInt())
                .isEqualTo(PEOPLE);
        assertThat(DutyWorld.ok(world.post(KYOKAI, letters, "")).path("people").asInt()).isZero();
        List<String> letterIds = printed();
        assertThat(letterIds).hasSize(PEOPLE);

        world.on("2023-11-30");
        for (String back : notRegisteredLetters(letterIds)) {
            String body = "{\"letter_id\":\"" + back + "\"}";
            String path = CAMPAIGNS + "/" + campaign + "/undeliverable";
            refused(world.post(DutyWorld.CITY, path, body), FaultCode.NOT_FOUND);
            assertThat(world.post(KYOKAI, path, body).statusCode()).isEqualTo(204);
        }
        assertThat(
                        world.send(
                                KYOKAI,
                                IntStream.rangeClosed(1, REGISTERED)
                                        .mapToObj(place ->
                                                DutyWorld.row(
                                                        "CORRECT",
                                                        KYOKAI,
                                                        place,
                                                        "2023-04-01",
                                                        "2023-04-03"))
                                        .toArray(String[]::new)))
                .allMatch(line -> line.contains(",ACCEPTED,"));
        close(world);
        assertThat(state()).as("the last day is not over").isEqualTo("RUNNING");

        world.on("2023-12-01");
        close(world);

        JsonNode closed = world.read(KYOKAI, CAMPAIGNS).path("campaigns").path(0);
        assertThat(closed.path("state").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("targets").asInt()).isEqualTo(PEOPLE);
        assertThat(closed.path("outcomes").path("REGISTERED").asInt()).isEqualTo(REGISTERED);
        assertThat(closed.path("outcomes").path("NO_ANSWER").asInt()).isEqualTo(15);
        assertThat(closed.path("outcomes").path("UNDELIVERABLE").asInt()).isEqualTo(CAME_BACK);
        assertThat(
                        world.read(KYOKAI, "/insurer/certificate-orders")
                                .path("certificate_orders")
                                .size())
                .isEqualTo(15);
        assertThat(
                        world.read(
                                        KYOKAI,
                                        CAMPAIGNS
                                                + "/"
                                                + campaign
                                                + "/targets?outcome=UNDELIVERABLE")
                                .path("targets")
                                .size())
                .isEqualTo(CAME_BACK);
        assertThat(world.server.audited("campaign.outcome")).hasSize(PEOPLE);
        assertThat(world.server.audited("certificate.ordered")).hasSize(15);
        assertThat(world.figures("/operator/unregistered"))
                .contains("2023-12-01,01130012,20,20,0,0,0,20,0");
    }

    /** Letters of people who will not register: those to places above the registered ones. */
    private static List<String> notRegisteredLetters(List<String> printed) throws Exception {
        List<String> ids =
                JdbcClient.create(world.server.database().superuser())
                        .sql(
                                """
                                SELECT letter_id::text FROM letters.letter
                                WHERE kind = 'UNREGISTERED' AND reply_by = '2023-11-30'
                                  AND substring(address from '区([0-9]+)-')::int > ?
                                ORDER BY letter_id
                                LIMIT ?
                                """)
                        .params(REGISTERED, CAME_BACK)
                        .query(String.class)
                        .list();
        assertThat(printed).containsAll(ids);
        return ids;
    }

    private static String started(String deadline) throws Exception {
        refused(
                world.post(KYOKAI, CAMPAIGNS, "{\"deadline\":\"2023-09-01\"}"),
                FaultCode.VALUES_CONTRADICT);
        return DutyWorld.ok(world.post(KYOKAI, CAMPAIGNS, "{\"deadline\":\"" + deadline + "\"}"))
                .path("campaign_id")
                .asString();
    }

    private static String state() throws Exception {
        return world.read(KYOKAI, CAMPAIGNS).path("campaigns").path(0).path("state").asString();
    }

    /** As the worker does from time to time; both may do it at once. */
    private static void close(DutyWorld world) throws Exception {
        Campaigns campaigns = world.server.bean(Campaigns.class);
        while (campaigns.closeSome()) {
            // until none is due
        }
        if (world.clock.instant().toString().startsWith("2023-12")) {
            Await.until("it is closed", () -> state().equals("CLOSED"));
        }
    }

    /** Has every waiting letter printed; their ids are the names in the ZIP files. */
    private static List<String> printed() throws Exception {
        List<String> ids = new ArrayList<>();
        try (HttpClient operator = world.server.keys().operator().http()) {
            URI print = world.server.at(Door.OPERATOR, "/operator/letters/print");
            HttpResponse<byte[]> answer = print(operator, print);
            while (answer.statusCode() == 200) {
                try (ZipInputStream zip =
                        new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                    for (var entry = zip.getNextEntry();
                            entry != null;
                            entry = zip.getNextEntry()) {
                        ids.add(entry.getName().replace(".pdf", ""));
                    }
                }
                answer = print(operator, print);
            }
        }
        return ids;
    }

    private static HttpResponse<byte[]> print(HttpClient operator, URI uri) throws Exception {
        return operator.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void refused(HttpResponse<String> answer, FaultCode code) {
        assertThat(answer.body()).contains(code.code());
    }
}
