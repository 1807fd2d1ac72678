package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.sandbox.Sandbox;
import org.onshi.wire.SharedClock;

/** The sandbox's desk in a real browser, where cards are placed in a demo. */
@Tag("browser")
class DeskScreenTest {
    private static final String RESIDENTS =
            """
            individual_number,name,name_kana,birth_date,sex,postal_code,address,person
            998000000010,山田　花子,ヤマダ　ハナコ,1985-04-12,2,199-0001,恩志市桜台１,HANAKO
            998000000028,佐藤　太郎,サトウ　タロウ,1990-07-01,1,,恩志市本町２,TARO
            998000000036,鈴木　結衣,スズキ　ユイ,2023-05-05,2,,恩志市本町３,YUI
            """;

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Sandbox sandbox;
    private ScreenBrowser browser;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        sandbox = Sandbox.start(Sandbox.Settings.in(folder, SharedClock.system()));
        post("/residents", RESIDENTS);
        for (String person : new String[] {"HANAKO", "TARO", "YUI"}) {
            post("/cards", "{\"person\":\"" + person + "\",\"pin\":\"4649\"}");
        }
        browser = new ScreenBrowser();
    }

    @AfterEach
    void close() {
        browser.closePages();
        assertThat(browser.complaints).as("what the browser's console says").isEmpty();
        browser.close();
        sandbox.close();
        http.close();
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        assertThat(
                        http.send(
                                        HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                                                .timeout(Duration.ofSeconds(30))
                                                .POST(BodyPublishers.ofString(body))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void cardsArePlacedHeldAndTakenByKeyboardOnAPageThatEverybodyCanUse() {
        Page page = browser.open(sandbox.url() + "/desk", 1280, 1000, false);
        look(page, "desk");
        ScreenBrowser.tabTo(page, "to-C-HANAKO");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.locator(".message.done").waitFor();
        look(page, "desk-placed");
        assertThat(page.locator(".reader.taken").textContent()).contains("山田　花子");
        ScreenBrowser.tabTo(page, "to-C-TARO");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.locator("main.confirm").waitFor();
        look(page, "desk-confirm");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.locator(".message.done").waitFor();
        assertThat(page.locator("main").textContent()).contains("一時停止");
        ScreenBrowser.tabTo(page, "text");
        page.keyboard().type("だれか");
        page.keyboard().press("Enter");
        page.locator(".cards li").first().waitFor(ScreenBrowser.GONE);
        look(page, "desk-nothing");
    }

    private static void look(Page page, String name) {
        ScreenBrowser.picture(page, name);
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).as(name).isEmpty();
        page.setViewportSize(320, 256);
        ScreenBrowser.fits(page);
        page.setViewportSize(1280, 1000);
    }
}
