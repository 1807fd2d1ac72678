package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.onshi.kernel.FacilityCode;
import org.onshi.server.Await;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.AccountRole;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.callers.Door;
import org.onshi.server.eligibility.MismatchReport;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MismatchField;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one person may do alone in the console, what needs a second, and what they decide about. */
@Tag("database")
@Tag("store")
class ConsoleDecisionsTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final String CLERK = OWN + "-clerk";
    private static final String FIRST = OWN + "-supervisor1";
    private static final String SECOND = OWN + "-supervisor2";
    private static final FacilityCode FACILITY = new FacilityCode("1312345670");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
    @Tag("J-13")
    void anApprovalIsAboutTheVersionThatWasSeenAndNoOther() throws Exception {
        UUID coverage = registered("101", 1, "見本版子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String form = "/console/coverages/" + coverage + "/correction";
            Map<String, String> typed = Map.of("name", "見本版代", "reason", "届出の読み誤り");
            String seen = hidden(clerk.open(form), "seen");
            String proposal = location(clerk.fillIn(form, typed));
            assertThat(second.open(proposal).body()).contains("承認して訂正する");

            world.register(OWN, row("CHANGE", "101", "東京都見本区9-9", "2024-06-01", ""));

            assertThat(second.open(proposal).body())
                    .contains("提案の後で、対象の資格の登録が変わりました")
                    .doesNotContain("承認して訂正する");
            HttpResponse<String> refused = second.submit(proposal + "/approve", Map.of());
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("ONSHI-F3046", "提案し直してください", "propose again");
            assertThat(names(coverage)).containsOnly("見本版子");
            assertThat(
                            clerk.submit(
                                            form,
                                            Map.of(
                                                    "name", "見本版代",
                                                    "seen", seen,
                                                    "reason", "届出の読み誤り"))
                                    .body())
                    .as("typed over a version that is no more")
                    .contains("この画面を開いた後で、登録内容が変わりました");

            assertThat(second.submit(proposal + "/withdraw", Map.of()).body())
                    .contains("ONSHI-F3048");
            assertThat(clerk.open(proposal).body()).contains("提案を取り下げる");
            assertThat(location(clerk.submit(proposal + "/withdraw", Map.of())))
                    .isEqualTo("/console/proposals?recorded=true");
            assertThat(clerk.open(proposal).body()).contains("取下げ").doesNotContain("提案を取り下げる");
            assertThat(second.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3043");
            assertThat(world.server.audited("proposal.withdrawn"))
                    .filteredOn(it -> it.contains("\"coverage\":\"" + coverage + "\""))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("\"person\":");

            String again = location(clerk.fillIn(form, typed));
            done(second, second.submit(again + "/approve", Map.of()));
            assertThat(names(coverage)).containsOnly("見本版代");
        }
    }

    @Test
    @Tag("J-13")
    void onePersonDoesNotRewriteAllOfACoveragesPast() throws Exception {
        UUID coverage = registered("111", 11, "見本全子");
        UUID lost = registered("112", 12, "見本喪子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            String file =
                    location(
                            clerk.upload(
                                    "/console/files",
                                    ConsoleWorld.HEADER
                                            + row("CHANGE", "111", "東京都見本区8-8", "2024-04-01", "")
                                            + row("CHANGE", "111", "東京都見本区1-1", "2024-04-01", "")
                                            + row("CHANGE", "111", "東京都見本区7-7", "2024-04-02", "")
                                            + row("CHANGE", "111", "東京都見本区7-7", "2024-04-03", "")
                                            + row("LOSE", "112", "", "", "2024-04-02")
                                            + row("LOSE", "112", "", "", "2024-04-03")));
            Await.until(
                    "the file is done",
                    () -> clerk.open(file + "/progress").body().contains("処理済み"));
            assertThat(codes(clerk.open(file + "/result.csv").body()))
                    .containsExactly(
                            "NEEDS_TWO_PEOPLE",
                            "UNCHANGED",
                            "NEEDS_TWO_PEOPLE",
                            "OK",
                            "NEEDS_TWO_PEOPLE",
                            "OK");
            assertThat(clerk.open(file + "?show=rejected").body()).contains("訂正を提案し、別の責任者の承認");
        }
        assertThat(addresses(coverage)).containsExactlyInAnyOrder("東京都見本区1-1", "東京都見本区7-7");
        assertThat(standing("lost_on::text", lost)).containsOnly("2024-04-03");

        // the insurer's own system has its own approvals
        assertThat(codes(world.register(OWN, row("CHANGE", "111", "東京都見本区8-8", "2024-04-01", ""))))
                .containsExactly("OK");
    }

    @Test
    @Tag("B-16")
    @Tag("J-13")
    void whatOnePersonMayNotRewriteTwoCorrect() throws Exception {
        UUID coverage = registered("113", 13, "見本直子");
        String past = row("CHANGE", "113", "東京都見本区9-9", "2024-04-01", "");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String file = location(clerk.upload("/console/files", ConsoleWorld.HEADER + past));
            Await.until(
                    "the file is done",
                    () -> clerk.open(file + "/progress").body().contains("処理済み"));
            assertThat(codes(clerk.open(file + "/result.csv").body()))
                    .containsExactly("NEEDS_TWO_PEOPLE");
            assertThat(addresses(coverage)).containsExactly("東京都見本区1-1");
            String correction =
                    location(
                            clerk.fillIn(
                                    "/console/coverages/" + coverage + "/correction",
                                    Map.of("address", "東京都見本区9-9", "reason", "届出の読み誤り")));
            assertThat(addresses(coverage)).as("nothing by one").containsExactly("東京都見本区1-1");
            done(second, second.submit(correction + "/approve", Map.of()));
            assertThat(addresses(coverage)).containsExactly("東京都見本区9-9");
        }
    }

    @Test
    @Tag("J-13")
    void aCorrectionThatCouldMeanAnotherCoverageIsNotApprovedAndStaysOpen() throws Exception {
        world.register(
                OWN,
                ConsoleWorld.add(OWN, "171", 71, "見本再子")
                        .replace(
                                "2024-04-01,2024-04-02,,,,",
                                "2022-04-01,2022-04-02,,2023-04-01,01,"));
        world.register(OWN, ConsoleWorld.add(OWN, "171", 71, "見本再子"));
        UUID later = coverage("171", "acquired_on = '2024-04-01'");
        // a household without branch numbers: the birth date alone tells its people apart
        world.register(
                OWN,
                ConsoleWorld.add(OWN, "172", 72, "見本父").replace(",172,01,", ",172,,")
                        + ConsoleWorld.add(OWN, "172", 73, "見本子")
                                .replace(",172,01,1945-04-01", ",172,,1950-05-05"));
        UUID father = coverage("172", "birth_date = '1945-04-01'");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            for (Map.Entry<UUID, Map<String, String>> ambiguous :
                    Map.of(
                                    later,
                                    Map.of("acquired_on", "2024-04-03", "reason", "取得日の誤り"),
                                    father,
                                    Map.of("birth_date", "1950-05-05", "reason", "生年月日の誤り"))
                            .entrySet()) {
                String proposal =
                        location(
                                clerk.fillIn(
                                        "/console/coverages/" + ambiguous.getKey() + "/correction",
                                        ambiguous.getValue()));
                HttpResponse<String> refused = second.submit(proposal + "/approve", Map.of());
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains(FaultCode.PROPOSAL_AMBIGUOUS.code());
                assertThat(state(proposal)).isEqualTo("OPEN");
            }
            assertThat(standing("acquired_on::text", later)).containsOnly("2024-04-01");
            assertThat(standing("birth_date::text", father)).containsOnly("1945-04-01");

            String plain =
                    location(
                            clerk.fillIn(
                                    "/console/coverages/" + later + "/correction",
                                    Map.of("address", "東京都見本区4-4", "reason", "住所の誤り")));
            done(second, second.submit(plain + "/approve", Map.of()));
            assertThat(addresses(later)).as("the day tells which").containsOnly("東京都見本区4-4");
        }
    }

    @Test
    @Tag("B-16")
    @Tag("B-21")
    void aLimitCertificateIsCorrectedByTheRulesOfAFile() throws Exception {
        UUID coverage = registered("173", 74, "見本限子");
        String form = "/console/coverages/" + coverage + "/correction";
        Map<String, String> right =
                Map.of(
                        "limit_kind", "01",
                        "limit_class", "B05",
                        "limit_issued_on", "2024-07-20",
                        "limit_from", "2024-08-01",
                        "limit_to", "2025-07-31",
                        "card_class", "01",
                        "issued_on", "2024-04-10",
                        "reason", "認定証の登録漏れ");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            for (Map.Entry<String, String> wrong :
                    Map.of(
                                    "limit_class", "X9",
                                    "limit_to", "2024-07-31",
                                    "card_class", "99",
                                    "issued_on", "2024-02-30",
                                    "lost_on", "2025-01-01")
                            .entrySet()) {
                Map<String, String> typed = new HashMap<>(right);
                typed.put(wrong.getKey(), wrong.getValue());
                assertThat(clerk.fillIn(form, typed).body())
                        .as(wrong.toString())
                        .contains("aria-invalid=\"true\"")
                        .doesNotContain("承認待ち");
            }
            String proposal = location(clerk.fillIn(form, right));
            assertThat(second.open(proposal).body())
                    .contains("限度額適用区分", "低所得Ⅱ", "限度額適用認定証の交付年月日", "被保険者証（一般）");
            done(second, second.submit(proposal + "/approve", Map.of()));
            assertThat(standing("limit_class", coverage)).containsOnly("B05");
            assertThat(standing("card_class", coverage)).containsOnly("01");

            assertThat(
                            clerk.fillIn(form, Map.of("limit_to", "2024-07-31", "reason", "終了日の誤り"))
                                    .body())
                    .as("against what is registered besides")
                    .contains("aria-invalid=\"true\"");
            assertThat(clerk.open(form).body()).contains("<details class=\"group\" open=\"open\">");
        }
    }

    @Test
    @Tag("B-07")
    void aPendingCoverageShowsItsUnreadableCharactersAndNothingOfTheRegister() throws Exception {
        world.server
                .register()
                .knows(
                        ConsoleWorld.number(75),
                        Map.of(
                                "name", "見本髙子",
                                "name_kana", "ミホン ハナコ",
                                "birth_date", "1945-04-01",
                                "sex", "2",
                                "address", "東京都見本区1-1"));
        UUID coverage = registered("174", 75, "見本●子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(clerk.open("/console/pendings/" + coverage).body())
                    .contains("<span>見本</span><mark>●</mark><span>子</span>", "正しいことを確認する")
                    .doesNotContain("髙");
        }
    }

    @Test
    @Tag("J-02")
    @Tag("J-13")
    void stoppingNeedsOnePersonAndDecidingOnAWrongLinkTwo() throws Exception {
        UUID coverage = registered("121", 21, "見本紐子");
        String right = ConsoleWorld.number(22);
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String link = suspended(clerk, coverage);
            assertThat(suspendedNow(coverage)).isTrue();
            String step = link + "/proposal?step=WRONG_LINK_CONFIRM";
            assertThat(clerk.open(step).body()).as("not looked up yet").contains("ONSHI-F3031");
            clerk.submit(link + "/look-up", Map.of());
            assertThat(clerk.open(step).body()).contains("起こること", "閲覧は止まったままです");

            String proposal = proposed(clerk, link, "WRONG_LINK_CONFIRM");
            assertThat(clerk.open(link).body()).contains("承認を待っている提案", "閲覧者を確認済み");
            assertThat(
                            first.submit(
                                            link + "/proposal",
                                            Map.of("step", "WRONG_LINK_DISMISS", "reason", "電話で"))
                                    .body())
                    .contains("ONSHI-F3047");
            assertThat(clerk.submit(proposal + "/approve", Map.of()).statusCode()).isEqualTo(403);
            assertThat(location(first.submit(proposal + "/approve", Map.of()))).isEqualTo(link);
            assertThat(first.open(link).body()).contains("誤りと確認", "資格係長");

            // a clerk's name that a machine sends is nobody's second pair of eyes
            assertThat(
                            world.server
                                    .post(
                                            world.server.keys().insurer(OWN).http(),
                                            Door.INSURER,
                                            link.replace("/console/", "/insurer/") + "/correction",
                                            "application/json",
                                            "{\"clerk\":\"tanaka\"}")
                                    .body())
                    .contains("ONSHI-F3032");

            String form = "/console/coverages/" + coverage + "/correction";
            world.server
                    .register()
                    .follow(
                            (ConsoleWorld.HEADER + ConsoleWorld.add(OWN, "121", 22, "見本紐子"))
                                    .getBytes(StandardCharsets.UTF_8));
            String correction =
                    location(
                            clerk.fillIn(
                                    form, Map.of("individual_number", right, "reason", "番号の誤り")));
            done(
                    second,
                    second.submit(correction + "/approve", Map.of("individual_number", right)));
            assertThat(
                            first.submit(
                                            link + "/proposal",
                                            Map.of("step", "WRONG_LINK_COMPLETE", "reason", "訂正済み"))
                                    .body())
                    .as("whoever decided")
                    .contains("ONSHI-F3032");
            String completion = proposed(clerk, link, "WRONG_LINK_COMPLETE");
            assertThat(location(second.submit(completion + "/approve", Map.of()))).isEqualTo(link);
            assertThat(clerk.open(link).body()).contains("訂正済み");
            assertThat(suspendedNow(coverage)).isFalse();
            assertThat(clerk.open("/console/wrong-links.csv").body())
                    .contains("wrong_link_id", "CORRECTED", ",121,");
        }
    }

    @Test
    @Tag("J-13")
    void aPersonWithTwoAccountsIsOnePerson() throws Exception {
        UUID coverage = registered("131", 31, "見本兼子");
        UUID person = registered("132", 32, "見本務子");
        Accounts accounts = world.server.bean(Accounts.class);
        List<Account> before = accounts.of(OWN, 100);
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            String proposal = cancelled(clerk, coverage);
            assertThatThrownBy(() ->
                            jdbc().sql(
                                            "UPDATE accounts.proposal SET state = 'APPROVED',"
                                                    + " decided_at = now(), decider = ?,"
                                                    + " decider_person = proposer_person"
                                                    + " WHERE proposal_id = ?")
                                    .params(first(before).accountId(), id(proposal))
                                    .update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("proposal_has_two_persons");
            // the clerk is a supervisor too, by another login: first of the same name, then so
            // stated
            load(first(before), name(before, "資格担当").replace(" ", "　"), "");
            assertThat(first.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3041");
            assertThat(first.submit(proposal + "/withdraw", Map.of()).body())
                    .as("a namesake may be somebody else")
                    .contains("ONSHI-F3048");
            load(first(before), first(before).name(), "E1001");
            load(clerk(before), clerk(before).name(), "E1001");
            assertThat(first.open(proposal).body()).contains("自分の提案は、自分では決められません");
            assertThat(first.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3041");
            String another = cancelled(clerk, person);
            load(clerk(before), clerk(before).name(), "E1002");
            assertThat(first.submit(another + "/approve", Map.of()).body())
                    .as("as it was when it was proposed")
                    .contains("ONSHI-F3041");
            assertThat(location(first.submit(another + "/withdraw", Map.of())))
                    .as("surely the same person")
                    .isEqualTo("/console/proposals?recorded=true");
            assertThat(
                            world.load(
                                    "accounts",
                                    "subject,name,organisation,role,person\nx,見本,"
                                            + OWN
                                            + ",CLERK,二 葉\n"))
                    .contains("REJECTED");
        } finally {
            world.load("accounts", world.accounts.masterData());
        }
        assertThat(names(coverage)).containsOnly("見本兼子");
    }

    @Test
    @Tag("J-02")
    void viewingGoesOnOnlyAboutTheCoverageThatWasSeen() throws Exception {
        UUID coverage = registered("151", 51, "見本続子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            String link = suspended(clerk, coverage);
            clerk.submit(link + "/look-up", Map.of());
            String stale = proposed(clerk, link, "WRONG_LINK_DISMISS");
            world.register(OWN, row("CHANGE", "151", "東京都見本区9-9", "2024-06-01", ""));
            assertThat(first.submit(stale + "/approve", Map.of()).body()).contains("ONSHI-F3046");
            assertThat(suspendedNow(coverage)).isTrue();
            first.submit(stale + "/refuse", Map.of());

            String right = proposed(clerk, link, "WRONG_LINK_DISMISS");
            assertThat(location(first.submit(right + "/approve", Map.of()))).isEqualTo(link);
            assertThat(suspendedNow(coverage)).isFalse();
            assertThat(first.open(link).body()).contains("誤りではない");
        }
    }

    @Test
    @Tag("J-02")
    void aStepThatAMachineTookMeanwhileCannotBeApproved() throws Exception {
        UUID coverage = registered("152", 52, "見本先子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            String link = suspended(clerk, coverage);
            clerk.submit(link + "/look-up", Map.of());
            String proposal = proposed(clerk, link, "WRONG_LINK_CONFIRM");
            assertThat(
                            world.server
                                    .post(
                                            world.server.keys().insurer(OWN).http(),
                                            Door.INSURER,
                                            link.replace("/console/", "/insurer/") + "/decision",
                                            "application/json",
                                            "{\"wrong\":true,\"clerk\":\"tanaka\"}")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(first.open(proposal).body())
                    .contains("件の段階が進みました", "The case has gone on")
                    .doesNotContain("承認して誤りと確定する");
            assertThat(first.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3046");
            assertThat(first.open(proposal).body()).contains("却下する", "承認待ち");
        }
    }

    @Test
    @Tag("J-02")
    void whatCameUnderACancelledCoverageIsNobodysAndThePageSaysSo() throws Exception {
        UUID coverage = registered("153", 53, "見本消子");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String link = suspended(clerk, coverage);
            clerk.submit(link + "/look-up", Map.of());
            first.submit(proposed(clerk, link, "WRONG_LINK_CONFIRM") + "/approve", Map.of());
            String cancellation = cancelled(clerk, coverage);
            done(second, second.submit(cancellation + "/approve", Map.of()));
            assertThat(second.open("/console/proposals").body()).contains("承認</span><span>（反映済み）");
            assertThat(clerk.open(link + "/proposal?step=WRONG_LINK_COMPLETE").body())
                    .contains("だれのものでもなくなり");
            String completion = proposed(clerk, link, "WRONG_LINK_COMPLETE");
            assertThat(second.open(completion).body())
                    .contains("資格が取り消されたことを、履歴で確かめました", "Approve and complete")
                    .doesNotContain("正しい個人番号に訂正されたことを");
            assertThat(location(second.submit(completion + "/approve", Map.of()))).isEqualTo(link);
            assertThat(clerk.open(link).body()).contains("訂正済み");
        }
    }

    @Test
    @Tag("J-13")
    void ofApprovingAndWithdrawingAtOnceOneCounts() throws Exception {
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor first = ConsoleVisitor.at(world, FIRST);
                ExecutorService desks = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 5; round++) {
                UUID coverage = registered("16" + round, 60 + round, "見本同子");
                String proposal = cancelled(clerk, coverage);
                CyclicBarrier at = new CyclicBarrier(2);
                Future<Integer> approved =
                        desks.submit(() -> {
                            at.await(30, TimeUnit.SECONDS);
                            return first.submit(proposal + "/approve", Map.of()).statusCode();
                        });
                Future<Integer> withdrawn =
                        desks.submit(() -> {
                            at.await(30, TimeUnit.SECONDS);
                            return clerk.submit(proposal + "/withdraw", Map.of()).statusCode();
                        });
                List<Integer> answers =
                        List.of(
                                approved.get(60, TimeUnit.SECONDS),
                                withdrawn.get(60, TimeUnit.SECONDS));
                assertThat(answers).containsExactlyInAnyOrder(303, 409);
                assertThat(state(proposal))
                        .isEqualTo(answers.getFirst() == 303 ? "APPROVED" : "WITHDRAWN");
            }
        }
    }

    @Test
    void aLongListOfProposalsHasPagesUntilItsEnd() throws Exception {
        Account clerk =
                world.server.bean(Accounts.class).of(ConsoleWorld.OTHER, 100).stream()
                        .filter(it -> it.role() == AccountRole.CLERK)
                        .findFirst()
                        .orElseThrow();
        Proposals proposals = world.server.bean(Proposals.class);
        for (int at = 0; at < 120; at++) {
            UUID id = UUID.randomUUID();
            proposals.propose(
                    id,
                    clerk,
                    Proposal.Content.cancel(List.of(UUID.randomUUID()), Set.of()),
                    "見本 " + at);
            if (at >= 60) {
                assertThat(proposals.withdraw(clerk, id)).isEqualTo(Proposals.Decided.DONE);
            }
        }
        try (ConsoleVisitor auditor = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-auditor")) {
            String page = auditor.open("/console/proposals").body();
            assertThat(rows(page)).isEqualTo(100);
            String waiting = link(page, "承認待ちの続き");
            String decided = link(page, "決まったものの続き");
            assertThat(rows(auditor.open(waiting).body())).isEqualTo(10 + 50);
            assertThat(rows(auditor.open(decided).body())).isEqualTo(50 + 10);
            assertThat(auditor.open(waiting).body()).doesNotContain("承認待ちの続き").contains("先頭に戻る");
            assertThat(auditor.open("/console/").body()).contains("<strong>60</strong>");
        }
    }

    @Test
    @Tag("B-22")
    void anAnsweredReportLeavesTheListAndItsFacilityReadsTheAnswer() throws Exception {
        registered("141", 41, "見本違子");
        MismatchReports reports = world.server.bean(MismatchReports.class);
        UUID report =
                reports.report(
                        FACILITY,
                        UUID.randomUUID(),
                        jdbc().sql(
                                        "SELECT person_id FROM registry.coverage WHERE number ="
                                                + " '141'")
                                .query(UUID.class)
                                .list()
                                .getFirst(),
                        EnumSet.of(MismatchField.ADDRESS));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            assertThat(waitingReports(clerk)).isEqualTo(1);
            String page = "/console/mismatches/" + report;
            assertThat(clerk.open("/console/mismatches").body()).contains(page, "回答待ち", "141");
            assertThat(clerk.open(page).body()).contains("住所", "回答して閉じる");
            assertThat(clerk.submit(page + "/answer", Map.of()).body())
                    .contains(FaultCode.FIELD_MISSING.code());
            assertThat(clerk.submit(page + "/answer", Map.of("outcome", "NONSENSE")).body())
                    .contains(FaultCode.CODE_UNKNOWN.code());
            assertThat(
                            location(
                                    clerk.submit(
                                            page + "/answer",
                                            Map.of("outcome", "MENDED", "text", "転居届による。"))))
                    .isEqualTo("/console/mismatches?recorded=true");

            assertThat(clerk.open("/console/mismatches?recorded=true").body()).contains("記録しました");
            assertThat(clerk.open("/console/mismatches").body()).doesNotContain("記録しました");
            assertThat(waitingReports(clerk)).isZero();
            assertThat(clerk.open("/console/mismatches").body()).doesNotContain(page);
            assertThat(clerk.open("/console/mismatches?answered=true").body()).contains(page);
            assertThat(clerk.open("/console/mismatches.csv?answered=true").body())
                    .contains("CLOSED", "登録内容を訂正しました。転居届による。", ",141,");
            assertThat(clerk.open(page).body()).contains("転居届による。").doesNotContain("回答して閉じる");
            assertThat(clerk.submit(page + "/answer", Map.of("outcome", "NOT_CERTAIN")).body())
                    .contains("ONSHI-F2025");
            MismatchReport told = reports.of(FACILITY, report).getFirst();
            assertThat(told.answer().orElseThrow().text()).isEqualTo("登録内容を訂正しました。転居届による。");
            assertThat(world.server.audited("mismatch.answered"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("insurer:" + OWN + "/")
                    .doesNotContain("転居");
        }
        try (ConsoleVisitor other = ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-auditor")) {
            assertThat(other.open("/console/mismatches/" + report).statusCode()).isEqualTo(404);
        }
    }

    @Test
    @Tag("J-02")
    void whoCorrectedTheNumberFirstReportsWithWhomTheCoverageStoodBefore() throws Exception {
        UUID coverage = registered("181", 86, "見本既子");
        UUID before = person("181");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            Map<String, String> form =
                    Map.of(
                            "coverage", coverage.toString(),
                            "source", "INSURER",
                            "former", "true");
            assertThat(clerk.submit("/console/wrong-links", form).body())
                    .as("it stood with nobody else")
                    .contains(FaultCode.INSURED_UNKNOWN.code());

            String corrected = ConsoleWorld.add(OWN, "181", 87, "見本既子");
            world.server
                    .register()
                    .follow((ConsoleWorld.HEADER + corrected).getBytes(StandardCharsets.UTF_8));
            world.register(OWN, corrected.replaceFirst("ADD", "CORRECT"));
            UUID after = person("181");
            assertThat(after).isNotEqualTo(before);

            String link = location(clerk.submit("/console/wrong-links", form));
            assertThat(clerk.open(link).body()).contains("閲覧停止", "Viewing stopped");
            assertThat(
                            jdbc().sql(
                                            "SELECT person_id FROM corrections.wrong_link"
                                                    + " WHERE coverage_id = ?")
                                    .param(coverage)
                                    .query(UUID.class)
                                    .single())
                    .isEqualTo(before);
        }
    }

    private static UUID person(String number) {
        return jdbc().sql(
                        "SELECT DISTINCT person_id FROM registry.coverage WHERE number = ?"
                                + " AND invalidated_at = 'infinity'")
                .param(number)
                .query(UUID.class)
                .single();
    }

    // ---- the desks

    private static String suspended(ConsoleVisitor visitor, UUID coverage) throws Exception {
        return location(
                visitor.submit(
                        "/console/wrong-links",
                        Map.of("coverage", coverage.toString(), "source", "PERSON")));
    }

    private static String proposed(ConsoleVisitor visitor, String link, String step)
            throws Exception {
        return location(
                visitor.submit(link + "/proposal", Map.of("step", step, "reason", "本人に電話で確かめた")));
    }

    private static String cancelled(ConsoleVisitor visitor, UUID coverage) throws Exception {
        return location(
                visitor.submit(
                        "/console/proposals",
                        Map.of("coverage", coverage.toString(), "reason", "二重登録")));
    }

    private static void load(Account account, String name, String person) throws Exception {
        assertThat(
                        world.load(
                                "accounts",
                                "subject,name,organisation,role,person\n"
                                        + String.join(
                                                ",",
                                                account.subject(),
                                                name,
                                                account.organisation(),
                                                account.role().name(),
                                                person)
                                        + "\n"))
                .contains("1,ACCEPTED");
    }

    private static Account first(List<Account> accounts) {
        return accounts.stream()
                .filter(it -> it.name().startsWith("資格係長"))
                .findFirst()
                .orElseThrow();
    }

    private static Account clerk(List<Account> accounts) {
        return accounts.stream()
                .filter(it -> it.name().startsWith("資格担当"))
                .findFirst()
                .orElseThrow();
    }

    private static String name(List<Account> accounts, String beginning) {
        return accounts.stream()
                .map(Account::name)
                .filter(it -> it.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static long waitingReports(ConsoleVisitor visitor) throws Exception {
        Matcher card =
                Pattern.compile("href=\"/console/mismatches\"><strong>(\\d+)</strong>")
                        .matcher(visitor.open("/console/").body());
        assertThat(card.find()).isTrue();
        return Long.parseLong(card.group(1));
    }

    private static void done(ConsoleVisitor visitor, HttpResponse<String> approved)
            throws Exception {
        String file = location(approved);
        Await.until(
                "what was approved is done",
                () -> visitor.open(file + "/progress").body().contains("処理済み"));
        assertThat(visitor.open(file).body()).contains("<td class=\"code\">OK</td>");
    }

    // ---- what the pages say

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(field.find()).as(page.body()).isTrue();
        return field.group(1);
    }

    private static String link(String page, String text) {
        Matcher link = Pattern.compile("href=\"([^\"]+)\">" + text).matcher(page);
        assertThat(link.find()).as(page).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private static long rows(String page) {
        return Pattern.compile("href=\"/console/proposals/" + ID + "\"")
                .matcher(page)
                .results()
                .count();
    }

    private static List<String> codes(String result) {
        return result.lines().skip(1).map(line -> line.split(",", -1)[2]).toList();
    }

    // ---- what stands

    private static UUID id(String path) {
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String state(String proposal) {
        return jdbc().sql("SELECT state FROM accounts.proposal WHERE proposal_id = ?")
                .param(id(proposal))
                .query(String.class)
                .single();
    }

    private static UUID registered(String number, int person, String name) throws Exception {
        world.register(OWN, ConsoleWorld.add(OWN, number, person, name));
        return coverage(number, "true");
    }

    /**
     * @param which of several of the number
     */
    private static UUID coverage(String number, String which) {
        return jdbc().sql(
                        "SELECT DISTINCT coverage_id FROM registry.coverage WHERE number = ?"
                                + " AND invalidated_at = 'infinity' AND "
                                + which)
                .param(number)
                .query(UUID.class)
                .single();
    }

    /** CHANGE of the address, or LOSE. */
    private static String row(
            String action, String number, String address, String from, String lost) {
        return action
                + ","
                + OWN
                + ",11,"
                + number
                + ",01,1945-04-01,,,,,,"
                + address
                + ",,,,"
                + from
                + ","
                + lost
                + ","
                + (lost.isEmpty() ? "" : "01")
                + ",\n";
    }

    private static List<String> names(UUID coverage) {
        return standing("name", coverage);
    }

    private static List<String> addresses(UUID coverage) {
        return standing("address", coverage);
    }

    private static List<String> standing(String column, UUID coverage) {
        return jdbc().sql(
                        "SELECT "
                                + column
                                + " FROM registry.coverage WHERE coverage_id = ? AND"
                                + " invalidated_at = 'infinity'")
                .param(coverage)
                .query(String.class)
                .list();
    }

    private static boolean suspendedNow(UUID coverage) {
        return jdbc().sql(
                        "SELECT bool_or(suspended) FROM registry.coverage WHERE coverage_id = ?"
                                + " AND invalidated_at = 'infinity'")
                .param(coverage)
                .query(Boolean.class)
                .single();
    }

    private static JdbcClient jdbc() {
        return JdbcClient.create(world.server.database().superuser());
    }
}
