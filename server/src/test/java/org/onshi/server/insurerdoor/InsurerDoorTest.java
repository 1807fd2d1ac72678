package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.CheckDigit;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.callers.Door;
import org.onshi.server.registry.RegistrationLimits;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Registration files through the insurer door, over a real socket. */
@Tag("database")
class InsurerDoorTest {
    private static final String OWN = "01130012";
    private static final String OTHER = "39131016";
    private static final String FILES = "/insurer/registrations";
    private static final String HISTORY = "/insurer/history";
    private static final String CONFLICTS = "/insurer/conflicts";
    private static final String HEADER =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number_missing_reason,name,name_kana,sex,address,relationship,acquired_on,notified_on\n";

    private static TestServer server;
    private static HttpClient insurer;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        HttpResponse<String> loaded =
                server.post(
                        server.keys().operator().http(),
                        Door.OPERATOR,
                        "/operator/insurers",
                        "text/csv",
                        "insurer_number,name\n" + OWN + ",見本支部\n" + OTHER + ",見本広域連合\n");
        assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
        insurer = server.keys().insurer(OWN).http();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFileIsReceivedWorkedThroughAndItsRowsAnsweredInOrder() throws Exception {
        String id = send(HEADER + row(OWN, "101", "見本花子") + row(OTHER, "102", "見本太郎") + "ADD,x\n");

        HttpResponse<String> result = done(id);

        assertThat(result.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        List<String> lines = result.body().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("line,status,code,message");
        assertThat(lines.get(1)).startsWith("1,PENDING,").doesNotContain("見本");
        assertThat(lines.get(2)).startsWith("2,REJECTED,WRONG_INSURER,");
        assertThat(lines.get(3)).startsWith("3,REJECTED,");
        assertThat(server.audited("registration.received")).anyMatch(it -> it.contains(id));
        assertThat(server.get(insurer, Door.INSURER, FILES + "/" + id).body())
                .contains("\"state\":\"DONE\"", "\"rows_total\":3", "\"rejected\":2");
    }

    @Test
    void aResultThatFailsInItsMiddleBreaksOffAndDoesNotLookComplete() throws Exception {
        String id = send(HEADER + "ADD,x\n".repeat(RegistrationLimits.RESULT_PAGE_ROWS + 1));
        assertThat(done(id).body().lines()).hasSize(RegistrationLimits.RESULT_PAGE_ROWS + 2);
        try (Connection store = server.database().superuser().getConnection();
                Statement statement = store.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            assertThat(
                            statement.executeUpdate(
                                    "UPDATE registry.registration_row SET code = 'NO_SUCH_CODE'"
                                            + " WHERE line = "
                                            + (RegistrationLimits.RESULT_PAGE_ROWS + 1)))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> server.get(insurer, Door.INSURER, FILES + "/" + id + "/result"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aWrongHeaderIsRefusedAtOnceAndNothingIsApplied() throws Exception {
        int before = server.audited("registration.received").size();
        refused(
                server.post(
                        insurer, Door.INSURER, FILES, "text/csv", "shoe_size," + HEADER + "27\n"),
                400,
                "ONSHI-F4002");
        String large = "shoe_size," + HEADER + ("27," + row(OWN, "103", "見本次郎")).repeat(100_000);
        refused(server.post(insurer, Door.INSURER, FILES, "text/csv", large), 400, "ONSHI-F4002");
        refused(server.post(insurer, Door.INSURER, FILES, "text/csv", ""), 400, "ONSHI-F4001");
        assertThat(server.audited("registration.received")).hasSize(before);
    }

    @Test
    void anotherInsurersFileIsNotFoundAndNeitherIsOneThatNeverWas() throws Exception {
        String id = send(HEADER);
        HttpClient other = server.keys().insurer(OTHER).http();
        refused(server.get(other, Door.INSURER, FILES + "/" + id), 404, "ONSHI-F3008");
        refused(server.get(other, Door.INSURER, FILES + "/" + id + "/result"), 404, "ONSHI-F3008");
        refused(
                server.get(insurer, Door.INSURER, FILES + "/" + UUID.randomUUID()),
                404,
                "ONSHI-F3008");
        refused(server.get(insurer, Door.INSURER, FILES + "/none"), 400, "ONSHI-F3016");
    }

    @Test
    void theHistoryIsForItsOwnInsurerAndItsReadingIsRecorded() throws Exception {
        done(send(HEADER + row(OWN, "201", "見本三郎")));
        int before = server.audited("history.read").size();

        HttpResponse<String> history =
                server.post(
                        insurer, Door.INSURER, HISTORY, "application/json", question(OWN, "201"));

        assertThat(history.statusCode()).as(history.body()).isEqualTo(200);
        assertThat(history.body())
                .contains("\"standing\":\"PENDING\"", "\"name\":\"見本三郎\"", "\"recorded_at\":\"");
        assertThat(server.audited("history.read"))
                .hasSize(before + 1)
                .noneMatch(it -> it.contains("見本"));
        refused(
                server.post(
                        insurer, Door.INSURER, HISTORY, "application/json", question(OTHER, "201")),
                403,
                "ONSHI-F3005");
        assertThat(server.audited("caller.other_insurer"))
                .filteredOn(it -> it.contains("\"door\":\"insurer\""))
                .hasSize(1);
    }

    @Test
    void everyPersonWhoseHistoryIsShownFindsTheReading() throws Exception {
        done(
                send(
                        HEADER
                                + row(OWN, "211", "見本一郎").replace(",01,1985", ",,1985")
                                + row(OWN, "211", "見本二郎")
                                        .replace(",01,1985", ",,1985")
                                        .replace("ハナコ", "ジロウ")));
        int before = server.audited("history.read").size();

        HttpResponse<String> history =
                server.post(
                        insurer,
                        Door.INSURER,
                        HISTORY,
                        "application/json",
                        question(OWN, "211").replace("\"branch\":\"01\",", ""));
        assertThat(history.body()).contains("見本一郎", "見本二郎");

        List<String> entries = server.audited("history.read").stream().skip(before).toList();
        assertThat(entries).hasSize(2).allMatch(it -> it.contains("\"versions\":\"1\""));
        assertThat(members(entries, "person")).hasSize(2);
        assertThat(members(entries, "reading")).as("one reading").hasSize(1);

        server.post(insurer, Door.INSURER, HISTORY, "application/json", question(OWN, "999"));
        assertThat(server.audited("history.read"))
                .hasSize(before + 3)
                .last()
                .asString()
                .contains("\"versions\":\"0\"")
                .doesNotContain("\"person\"");
    }

    private static Set<String> members(List<String> entries, String name) {
        return entries.stream()
                .flatMap(entry ->
                        Pattern.compile("\"" + name + "\":\"([0-9a-f-]{36})\"")
                                .matcher(entry)
                                .results()
                                .map(id -> id.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void conflictsAreReadPageByPageFromOnesOwnSideAndEachIsAnEntryOfItsPerson() throws Exception {
        HttpClient other = server.keys().insurer(OTHER).http();
        HttpResponse<String> none = server.get(insurer, Door.INSURER, CONFLICTS);
        assertThat(none.statusCode()).as(none.body()).isEqualTo(200);
        assertThat(none.body()).isEqualTo("{\"conflicts\":[]}");
        assertThat(server.audited("conflict.read"))
                .singleElement()
                .asString()
                .contains("insurer:" + OWN)
                .doesNotContain("\"person\"");
        int people = ConflictDoor.PAGE_MAX + 1;
        done(insurer, send(insurer, numbered(OWN, "41", people)));
        done(other, send(other, numbered(OTHER, "77", people)));

        String first = server.get(insurer, Door.INSURER, CONFLICTS + "?state=OPEN").body();

        assertThat(ids(first)).hasSize(ConflictDoor.PAGE_MAX);
        assertThat(first)
                .contains(
                        "\"own\":{\"coverage_id\":\"",
                        "\"insurer_number\":\"" + OWN + "\",\"symbol\":\"41\",\"number\":\"500\"",
                        "\"birth_date\":\"1945-04-01\",\"acquired_on\":\"2024-04-01\"}",
                        "\"other\":{\"insurer_number\":\"" + OTHER + "\",\"name\":\"見本広域連合\"}",
                        "\"overlap_from\":\"2024-04-01\"")
                .doesNotContain("\"77\"", "見本花子");
        Matcher next = Pattern.compile("\"next\":\"([0-9a-f-]{36})\"").matcher(first);
        assertThat(next.find()).isTrue();
        String last =
                server.get(insurer, Door.INSURER, CONFLICTS + "?after=" + next.group(1)).body();
        assertThat(ids(last)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
        assertThat(last).doesNotContain("\"next\"");
        List<String> looks = server.audited("conflict.read");
        assertThat(looks).hasSize(1 + people).noneMatch(it -> it.contains("見本"));
        assertThat(looks.stream().filter(it -> it.contains("\"person\":"))).hasSize(people);
        for (String id : ids(last)) {
            assertThat(looks).anyMatch(it -> it.contains("\"conflict\":\"" + id + "\""));
        }

        assertThat(server.get(other, Door.INSURER, CONFLICTS + "?state=RESOLVED").body())
                .isEqualTo("{\"conflicts\":[]}");
        String seenByOther = server.get(other, Door.INSURER, CONFLICTS).body();
        assertThat(ids(seenByOther)).isEqualTo(ids(first));
        assertThat(seenByOther).contains("\"symbol\":\"77\"").doesNotContain("\"41\"");
        refused(server.get(insurer, Door.INSURER, CONFLICTS + "?state=SHUT"), 400, "ONSHI-F3016");
        refused(server.get(insurer, Door.INSURER, CONFLICTS + "?after=1"), 400, "ONSHI-F3016");
    }

    private static List<String> ids(String conflicts) {
        return Pattern.compile("\"conflict_id\":\"([0-9a-f-]{36})\"")
                .matcher(conflicts)
                .results()
                .map(id -> id.group(1))
                .toList();
    }

    /** A file of people with individual numbers, the same ones whoever insures them. */
    private static String numbered(String insurer, String symbol, int people) {
        StringBuilder csv =
                new StringBuilder(
                        HEADER.replace(
                                "individual_number_missing_reason",
                                "individual_number,copay_percent"));
        for (int i = 0; i < people; i++) {
            String body = Long.toString(20_000_000_000L + i);
            csv.append(
                    row(insurer, Integer.toString(500 + i), "見本花子")
                            .replace(",11,", "," + symbol + ",")
                            .replace("1985-04-01", "1945-04-01")
                            .replace(
                                    "NOT_PROVIDED",
                                    body + CheckDigit.individualNumber(body) + ",10"));
        }
        return csv.toString();
    }

    @Test
    void malformedJsonIsNamedByItsPlaceAndNeverRepeated() throws Exception {
        HttpResponse<String> answer =
                server.post(
                        insurer,
                        Door.INSURER,
                        HISTORY,
                        "application/json",
                        "{\"insurer_number\":\"" + OWN + "\",\n\"symbol\": 見本花子 }");
        refused(answer, 400, "ONSHI-F1002");
        assertThat(answer.body()).contains("\"place\":\"line 2, column ").doesNotContain("見本花子");
        HttpResponse<String> typed =
                server.post(
                        insurer,
                        Door.INSURER,
                        HISTORY,
                        "application/json",
                        "{\"birth_date\":{\"見本\":1}}");
        refused(typed, 400, "ONSHI-F1002");
        assertThat(typed.body()).contains("\"field\":\"birth_date\"").doesNotContain("見本");
        refused(
                server.post(
                        insurer,
                        Door.INSURER,
                        HISTORY,
                        "application/json",
                        question(OWN, "201").replace("1985-04-01", "1985-02-30")),
                400,
                "ONSHI-F2014");
    }

    @Test
    void aFileBrokenOffInTheMiddleLeavesNothingToFind() throws Exception {
        int before = server.audited("registration.received").size();
        CountDownLatch begun = new CountDownLatch(1);
        HttpRequest request =
                HttpRequest.newBuilder(server.at(Door.INSURER, FILES))
                        .header("Content-Type", "text/csv")
                        .timeout(Duration.ofSeconds(20))
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(() ->
                                        new BrokenOff(
                                                begun,
                                                (HEADER + row(OWN, "301", "見本四郎"))
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8))))
                        .build();
        CompletableFuture<HttpResponse<String>> sent =
                insurer.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        Await.until("the upload begins", () -> uploadsUnderWay() == 1);
        begun.countDown();
        assertThat(sent).failsWithin(Duration.ofSeconds(10));
        Await.until("what came of it is forgotten", () -> uploadsUnderWay() == 0);
        assertThat(server.audited("registration.received")).hasSize(before);
    }

    private static long uploadsUnderWay() {
        return JdbcClient.create(server.database().superuser())
                .sql("SELECT count(*) FROM registry.registration WHERE state = 'RECEIVING'")
                .query(Long.class)
                .single();
    }

    /** Ends in the middle, once the server has begun with it. */
    private static final class BrokenOff extends java.io.InputStream {
        private final CountDownLatch begun;
        private final byte[] bytes;
        private int next;

        BrokenOff(CountDownLatch begun, byte[] bytes) {
            this.begun = begun;
            this.bytes = bytes;
        }

        @Override
        public int read() throws java.io.IOException {
            if (next == bytes.length) {
                try {
                    begun.await();
                } catch (InterruptedException stopped) {
                    throw new java.io.InterruptedIOException();
                }
                throw new java.io.IOException("the line broke");
            }
            return bytes[next++] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws java.io.IOException {
            buffer[from] = (byte) read();
            return 1;
        }
    }

    private static String row(String insurer, String number, String name) {
        return "ADD,"
                + insurer
                + ",11,"
                + number
                + ",01,1985-04-01,NOT_PROVIDED,"
                + name
                + ",ミホン ハナコ,2,東京都見本区1-1,1,2024-04-01,2024-04-02\n";
    }

    private static String question(String insurer, String number) {
        return "{\"insurer_number\":\""
                + insurer
                + "\",\"symbol\":\"11\",\"number\":\""
                + number
                + "\",\"branch\":\"01\",\"birth_date\":\"1985-04-01\"}";
    }

    private static String send(String csv) throws Exception {
        return send(insurer, csv);
    }

    private static String send(HttpClient sender, String csv) throws Exception {
        HttpResponse<String> answer = server.post(sender, Door.INSURER, FILES, "text/csv", csv);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        Matcher id =
                Pattern.compile("\"registration_id\":\"([0-9a-f-]{36})\"").matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static HttpResponse<String> done(String id) throws Exception {
        return done(insurer, id);
    }

    private static HttpResponse<String> done(HttpClient sender, String id) throws Exception {
        String path = FILES + "/" + id + "/result";
        Await.until(
                "the file is worked through",
                () -> server.get(sender, Door.INSURER, path).statusCode() != 409);
        HttpResponse<String> result = server.get(sender, Door.INSURER, path);
        assertThat(result.statusCode()).as(result.body()).isEqualTo(200);
        return result;
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }
}
