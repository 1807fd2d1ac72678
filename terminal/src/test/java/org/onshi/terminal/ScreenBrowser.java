package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real, headless Chromium, the installed one. What its console complains of fails the test. */
final class ScreenBrowser implements AutoCloseable {
    private static final List<String> TAGS =
            List.of(
                    "wcag2a",
                    "wcag2aa",
                    "wcag21a",
                    "wcag21aa",
                    "wcag22a",
                    "wcag22aa",
                    "best-practice");

    /** To wait until something has left the page. */
    static final Locator.WaitForOptions GONE =
            new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

    private static final int TABS_MAX = 60;

    /** What the element that has the focus is called: its id, its class, or its parent's id. */
    private static final String FOCUSED =
            "(document.activeElement.id || document.activeElement.className"
                    + " || document.activeElement.parentElement.id)";

    /** What axe leaves to a person's judgement, and a person has judged: rows of a table. */
    private static final Path REVIEWED = Path.of("..", "docs", "screens", "axe-incomplete.md");

    /** What it left in this run; written beside the pictures. */
    private static final Set<String> INCOMPLETE = new ConcurrentSkipListSet<>();

    private static final Pattern TAG = Pattern.compile("<([a-z0-9]+)([^>]*)>");
    private static final Pattern NAMED = Pattern.compile("\\b(id|class)=\"([^\"]*)\"");
    private static final Pattern PARENTS = Pattern.compile("^.* > (?=[^>]+ > [^>]+$)");
    private static final Pattern TOKEN =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Where the pictures go that a person looks at after the run. */
    private static final Path PICTURES = Path.of("target", "screens");

    final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(
                                            Path.of(
                                                    System.getProperty(
                                                            "onshi.chromium", "/usr/bin/chromium")))
                                    .setArgs(List.of("--no-sandbox")));

    Page open(String url, int width, int height, boolean touch) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setHasTouch(touch)
                                .setLocale("ja-JP"));
        Page page = context.newPage();
        // a machine that builds besides is slow, most of all at a browser's first page
        page.setDefaultTimeout(30_000);
        page.setDefaultNavigationTimeout(60_000);
        page.onConsoleMessage(message -> {
            // an answer that is no success is shown on the page; the browser logs it besides
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(url);
        return page;
    }

    static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setCaret(ScreenshotCaret.INITIAL) // hiding it takes an inline style
                        .setFullPage(true));
    }

    /**
     * Names of the rules and elements that axe finds at fault, and of those it cannot judge and
     * nobody has reviewed; empty is what is wanted.
     */
    static List<String> violations(Page page) {
        // of what it passes nobody reads a list
        AxeRunOptions wanted = new AxeRunOptions();
        wanted.setResultTypes(List.of("violations", "incomplete"));
        AxeResults results =
                new AxeBuilder(page).options(wanted).setLegacyMode(true).withTags(TAGS).analyze();
        List<String> unjudged =
                results.getIncomplete().stream()
                        .flatMap(rule ->
                                rule.getNodes().stream()
                                        .map(node ->
                                                "| "
                                                        + rule.getId()
                                                        + " | `"
                                                        + element(node)
                                                        + "` |"))
                        .distinct()
                        .toList();
        INCOMPLETE.addAll(unjudged);
        String reviewed = reviewed();
        return Stream.concat(
                        results.getViolations().stream()
                                .flatMap(rule ->
                                        rule.getNodes().stream()
                                                .map(node ->
                                                        rule.getId() + " at " + node.getHtml())),
                        unjudged.stream()
                                .filter(row -> !reviewed.contains("\n" + row))
                                .map(row -> "not reviewed in " + REVIEWED + ": " + row))
                .toList();
    }

    private static String reviewed() {
        try {
            return Files.readString(REVIEWED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The element by its id and classes, else by the end of axe's selector; without the visit. */
    private static String element(CheckedNode node) {
        Matcher tag = TAG.matcher(node.getHtml());
        if (!tag.find() || !NAMED.matcher(tag.group(2)).find()) {
            String selector = node.getTarget().toString().replaceAll("^\\[|]$", "");
            return TOKEN.matcher(PARENTS.matcher(selector).replaceFirst("")).replaceAll("…");
        }
        StringBuilder element = new StringBuilder(tag.group(1));
        Matcher named = NAMED.matcher(tag.group(2));
        while (named.find()) {
            String sign = named.group(1).equals("id") ? "#" : ".";
            element.append(sign).append(named.group(2).strip().replace(" ", "."));
        }
        return TOKEN.matcher(element).replaceAll("…");
    }

    /** Scrolled to, the element lies wholly in sight, or begins there where it is larger. */
    static void inSight(Page page, String id) {
        page.locator("#" + id).scrollIntoViewIfNeeded();
        assertThat(
                        page.evaluate(
                                """
                                id => {
                                  const box = document.getElementById(id).getBoundingClientRect();
                                  const large = box.height > innerHeight;
                                  return box.left >= 0 && box.right <= innerWidth + 1
                                      && (large || box.top >= -1 && box.bottom <= innerHeight + 1);
                                }\
                                """,
                                id))
                .as("%s in sight at %s", id, page.viewportSize().width)
                .isEqualTo(true);
        fits(page);
    }

    /** Nothing lies beside the page: no scrolling in two directions (WCAG 1.4.10). */
    static void fits(Page page) {
        assertThat(
                        page.evaluate(
                                """
                                () => [...document.querySelectorAll('body *')]
                                  .filter(e => !e.closest('.unseen, .skip, .scrolls'))
                                  .filter(e => e.getBoundingClientRect().right > innerWidth + 1
                                      || e.getBoundingClientRect().left < -1)
                                  .map(e => e.outerHTML.slice(0, 120))\
                                """))
                .as("what lies outside the page at %s", page.viewportSize().width)
                .isEqualTo(List.of());
    }

    static String focused(Page page) {
        return page.evaluate("() => " + FOCUSED).toString();
    }

    /** Presses Tab until an element is reached, as a person would; it must be seen to be. */
    static void tabTo(Page page, String id) {
        page.locator("[id^=" + id + "]").first().waitFor();
        for (int presses = 0; presses < TABS_MAX; presses++) {
            page.keyboard().press("Tab");
            // name and ring in one look: a page that renews itself lies between two
            Object ring =
                    page.evaluate(
                            "id => { const at = "
                                    + FOCUSED
                                    + ";"
                                    + " return String(at).startsWith(id)"
                                    + " ? getComputedStyle(document.activeElement).outlineStyle"
                                    + " : null; }",
                            id);
            if (ring != null) {
                assertThat(ring).isEqualTo("solid");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + id);
    }

    /** Pages ask for news; they go before what answers them does. */
    void closePages() {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }

    @Override
    public void close() {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve("axe-incomplete.txt"), INCOMPLETE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        playwright.close();
    }
}
