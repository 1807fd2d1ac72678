package org.onshi.server.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CheckDigit;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.work.Rounds;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A match of all registered data with the resident register, through the doors (requirements B-12,
 * C-07). Everybody was registered before registrations were checked, some with a number that is not
 * theirs.
 */
@Tag("database")
class FullMatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OWN = "01130012";
    private static final String CITY = "138016";
    private static final String BIRTH = "1985-03-04";
    private static final String COLUMNS =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number,name,name_kana,sex,address,relationship,acquired_on,notified_on\n";

    private static final String CLEARED =
            "{\"wrong\":false,\"finding\":\"FINDING\",\"clerk\":\"sato\",\"reason\":\"PERSON_ASKED\"}";

    /** Some steps' worth of people. */
    private static final int MANY = 3_000;

    private SharedClock clock;
    private TestServer server;
    private HttpClient operator;
    private HttpClient own;
    private HttpClient city;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createTempDirectory("onshi-full-match");
        clock =
                SharedClock.startingAt(
                        folder.resolve("clock"), Instant.parse("2024-04-10T00:00:00Z"));
        server = TestServer.start("--onshi.clock-file=" + folder.resolve("clock"));
        operator = server.keys().operator().http();
        own = server.keys().insurer(OWN).http();
        city = server.keys().insurer(CITY).http();
        server.post(
                operator,
                Door.OPERATOR,
                "/operator/insurers",
                "text/csv",
                "insurer_number,name\n" + OWN + ",見本支部\n" + CITY + ",見本市\n");
    }

    @AfterEach
    void stop() {
        List.of(operator, own, city).forEach(HttpClient::close);
        server.close();
    }

    private static String number(int place) {
        String body = "2" + "%010d".formatted(place);
        return body + CheckDigit.individualNumber(body);
    }

    private static String name(int place) {
        return "見本" + "一二三四五六七八九".charAt(place % 9) + "子";
    }

    private static String row(String action, String insurer, int place, String more) {
        return String.join(
                        ",",
                        action,
                        insurer,
                        "12",
                        Integer.toString(place),
                        "01",
                        BIRTH,
                        more,
                        action.equals("ADD") ? "2024-04-01,2024-04-01" : ",")
                + "\n";
    }

    private static String add(String insurer, int place, String number) {
        return row(
                "ADD",
                insurer,
                place,
                String.join(",", number, name(place), "ミホンハナコ", "2", "東京都千代田区1-" + place, "1"));
    }

    private void send(HttpClient insurer, String rows) throws Exception {
        String id =
                JSON.readTree(
                                server.post(
                                                insurer,
                                                Door.INSURER,
                                                "/insurer/registrations",
                                                "text/csv",
                                                COLUMNS + rows)
                                        .body())
                        .path("registration_id")
                        .asString();
        String result = "/insurer/registrations/" + id + "/result";
        Await.until(
                "the file is worked through",
                () -> server.get(insurer, Door.INSURER, result).statusCode() == 200);
        assertThat(server.get(insurer, Door.INSURER, result).body())
                .doesNotContain("REJECTED")
                .doesNotContain("PENDING");
    }

    /**
     * Whom the register has under a number: as registered at a place, some attributes otherwise.
     */
    private void resident(int place, String number, String... otherwise) {
        Map<String, Object> resident = new HashMap<>();
        resident.put("name", name(place));
        resident.put("name_kana", "ミホンハナコ");
        resident.put("birth_date", BIRTH);
        resident.put("sex", "2");
        resident.put("address", "東京都千代田区1-" + place);
        for (int i = 0; i < otherwise.length; i += 2) {
            resident.put(otherwise[i], otherwise[i + 1]);
        }
        server.register().knows(number, resident);
    }

    private void begin() throws Exception {
        clock.moveTo(Instant.parse("2024-12-01T00:00:00Z"));
        HttpResponse<String> begun =
                server.post(
                        operator, Door.OPERATOR, "/operator/full-matches", "application/json", "");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    }

    /**
     * The latest match's state and counts: compared, matched, suspects, unknown, set aside,
     * undecided.
     */
    private List<String> counts() throws Exception {
        String csv = server.get(operator, Door.OPERATOR, "/operator/full-matches").body();
        return List.of(csv.lines().toList().get(1).split(",", -1)).subList(1, 8);
    }

    private JdbcClient superuser() {
        return JdbcClient.create(server.database().superuser());
    }

    private Rounds rounds() {
        return server.bean("fullMatchRounds", Rounds.class);
    }

    private void awaitState(String state) {
        Await.until("the match is " + state, () -> counts().getFirst().equals(state));
    }

    private JsonNode suspects(HttpClient insurer) throws Exception {
        HttpResponse<String> answer = server.get(insurer, Door.INSURER, "/insurer/suspects");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("suspects");
    }

    private JsonNode suspect(HttpClient insurer, int place) throws Exception {
        return suspects(insurer)
                .valueStream()
                .filter(it -> it.path("own").path("number").asString().equals("" + place))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> decide(HttpClient insurer, JsonNode suspect, String decision)
            throws Exception {
        return server.post(
                insurer,
                Door.INSURER,
                "/insurer/suspects/" + suspect.path("suspect_id").asString() + "/decision",
                "application/json",
                decision.replace("FINDING", suspect.path("finding").asString()));
    }

    private long letters() {
        return counted("SELECT count(*) FROM letters.letter WHERE kind = 'CONFIRMATION'");
    }

    private long counted(String sql) {
        return JdbcClient.create(server.database().inspector()).sql(sql).query(Long.class).single();
    }

    @Tag("store")
    @Tag("B-12")
    @Test
    void everyLinkIsAMatchASuspectOrUnknownAndTwinsAreToldApart() throws Exception {
        send(
                own,
                IntStream.rangeClosed(1, 8)
                        .mapToObj(it -> add(OWN, it, number(it)))
                        .collect(Collectors.joining()));
        resident(1, number(1));
        resident(2, number(2), "address", "東京都千代田区１丁目２番");
        // a twin's number; her own is another
        resident(3, number(3), "name", "見本双子", "name_kana", "ミホンフタコ");
        resident(3, number(33));
        resident(4, number(4), "birth_date", "1985-04-03");
        resident(5, number(5), "address", "大阪府堺市北区9");
        resident(6, number(6), "name", "見本●子");
        server.register().knowsNobody(number(7));
        // left by a server that was killed while it opened numbers
        superuser()
                .sql(
                        """
                        INSERT INTO registry.opened (coverage_id, opening_id, person_id, opened_at)
                        SELECT coverage_id, gen_random_uuid(), person_id,
                            now() - interval '2 minutes'
                        FROM registry.coverage
                        """)
                .update();

        begin();
        awaitState("COMPARED");

        assertThat(counts()).containsExactly("COMPARED", "8", "3", "4", "1", "0", "5");
        assertThat(suspect(own, 3).path("kind").asString()).isEqualTo("OTHER_NUMBER");
        assertThat(suspect(own, 4).path("kind").asString()).isEqualTo("DIFFERS");
        assertThat(suspect(own, 4).path("clearable").asBoolean()).isFalse();
        assertThat(suspect(own, 5).path("compared").toString())
                .contains("{\"attribute\":\"ADDRESS\",\"outcome\":\"DIFFERS\",\"rules\":[]}")
                .doesNotContain("大阪府");
        assertThat(suspect(own, 6).path("kind").asString()).isEqualTo("UNCLEAR");
        assertThat(suspect(own, 7).path("kind").asString()).isEqualTo("UNKNOWN");
        assertThat(suspects(city)).isEmpty();
        // everybody in question is asked, once, with the end of the number only
        assertThat(letters()).isEqualTo(5);
        // of the first the attributes alone led to the number that is bound
        assertThat(server.audited("vault.used")).hasSize(7);
        assertThat(counted("SELECT count(*) FROM registry.opened")).isZero();
    }

    @Tag("B-12")
    @Test
    void whileTheRegisterIsSilentTheMatchWaitsAndGoesOnByItself() throws Exception {
        send(own, add(OWN, 1, number(1)) + add(OWN, 2, number(2)));
        resident(2, number(2), "sex", "1");
        server.register().silent(true);
        begin();
        awaitState("WAITING");
        assertThat(counts()).containsExactly("WAITING", "0", "0", "0", "0", "0", "0");

        server.register().silent(false);
        awaitState("COMPARED");
        assertThat(counts()).containsExactly("COMPARED", "2", "1", "1", "0", "0", "1");
    }

    @Tag("B-12")
    @Test
    void killedAndCutOffItCountsEverybodyOnceAndWritesOneLetterEach() throws Exception {
        Process another = server.startAnother();
        try {
            StringBuilder rows = new StringBuilder();
            for (int place = 1; place <= MANY; place++) {
                rows.append(add(OWN, place, number(place)));
                if (place % 10 == 0) {
                    resident(place, number(place), "birth_date", "1985-04-03");
                }
            }
            send(own, rows.toString());
            rounds().stop();
            begin();
            Await.until(
                    "some are compared by the other server",
                    () -> {
                        assertThat(another.isAlive()).isTrue();
                        return counted("SELECT matched FROM corrections.full_match") > 0;
                    });
        } finally {
            another.destroyForcibly().waitFor();
        }
        assertThat(counted("SELECT matched + suspects FROM corrections.full_match"))
                .as("killed in the middle")
                .isLessThan(MANY);

        FullMatches matches = server.bean(FullMatches.class);
        Rounds second =
                new Rounds(
                        "another server's",
                        Duration.ofMillis(100),
                        () -> matches.step() == FullMatches.Step.DONE);
        rounds().start();
        second.start();
        try {
            cutOffUntilTheMatchIsOver();
        } finally {
            second.stop();
        }

        assertThat(counts()).containsExactly("COMPARED", "3000", "2700", "300", "0", "0", "300");
        assertThat(counted("SELECT count(*) FROM corrections.suspect WHERE kind = 'DIFFERS'"))
                .as("told as what they are, whoever opened their numbers")
                .isEqualTo(300);
        assertThat(letters()).isEqualTo(300);
        assertThat(server.audited("suspect.found")).hasSize(300);
        assertThat(server.audited("match.finished")).hasSize(1);
    }

    /** Ends the store's connections under the worker twice, while it writes. */
    private void cutOffUntilTheMatchIsOver() {
        JdbcClient superuser = superuser();
        AtomicInteger cuts = new AtomicInteger();
        Await.until(
                "the match is over, whatever it suffers",
                () -> {
                    if (cuts.get() < 2) {
                        cuts.addAndGet(
                                superuser
                                        .sql(
                                                """
                                                SELECT pg_terminate_backend(pid)
                                                FROM pg_stat_activity
                                                WHERE usename = 'onshi_server'
                                                  AND datname = current_database()
                                                  AND state IN ('active', 'idle in transaction')
                                                  AND query LIKE '%corrections.%'
                                                """)
                                        .query((row, number) -> number)
                                        .list()
                                        .size());
                    }
                    return counted(
                                    "SELECT count(*) FROM corrections.full_match WHERE finished_at"
                                            + " IS NOT NULL")
                            == 1;
                });
        assertThat(cuts.get()).as("connections ended while they wrote").isPositive();
    }

    @Tag("B-12")
    @Test
    void ofTwoServersEachPersonIsAskedAboutByOneOnly() throws Exception {
        Process another = server.startAnother();
        try {
            send(
                    own,
                    IntStream.rangeClosed(1, MANY)
                            .mapToObj(it -> add(OWN, it, number(it)))
                            .collect(Collectors.joining()));
            rounds().stop();
            begin();
            Await.until(
                    "the other server has begun",
                    () -> {
                        assertThat(another.isAlive()).isTrue();
                        return counted("SELECT matched FROM corrections.full_match") > 0;
                    });
            rounds().start();
            Await.until("all are compared", () -> counts().getFirst().equals("DECIDED"));
        } finally {
            another.destroyForcibly().waitFor();
        }
        assertThat(counts()).containsExactly("DECIDED", "3000", "3000", "0", "0", "0", "0");
        assertThat(server.register().peopleAsked()).isEqualTo(MANY);
    }

    @Tag("B-12")
    @Test
    void aServerGoesOnWhenTheConnectionOfTheOneBeforeItDies() throws Exception {
        send(own, add(OWN, 1, number(1)));
        rounds().stop();
        begin();
        FullMatches matches = server.bean(FullMatches.class);
        FullMatchTable other = new FullMatchTable(server.database().server());

        assertThatThrownBy(() ->
                        other.alone(() -> {
                            assertThat(matches.step()).isEqualTo(FullMatches.Step.IDLE);
                            assertThat(server.register().peopleAsked()).isZero();
                            superuser()
                                    .sql(
                                            """
                                            SELECT pg_terminate_backend(pid) FROM pg_locks
                                            WHERE locktype = 'advisory' AND granted
                                              AND database = (SELECT oid FROM pg_database
                                                WHERE datname = current_database())
                                            """)
                                    .query((row, number) -> number)
                                    .list();
                            Await.until(
                                    "the turn is free",
                                    () -> matches.step() == FullMatches.Step.DONE);
                            return "its own connection is gone";
                        }))
                .isInstanceOf(DataAccessException.class);

        assertThat(matches.step()).as("and ends it").isEqualTo(FullMatches.Step.DONE);
        assertThat(counts()).containsExactly("DECIDED", "1", "1", "0", "0", "0", "0");
        assertThat(server.register().peopleAsked()).isOne();
    }

    @Tag("B-12")
    @Test
    void whatAClerkClearedIsRaisedAnewOnlyWhenASideHasChanged() throws Exception {
        send(
                own,
                IntStream.rangeClosed(1, 5)
                        .mapToObj(it -> add(OWN, it, number(it)))
                        .collect(Collectors.joining()));
        for (int place = 1; place <= 4; place++) {
            resident(place, number(place), "address", "大阪府堺市北区9");
        }
        server.register().knowsNobody(number(5));
        begin();
        awaitState("COMPARED");
        assertThat(counts()).containsExactly("COMPARED", "5", "0", "4", "1", "0", "5");
        for (int place = 1; place <= 5; place++) {
            assertThat(decide(own, suspect(own, place), CLEARED).body()).contains("CLEARED");
        }

        matchAgain();
        assertThat(counts())
                .as("nothing has changed")
                .containsExactly("DECIDED", "5", "0", "4", "1", "0", "0");
        assertThat(cleared()).isEqualTo("5");

        // another difference, a worse one, and the same one of another address on either side
        resident(1, number(1), "name", "見本別人", "address", "大阪府堺市北区9");
        resident(2, number(2), "birth_date", "1985-04-03", "address", "大阪府堺市北区9");
        resident(3, number(3), "address", "大阪府堺市北区10");
        send(own, row("CORRECT", OWN, 4, ",,,,東京都港区1-4,"));
        Await.until("the corrected one is told at once", () -> suspects(own).size() == 1);
        matchAgain();
        assertThat(counts()).containsExactly("COMPARED", "5", "0", "4", "1", "0", "4");
        assertThat(cleared()).as("of the one nobody knows").isEqualTo("1");
        assertThat(suspect(own, 2).path("clearable").asBoolean()).isFalse();

        // back as it was once: a word is not about what came after it
        resident(1, number(1), "address", "大阪府堺市北区9");
        assertThat(decide(own, suspect(own, 1), CLEARED).body()).contains("CLEARED");
        matchAgain();
        assertThat(suspect(own, 1).path("kind").asString()).isEqualTo("DIFFERS");
        assertThat(letters()).as("asked once, whatever is found").isEqualTo(5);
    }

    @Tag("B-12")
    @Test
    void whatAClerkClearedOfOnePersonIsRaisedOfTheNextOne() throws Exception {
        send(own, add(OWN, 1, number(1)));
        resident(1, number(1), "address", "大阪府堺市北区9");
        begin();
        awaitState("COMPARED");
        assertThat(decide(own, suspect(own, 1), CLEARED).body()).contains("CLEARED");

        clock.moveTo(Instant.parse("2024-12-02T00:00:00Z"));
        resident(1, number(11));
        send(own, row("CORRECT", OWN, 1, number(11) + ",,,,,"));
        // the same difference from the resident with the new number
        resident(1, number(11), "address", "大阪府堺市北区9");
        matchAgain();
        assertThat(counts()).containsExactly("COMPARED", "1", "0", "1", "0", "0", "1");
        assertThat(cleared()).isEqualTo("0");
    }

    private void matchAgain() throws Exception {
        clock.moveTo(clock.instant().plus(Duration.ofDays(1)));
        long matches = counted("SELECT count(*) FROM corrections.full_match");
        server.post(operator, Door.OPERATOR, "/operator/full-matches", "application/json", "");
        Await.until(
                "another is over",
                () ->
                        counted(
                                        "SELECT count(*) FROM corrections.full_match WHERE"
                                                + " finished_at IS NOT NULL")
                                > matches);
    }

    /** Of the latest match: what was not raised again. */
    private String cleared() throws Exception {
        String csv = server.get(operator, Door.OPERATOR, "/operator/full-matches").body();
        return csv.lines().toList().get(1).split(",", -1)[8];
    }

    @Tag("B-12")
    @Test
    void aNumberThatDoesNotOpenIsSetAsideStopsNobodyAndIsAskedAboutAgain() throws Exception {
        send(own, add(OWN, 1, number(1)) + add(OWN, 2, number(2)) + add(OWN, 3, number(3)));
        for (int place = 1; place <= 3; place++) {
            resident(place, number(place), "address", "大阪府堺市北区9");
        }
        String one =
                " WHERE person_id = (SELECT person_id FROM registry.coverage ORDER BY person_id"
                        + " OFFSET 1 LIMIT 1)";
        superuser().sql("UPDATE vault.individual_number SET key_id = 'x' || key_id" + one).update();
        begin();
        awaitState("COMPARED");
        assertThat(counts()).containsExactly("COMPARED", "2", "0", "2", "0", "1", "2");

        superuser()
                .sql("UPDATE vault.individual_number SET key_id = substr(key_id, 2)" + one)
                .update();
        assertThat(suspects(own)).hasSize(2);
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(11)));
        Await.until("the one set aside is told", () -> suspects(own).size() == 3);
        assertThat(counts()).containsExactly("COMPARED", "2", "0", "2", "0", "1", "2");
    }

    @Tag("B-23")
    @Test
    void theNextOneBeginsByItselfAfterItsIntervalAndNotBefore() throws Exception {
        Path now = Files.createTempDirectory("onshi-full-match").resolve("clock");
        SharedClock time = SharedClock.startingAt(now, Instant.parse("2024-12-01T00:00:00Z"));
        try (TestServer yearly =
                TestServer.start("--onshi.clock-file=" + now, "--onshi.full-match-every=365d")) {
            FullMatches matches = yearly.bean(FullMatches.class);
            Await.until(
                    "the first is over",
                    () -> matches.latest(2).stream().anyMatch(it -> it.finishedAt().isPresent()));
            Instant first = matches.latest(1).getFirst().startedAt();
            time.moveTo(first.plus(Duration.ofDays(365)).minusSeconds(60));
            assertThat(matches.step()).isEqualTo(FullMatches.Step.IDLE);
            assertThat(matches.latest(2)).hasSize(1);
            time.moveTo(first.plus(Duration.ofDays(365)));
            Await.until("the second begins", () -> matches.latest(2).size() == 2);
        }
    }

    @Tag("B-12")
    @Test
    void whatIsAddedAndCorrectedInOneFileIsAskedAboutAgain() throws Exception {
        clock.moveTo(Instant.parse("2024-12-01T00:00:00Z"));
        resident(1, number(1));
        send(own, add(OWN, 1, number(1)) + row("CORRECT", OWN, 1, ",,,,大阪府堺市北区9,"));

        Await.until("it is told", () -> !suspects(own).isEmpty());
        assertThat(suspect(own, 1).path("kind").asString()).isEqualTo("DIFFERS");
    }

    @Tag("B-12")
    @Test
    void aSecondMatchCountsWhatIsStillOpenAndNoCaseIsDismissedAgainstTheRegister()
            throws Exception {
        send(own, add(OWN, 1, number(1)) + add(OWN, 2, number(2)));
        resident(1, number(1), "birth_date", "1985-04-03");
        resident(2, number(2), "address", "大阪府堺市北区9");
        begin();
        awaitState("COMPARED");
        JsonNode opened = JSON.readTree(decide(own, suspect(own, 1), "{\"wrong\":true}").body());
        String link = "/insurer/wrong-links/" + opened.path("wrong_link_id").asString();
        server.post(own, Door.INSURER, link + "/look-up", "application/json", "");
        String right = "{\"wrong\":false,\"clerk\":\"sato\"}";
        assertThat(
                        server.post(
                                        own,
                                        Door.INSURER,
                                        link + "/decision",
                                        "application/json",
                                        right)
                                .body())
                .contains(FaultCode.NOT_CLEARABLE.code());

        // the municipality mends its register
        resident(1, number(1));
        clock.moveTo(clock.instant().plus(Duration.ofDays(1)));
        server.post(operator, Door.OPERATOR, "/operator/full-matches", "application/json", "");
        Await.until(
                "the second is compared",
                () -> counts().equals(List.of("COMPARED", "2", "1", "1", "0", "0", "1")));
        HttpResponse<String> dismissed =
                server.post(own, Door.INSURER, link + "/decision", "application/json", right);
        assertThat(dismissed.statusCode()).as(dismissed.body()).isEqualTo(200);
    }

    @Tag("B-12")
    @Tag("C-07")
    @Test
    void everySuspectEndsDecided() throws Exception {
        send(
                own,
                IntStream.rangeClosed(1, 5)
                        .mapToObj(it -> add(OWN, it, number(it)))
                        .collect(Collectors.joining()));
        resident(1, number(1), "birth_date", "1985-04-03");
        for (int place = 2; place <= 5; place++) {
            resident(place, number(place), "address", "大阪府堺市北区9");
        }
        begin();
        awaitState("COMPARED");
        String wrong = "{\"wrong\":true}";

        // no word stands against a birth date
        JsonNode first = suspect(own, 1);
        assertThat(decide(own, first, CLEARED).body()).contains(FaultCode.NOT_CLEARABLE.code());
        assertThat(decide(city, first, wrong).statusCode()).isEqualTo(404);
        assertThat(
                        decide(own, first, CLEARED.replace("sato", "console:" + UUID.randomUUID()))
                                .body())
                .as("a machine is nobody who logged in")
                .contains(FaultCode.FIELD_NOT_PLAIN.code());
        HttpResponse<String> opened = decide(own, first, wrong);
        assertThat(opened.body()).contains("\"outcome\":\"WRONG_LINK\"").contains("wrong_link_id");
        assertThat(
                        counted(
                                "SELECT count(*) FROM registry.coverage WHERE suspended AND"
                                        + " invalidated_at = 'infinity'"))
                .isOne();

        JsonNode second = suspect(own, 2);
        assertThat(decide(own, second, CLEARED).body()).contains("\"outcome\":\"CLEARED\"");
        assertThat(decide(own, second, CLEARED).body()).contains("\"outcome\":\"CLEARED\"");
        assertThat(decide(own, second, wrong).body()).contains(FaultCode.STEP_OUT_OF_ORDER.code());

        // the third is mended by the insurer, and the register asked again
        send(own, row("CORRECT", OWN, 3, ",,,,大阪府堺市北区9,"));
        Await.until("the third is mended", () -> counts().getLast().equals("2"));

        // the fourth answers that the data are somebody else's
        server.post(operator, Door.OPERATOR, "/operator/letters/print", "application/json", "");
        UUID letter =
                JdbcClient.create(server.database().inspector())
                        .sql("SELECT letter_id FROM letters.letter WHERE address LIKE '%1-4'")
                        .query(UUID.class)
                        .single();
        HttpResponse<String> answered =
                server.post(
                        own,
                        Door.INSURER,
                        "/insurer/letters/" + letter + "/answer",
                        "application/json",
                        "{\"answer\":\"WRONG\"}");
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
        assertThat(counts().getLast()).isEqualTo("1");

        // the fifth says nothing and is reminded once
        clock.moveTo(clock.instant().plus(Duration.ofDays(31)));
        server.post(operator, Door.OPERATOR, "/operator/letters/reminders", "application/json", "");
        server.post(operator, Door.OPERATOR, "/operator/letters/reminders", "application/json", "");
        assertThat(
                        counted(
                                "SELECT count(*) FROM letters.letter WHERE kind = 'REMINDER' AND"
                                        + " address LIKE '%1-5'"))
                .isOne();
        send(own, row("CANCEL", OWN, 5, ",,,,,"));
        awaitState("DECIDED");
        assertThat(counts()).containsExactly("DECIDED", "5", "0", "5", "0", "0", "0");
    }

    @Tag("B-12")
    @Test
    void aSuspectThatStandsWithItsPersonNoMoreEndsAsMovedWhateverIsSaidOfIt() throws Exception {
        send(
                own,
                IntStream.rangeClosed(1, 3)
                        .mapToObj(it -> add(OWN, it, number(it)))
                        .collect(Collectors.joining()));
        for (int place = 1; place <= 3; place++) {
            resident(place, number(place), "address", "大阪府堺市北区9");
        }
        begin();
        awaitState("COMPARED");
        JsonNode first = suspect(own, 1);
        JsonNode second = suspect(own, 2);
        rounds().stop();
        resident(2, number(22));
        send(
                own,
                row("CANCEL", OWN, 1, ",,,,,")
                        + row("CORRECT", OWN, 2, number(22) + ",,,,,")
                        + row("CANCEL", OWN, 3, ",,,,,"));

        String wrong = "{\"wrong\":true}";
        for (HttpResponse<String> answer :
                List.of(
                        decide(own, first, CLEARED),
                        decide(own, first, wrong),
                        decide(own, second, wrong),
                        decide(own, second, CLEARED))) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"outcome\":\"MOVED\"")
                    .doesNotContain("wrong_link_id");
        }
        assertThat(server.audited("suspect.decided"))
                .as("said again it changes nothing")
                .hasSize(2)
                .allMatch(it -> it.contains("MOVED") && it.contains("insurer:" + OWN));
        assertThat(counted("SELECT count(*) FROM corrections.wrong_link")).isZero();

        rounds().start();
        awaitState("DECIDED");
        assertThat(counted("SELECT count(*) FROM corrections.suspect WHERE outcome = 'MOVED'"))
                .as("of the third the server finds it by itself")
                .isEqualTo(3);
    }

    @Tag("B-08")
    @Test
    void anEarlierCoverageThatTheRegisterProvesWrongIsToldToItsInsurer() throws Exception {
        // before the checks, the city gave one woman's number for another
        send(city, add(CITY, 1, number(9)));
        resident(9, number(9), "birth_date", "1990-05-06");
        clock.moveTo(Instant.parse("2024-12-01T00:00:00Z"));
        HttpResponse<String> received =
                server.post(
                        own,
                        Door.INSURER,
                        "/insurer/registrations",
                        "text/csv",
                        COLUMNS + add(OWN, 9, number(9)).replace(BIRTH, "1990-05-06"));
        assertThat(received.statusCode()).isEqualTo(202);

        Await.until("the city is told", () -> !suspects(city).isEmpty());
        assertThat(suspect(city, 1).path("compared").toString())
                .contains("{\"attribute\":\"BIRTH_DATE\",\"outcome\":\"DIFFERS\",\"rules\":[]}");
        assertThat(suspect(city, 1).path("clearable").asBoolean()).isFalse();
        assertThat(letters()).isOne();
    }
}
