package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.Await;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.server.letters.Letters;
import org.onshi.wire.MismatchField;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The console in a real browser: by keyboard, without scripts, by axe, and as pictures. */
@Tag("browser")
class ConsoleScreensTest {
    private static final List<String> TAGS =
            List.of(
                    "wcag2a",
                    "wcag2aa",
                    "wcag21a",
                    "wcag21aa",
                    "wcag22a",
                    "wcag22aa",
                    "best-practice");
    private static final Pattern NAMED = Pattern.compile("^<([a-z0-9]+)[^>]* class=\"([^\"]+)\"");
    private static final Path PICTURES = Path.of("target", "screens");

    /** What axe leaves to a person's judgement, and a person has judged. */
    private static final Path REVIEWED = Path.of("..", "docs", "screens", "axe-incomplete.md");

    private static ConsoleWorld world;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        browser = ConsoleBrowser.before(world);
        fill();
    }

    @AfterAll
    static void stop() {
        browser.close();
        world.close();
    }

    /** A history with a change, a correction and a loss, two conflicts, and a report. */
    private static void fill() throws Exception {
        String own = ConsoleWorld.OWN;
        world.register(
                own,
                ConsoleWorld.add(own, "401", 1, "見本冬子")
                        + ConsoleWorld.add(own, "402", 2, "見本椿")
                        + ConsoleWorld.add(own, "411", 11, "見本双葉")
                        + ConsoleWorld.add(own, "412", 12, "見本　双葉")
                        + pendingBefore(own));
        world.register(
                ConsoleWorld.OTHER,
                ConsoleWorld.add(ConsoleWorld.OTHER, "7701", 1, "見本冬子")
                        + ConsoleWorld.add(ConsoleWorld.OTHER, "7702", 2, "見本椿"));
        world.survey();
        world.clock.moveTo(world.clock.instant().plus(Duration.ofDays(3)));
        world.register(own, later(own, "CHANGE", "東京都見本区2-5", "2024-08-01", "", ""));
        world.clock.moveTo(world.clock.instant().plus(Duration.ofDays(9)));
        world.register(own, later(own, "CHANGE", "神奈川県見本市7-1", "2024-11-15", "", ""));
        world.clock.moveTo(world.clock.instant().plus(Duration.ofDays(2)));
        world.register(own, later(own, "LOSE", "", "", "2025-02-01", "01"));
        // as the register's answer leaves it (RegisterVerdict)
        JdbcClient.create(world.server.database().superuser())
                .sql(
                        """
                        UPDATE registry.pending SET code = 'REGISTER_DIFFERS', blamed = 'name',
                            comparison = 'NAME=DIFFERS;NAME_KANA=EQUAL_AFTER:WIDTH+KANA_SIZE;BIRTH_DATE=EQUAL;SEX=EQUAL;ADDRESS=EQUAL_AFTER:WIDTH'
                        """)
                .update();
        world.suspect(
                JdbcClient.create(world.server.database().superuser())
                        .sql("SELECT coverage_id FROM registry.coverage WHERE number = '411'")
                        .query(UUID.class)
                        .list()
                        .getFirst(),
                "DIFFERS",
                "NAME=DIFFERS;NAME_KANA=EQUAL;BIRTH_DATE=EQUAL;SEX=EQUAL;ADDRESS=EQUAL_AFTER:WIDTH");
        world.server
                .bean(MismatchReports.class)
                .report(
                        new FacilityCode("1312345670"),
                        UUID.randomUUID(),
                        JdbcClient.create(world.server.database().superuser())
                                .sql(
                                        """
                                        SELECT person_id FROM registry.coverage WHERE number = '402'
                                        """)
                                .query(UUID.class)
                                .list()
                                .getFirst(),
                        EnumSet.of(MismatchField.NAME_KANA, MismatchField.ADDRESS));
    }

    /** A coverage of a time before, without a number, that may be the same person's. */
    private static String pendingBefore(String own) {
        return "ADD,"
                + own
                + ",11,402,01,1945-04-01,,NOT_PROVIDED,見本椿子,ミホン ツバキ,2,東京都見本区1-10,1,"
                + "2022-04-01,2022-04-02,,2023-04-01,01,20\n";
    }

    private static String later(
            String own, String action, String address, String from, String lost, String reason) {
        return action
                + ","
                + own
                + ",11,401,01,1945-04-01,,,,,,"
                + address
                + ",,,,"
                + from
                + ","
                + lost
                + ","
                + reason
                + ",\n";
    }

    @BeforeEach
    void forget() {
        browser.complaints.clear();
    }

    /** Looked at by axe, at three widths, the last one 400 % of a desk's, and kept as a picture. */
    private static void good(Page page, String name) {
        violations(page).forEach(it -> browser.complaints.add(name + ": " + it));
        picture(page, name);
        for (int width : new int[] {400, 320}) {
            page.setViewportSize(width, 900);
            Object outside =
                    page.evaluate(
                            """
                            () => [...document.querySelectorAll('body *')]
                              .filter(e => !e.closest('.unseen, .skip, .scrolls, .list'))
                              .filter(e => e.getBoundingClientRect().right > innerWidth + 1
                                  || e.getBoundingClientRect().left < -1)
                              .map(e => e.outerHTML.slice(0, 120))\
                            """);
            if (!List.of().equals(outside)) {
                browser.complaints.add(name + " at " + width + ": " + outside);
            }
        }
        faults(axe(page)).forEach(it -> browser.complaints.add(name + " at 400 %: " + it));
        page.setViewportSize(400, 900);
        picture(page, name + "-narrow");
        page.setViewportSize(1280, 900);
    }

    private static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve("console-" + name + ".png"))
                        .setCaret(ScreenshotCaret.INITIAL) // hiding it takes an inline style
                        .setFullPage(true));
    }

    /** What axe finds at fault, and what it cannot judge and nobody has reviewed. */
    private static List<String> violations(Page page) {
        AxeResults results = axe(page);
        List<String> found = new ArrayList<>(faults(results));
        results.getIncomplete()
                .forEach(rule ->
                        rule.getNodes().stream()
                                .map(node -> "| " + rule.getId() + " | `" + element(node) + "` |")
                                .filter(row -> !reviewed().contains("\n" + row))
                                .distinct()
                                .forEach(row ->
                                        found.add("not reviewed in " + REVIEWED + ": " + row)));
        return found;
    }

    private static List<String> faults(AxeResults results) {
        return results.getViolations().stream()
                .flatMap(rule ->
                        rule.getNodes().stream()
                                .map(node -> rule.getId() + " at " + node.getHtml()))
                .toList();
    }

    /** The element by its classes, else by the end of axe's selector. */
    private static String element(CheckedNode node) {
        Matcher named = NAMED.matcher(node.getHtml());
        return named.find()
                ? named.group(1) + "." + named.group(2).strip().replace(' ', '.')
                : node.getTarget()
                        .toString()
                        .replaceAll("^\\[|]$", "")
                        .replaceFirst("^.* > (?=[^>]+$)", "");
    }

    private static String reviewed() {
        try {
            return Files.readString(REVIEWED);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static AxeResults axe(Page page) {
        // of what it passes nobody reads a list
        AxeRunOptions wanted = new AxeRunOptions();
        wanted.setResultTypes(List.of("violations", "incomplete"));
        return new AxeBuilder(page).options(wanted).setLegacyMode(true).withTags(TAGS).analyze();
    }

    @Test
    void everyPageIsAccessibleAndDrawn() {
        Page page = browser.page(true);
        page.navigate(world.url("/console/login"));
        good(page, "login");
        page.locator("#begin").click();
        page.locator("#passcode").waitFor();
        good(page, "openid");
        page.locator("#account").fill("nobody");
        page.locator("#passcode").fill("1");
        page.keyboard().press("Enter");
        page.locator("#notice").waitFor();
        good(page, "openid-wrong");
        browser.logIn(page, "supervisor1");
        good(page, "home");
        page.navigate(world.url("/console/files"));
        good(page, "files");
        page.locator("#file")
                .setInputFiles(
                        new FilePayload(
                                "march.csv",
                                "text/csv",
                                (ConsoleWorld.HEADER
                                                + ConsoleWorld.pending(
                                                        ConsoleWorld.OWN, "801", "見本一郎")
                                                + ConsoleWorld.pending(
                                                        ConsoleWorld.OTHER, "802", "見本二郎")
                                                + ConsoleWorld.add(
                                                        ConsoleWorld.OWN, "803", 83, "見本三郎"))
                                        .getBytes(StandardCharsets.UTF_8)));
        page.locator("button.primary").click();
        page.locator("#status.ended").waitFor();
        page.reload();
        good(page, "file");
        page.navigate(world.url("/console/columns"));
        good(page, "columns");
        ratios(page);
        heldFile(page);
        proposedFile(page);
        worklists(page);
        page.navigate(world.url("/console/conflicts"));
        good(page, "conflicts");
        page.locator("#worklist button").first().click();
        page.locator("svg.axes").waitFor();
        good(page, "history");
        page.locator("input[name=coverage]").first().check();
        page.locator("#reason").fill("事業所の二重届出のため");
        page.locator("button:has-text('取消を提案する')").click();
        page.locator("h1:has-text('取消の提案')").waitFor();
        page.navigate(world.url("/console/proposals"));
        good(page, "proposals");
        page.navigate(world.url("/console/mismatches"));
        good(page, "mismatches");
        page.locator("#worklist a").first().click();
        page.locator("h2:has-text('回答する')").waitFor();
        good(page, "mismatch");
        page.navigate(world.url("/console/pendings"));
        good(page, "pendings");
        page.locator("#worklist a").first().click();
        page.locator("h1:has-text('保留の資格を比べる')").waitFor();
        good(page, "pending");
        correctionAndWrongLink(page);
        letters(page);
        duties(page);
        page.navigate(world.url("/console/search"));
        good(page, "search");
        page.navigate(world.url("/console/nowhere"));
        good(page, "fault");
        page.navigate(world.url("/console/activities"));
        good(page, "activities");
        page.context().close();

        Page second = browser.page(true);
        browser.logIn(second, "supervisor2");
        second.navigate(world.url("/console/proposals"));
        second.locator("tr:has-text('一括取消') a:has-text('内容を見る')").first().click();
        good(second, "proposed-file");
        second.navigate(world.url("/console/proposals"));
        second.locator("tr:has-text('二重届出') a:has-text('内容を見る')").first().click();
        good(second, "proposal");
        second.navigate(world.url("/console/proposals"));
        second.locator("tr:has-text('紐付け誤りの確認') a").first().click();
        good(second, "proposal-wrong-link");
        second.locator("#sure").check();
        second.locator("button:has-text('承認して誤りと確定する')").click();
        second.locator("h2:has-text('情報が示された記録')").waitFor();
        good(second, "wrong-link");
        second.context().close();
        assertThat(browser.complaints).isEmpty();
    }

    /** Eleven people's limit class at once: somebody has to say that it is meant. */
    private static void heldFile(Page page) {
        page.navigate(world.url("/console/files"));
        String row = "CHANGE,01130012,11,411,01,1945-04-01,,,,,,,,,,2025-08-01,,,-\n";
        page.locator("#file")
                .setInputFiles(
                        new FilePayload(
                                "emptied.csv",
                                "text/csv",
                                (ConsoleWorld.HEADER + row.repeat(11))
                                        .getBytes(StandardCharsets.UTF_8)));
        page.locator("button.primary").click();
        page.locator("#status .notice").waitFor();
        page.reload();
        page.locator("#decide").waitFor();
        good(page, "file-held");
        page.locator("#reason").selectOption("MISTAKE");
        page.locator("button:has-text('決める')").click();
        page.locator("#status.ended").waitFor();
    }

    /** By keyboard: one row means several, one ratio differs, one row means nobody or is none. */
    private static void ratios(Page page) {
        page.navigate(world.url("/console/files"));
        page.locator("a[href='/console/files/ratios']").focus();
        page.keyboard().press("Enter");
        page.locator("#on").waitFor();
        page.locator("#file")
                .setInputFiles(
                        new FilePayload(
                                "ratios.csv",
                                "text/csv",
                                """
                                insurer_number,symbol,number,branch,birth_date,copay_percent
                                01130012,11,402,01,1945-04-01,30
                                01130012,11,411,01,1945-04-01,30
                                01130012,11,499,01,1945-04-01,20
                                01130012,11,412,01,1945-04-01,5
                                """
                                        .getBytes(StandardCharsets.UTF_8)));
        page.locator("#on").focus();
        page.keyboard().press("Enter");
        page.locator("#came").waitFor();
        good(page, "ratios");
        page.locator("#worklist button").first().focus();
        page.keyboard().press("Enter");
        page.locator("svg.axes").waitFor();
    }

    /** Of three rows one cancels, one means nobody, one is another insurer's. */
    private static void proposedFile(Page page) {
        page.navigate(world.url("/console/files"));
        page.locator("#reason").fill("別の事業所のファイルだった");
        page.locator("#cancellations")
                .setInputFiles(
                        new FilePayload(
                                "cancel.csv",
                                "text/csv",
                                (ConsoleWorld.HEADER
                                                + ConsoleWorld.cancel(ConsoleWorld.OWN, "801")
                                                + ConsoleWorld.cancel(ConsoleWorld.OWN, "899")
                                                + ConsoleWorld.cancel(ConsoleWorld.OTHER, "802"))
                                        .getBytes(StandardCharsets.UTF_8)));
        page.locator("form[action$='/cancellations'] button").click();
        page.locator("h1:has-text('一括取消の提案')").waitFor();
        good(page, "proposed-file-own");
    }

    private static void worklists(Page page) {
        page.navigate(world.url("/console/suspects"));
        good(page, "suspects");
        page.locator("#worklist a").first().click();
        page.locator("h1:has-text('紐付けの疑いを確かめる')").waitFor();
        good(page, "suspect");
        page.navigate(world.url("/console/unregistered"));
        good(page, "unregistered");
        page.navigate(world.url("/console/late"));
        good(page, "late");
        page.navigate(world.url("/console/duplicates"));
        good(page, "duplicates");
        page.locator("#worklist a").first().click();
        page.locator("mark").first().waitFor();
        good(page, "duplicate");
        page.navigate(world.url("/console/branch"));
        page.locator("#symbol").fill("11");
        page.locator("#number").fill("401");
        page.keyboard().press("Enter");
        page.locator("#free").waitFor();
        good(page, "branch");
    }

    private static void correctionAndWrongLink(Page page) {
        find(page, "402");
        page.locator("a[href$='/correction']").first().click();
        page.locator("#name").fill("見本椿子");
        page.locator("#address").fill("東京都見本区1-10");
        page.locator("#reason").fill("届出の読み誤りのため");
        good(page, "correction");
        page.locator("button:has-text('訂正を提案する')").click();
        page.locator("mark").first().waitFor();
        good(page, "proposal-correction");
        find(page, "401");
        page.locator("form[action='/console/wrong-links'] input[type=radio]").first().check();
        page.locator("button:has-text('届け出て閲覧を止める')").click();
        page.locator("button:has-text('見た人を調べる')").click();
        page.locator("a:has-text('誤りだった')").click();
        page.locator("#reason").fill("本人に電話で確かめた");
        good(page, "wrong-link-step");
        page.locator("button:has-text('提案する')").click();
        page.locator("h1:has-text('紐付け誤りの確認の提案')").waitFor();
        page.navigate(world.url("/console/wrong-links"));
        good(page, "wrong-links");
    }

    private static void letters(Page page) {
        find(page, "411");
        page.locator("form[action='/console/letters'] input[type=radio]").first().check();
        page.locator("button:has-text('確認の通知を出す')").click();
        page.locator("#worklist").waitFor();
        world.server.bean(Letters.class).print("operator:test");
        find(page, "412");
        page.locator("form[action='/console/letters'] input[type=radio]").first().check();
        page.locator("button:has-text('確認の通知を出す')").click();
        page.locator("#worklist").waitFor();
        good(page, "letters");
        page.locator("a:has-text('回答を記録する')").first().click();
        page.locator("h2:has-text('本人の回答を記録する')").waitFor();
        good(page, "letter");
    }

    private static void duties(Page page) {
        world.plans(3);
        world.server
                .bean(Inspections.class)
                .start(
                        "令和6年度 総点検",
                        LocalDate.parse("2025-03-31"),
                        LocalDate.parse("2025-06-30"),
                        "operator:test");
        page.navigate(world.url("/console/"));
        good(page, "home-asked");
        page.navigate(world.url("/console/plans"));
        good(page, "plans");
        page.locator("#worklist a").first().click();
        page.locator("#content").fill("届出の入力を毎日行い、係長が週に一度確かめます。");
        good(page, "plan");
        page.navigate(world.url("/console/inspections"));
        good(page, "inspections");
        page.locator("#worklist a").first().click();
        page.locator("#b-true").check();
        page.locator("#records").fill("120");
        good(page, "inspection-report");
        page.locator("#sure").check();
        page.locator("button:has-text('報告する')").click();
        page.locator("#checked").fill("80");
        page.locator("#wrong").fill("2");
        page.locator("button:has-text('知らせる')").click();
        page.locator(".state:has-text('80 / 120')").waitFor();
        good(page, "inspection");
        page.navigate(world.url("/console/campaigns"));
        page.locator("#deadline").fill("2025-02-28");
        page.keyboard().press("Enter");
        page.locator("h1:has-text('お知らせの対象の方')").waitFor();
        Await.until(
                "the letters are written",
                () -> {
                    page.reload();
                    return page.locator("#worklist").count() > 0;
                });
        good(page, "campaign");
        page.navigate(world.url("/console/campaigns"));
        good(page, "campaigns");
        page.navigate(world.url("/console/certificates"));
        good(page, "certificates");
    }

    private static void find(Page page, String number) {
        page.navigate(world.url("/console/search"));
        page.locator("#symbol").fill("11");
        page.locator("#number").fill(number);
        page.locator("#birth_date").fill("1945-04-01");
        page.locator("button:has-text('探す')").click();
        page.locator("svg.axes").waitFor();
    }

    @Test
    void aWorkListIsWorkedThroughByKeyboardAlone() {
        Page page = browser.page(true);
        page.navigate(world.url("/console/"));
        ConsoleBrowser.tabTo(page, "#begin");
        page.keyboard().press("Enter");
        page.locator("#account").waitFor();
        page.keyboard().type(ConsoleWorld.OWN + "-clerk");
        page.keyboard().press("Tab");
        page.keyboard().type(world.passcode(ConsoleWorld.OWN + "-clerk"));
        page.keyboard().press("Enter");
        page.locator("h1:has-text('今日の仕事')").waitFor();
        ConsoleBrowser.tabTo(page, "a[href='/console/conflicts']");
        page.keyboard().press("Enter");
        page.locator("#worklist").waitFor();
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("Enter");
        page.locator("svg.axes").waitFor();
        ConsoleBrowser.tabTo(page, "#logout");
        page.keyboard().press("Enter");
        page.locator("text=ログアウトしました").waitFor();
        page.context().close();
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void eachListOfDutiesIsWorkedThroughByKeyboardAlone() {
        Page page = browser.page(true);
        browser.logIn(page, "clerk");
        for (String list : List.of("unregistered", "late", "suspects", "duplicates")) {
            ConsoleBrowser.tabTo(page, "nav a[href='/console/" + list + "']");
            page.keyboard().press("Enter");
            page.locator("nav a[href='/console/" + list + "'][aria-current=page]").waitFor();
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            page.locator(leadsTo(list)).first().waitFor();
        }
        page.context().close();
        assertThat(browser.complaints).isEmpty();
    }

    private static String leadsTo(String list) {
        return switch (list) {
            case "late" -> "svg.axes";
            case "suspects" -> "h1:has-text('確かめる')";
            default -> "h1:has-text('比べる')";
        };
    }

    @Test
    void nothingNeedsScripts() {
        Page page = browser.page(false);
        browser.logIn(page, "clerk");
        find(page, "402");
        assertThat(page.locator("svg.axes rect.now").count()).isPositive();
        page.context().close();
    }
}
