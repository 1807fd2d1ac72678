package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.Await;

/** The console as people meet it: login, roles, files, lists and four eyes, over real sockets. */
@Tag("database")
class ConsoleTest {
    private static final String CLERK = ConsoleWorld.OWN + "-clerk";
    private static final String FIRST = ConsoleWorld.OWN + "-supervisor1";
    private static final String SECOND = ConsoleWorld.OWN + "-supervisor2";
    private static final String AUDITOR = ConsoleWorld.OWN + "-auditor";

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aLoginIsAuditedAndItsCookieIsForThisDoorAlone() throws Exception {
        int before = world.server.audited("console.login").size();
        try (ConsoleVisitor clerk = new ConsoleVisitor(world)) {
            HttpResponse<String> start = clerk.open("/console/login/start/onshi");
            String cookie = start.headers().firstValue("Set-Cookie").orElse("");
            // nobody has a session before the login, only a cookie for the login itself
            assertThat(start.headers().allValues("Set-Cookie")).hasSize(1);
            assertThat(cookie)
                    .contains(
                            "onshi_console_login=",
                            "HttpOnly",
                            "SameSite=Lax",
                            "Path=/console/login",
                            "Max-Age=600");
            assertThat(start.headers().firstValue("Location").orElse(""))
                    .contains("code_challenge_method=S256", "nonce=", "state=");

            HttpResponse<String> back = clerk.typed(CLERK, world.passcode(CLERK));
            HttpResponse<String> loggedIn = clerk.follow(back);

            assertThat(loggedIn.body()).contains("今日の仕事", "見本支部", "担当者");
            assertThat(loggedIn.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(loggedIn.headers().firstValue("Cache-Control").orElse(""))
                    .contains("no-store");
            assertThat(world.server.audited("console.login"))
                    .hasSize(before + 1)
                    .last()
                    .asString()
                    .contains("\"caller\":\"insurer:" + ConsoleWorld.OWN + "/", "CLERK")
                    .doesNotContain("資格担当");
            // the answer of the provider cannot be used twice
            assertThat(
                            clerk.follow(
                                            clerk.get(
                                                    back.headers()
                                                            .firstValue("Location")
                                                            .orElseThrow()))
                                    .body())
                    .contains("ログインできませんでした");
        }
    }

    @Test
    void aSessionBeginsAtTheLoginAndNotBefore() throws Exception {
        try (ConsoleVisitor clerk = new ConsoleVisitor(world)) {
            for (String path :
                    List.of("/console/", "/console/login", "/console/assets/console.css")) {
                assertThat(clerk.open(path).headers().allValues("Set-Cookie")).as(path).isEmpty();
            }
            assertThat(
                            clerk.post(world.url("/console/search"), Map.of("number", "1"))
                                    .headers()
                                    .allValues("Set-Cookie"))
                    .isEmpty();
            HttpResponse<String> back =
                    clerk.get(
                            clerk.typed(CLERK, world.passcode(CLERK))
                                    .headers()
                                    .firstValue("Location")
                                    .orElseThrow());
            assertThat(back.headers().allValues("Set-Cookie"))
                    .anyMatch(it ->
                            it.startsWith("onshi_console=")
                                    && it.contains("HttpOnly")
                                    && it.contains("SameSite=Lax"))
                    .anyMatch(it ->
                            it.startsWith("onshi_console_login=;") && it.contains("Max-Age=0"));
        }
    }

    @Test
    void theConsoleIsFoundByItsShortAddress() throws Exception {
        try (ConsoleVisitor stranger = new ConsoleVisitor(world)) {
            for (String path : List.of("/", "/console")) {
                HttpResponse<String> answer = stranger.open(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(302);
                assertThat(stranger.follow(answer).body()).contains("ログインへ進む");
            }
        }
    }

    @Test
    void nobodySeesAPageWithoutLoggingIn() throws Exception {
        try (ConsoleVisitor stranger = new ConsoleVisitor(world)) {
            for (String path :
                    List.of(
                            "/console/",
                            "/console/files",
                            "/console/conflicts",
                            "/console/search",
                            "/console/activities",
                            "/console/nowhere")) {
                HttpResponse<String> answer = stranger.open(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(302);
                assertThat(answer.headers().firstValue("Location").orElse(""))
                        .endsWith("/console/login");
            }
            assertThat(stranger.open("/operator/insurers").statusCode()).isEqualTo(404);
            assertThat(stranger.open("/actuator/health").statusCode()).isEqualTo(404);
            assertThat(stranger.open("/console/login").body()).contains("ログインへ進む");
        }
    }

    @Test
    void aPersonWithoutAnAccountIsRefusedAndTheRefusalIsAudited() throws Exception {
        String other = ConsoleWorld.OTHER + "-clerk";
        String left =
                world.accounts
                        .masterData()
                        .lines()
                        .filter(line -> line.contains("," + ConsoleWorld.OTHER + ",CLERK"))
                        .findFirst()
                        .orElseThrow();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, other)) {
            assertThat(
                            world.load(
                                    "accounts",
                                    "subject,name,organisation,role\n"
                                            + left.replace(",CLERK", ",NONE")
                                            + "\n"))
                    .contains("1,ACCEPTED,OK");
            // at once, in the midst of a session
            assertThat(clerk.follow(clerk.open("/console/")).body()).contains("登録されていません");
        }
        try (ConsoleVisitor gone = new ConsoleVisitor(world)) {
            assertThat(gone.logIn(other, world.passcode(other)).body()).contains("登録されていません");
            assertThat(world.server.audited("console.login_refused"))
                    .anyMatch(it -> it.contains("account_unknown"));
        }
        world.load("accounts", "subject,name,organisation,role\n" + left + "\n");
    }

    @Test
    void aSessionEndsAfterHalfAnHourOfSilenceAndAfterEightHours(@TempDir Path folder)
            throws Exception {
        try (ConsoleWorld own = ConsoleWorld.start(folder);
                ConsoleVisitor clerk = ConsoleVisitor.at(own, CLERK)) {
            own.clock.moveTo(own.clock.instant().plus(Duration.ofMinutes(29)));
            assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
            own.clock.moveTo(own.clock.instant().plus(Duration.ofMinutes(31)));
            assertThat(clerk.follow(clerk.open("/console/")).body()).contains("30分操作がなかった");

            clerk.logIn(CLERK, own.passcode(CLERK));
            for (int times = 0; times < 19; times++) {
                own.clock.moveTo(own.clock.instant().plus(Duration.ofMinutes(25)));
                assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
            }
            own.clock.moveTo(own.clock.instant().plus(Duration.ofMinutes(25)));
            assertThat(clerk.follow(clerk.open("/console/")).body()).contains("8時間が過ぎた");
            assertThat(own.server.audited("console.logout"))
                    .anyMatch(it -> it.contains("idle"))
                    .anyMatch(it -> it.contains("long"));
        }
    }

    @Test
    void aFormWithoutItsTokenChangesNothing() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            int before = world.server.audited("registration.received").size();
            HttpResponse<String> upload =
                    clerk.upload("/console/files", "guessed", ConsoleWorld.HEADER);
            assertThat(upload.statusCode()).isEqualTo(403);
            assertThat(upload.body()).contains("この画面は古くなっています");
            HttpResponse<String> logout = clerk.post(world.url("/console/logout"), Map.of());
            assertThat(clerk.follow(logout).body()).contains("この画面は古くなっています");
            assertThat(clerk.open("/console/").statusCode()).isEqualTo(200);
            assertThat(world.server.audited("registration.received")).hasSize(before);

            HttpResponse<String> out = clerk.submit("/console/logout", Map.of());
            // at the provider too, and by way of it back; the address names nobody
            assertThat(out.headers().firstValue("Location").orElse(""))
                    .contains("/openid/logout?client_id=onshi-console&post_logout_redirect_uri=")
                    .doesNotContain("id_token_hint");
            assertThat(clerk.follow(out).uri().toString()).endsWith("/console/login?ended=asked");
            assertThat(clerk.open("/console/").statusCode()).isEqualTo(302);
            assertThat(world.server.audited("console.logout")).anyMatch(it -> it.contains("asked"));
        }
    }

    @Test
    void aClerkSendsAFileFollowsItAndGetsTheRejectedRowsBack() throws Exception {
        String csv =
                ConsoleWorld.HEADER
                        + ConsoleWorld.pending(ConsoleWorld.OWN, "301", "見本春子")
                        + ConsoleWorld.pending(ConsoleWorld.OTHER, "302", "見本夏子")
                        + ConsoleWorld.pending(ConsoleWorld.OWN, "303", "見本秋子")
                                .replace("1985-04-01", "1985-13-01");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            HttpResponse<String> sent = clerk.upload("/console/files", csv);
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
            String file = sent.headers().firstValue("Location").orElseThrow();

            Await.until(
                    "the file is done",
                    () -> clerk.open(file + "/progress").body().contains("処理済み"));

            assertThat(clerk.open(file).body())
                    .contains("却下", "WRONG_INSURER", "BAD_DATE", "3 / 3 行")
                    .doesNotContain("見本春子");
            assertThat(clerk.open(file + "?show=rejected").body())
                    .contains("WRONG_INSURER")
                    .doesNotContain("NUMBER_MISSING");
            for (String after : List.of("9223372036854775807", "-9223372036854775808", "-1", "4")) {
                for (String show : List.of("", "rejected")) {
                    assertThat(clerk.open(file + "?show=" + show + "&after=" + after).statusCode())
                            .as(after)
                            .isEqualTo(200);
                }
            }
            assertThat(clerk.open(file + "?after=99999999999999999999").statusCode())
                    .isEqualTo(404);
            assertThat(clerk.open(file + "/result.csv").body().lines()).hasSize(4);
            assertThat(clerk.open(file + "/rejected.csv").body().lines()).hasSize(3);
            String again = clerk.upload(file + "/resend", csv).body();
            assertThat(again.lines().toList())
                    .hasSize(3)
                    .first()
                    .asString()
                    .endsWith(",line,code,message");
            assertThat(again).contains("見本夏子", "見本秋子", "WRONG_INSURER").doesNotContain("見本春子");
            for (String another :
                    List.of(ConsoleWorld.HEADER, csv + "\n", csv.replace("見本夏子", "見本冬子"))) {
                HttpResponse<String> refused = clerk.upload(file + "/resend", another);
                assertThat(refused.body())
                        .contains("ONSHI-F4041", "元の画面へ戻る", "href=\"/console/files\"")
                        .doesNotContain("見本冬子");
                assertThat(refused.headers().firstValue("Content-Disposition")).isEmpty();
            }
            String id = file.substring(file.lastIndexOf('/') + 1);
            assertThat(world.server.audited("console.uploaded")).anyMatch(it -> it.contains(id));
            assertThat(world.server.audited("console.rejected_taken"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(id, "\"rows\":\"2\"");
            try (ConsoleVisitor other = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-auditor")) {
                assertThat(other.open(file).statusCode()).isEqualTo(404);
                assertThat(other.open(file + "/result.csv").statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    @Tag("J-13")
    void rowsThatNeedTwoPeopleAreNotTakenFromOne() throws Exception {
        int before = world.server.audited("registration.received").size();
        try (ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            for (String action : List.of("CANCEL", "CORRECT")) {
                String csv =
                        ConsoleWorld.HEADER
                                + ConsoleWorld.pending(ConsoleWorld.OWN, "311", "見本一子")
                                        .repeat(2_000)
                                + ConsoleWorld.pending(ConsoleWorld.OWN, "311", "見本一子")
                                        .replaceFirst("ADD", action);
                HttpResponse<String> refused = first.upload("/console/files", csv);
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains("ONSHI-F4040");
            }
        }
        assertThat(world.server.audited("registration.received")).hasSize(before);
    }

    @Test
    void aConflictIsReadByBothInsurersAndLeadsToTheOwnHistory() throws Exception {
        world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "401", 1, "見本冬子"));
        world.register(ConsoleWorld.OTHER, ConsoleWorld.add(ConsoleWorld.OTHER, "7701", 1, "見本冬子"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            String list = clerk.open("/console/conflicts").body();
            assertThat(list).contains("401", "見本広域連合").doesNotContain("7701");
            assertThat(clerk.open("/console/conflicts.csv").body())
                    .contains(",401,")
                    .doesNotContain("7701");
            Matcher coverage =
                    Pattern.compile("name=\"coverage\" value=\"([0-9a-f-]{36})\"").matcher(list);
            assertThat(coverage.find()).isTrue();
            String history =
                    clerk.submit("/console/search/coverage", Map.of("coverage", coverage.group(1)))
                            .body();
            assertThat(history).contains("見本冬子", "<svg", "現在の記録");
            try (ConsoleVisitor other = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-auditor")) {
                assertThat(
                                other.submit(
                                                "/console/search/coverage",
                                                Map.of("coverage", coverage.group(1)))
                                        .statusCode())
                        .isEqualTo(404);
            }
            assertThat(world.server.audited("conflict.read"))
                    .anyMatch(it -> it.contains("insurer:" + ConsoleWorld.OWN + "/"));
        }
    }

    @Test
    void aSearchIsAFormAndItsLookIsRecordedUnderTheClerk() throws Exception {
        world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "501", 51, "見本葉子"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            int before = world.server.audited("history.read").size();
            HttpResponse<String> found =
                    clerk.submit(
                            "/console/search",
                            Map.of("symbol", "11", "number", "501", "birth_date", "1945-04-01"));
            assertThat(found.body()).contains("見本葉子", "2024-04-01");
            assertThat(found.uri().toString()).doesNotContain("501");
            assertThat(world.server.audited("history.read"))
                    .hasSize(before + 1)
                    .last()
                    .asString()
                    .contains("insurer:" + ConsoleWorld.OWN + "/");
            assertThat(
                            clerk.submit(
                                            "/console/search",
                                            Map.of("number", "501", "birth_date", "1945-4"))
                                    .body())
                    .contains("aria-invalid");
            assertThat(
                            clerk.submit(
                                            "/console/search",
                                            Map.of("number", "599", "birth_date", "1945-04-01"))
                                    .body())
                    .contains("登録されていません");
            assertThat(
                            clerk.submit(
                                            "/console/search/history.csv",
                                            Map.of(
                                                    "symbol", "11",
                                                    "number", "501",
                                                    "branch", "",
                                                    "birth_date", "1945-04-01"))
                                    .body())
                    .contains("recorded_at", "見本葉子");
            world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "502", 52, "=1+1"));
            assertThat(
                            clerk.submit(
                                            "/console/search/history.csv",
                                            Map.of(
                                                    "symbol", "11",
                                                    "number", "502",
                                                    "birth_date", "1945-04-01"))
                                    .body())
                    .as("what a spreadsheet would run")
                    .contains(",'=1+1,")
                    .doesNotContain(",=1+1,");
            world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "503", 53, "＝１"));
            assertThat(
                            clerk.submit(
                                            "/console/search/history.csv",
                                            Map.of(
                                                    "symbol", "11",
                                                    "number", "503",
                                                    "birth_date", "1945-04-01"))
                                    .body())
                    .as("what a Japanese one would run")
                    .contains(",'＝１,");
        }
    }

    @Test
    @Tag("J-13")
    void aCancellationNeedsASecondSupervisor() throws Exception {
        world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "601", 61, "見本誤子"));
        String coverage;
        try (ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            Matcher id =
                    Pattern.compile("name=\"coverage\" id=\"c-([0-9a-f-]{36})\"")
                            .matcher(
                                    first.submit(
                                                    "/console/search",
                                                    Map.of(
                                                            "symbol", "11",
                                                            "number", "601",
                                                            "birth_date", "1945-04-01"))
                                            .body());
            assertThat(id.find()).isTrue();
            coverage = id.group(1);
            first.submit("/console/proposals", Map.of("coverage", coverage, "reason", "二重登録"));
            String proposal = proposal(first);
            assertThat(first.open(proposal).body()).contains("自分の提案は、自分では決められません");
            assertThat(first.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3041");
        }
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(clerk.submit(proposal(clerk) + "/approve", Map.of()).statusCode())
                    .isEqualTo(403);
            assertThat(world.server.audited("console.refused")).isNotEmpty();
        }
        try (ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String proposal = proposal(second);
            assertThat(second.open(proposal).body()).contains("601", "二重登録", "承認して取り消す");
            HttpResponse<String> approved = second.submit(proposal + "/approve", Map.of());
            assertThat(approved.statusCode()).as(approved.body()).isEqualTo(303);
            String file = approved.headers().firstValue("Location").orElseThrow();
            Await.until(
                    "the cancellation is done",
                    () -> second.open(file + "/progress").body().contains("処理済み"));
            assertThat(second.open(file).body()).contains("登録", "OK");
            assertThat(second.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3043");
            assertThat(second.open(proposal).body())
                    .contains("処理の結果", "決めた人")
                    .doesNotContain("別の資格でした");
            for (String event : List.of("proposal.made", "proposal.approved", "proposal.read")) {
                assertThat(world.server.audited(event))
                        .as(event)
                        .isNotEmpty()
                        .allMatch(it ->
                                it.contains("\"coverage\":\"" + coverage + "\"")
                                        && it.contains("\"proposal\":")
                                        && it.contains("\"proposer\":")
                                        && it.contains("\"person\":"));
            }
            assertThat(world.server.audited("proposal.approved"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("\"decider\":", "\"registration\":", "\"kind\":\"CANCEL\"");
        }
    }

    @Test
    @Tag("J-13")
    void aCorrectionOfANameAndANumberNeedsASecondSupervisorWhoTypesTheNumberToo() throws Exception {
        world.register(ConsoleWorld.OWN, ConsoleWorld.add(ConsoleWorld.OWN, "651", 65, "見本誤字子"));
        String right = ConsoleWorld.number(66);
        String form;
        String proposal;
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            Matcher link =
                    Pattern.compile("/console/coverages/[0-9a-f-]{36}/correction")
                            .matcher(
                                    clerk.submit(
                                                    "/console/search",
                                                    Map.of(
                                                            "symbol", "11",
                                                            "number", "651",
                                                            "birth_date", "1945-04-01"))
                                            .body());
            assertThat(link.find()).isTrue();
            form = link.group();
            assertThat(clerk.open(form).body()).contains("見本誤字子", "東京都見本区1-1");
            assertThat(clerk.fillIn(form, Map.of("reason", "誤字")).body())
                    .contains("登録内容と違うところがありません");
            assertThat(
                            clerk.fillIn(form, Map.of("birth_date", "1945-13-01", "reason", "誤字"))
                                    .body())
                    .contains("aria-invalid");
            HttpResponse<String> made =
                    clerk.fillIn(
                            form,
                            Map.of(
                                    "name", "見本正字子",
                                    "individual_number", right,
                                    "reason", "届出の読み誤り"));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
            proposal = made.headers().firstValue("Location").orElseThrow();
            assertThat(clerk.open(proposal).body())
                    .contains("<mark>誤</mark>", "<mark>正</mark>")
                    .doesNotContain(right);
        }
        try (ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            assertThat(
                            second.submit(
                                            proposal + "/approve",
                                            Map.of("individual_number", ConsoleWorld.number(67)))
                                    .body())
                    .contains("ONSHI-F3044");
            HttpResponse<String> approved =
                    second.submit(proposal + "/approve", Map.of("individual_number", right));
            assertThat(approved.statusCode()).as(approved.body()).isEqualTo(303);
            String file = approved.headers().firstValue("Location").orElseThrow();
            Await.until(
                    "the correction is done",
                    () -> second.open(file + "/progress").body().contains("処理済み"));
            assertThat(second.open(proposal).body()).doesNotContain("別の資格でした");
            assertThat(
                            second.submit(
                                            "/console/search",
                                            Map.of(
                                                    "symbol", "11",
                                                    "number", "651",
                                                    "birth_date", "1945-04-01"))
                                    .body())
                    .contains("見本正字子", "過去の記録");
            assertThat(world.server.audited("proposal.approved"))
                    .anyMatch(it ->
                            it.contains("\"columns\":\"name\"")
                                    && it.contains("\"number\":\"true\"")
                                    && !it.contains("見本"));
        }
    }

    private static String proposal(ConsoleVisitor visitor) throws Exception {
        Matcher id =
                Pattern.compile("/console/proposals/[0-9a-f-]{36}")
                        .matcher(visitor.open("/console/proposals").body());
        assertThat(id.find()).isTrue();
        return id.group();
    }

    @Test
    void anAuditorReadsAndChangesNothing() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(clerk.open("/console/activities").statusCode()).isEqualTo(403);
        }
        try (ConsoleVisitor auditor = ConsoleVisitor.at(world, AUDITOR)) {
            assertThat(auditor.open("/console/files").body()).doesNotContain("送信する");
            assertThat(auditor.upload("/console/files", ConsoleWorld.HEADER).statusCode())
                    .isEqualTo(403);
            assertThat(auditor.open("/console/activities").body())
                    .contains("コンソールにログインした", "資格担当 一郎");
        }
    }

    @Test
    void anAccountOfAWrongRoleOrOrganisationIsNotLoaded() throws Exception {
        String result =
                world.load(
                        "accounts",
                        """
                        subject,name,organisation,role
                        a1,見本,01130012,OPERATOR
                        a2,見本,0113001,CLERK
                        a3,見本,operator,OPERATOR
                        a4,見本,operator,CLERK
                        ,見本,01130012,CLERK
                        """);
        assertThat(result.lines().skip(1).map(line -> line.split(",", -1)[1]).toList())
                .containsExactly("REJECTED", "REJECTED", "ACCEPTED", "REJECTED", "REJECTED");
    }
}
