package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.wire.SharedClock;

/** The desk as its person uses it, by forms alone. */
class DeskTest {
    private static final String RESIDENTS =
            """
            individual_number,name,name_kana,birth_date,sex,postal_code,address,person
            998000000010,山田　花子,ヤマダ　ハナコ,1985-04-12,2,199-0001,恩志市桜台１,HANAKO
            998000000028,佐藤　太郎,サトウ　タロウ,1990-07-01,1,,恩志市本町２,TARO
            """;

    @TempDir private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(Sandbox.Settings.in(folder, SharedClock.system()));
        assertThat(send("POST", "/residents", RESIDENTS).statusCode()).isEqualTo(200);
        for (String person : new String[] {"HANAKO", "TARO"}) {
            String wish = "{\"person\":\"" + person + "\",\"pin\":\"4649\"}";
            assertThat(send("POST", "/cards", wish).statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
        http.close();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Origin", sandbox.url())
                        .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Sends a form, and follows to the page after it. */
    private HttpResponse<String> form(String name, String... fields)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (int at = 0; at < fields.length; at += 2) {
            body.append(fields[at])
                    .append('=')
                    .append(URLEncoder.encode(fields[at + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        return send("POST", "/desk/" + name, body.toString());
    }

    private String page() throws IOException, InterruptedException {
        return send("GET", "/desk", "").body();
    }

    @Test
    void aCardIsPlacedSeenAndTakenAway() throws Exception {
        assertThat(page()).contains("山田　花子", "佐藤　太郎", "リーダー 04", "4649");
        assertThat(form("place", "card_id", "C-HANAKO", "reader", "02").body())
                .contains("カードを置きました。", "data:image/png;base64,");
        assertThat(send("GET", "/readers", "").body())
                .contains("\"reader\":\"02\",\"card_id\":\"C-HANAKO\"");
        assertThat(
                        form("camera", "reader", "02", "condition", "BACKLIGHT", "person", "TARO")
                                .body())
                .contains("カメラの前を変えました。");
        assertThat(send("GET", "/readers", "").body())
                .contains("\"condition\":\"BACKLIGHT\",\"person\":\"TARO\"");
        assertThat(form("remove", "reader", "02").body()).contains("カードを取りました。");
        assertThat(send("GET", "/readers", "").body()).doesNotContain("card_id");
    }

    @Test
    void aChangeOfCertificatesIsAskedForTwice() throws Exception {
        assertThat(form("card", "card_id", "C-HANAKO", "change", "REVOKE").body())
                .contains("失効しますか", "元に戻せません", "山田　花子");
        assertThat(send("GET", "/cards/C-HANAKO", "").body()).contains("\"state\":\"VALID\"");
        form("card", "card_id", "C-HANAKO", "change", "HOLD", "confirmed", "yes");
        assertThat(send("GET", "/cards/C-HANAKO", "").body()).contains("\"state\":\"HELD\"");
        assertThat(page()).contains("一時停止", "再開");
        form("card", "card_id", "C-HANAKO", "change", "RELEASE", "confirmed", "yes");
        String before = send("GET", "/cards/C-HANAKO", "").body();
        assertThat(
                        form("card", "card_id", "C-HANAKO", "change", "RENEW", "confirmed", "yes")
                                .body())
                .contains("証明書を更新しました。");
        assertThat(send("GET", "/cards/C-HANAKO", "").body()).isNotEqualTo(before);
        form("card", "card_id", "C-HANAKO", "change", "REVOKE", "confirmed", "yes");
        assertThat(send("GET", "/cards/C-HANAKO", "").body()).contains("\"state\":\"REVOKED\"");
        assertThat(form("issue", "person", "hanako", "kind", "pin_less").body())
                .contains("新しいカードを作りました。", "C-HANAKO-2", "なし");
        assertThat(form("issue", "person", "NOBODY", "kind", "").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("G-14")
    void theLetterOfAnEndThatComesIsPrintedForItsHolder() throws Exception {
        LocalDate end = SharedClock.system().today().plusMonths(2);
        String wish = "{\"person\":\"HANAKO\",\"expires\":\"" + end + "\"}";
        String card =
                send("POST", "/cards", wish)
                        .body()
                        .replaceAll("(?s).*\"card_id\":\"([^\"]+)\".*", "$1");
        assertThat(page()).containsOnlyOnce("/desk/letters/").contains("/desk/letters/" + card);
        HttpResponse<String> letter = send("GET", "/desk/letters/" + card, "");
        assertThat(letter.body())
                .contains(
                        "恩志市桜台１",
                        "山田　花子 様",
                        "令和%d年%d月%d日"
                                .formatted(
                                        end.getYear() - 2018,
                                        end.getMonthValue(),
                                        end.getDayOfMonth()))
                .doesNotContain("佐藤");
        assertThat(send("GET", "/desk/letter.css", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/desk/letters/C-TARO", "").statusCode()).isEqualTo(404);
        form("card", "card_id", card, "change", "RENEW", "confirmed", "yes");
        assertThat(send("GET", "/desk/letters/" + card, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aNameIsLookedForAndStaysOutOfTheUrl() throws Exception {
        HttpResponse<String> found = form("search", "text", "花子");
        assertThat(found.uri().toString()).isEqualTo(sandbox.url() + "/desk");
        assertThat(found.body()).contains("山田　花子").doesNotContain("佐藤　太郎");
        assertThat(form("search", "text", "サトウタロウ").body()).contains("佐藤　太郎");
        assertThat(form("search", "text", "taro").body()).contains("佐藤　太郎");
        assertThat(form("search", "text", "C-HANAKO").body()).contains("山田　花子");
        assertThat(form("search", "text", "<b>だれか").body())
                .contains("見つかりません", "&lt;b&gt;")
                .doesNotContain("<b>だれか");
        assertThat(form("search", "text", "").body()).contains("山田　花子", "佐藤　太郎");
    }

    @Test
    void aFormOfElsewhereOrOfNoPageChangesNothing() throws Exception {
        form("place", "card_id", "C-HANAKO", "reader", "01");
        for (String[] headers :
                new String[][] {
                    {"Origin", "http://evil.example"},
                    {"Origin", "null"},
                    {"Origin", sandbox.url(), "Sec-Fetch-Site", "cross-site"},
                    {"Origin", sandbox.url(), "Sec-Fetch-Site", "same-site"},
                    {"Content-Type", "application/x-www-form-urlencoded"}
                }) {
            HttpResponse<String> refused =
                    http.send(
                            HttpRequest.newBuilder(URI.create(sandbox.url() + "/desk/remove"))
                                    .headers(headers)
                                    .POST(BodyPublishers.ofString("reader=01"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(headers[1]).isEqualTo(403);
        }
        assertThat(send("GET", "/readers", "").body()).contains("C-HANAKO");
    }

    @Test
    void aMistakeIsSaidOnThePage() throws Exception {
        HttpResponse<String> answer = form("place", "card_id", "C-NOBODY", "reader", "01");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("role=\"alert\"", "このカードはありません");
        assertThat(form("camera", "reader", "01", "condition", "DARK").statusCode()).isEqualTo(400);
        assertThat(form("card", "card_id", "C-HANAKO", "change", "EAT").statusCode())
                .isEqualTo(400);
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws Exception {
        assertThat(page().replace("http://www.thymeleaf.org", ""))
                .doesNotContain("http:", "https:");
        assertThat(send("GET", "/desk/desk.css", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/desk/desk.js", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theSandboxStartsAgainWithTheTriesItHad() throws Exception {
        form("place", "card_id", "C-TARO", "reader", "01");
        String session =
                send("POST", "/readers/01/sessions", "")
                        .body()
                        .replaceAll(".*\"session\":\"([0-9a-f]+)\".*", "$1");
        apdu(session, "00A4040C0AD392F000260100000001");
        apdu(session, "00A4020C020018");
        assertThat(apdu(session, "0020008004" + "30303030")).isEqualTo("63c2");
        sandbox.close();
        sandbox = Sandbox.start(Sandbox.Settings.in(folder, SharedClock.system()));
        assertThat(page()).contains("あと <span>2</span> 回");
        form("place", "card_id", "C-TARO", "reader", "01");
        assertThat(send("GET", "/readers", "").body()).contains("C-TARO");
    }

    private String apdu(String session, String command) throws Exception {
        return HexFormat.of()
                .formatHex(
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                sandbox.url()
                                                                        + "/readers/01/sessions/"
                                                                        + session
                                                                        + "/apdu"))
                                                .POST(
                                                        BodyPublishers.ofByteArray(
                                                                HexFormat.of().parseHex(command)))
                                                .build(),
                                        BodyHandlers.ofByteArray())
                                .body());
    }
}
