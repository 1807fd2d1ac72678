package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.callers.Door;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose number a pending coverage has is said of what was seen, by many at once. */
@Tag("database")
@Tag("store")
@Tag("B-07")
class ConsoleConfirmationsTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final int CONNECTIONS_MAX = 4;

    private static ConsoleWorld world;
    private static JdbcClient store;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder, "--onshi.database.connections-max=" + CONNECTIONS_MAX);
        store = JdbcClient.create(world.server.database().superuser());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void nobodyConfirmsANumberThatCameAfterThePageOrTheListWasRead() throws Exception {
        knows(1, "見本●子", "東京都見本区1-1");
        world.register(OWN, ConsoleWorld.add(OWN, "501", 1, "見本髙子"));
        UUID coverage = pending("501");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String page = "/console/pendings/" + coverage;
            Map<String, String> seen = form(clerk.open(page));
            String listed = since(coverage);

            // the file brings the number of a namesake with the same birthday, who lives elsewhere
            knows(2, "見本髙子", "東京都見本区9-9");
            assertThat(
                            world.register(
                                    OWN,
                                    "CORRECT,"
                                            + OWN
                                            + ",11,501,01,1945-04-01,"
                                            + ConsoleWorld.number(2)
                                            + ",,,,,,,,,,,,\n"))
                    .contains("REGISTER_DIFFERS");

            HttpResponse<String> refused = clerk.post(world.url(page + "/confirm"), seen);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("ONSHI-F3037", "もう一度見て", "Look at it again");
            HttpResponse<String> machine = confirm(coverage, ",\"since\":\"" + listed + "\"");
            assertThat(machine.statusCode()).isEqualTo(409);
            assertThat(machine.body()).contains("ONSHI-F3037");
            HttpResponse<String> blind = confirm(coverage, "");
            assertThat(blind.statusCode()).isEqualTo(400);
            assertThat(blind.body()).contains("since");
            assertThat(pending("501")).isEqualTo(coverage);
            assertThat(world.server.audited("pending.confirmed"))
                    .noneMatch(it -> it.contains(coverage.toString()));
            assertThat(world.server.audited("vault.used"))
                    .as("no number is opened for a word about another one")
                    .noneMatch(it -> it.contains(coverage.toString()));

            Map<String, String> anew = form(clerk.open(page));
            assertThat(anew.get("since")).isNotEqualTo(seen.get("since"));
            assertThat(clerk.post(world.url(page + "/confirm"), anew).statusCode()).isEqualTo(303);
            assertThat(waiting("501")).isEmpty();
        }
    }

    @Test
    @Tag("J-13")
    void moreClerksConfirmAtOnceThanThereAreConnections() throws Exception {
        int clerks = 3 * CONNECTIONS_MAX;
        StringBuilder rows = new StringBuilder();
        for (int person = 100; person < 100 + clerks; person++) {
            knows(person, "見本竹子", "東京都見本区9-9");
            rows.append(ConsoleWorld.add(OWN, Integer.toString(person), person, "見本竹子"));
        }
        world.register(OWN, rows.toString());
        CyclicBarrier together = new CyclicBarrier(clerks);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk");
                ExecutorService desks = Executors.newFixedThreadPool(clerks)) {
            for (int person = 100; person < 100 + clerks; person++) {
                UUID coverage = pending(Integer.toString(person));
                Map<String, String> form = form(clerk.open("/console/pendings/" + coverage));
                answers.add(
                        desks.submit(() -> {
                            together.await(30, TimeUnit.SECONDS);
                            return clerk.post(
                                    world.url("/console/pendings/" + coverage + "/confirm"), form);
                        }));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> confirmed = answer.get(60, TimeUnit.SECONDS);
                assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(303);
            }
        }
        List<String> confirmed =
                world.server.audited("pending.confirmed").stream()
                        .filter(it -> it.contains("DOCUMENTS_SEEN"))
                        .toList();
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(clerks);
        assertThat(
                        store.sql(
                                        "SELECT count(*) FROM accounts.activity WHERE event ="
                                                + " 'pending.confirmed'")
                                .query(Long.class)
                                .single())
                .as("each beside its entry, for the insurer's auditor")
                .isEqualTo(confirmed.size());
    }

    private static void knows(int person, String name, String address) {
        world.server
                .register()
                .knows(
                        ConsoleWorld.number(person),
                        Map.of(
                                "name", name,
                                "name_kana", "ミホン ハナコ",
                                "birth_date", "1945-04-01",
                                "sex", "2",
                                "address", address));
    }

    /** What the confirmation's form sends, with the documents seen. */
    private static Map<String, String> form(HttpResponse<String> page) {
        Map<String, String> fields = new HashMap<>();
        Matcher hidden =
                Pattern.compile(
                                "<input type=\"hidden\" name=\"(_csrf|since)\""
                                        + " value=\"([^\"]*)\"")
                        .matcher(page.body());
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2));
        }
        assertThat(fields).as(page.body()).hasSize(2);
        fields.put("reason", "DOCUMENTS_SEEN");
        return fields;
    }

    private static String since(UUID coverage) throws Exception {
        String list =
                world.server
                        .get(
                                world.server.keys().insurer(OWN).http(),
                                Door.INSURER,
                                "/insurer/pending")
                        .body();
        Matcher since = Pattern.compile(coverage + ".*?\"since\":\"([^\"]+)\"").matcher(list);
        assertThat(since.find()).as(list).isTrue();
        return since.group(1);
    }

    private static HttpResponse<String> confirm(UUID coverage, String since) throws Exception {
        return world.server.post(
                world.server.keys().insurer(OWN).http(),
                Door.INSURER,
                "/insurer/pending/" + coverage + "/confirm",
                "application/json",
                "{\"clerk\":\"sato\",\"reason\":\"DOCUMENTS_SEEN\"" + since + "}");
    }

    private static UUID pending(String number) {
        return waiting(number).getFirst();
    }

    private static List<UUID> waiting(String number) {
        return store.sql(
                        """
                        SELECT DISTINCT p.coverage_id
                        FROM registry.pending p JOIN registry.coverage c USING (coverage_id)
                        WHERE c.number = ?
                        """)
                .param(number)
                .query(UUID.class)
                .list();
    }
}
