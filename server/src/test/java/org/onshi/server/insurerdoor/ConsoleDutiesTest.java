package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.server.callers.Door;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.duties.ImprovementPlans;
import org.onshi.server.letters.Letters;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the operating body asks of an insurer, as its people do it. */
@Tag("database")
class ConsoleDutiesTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final String CLERK = OWN + "-clerk";
    private static final String SUPERVISOR = OWN + "-supervisor1";
    private static final Pattern PLAN = Pattern.compile("href=\"(/console/plans/[0-9a-f-]{36})\"");

    private static final Pattern OPTION = Pattern.compile("<option value=\"([0-9a-f-]{36})\"");
    private static final Pattern CASE =
            Pattern.compile("href=\"/console/wrong-links/([0-9a-f-]{36})\"");
    private static final Pattern OTHER = Pattern.compile("(\\?other=[0-9a-f-]{36})\"");
    private static final Pattern LINKED = Pattern.compile("(\\?linked=[0-9a-f-]{36})\"");

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        world.register(
                OWN,
                ConsoleWorld.pending(OWN, "831", "見本黙子")
                        + ConsoleWorld.pending(OWN, "832", "見本戻子")
                        + ConsoleWorld.add(OWN, "841", 84, "見本誤子")
                        + ConsoleWorld.add(OWN, "851", 85, "見本正子"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Tag("B-14")
    void theUnregisteredAreWrittenToAndWhoeverDoesNotAnswerIsOrderedACertificate()
            throws Exception {
        String campaign;
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            for (String deadline : List.of("", "tomorrow", "2025-01-06")) {
                assertThat(begin(clerk, deadline).body()).contains("aria-invalid=\"true\"");
            }
            campaign = location(begin(clerk, "2025-01-20"));
            Await.until(
                    "the letters are written", () -> clerk.open(campaign).body().contains("回答待ち"));
            assertThat(clerk.open(campaign).body()).contains("・ 831 ・", "・ 832 ・", "結果待ち");
            assertThat(begin(clerk, "2025-02-20").body())
                    .as("one at a time")
                    .contains(FaultCode.STEP_OUT_OF_ORDER.whatJa(""));
            world.server.bean(Letters.class).print("operator:test");
            assertThat(cameBack(clerk, campaign, "12").body()).contains("aria-invalid=\"true\"");
            assertThat(cameBack(clerk, campaign, UUID.randomUUID().toString()).body())
                    .contains("aria-invalid=\"true\"");
            assertThat(location(cameBack(clerk, campaign, letter("832")))).isEqualTo(campaign);
        }
        world.clock.moveTo(Instant.parse("2025-01-21T00:00:00Z"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            Await.until(
                    "the outcomes are decided", () -> clerk.open(campaign).body().contains("終了"));
            assertThat(clerk.open(campaign + "?outcome=NO_ANSWER").body())
                    .contains("・ 831 ・")
                    .doesNotContain("・ 832 ・");
            assertThat(clerk.open(campaign + "/targets.csv").body().lines())
                    .hasSize(3)
                    .anyMatch(it -> it.startsWith("NO_ANSWER,,") && it.contains(",11,831,01,"))
                    .anyMatch(it -> it.startsWith("UNDELIVERABLE,2025"));
            assertThat(clerk.open("/console/certificates").body())
                    .contains("・ 831 ・")
                    .doesNotContain("・ 832 ・");
            assertThat(clerk.open("/console/certificates.csv").body().lines()).hasSize(2);
            assertThat(clerk.open("/console/campaigns").body()).contains("お知らせを始める");
        }
        assertThat(world.server.audited("campaign.read"))
                .as("each person finds who looked")
                .anyMatch(it -> it.contains("insurer:" + OWN + "/") && it.contains("\"person\":"));
        assertThat(world.server.audited("campaign.undeliverable"))
                .singleElement()
                .asString()
                .contains("insurer:" + OWN + "/");
    }

    @Test
    @Tag("B-11")
    void aPlanIsHandedInOnceByASupervisorAndALongListHasPages() throws Exception {
        String plan = "/console/plans/" + world.plans(110).getFirst();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor supervisor = ConsoleVisitor.at(world, SUPERVISOR)) {
            assertThat(clerk.open("/console/").body()).contains("改善計画</a>を求められています");
            String first = clerk.open("/console/plans").body();
            assertThat(PLAN.matcher(first).results()).hasSize(50);
            assertThat(first).contains("2024-12", "72.5 %", "/console/plans?before=2020-11");
            assertThat(PLAN.matcher(clerk.open("/console/plans?before=2020-11").body()).results())
                    .hasSize(50);
            assertThat(clerk.open(plan).body()).contains("責任者だけ").doesNotContain("<textarea");
            Map<String, String> content = Map.of("content", "届出を毎日登録します。\r\n係を増やします。");
            assertThat(clerk.submit(plan + "/submission", content).body())
                    .contains(FaultCode.ROLE_REFUSED.code());
            assertThat(supervisor.submit(plan + "/submission", Map.of("content", " ")).body())
                    .contains("aria-invalid=\"true\"");
            String long4001 = "あ".repeat(ImprovementPlans.CONTENT_MAX + 1);
            assertThat(supervisor.submit(plan + "/submission", Map.of("content", long4001)).body())
                    .as("nothing has to be typed again")
                    .contains("aria-invalid=\"true\"", long4001);
            assertThat(location(supervisor.submit(plan + "/submission", content))).isEqualTo(plan);
            assertThat(clerk.open(plan).body())
                    .contains("届出を毎日登録します。\n係を増やします。", "提出済み")
                    .doesNotContain("責任者だけ");
            assertThat(supervisor.submit(plan + "/submission", content).body())
                    .contains(FaultCode.STEP_OUT_OF_ORDER.whatJa(""));
            assertThat(world.server.audited("plan.submitted"))
                    .singleElement()
                    .asString()
                    .contains("insurer:" + OWN + "/");
        }
        HttpClient machine = world.server.keys().insurer(OWN).http();
        String page = world.server.get(machine, Door.INSURER, "/insurer/improvement-plans").body();
        Matcher next = Pattern.compile("\"next\":\"([0-9-]+)\"").matcher(page);
        assertThat(next.find()).as(page).isTrue();
        assertThat(page.split("plan_id", -1)).hasSize(101);
        assertThat(
                        world.server
                                .get(
                                        machine,
                                        Door.INSURER,
                                        "/insurer/improvement-plans?before=" + next.group(1))
                                .body())
                .doesNotContain("\"next\"")
                .satisfies(it -> assertThat(it.split("plan_id", -1)).hasSize(11));
    }

    @Test
    @Tag("J-01")
    void anInspectionIsReportedRecheckedAndItsCasesLinked() throws Exception {
        LocalDate due = LocalDate.parse("2025-03-31");
        String part =
                "/console/inspections/"
                        + world.server
                                .bean(Inspections.class)
                                .start("総点検（試し）", due, due, "operator:test");
        String id;
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor supervisor = ConsoleVisitor.at(world, SUPERVISOR)) {
            assertThat(clerk.open("/console/").body()).contains("総点検</a>の報告または点検が済んでいません");
            assertThat(clerk.open("/console/inspections").body()).contains("総点検（試し）", "報告待ち");
            assertThat(clerk.submit(part + "/report", Map.of("broken", "false")).body())
                    .contains(FaultCode.ROLE_REFUSED.code());
            assertThat(supervisor.submit(part + "/report", Map.of("broken", "true")).body())
                    .contains(FaultCode.VALUES_CONTRADICT.whatJa("点検する件数"));
            assertThat(
                            location(
                                    supervisor.submit(
                                            part + "/report",
                                            Map.of("broken", "true", "records", "3"))))
                    .isEqualTo(part);
            assertThat(progress(clerk, part, "4", "0").body()).contains("aria-invalid=\"true\"");
            assertThat(progress(clerk, part, "2", "x").body()).contains("aria-invalid=\"true\"");
            assertThat(location(progress(clerk, part, "2", "1"))).isEqualTo(part);
            assertThat(clerk.open(part).body()).contains("2 / 3 件", "うち誤り 1 件");

            String link =
                    location(
                            clerk.submit(
                                    "/console/wrong-links",
                                    Map.of(
                                            "coverage",
                                            coverage("841").toString(),
                                            "source",
                                            "INSPECTION")));
            id = link.substring(link.lastIndexOf('/') + 1);
            assertThat(clerk.open(part).body()).contains("<option value=\"" + id + "\"");
            assertThat(location(clerk.submit(part + "/findings", Map.of("wrong_link", id))))
                    .isEqualTo(part);
            assertThat(clerk.open(part).body())
                    .contains("href=\"" + link + "\"")
                    .doesNotContain("<option value=\"" + id + "\"");
            assertThat(world.server.audited("link.read"))
                    .as("whose cases are shown finds who has looked")
                    .anyMatch(it -> it.contains(id) && it.contains("\"person\":"));
            assertThat(progress(clerk, part, "3", "1").body())
                    .as("not before its case is decided")
                    .contains(FaultCode.STEP_OUT_OF_ORDER.whatJa(""));
        }
        String found = id;
        assertThat(world.server.audited("inspection.found"))
                .filteredOn(it -> it.contains(found))
                .singleElement()
                .asString()
                .contains("insurer:" + OWN + "/", "\"person\":");
    }

    @Test
    @Tag("J-01")
    void ofTwoHundredCasesTheLatestIsOfferedFirstAndTheOldestCanBeLinkedToo() throws Exception {
        LocalDate due = LocalDate.parse("2025-03-31");
        Inspections inspections = world.server.bean(Inspections.class);
        UUID inspection = inspections.start("総点検（多数）", due, due, "operator:test");
        inspections.report(new InsurerNumber(OWN), inspection, 1_000, "operator:test");
        List<UUID> cases = closedCases(coverage("851"), 201);
        String part = "/console/inspections/" + inspection;
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(all(OPTION, clerk, part, OTHER))
                    .filteredOn(cases::contains)
                    .as("the latest first, to the oldest")
                    .containsExactlyElementsOf(cases.reversed());
            assertThat(clerk.open(part).body())
                    .as("whose it is, and how far")
                    .contains("・ 851 ・", "誤りではない（終了） / Found right: closed");

            for (UUID one : cases) {
                assertThat(
                                location(
                                        clerk.submit(
                                                part + "/findings",
                                                Map.of("wrong_link", one.toString()))))
                        .isEqualTo(part);
            }
            assertThat(all(OPTION, clerk, part, OTHER)).doesNotContainAnyElementsOf(cases);
            assertThat(all(CASE, clerk, part, LINKED)).containsExactlyElementsOf(cases.reversed());
        }
    }

    @Test
    void theHundredAndFirstCampaignAndInspectionOpenLikeTheFirst() throws Exception {
        UUID campaign =
                JdbcClient.create(world.server.database().superuser())
                        .sql(
                                """
                                WITH made AS (
                                    INSERT INTO duties.campaign (campaign_id, insurer_number,
                                        deadline, started_at, written_at, closed_at)
                                    SELECT gen_random_uuid(), ?, t.at, t.at, t.at,
                                        t.at + interval '2 days'
                                    FROM (
                                        SELECT '2024-01-01'::timestamptz + n * interval '1 day' AS at
                                        FROM generate_series(1, 101) AS n) t
                                    RETURNING started_at, campaign_id)
                                SELECT campaign_id FROM made ORDER BY started_at LIMIT 1
                                """)
                        .param(OWN)
                        .query(UUID.class)
                        .single();
        LocalDate due = LocalDate.parse("2025-03-31");
        Inspections inspections = world.server.bean(Inspections.class);
        UUID inspection = inspections.start("総点検（初回）", due, due, "operator:test");
        for (int later = 1; later <= 101; later++) {
            inspections.start("総点検", due, due, "operator:test");
        }
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(clerk.open("/console/campaigns/" + campaign).statusCode()).isEqualTo(200);
            assertThat(clerk.open("/console/inspections/" + inspection).body()).contains("総点検（初回）");
            assertThat(clerk.open("/console/campaigns/" + inspection).statusCode()).isEqualTo(404);
        }
    }

    /** What a pattern names on a page and on those that follow it. */
    private static List<UUID> all(
            Pattern named, ConsoleVisitor visitor, String first, Pattern following)
            throws Exception {
        List<UUID> all = new ArrayList<>();
        Optional<String> page = Optional.of(first);
        while (page.isPresent()) {
            String body = visitor.open(page.get()).body();
            named.matcher(body).results().map(it -> UUID.fromString(it.group(1))).forEach(all::add);
            page = following.matcher(body).results().map(it -> first + it.group(1)).findFirst();
        }
        return all;
    }

    /** Cases of a coverage that were found right, one a minute. */
    private static List<UUID> closedCases(UUID coverage, int count) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(
                        """
                        WITH made AS (
                            INSERT INTO corrections.wrong_link (person_id, wrong_link_id,
                                coverage_id, insurer_number, source, linked_at, suspended_at,
                                looked_up_at, viewings, decided_at, wrong, decided_by)
                            SELECT c.person_id, gen_random_uuid(), c.coverage_id, c.insurer_number,
                                'INSURER', t.at, t.at, t.at, 0, t.at, false, 'clerk'
                            FROM (
                                SELECT person_id, coverage_id, insurer_number
                                FROM registry.coverage WHERE coverage_id = ? LIMIT 1) c
                            CROSS JOIN LATERAL (
                                SELECT '2024-12-01'::timestamptz + n * interval '1 minute' AS at
                                FROM generate_series(1, ?) AS n) t
                            RETURNING suspended_at, wrong_link_id)
                        SELECT wrong_link_id FROM made ORDER BY suspended_at
                        """)
                .params(coverage, count)
                .query(UUID.class)
                .list();
    }

    private static HttpResponse<String> begin(ConsoleVisitor visitor, String deadline)
            throws Exception {
        return visitor.submit("/console/campaigns", Map.of("deadline", deadline));
    }

    private static HttpResponse<String> cameBack(
            ConsoleVisitor visitor, String campaign, String letter) throws Exception {
        return visitor.submit(campaign + "/undeliverable", Map.of("letter", letter));
    }

    private static HttpResponse<String> progress(
            ConsoleVisitor visitor, String part, String checked, String wrong) throws Exception {
        return visitor.submit(part + "/progress", Map.of("checked", checked, "wrong", wrong));
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** The number on the letter about an insured number. */
    private static String letter(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(
                        """
                        SELECT letter_id FROM letters.letter
                        WHERE kind = 'UNREGISTERED' AND person_id =
                            (SELECT person_id FROM registry.coverage WHERE number = ? LIMIT 1)
                        """)
                .param(number)
                .query(UUID.class)
                .single()
                .toString();
    }

    private static UUID coverage(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql("SELECT coverage_id FROM registry.coverage WHERE number = ? LIMIT 1")
                .param(number)
                .query(UUID.class)
                .single();
    }
}
