package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.wire.SharedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the resident register answers to inquiries (requirements B-05 to B-07). */
class JlisDoorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Numbers NUMBERS = new Numbers(1);
    private static final String HEADER =
            "individual_number,name,name_kana,birth_date,sex,postal_code,address,alias,alias_kana,"
                    + "since\n";

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private ResidentRegister register;
    private SandboxServer server;

    @BeforeEach
    void serve() throws IOException {
        register = ResidentRegister.open(folder.resolve("sandbox"));
        server =
                SandboxServer.start(
                        0,
                        register,
                        SharedClock.system(),
                        folder.resolve("answers"),
                        new JlisRoutes(register, Optional.empty()).routes());
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
        register.close();
    }

    private static String number(int index) {
        return NUMBERS.individual(index).digits();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .timeout(Duration.ofSeconds(3))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void enter(String... rows) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send("POST", "/residents", HEADER + String.join("\n", rows) + "\n");
        assertThat(answer.body()).doesNotContain("REJECTED");
    }

    private JsonNode ask(String path, Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", path, JSON.writeValueAsString(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static Map<String, String> hanako(String address) {
        return Map.of(
                "name", "山田花子",
                "name_kana", "ﾔﾏﾀﾞ ﾊﾅｺ",
                "birth_date", "1980-05-05",
                "sex", "2",
                "address", address);
    }

    private JsonNode five(Map<String, String> person) throws IOException, InterruptedException {
        return ask("/jlis/inquiries", Map.of("office", "INSURER", "persons", List.of(person)))
                .path("answers")
                .path(0);
    }

    @Test
    void aNumberGivesTheResidentWithAliasesAndWhatHeldBeforeAMove() throws Exception {
        enter(
                number(1) + ",SMITH JANE,スミス　ジェーン,1980-05-05,2,,恩志市桜台1,住友　恵美,スミトモ　エミ,",
                number(1) + ",SMITH JANE,スミス　ジェーン,1980-05-05,2,,恩志市緑町2,住友　恵美,スミトモ　エミ,2024-03-01");

        JsonNode answer =
                ask("/jlis/residents", Map.of("individual_numbers", List.of(number(1), number(2))));

        assertThat(answer.path("residents").size()).isEqualTo(1);
        JsonNode jane = answer.path("residents").path(0);
        assertThat(jane.path("address").asString()).isEqualTo("恩志市緑町2");
        assertThat(jane.path("aliases").path(0).path("name_kana").asString()).isEqualTo("スミトモ　エミ");
        assertThat(jane.path("former").path(0).path("address").asString()).isEqualTo("恩志市桜台1");
        assertThat(jane.path("former").path(0).path("until").asString()).isEqualTo("2024-03-01");
    }

    @Test
    void theSameMoveAgainChangesNothingAndAnEarlierOneIsRefused() throws Exception {
        String before = number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,桜台1,,,1980-05-05";
        String moved = number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,緑町2,,,2024-03-01";
        enter(before, moved);
        HttpResponse<String> again =
                send(
                        "POST",
                        "/residents",
                        HEADER
                                + before
                                + "\n"
                                + moved
                                + "\n"
                                + moved.replace("2024-03-01", "2023-03-01")
                                + "\n");
        assertThat(again.body().lines().map(line -> line.split(",", -1)[3]))
                .containsExactly("code", "UNCHANGED", "UNCHANGED", "DATE_ORDER");
        assertThat(register.find(NUMBERS.individual(1)).orElseThrow().address()).isEqualTo("緑町2");
    }

    @Test
    @Tag("B-05")
    void onlyAllFiveAttributesOfOneResidentGiveANumber() throws Exception {
        enter(number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,恩志市桜台１丁目,,,");
        assertThat(five(hanako("恩志市 桜台1丁目")).path("individual_number").asString())
                .isEqualTo(number(1));
        assertThat(five(hanako("恩志市桜台2丁目")).path("found").asInt()).isZero();

        enter(number(2) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,恩志市桜台１丁目,,,");
        JsonNode two = five(hanako("恩志市桜台1丁目"));
        assertThat(two.path("found").asInt()).isEqualTo(2);
        assertThat(two.has("individual_number")).isFalse();
    }

    @Test
    void whoHasMovedIsNoLongerFoundUnderTheOldAddress() throws Exception {
        enter(
                number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,桜台1,,,",
                number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,緑町2,,,2024-03-01");
        assertThat(five(hanako("桜台1")).path("found").asInt()).isZero();
        assertThat(five(hanako("緑町2")).path("found").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("B-05")
    @Tag("B-06")
    void anInsurerWithFewerThanFiveIsRefusedAndOtherOfficesAskByFour() throws Exception {
        enter(number(1) + ",山田　花子,ヤマダ　ハナコ,1980-05-05,2,,桜台1,,,");
        Map<String, String> four = new java.util.HashMap<>(hanako("桜台1"));
        four.remove("name_kana");
        String insurers =
                JSON.writeValueAsString(Map.of("office", "INSURER", "persons", List.of(four)));
        assertThat(send("POST", "/jlis/inquiries", insurers).statusCode()).isEqualTo(400);

        assertThat(
                        ask("/jlis/inquiries", Map.of("office", "OTHER", "persons", List.of(four)))
                                .path("answers")
                                .path(0)
                                .path("individual_number")
                                .asString())
                .isEqualTo(number(1));
        String five =
                JSON.writeValueAsString(
                        Map.of("office", "OTHER", "persons", List.of(hanako("桜台1"))));
        assertThat(send("POST", "/jlis/inquiries", five).statusCode()).isEqualTo(400);
    }

    @Test
    void moreNumbersThanABatchHoldsAreRefused() throws Exception {
        List<String> many = java.util.Collections.nCopies(JlisRoutes.ASKED_MAX + 1, number(1));
        assertThat(
                        send(
                                        "POST",
                                        "/jlis/residents",
                                        JSON.writeValueAsString(Map.of("individual_numbers", many)))
                                .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aRegisterThatIsDownHangsUpAndOneThatIsLateAnswersWhenNobodyWaits() throws Exception {
        String ask = JSON.writeValueAsString(Map.of("individual_numbers", List.of(number(1))));
        send("PUT", "/jlis/behaviour", "{\"register\":\"DOWN\"}");
        assertThatThrownBy(() -> send("POST", "/jlis/residents", ask))
                .isInstanceOf(IOException.class);
        send("PUT", "/jlis/behaviour", "{\"register\":\"LATE\"}");
        assertThatThrownBy(() -> send("POST", "/jlis/residents", ask))
                .isInstanceOf(HttpTimeoutException.class);
        send("PUT", "/jlis/behaviour", "{\"register\":\"NORMAL\"}");
        assertThat(send("POST", "/jlis/residents", ask).statusCode()).isEqualTo(200);
    }
}
