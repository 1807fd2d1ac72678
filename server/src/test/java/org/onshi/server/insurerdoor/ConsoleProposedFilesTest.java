package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.Await;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many cancellations at once, proposed as a file by one person and decided by another. */
@Tag("database")
class ConsoleProposedFilesTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final String CLERK = OWN + "-clerk";
    private static final String FIRST = OWN + "-supervisor1";
    private static final String SECOND = OWN + "-supervisor2";
    private static final int MANY = 2_000;

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
    void aWrongFileOfTwoThousandIsUndoneAsOneProposalOnceAnotherPersonApproves() throws Exception {
        world.register(
                OWN,
                rows(10_000, MANY, it -> ConsoleWorld.add(OWN, it, Integer.parseInt(it), "見本取子")));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String proposal = proposed(clerk, rows(10_000, MANY, it -> linkedCancel(OWN, it)));

            String page = clerk.open(proposal).body();
            assertThat(page).contains("<dd>2,000</dd>", "11 ・ 10000 ・ 01", "取り消す");
            assertThat(page).doesNotContain("11 ・ 10050 ・ 01", "承認してまとめて取り消す");
            String csv = second.open(csv(proposal)).body();
            assertThat(csv.lines()).hasSize(MANY + 1);
            assertThat(csv).contains("2000,CANCEL,OK,,11,11999,01,1945-04-01,2024-04-01,");
            assertThat(clerk.open("/console/proposals").body()).contains("一括取消", ">2000<");
            assertThat(standing("1____")).as("before anybody decided").isEqualTo(MANY);
            assertThat(clerk.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3040");

            String file = approved(second, proposal);
            assertThat(second.open(file).body()).contains("<dd>2000</dd>", "処理済み", "2000 / 2000 行");
            assertThat(standing("1____")).isZero();
            assertThat(second.open(proposal).body()).contains("承認", "反映済み");
            assertThat(second.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3043");
            String id = proposal.substring(proposal.lastIndexOf('/') + 1);
            for (String event : List.of("proposal.made", "proposal.approved")) {
                assertThat(world.server.audited(event).stream().filter(it -> it.contains(id)))
                        .singleElement()
                        .asString()
                        .contains(
                                "\"cancels\":\"2000\"", file.substring(file.lastIndexOf('/') + 1));
            }
        }
    }

    @Test
    @Tag("J-13")
    void whoeverProposesItDoesNotApproveIt() throws Exception {
        world.register(OWN, registered("20000"));
        try (ConsoleVisitor first = ConsoleVisitor.at(world, FIRST)) {
            String proposal = proposed(first, ConsoleWorld.cancel(OWN, "20000"));
            assertThat(first.open(proposal).body()).contains("自分の提案は、自分では決められません");
            assertThat(first.submit(proposal + "/approve", Map.of()).body())
                    .contains("ONSHI-F3041");
            assertThat(first.submit(proposal + "/refuse", Map.of()).body()).contains("ONSHI-F3041");
            assertThat(standing("20000")).isOne();
            first.submit(proposal + "/withdraw", Map.of());
        }
    }

    @Test
    @Tag("J-13")
    void whatIsRefusedOrTakenBackCancelsNothingAndLeavesNoRow() throws Exception {
        world.register(OWN, registered("21000") + registered("21001"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String refused = proposed(clerk, ConsoleWorld.cancel(OWN, "21000"));
            assertThat(second.submit(refused + "/refuse", Map.of()).statusCode()).isEqualTo(303);
            String withdrawn = proposed(clerk, ConsoleWorld.cancel(OWN, "21001"));
            assertThat(clerk.submit(withdrawn + "/withdraw", Map.of()).statusCode()).isEqualTo(303);

            for (String proposal : List.of(refused, withdrawn)) {
                assertThat(clerk.open(proposal).body()).contains("何も取り消されていません");
                assertThat(second.submit(proposal + "/approve", Map.of()).body())
                        .contains("ONSHI-F3043");
                assertThat(clerk.open(csv(proposal)).body()).contains("ONSHI-F3043");
            }
            assertThat(standing("2100_")).isEqualTo(2);
            assertThat(
                            count(
                                    "SELECT count(*) FROM registry.registration r"
                                            + " JOIN accounts.proposal p ON p.file_id ="
                                            + " r.registration_id WHERE p.state IN"
                                            + " ('REFUSED', 'WITHDRAWN')"))
                    .isZero();
            assertThat(
                            count(
                                    "SELECT (SELECT count(*) FROM registry.decided_row r JOIN"
                                        + " accounts.proposal p ON p.file_id = r.registration_id"
                                        + " WHERE p.state IN ('REFUSED', 'WITHDRAWN')) + (SELECT"
                                        + " count(*) FROM registry.spool r JOIN accounts.proposal p"
                                        + " ON p.file_id = r.registration_id WHERE p.state IN"
                                        + " ('REFUSED', 'WITHDRAWN'))"))
                    .isZero();
        }
    }

    @Test
    @Tag("J-13")
    void aRowWhoseCoverageChangedSinceIsRefusedByItselfAndSaidBefore() throws Exception {
        world.register(OWN, registered("22000") + registered("22001"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String proposal =
                    proposed(
                            clerk,
                            ConsoleWorld.cancel(OWN, "22000")
                                    + ConsoleWorld.cancel(OWN, "22001")
                                    + ConsoleWorld.cancel(OWN, "22002"));
            assertThat(clerk.open(proposal).body()).contains("UNKNOWN_COVERAGE");
            world.register(OWN, changed("22000") + registered("22002"));

            assertThat(second.open(proposal).body()).contains("1 件の資格の登録が変わりました", "CHANGED_SINCE");
            String file = approved(second, proposal);
            assertThat(
                            second.open(file + "/result.csv")
                                    .body()
                                    .lines()
                                    .map(line -> line.split(",", -1)[2])
                                    .toList())
                    .isEqualTo(List.of("code", "CHANGED_SINCE", "OK", "CHANGED_SINCE"));
            assertThat(List.of(standing("22000"), standing("22001"), standing("22002")))
                    .as("what was registered after the proposal is not cancelled by it")
                    .isEqualTo(List.of(1L, 0L, 1L));
            assertThat(second.open(proposal).body()).contains("却下された行あり");
        }
    }

    @Test
    @Tag("J-13")
    void rowsOfAnotherInsurerAreRefusedAndItsFileIsNotSeen() throws Exception {
        world.register(OWN, registered("23000"));
        world.register(
                ConsoleWorld.OTHER, ConsoleWorld.add(ConsoleWorld.OTHER, "23001", 23, "見本他子"));
        String others = linkedCancel(ConsoleWorld.OTHER, "23001");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND);
                ConsoleVisitor other =
                        ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-supervisor1")) {
            assertThat(clerk.propose("他の保険者", ConsoleWorld.HEADER + others).body())
                    .contains("ONSHI-F4043");
            String proposal = proposed(clerk, others + ConsoleWorld.cancel(OWN, "23000"));
            String page = clerk.open(proposal).body();
            assertThat(page).contains("WRONG_INSURER", "11 ・ 23000 ・ 01");
            assertThat(page).doesNotContain("11 ・ 23001 ・ 01");
            assertThat(other.open(proposal).statusCode()).isEqualTo(404);
            assertThat(other.submit(proposal + "/approve", Map.of()).statusCode()).isEqualTo(404);
            approved(second, proposal);
            assertThat(List.of(standing("23000"), standing("23001"))).isEqualTo(List.of(0L, 1L));
        }
    }

    @Test
    @Tag("J-13")
    void aFileThatDoesMoreOrNothingIsNotProposedAndNothingOfItIsKept() throws Exception {
        long before = count("SELECT count(*) FROM registry.registration");
        world.register(OWN, registered("24000"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK)) {
            String cancel = ConsoleWorld.cancel(OWN, "24000");
            for (String action : List.of("CORRECT", "ADD", "LOSE")) {
                HttpResponse<String> refused =
                        clerk.propose(
                                "試し",
                                ConsoleWorld.HEADER + cancel + cancel.replace("CANCEL", action));
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains("ONSHI-F4042", "2 行目");
            }
            assertThat(clerk.propose("試し", ConsoleWorld.HEADER).body()).contains("ONSHI-F4043");
            assertThat(clerk.propose(" ", ConsoleWorld.HEADER + cancel).body())
                    .contains("ONSHI-F2001");
            assertThat(clerk.upload("/console/files", ConsoleWorld.HEADER + cancel).body())
                    .contains("ONSHI-F4040", "取消をまとめて提案する");
        }
        assertThat(count("SELECT count(*) FROM registry.registration")).isEqualTo(before + 1);
        assertThat(standing("24000")).isOne();
    }

    @Test
    @Tag("J-13")
    void whatAFileRegisteredIsTakenBackFromTheFileItself() throws Exception {
        world.register(OWN, registered("26000") + registered("26001"));
        String sent =
                ConsoleWorld.HEADER
                        + registered("26000")
                        + changed("26001")
                        + registered("26002")
                        + ConsoleWorld.cancel(ConsoleWorld.OTHER, "1").replace("CANCEL", "ADD")
                        + registered("26003");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String file = done(clerk, clerk.upload("/console/files", sent));
            assertThat(clerk.propose(file, "別のファイル", sent + registered("26004")).body())
                    .contains("ONSHI-F4041");
            HttpResponse<String> answer = clerk.propose(file, "別の事業所だった", sent);
            String proposal = answer.headers().firstValue("Location").orElseThrow();
            assertThat(clerk.open(csv(proposal)).body().lines().skip(1))
                    .as("neither what was registered before nor what was changed")
                    .satisfiesExactly(
                            one -> assertThat(one).contains("1,CANCEL,", ",26002,"),
                            two -> assertThat(two).contains("2,CANCEL,", ",26003,"));
            approved(second, proposal);
            assertThat(standing("2600_")).isEqualTo(2);
        }
    }

    @Test
    @Tag("J-13")
    void aCoverageNamedTwiceIsCancelledOnce() throws Exception {
        world.register(OWN, registered("25000"));
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, CLERK);
                ConsoleVisitor second = ConsoleVisitor.at(world, SECOND)) {
            String proposal = proposed(clerk, ConsoleWorld.cancel(OWN, "25000").repeat(2));
            assertThat(clerk.open(csv(proposal)).body())
                    .contains("1,CANCEL,OK", "2,UNCHANGED,UNCHANGED");
            String file = approved(second, proposal);
            assertThat(second.open(file + "/result.csv").body()).doesNotContain("REJECTED");
            assertThat(standing("25000")).isZero();
        }
    }

    private interface Line {
        String of(String number);
    }

    private static String rows(int first, int count, Line line) {
        return IntStream.range(first, first + count)
                .mapToObj(it -> line.of(Integer.toString(it)))
                .collect(Collectors.joining());
    }

    /** A row of CHANGE to another name. */
    private static String changed(String number) {
        return registered(number)
                .replace("ADD,", "CHANGE,")
                .replace("見本取子", "見本変子")
                .replace("2024-04-01,2024-04-02,,", ",,2024-06-01,");
    }

    /** A row of CANCEL of a coverage that began with {@link ConsoleWorld#add}. */
    private static String linkedCancel(String insurer, String number) {
        return ConsoleWorld.cancel(insurer, number).replace("1985-04-01", "1945-04-01");
    }

    private static String registered(String number) {
        return ConsoleWorld.pending(OWN, number, "見本取子");
    }

    /** The path of the proposal. */
    private static String proposed(ConsoleVisitor visitor, String rows) throws Exception {
        HttpResponse<String> answer = visitor.propose("別の事業所のファイルだった", ConsoleWorld.HEADER + rows);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String csv(String proposal) {
        return proposal.replace("/proposals/", "/cancellations/") + "/rows.csv";
    }

    /** The path of the file, once it is worked through. */
    private static String approved(ConsoleVisitor visitor, String proposal) throws Exception {
        return done(visitor, visitor.submit(proposal + "/approve", Map.of()));
    }

    /** The path of the file that an answer leads to, once it is worked through. */
    private static String done(ConsoleVisitor visitor, HttpResponse<String> answer)
            throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        String file = answer.headers().firstValue("Location").orElseThrow();
        Matcher path = Pattern.compile("/console/files/[0-9a-f-]{36}").matcher(file);
        assertThat(path.find()).as(file).isTrue();
        Await.until(
                "the file is worked through",
                () -> visitor.open(path.group()).body().contains("結果を保存する"));
        return path.group();
    }

    private static long standing(String numberLike) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(
                        "SELECT count(DISTINCT coverage_id) FROM registry.coverage"
                                + " WHERE number LIKE ? AND invalidated_at = 'infinity'")
                .param(numberLike)
                .query(Long.class)
                .single();
    }

    private static long count(String sql) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(sql)
                .query(Long.class)
                .single();
    }
}
