package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real browser before the console, and what it complains of. */
final class ConsoleBrowser implements AutoCloseable {
    private static final int TABS_MAX = 60;
    private static final int ROWS_MAX = 100;

    /** Of the browser's console, and of whoever looks at a page. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final ConsoleWorld world;
    private final Playwright playwright;
    private final Browser browser;

    private ConsoleBrowser(ConsoleWorld world) {
        this.world = world;
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(
                                                Path.of(
                                                        System.getProperty(
                                                                "onshi.chromium",
                                                                "/usr/bin/chromium")))
                                        .setArgs(List.of("--no-sandbox")));
    }

    static ConsoleBrowser before(ConsoleWorld world) {
        return new ConsoleBrowser(world);
    }

    /** A desk of its own: nobody is logged in there. */
    Page page(boolean scripts) {
        Page page =
                browser.newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(1280, 900)
                                        .setJavaScriptEnabled(scripts)
                                        .setLocale("ja-JP"))
                        .newPage();
        // a machine that builds besides is slow, most of all at a browser's first page
        page.setDefaultTimeout(30_000);
        page.setDefaultNavigationTimeout(60_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    void logIn(Page page, String desk) {
        page.navigate(world.url("/console/"));
        page.locator("#begin").click();
        page.locator("#account").fill(ConsoleWorld.OWN + "-" + desk);
        page.locator("#passcode").fill(world.passcode(ConsoleWorld.OWN + "-" + desk));
        page.keyboard().press("Enter");
        page.locator("h1:has-text('今日の仕事')").waitFor();
    }

    /** By the keyboard to something that shows that it has the focus. */
    static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < TABS_MAX; presses++) {
            page.keyboard().press("Tab");
            Object ring =
                    page.evaluate(
                            "s => document.activeElement.matches(s)"
                                    + " ? getComputedStyle(document.activeElement).outlineStyle"
                                    + " : null",
                            selector);
            if (ring != null) {
                assertThat(ring).isEqualTo("solid");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    /** By the keyboard to a link or a button, and on it. */
    static void press(Page page, String selector) {
        tabTo(page, selector);
        page.keyboard().press("Enter");
    }

    /** By the keyboard to a field, and another text into it. */
    static void type(Page page, String selector, String text) {
        tabTo(page, selector);
        page.keyboard().press("Control+A");
        page.keyboard().type(text);
    }

    /** By j through a work list to the row with this text, and into it. */
    static void open(Page page, String text) {
        page.locator("#worklist").waitFor();
        for (int presses = 0; presses < ROWS_MAX; presses++) {
            page.keyboard().press("j");
            if (Boolean.TRUE.equals(
                    page.evaluate(
                            "t => document.activeElement.closest('tr').textContent.includes(t)",
                            text))) {
                page.keyboard().press("Enter");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach the row of " + text);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
