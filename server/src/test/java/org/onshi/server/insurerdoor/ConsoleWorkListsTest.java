package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.work.Rounds;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lists of what insurers owe the registry, as their people work through them. */
@Tag("database")
class ConsoleWorkListsTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final Pattern DUPLICATE = Pattern.compile("/console/duplicates/[0-9a-f-]{36}");
    private static final int PAGE = 100;

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        StringBuilder rows = new StringBuilder();
        for (int person = 0; person <= PAGE; person++) {
            rows.append(ConsoleWorld.pending(OWN, "%d".formatted(1_000 + person), "見本待子"));
        }
        world.register(
                OWN,
                rows
                        + ConsoleWorld.add(OWN, "801", 81, "見本双子")
                        + ConsoleWorld.add(OWN, "802", 82, "見本 双子")
                        + ConsoleWorld.add(OWN, "803", 83, "見本渡子")
                        + ConsoleWorld.add(OWN, "811", 85, "見本疑子")
                        + ConsoleWorld.add(OWN, "812", 86, "見本違子"));
        world.register(
                ConsoleWorld.OTHER, ConsoleWorld.add(ConsoleWorld.OTHER, "7703", 84, "見本渡子"));
        world.survey();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Tag("B-13")
    void unregisteredPersonsAreListedByTheirCauseAndLeadToTheComparison() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String first = clerk.open("/console/unregistered?cause=NUMBER_NOT_GIVEN").body();
            assertThat(first.split("<tr>", -1)).hasSizeGreaterThanOrEqualTo(PAGE + 1);
            assertThat(first).contains("①個人番号の提出がない", "UNRESOLVED", "次の一覧");
            Matcher next =
                    Pattern.compile("/console/unregistered\\?after=([0-9a-f-]{36})&amp;cause=")
                            .matcher(first);
            assertThat(next.find()).isTrue();
            String second =
                    clerk.open(
                                    "/console/unregistered?cause=NUMBER_NOT_GIVEN&after="
                                            + next.group(1))
                            .body();
            assertThat(second).contains("1100", "先頭に戻る").doesNotContain("次の一覧", "・ 1000 ・");
            assertThat(clerk.open("/console/unregistered?cause=HAS_NO_NUMBER").body())
                    .contains("未登録の方はいません");
            assertThat(clerk.open("/console/unregistered?cause=NONE").statusCode()).isEqualTo(404);
            List<String> csv = clerk.open("/console/unregistered.csv").body().lines().toList();
            assertThat(csv).hasSize(1 + PAGE + 1).element(1).asString().contains(",11,1000,01,");
            Matcher compare = Pattern.compile("/console/pendings/[0-9a-f-]{36}").matcher(first);
            assertThat(compare.find()).isTrue();
            assertThat(clerk.open(compare.group()).body()).contains("保留の資格を比べる");
            assertRead("unregistered.read");
        }
    }

    @Test
    @Tag("B-10")
    void lateRegistrationsAreListedByTheDayOfRegistration() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String list = clerk.open("/console/late").body();
            assertThat(list).contains("登録が遅れた", "2024-04-02", "2025-01-06", "次の一覧");
            assertThat(clerk.open("/console/late?from=2025-01-06&to=2025-01-06").body())
                    .contains("登録が遅れた");
            assertThat(clerk.open("/console/late?from=2025-01-01&to=2025-01-05").body())
                    .contains("この期間に遅れた登録はありません");
            for (String days :
                    List.of(
                            "from=2025-13-01&to=2025-01-06",
                            "from=2025-01-06&to=2025-01-05",
                            "from=2023-01-01&to=2024-01-01",
                            "from=2025-01-01&to=9999-12-31",
                            "from=-999999999-01-01&to=%2B999999999-12-31")) {
                assertThat(clerk.open("/console/late?" + days).body())
                        .as(days)
                        .contains("aria-invalid=\"true\"");
            }
            assertThat(clerk.open("/console/late?from=2024-01-07&to=2025-01-06").body())
                    .as("a year, its last day included")
                    .doesNotContain("aria-invalid");
            List<String> csv =
                    clerk.open("/console/late.csv?from=2025-01-01&to=2025-01-31")
                            .body()
                            .lines()
                            .toList();
            assertThat(csv).hasSize(1 + PAGE + 1 + 5);
            assertThat(csv.get(1)).contains("LATE_INSURER", "2024-04-01,2024-04-02,2025-01-06");
            assertRead("late.read");
        }
    }

    @Test
    @Tag("B-15")
    void twoOwnPersonsWithTheSameAttributesAreComparedSideBySide() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String list = clerk.open("/console/duplicates").body();
            assertThat(list).contains("当方どうし", "見本広域連合").doesNotContain("7703");
            assertThat(list)
                    .as("found, ended and open apart")
                    .containsPattern("見つかった組 .*<dd>2</dd>")
                    .containsPattern("終えた組 .*<dd>0</dd>")
                    .containsPattern("残り .*<dd>2</dd>");
            assertThat(clerk.open("/console/duplicates.csv").body().lines()).hasSize(3);
            String within = "";
            String across = "";
            Matcher each = DUPLICATE.matcher(list);
            while (each.find()) {
                String page = clerk.open(each.group()).body();
                if (page.contains("二つとも当方の資格です")) {
                    within = page;
                } else {
                    across = page;
                }
            }
            assertThat(within)
                    .as("the characters that differ are marked")
                    .containsPattern("80<[^>]*>.*<mark>[12]</mark>")
                    .containsPattern("見本</span><mark> </mark>")
                    .contains("同じ", "違う");
            assertThat(across).contains("相手は 見本広域連合", "見本渡子").doesNotContain("<mark>", "7703");
            assertRead("duplicate.read");
        }
    }

    @Test
    @Tag("B-15")
    void aDuplicateIsShownToItsOwnInsurersOnly() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk");
                ConsoleVisitor other = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-auditor")) {
            String list = other.open("/console/duplicates").body();
            assertThat(list).contains("7703", "見本支部").doesNotContain("・ 803 ・");
            Matcher shared = DUPLICATE.matcher(list);
            assertThat(shared.find()).isTrue();
            assertThat(clerk.open(shared.group()).statusCode()).isEqualTo(200);
            assertThat(other.open(shared.group()).body()).contains("7703");
            Matcher own = DUPLICATE.matcher(clerk.open("/console/duplicates").body());
            while (own.find()) {
                assertThat(other.open(own.group()).statusCode())
                        .isEqualTo(own.group().equals(shared.group()) ? 200 : 404);
            }
        }
    }

    private static Map<String, String> seen(String finding) {
        return Map.of("reason", "DOCUMENTS_SEEN", "finding", finding);
    }

    @Test
    @Tag("B-12")
    void aSuspectIsClearedWithAReasonNeverAgainstASexAndStoppedByOnePerson() throws Exception {
        UUID clear = world.suspect(coverage("811"), "DIFFERS", "NAME=DIFFERS;SEX=EQUAL");
        UUID wrong = world.suspect(coverage("812"), "DIFFERS", "NAME=EQUAL;SEX=DIFFERS");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            assertThat(clerk.open("/console/suspects").body())
                    .contains("・ 811 ・", "・ 812 ・", "DIFFERS");
            assertThat(clerk.open("/console/suspects.csv").body().lines()).hasSize(3);
            assertThat(clerk.open("/console/suspects/" + wrong).body())
                    .contains("確認だけでは正しいとできません")
                    .doesNotContain("正しいことを確認する");
            assertThat(
                            clerk.submit(
                                            "/console/suspects/" + wrong + "/clear",
                                            seen("DIFFERS;NAME=EQUAL;SEX=DIFFERS"))
                                    .body())
                    .contains(FaultCode.NOT_CLEARABLE.code());
            Map<String, String> seen = seen("DIFFERS;NAME=DIFFERS;SEX=EQUAL");
            assertThat(
                            clerk.submit(
                                            "/console/suspects/" + clear + "/clear",
                                            seen("UNCLEAR;NAME=UNCERTAIN;SEX=EQUAL"))
                                    .body())
                    .as("something else was found meanwhile")
                    .contains(FaultCode.CHANGED_SINCE_SEEN.code());
            assertThat(clerk.submit("/console/suspects/" + clear + "/clear", Map.of()).body())
                    .contains(FaultCode.FIELD_MISSING.code());
            assertThat(clerk.submit("/console/suspects/" + clear + "/clear", seen).statusCode())
                    .isEqualTo(303);
            assertThat(
                            clerk.submit("/console/suspects/" + wrong + "/wrong", Map.of())
                                    .headers()
                                    .firstValue("Location"))
                    .hasValueSatisfying(it -> assertThat(it).contains("/console/wrong-links/"));
            assertThat(clerk.open("/console/suspects").body()).contains("紐付けの疑いはありません");
            assertThat(clerk.open("/console/suspects/" + clear).body()).contains("判断は済んでいます");
            assertThat(
                            store(
                                    "SELECT decided_by FROM corrections.suspect WHERE suspect_id ="
                                            + " ?",
                                    clear))
                    .as("as whoever logged in, which no machine can say")
                    .containsExactly(
                            "console:"
                                    + store(
                                                    "SELECT account_id::text FROM accounts.account"
                                                            + " WHERE organisation = ?"
                                                            + " AND role = 'CLERK'",
                                                    OWN)
                                            .getFirst());
            assertRead("suspect.read");
        }
    }

    @Test
    @Tag("B-12")
    void aSuspectWhoseCoverageWasCancelledMeanwhileEndsWithAWordAndWithoutACase() throws Exception {
        world.register(OWN, inTime("813", 87, "見本移子") + inTime("814", 88, "見本転子"));
        UUID clear = world.suspect(coverage("813"), "DIFFERS", "NAME=DIFFERS;SEX=EQUAL");
        UUID wrong = world.suspect(coverage("814"), "DIFFERS", "NAME=DIFFERS;SEX=EQUAL");
        Rounds rounds = world.server.bean("fullMatchRounds", Rounds.class);
        rounds.stop();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            world.register(OWN, cancel("813") + cancel("814"));
            clerk.open("/console/suspects");
            Map<String, String> seen = seen("DIFFERS;NAME=DIFFERS;SEX=EQUAL");
            for (HttpResponse<String> answer :
                    List.of(
                            clerk.submit("/console/suspects/" + clear + "/clear", seen),
                            clerk.submit("/console/suspects/" + wrong + "/wrong", Map.of()),
                            clerk.submit("/console/suspects/" + wrong + "/wrong", Map.of()))) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
                assertThat(answer.headers().firstValue("Location"))
                        .hasValue("/console/suspects?moved=true");
            }
            assertThat(clerk.open("/console/suspects?moved=true").body())
                    .contains("もうその方に紐付いていません")
                    .doesNotContain("・ 813 ・", "・ 814 ・");
            assertThat(clerk.open("/console/suspects").body()).doesNotContain("もうその方に紐付いていません");
        } finally {
            rounds.start();
        }
        assertThat(
                        store(
                                "SELECT outcome FROM corrections.suspect WHERE suspect_id IN (?,"
                                        + " ?)",
                                clear,
                                wrong))
                .containsExactly("MOVED", "MOVED");
    }

    private static List<String> store(String sql, Object... values) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(sql)
                .params(values)
                .query(String.class)
                .list();
    }

    /** A row of ADD that is not late. */
    private static String inTime(String number, int person, String name) {
        return ConsoleWorld.add(OWN, number, person, name)
                .replace("2024-04-01,2024-04-02", "2025-01-05,2025-01-06");
    }

    private static String cancel(String number) {
        return "CANCEL," + OWN + ",11," + number + ",01,1945-04-01" + ",".repeat(13) + "\n";
    }

    private static UUID coverage(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql("SELECT coverage_id FROM registry.coverage WHERE number = ? LIMIT 1")
                .param(number)
                .query(UUID.class)
                .single();
    }

    private static void assertRead(String event) throws Exception {
        assertThat(world.server.audited(event))
                .as("each person finds who looked")
                .anyMatch(it -> it.contains("insurer:" + OWN + "/") && it.contains("\"person\":"));
        try (ConsoleVisitor auditor = ConsoleVisitor.at(world, OWN + "-auditor")) {
            assertThat(auditor.open("/console/activities").body()).contains("を照会した");
        }
    }
}
