package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.letters.Letters;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A day's work without a mouse: each of the clerk's deeds from its list to its result. */
@Tag("browser")
class ConsoleKeyboardTest {
    private static final String OWN = ConsoleWorld.OWN;
    private static final FilePayload FILE =
            new FilePayload(
                    "april.csv",
                    "text/csv",
                    (ConsoleWorld.HEADER
                                    + ConsoleWorld.add(OWN, "501", 51, "見本五子")
                                    + ConsoleWorld.pending(OWN, "502", "見本六子")
                                    + ConsoleWorld.add(ConsoleWorld.OTHER, "503", 53, "見本七子"))
                            .getBytes(StandardCharsets.UTF_8));

    private static ConsoleWorld world;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        browser = ConsoleBrowser.before(world);
        world.server
                .register()
                .knows(
                        ConsoleWorld.number(21),
                        Map.of(
                                "name", "見本梅",
                                "name_kana", "ミホン ハナコ",
                                "birth_date", "1945-04-01",
                                "sex", "2",
                                "address", "大阪府堺市北区9"));
        world.register(
                OWN,
                ConsoleWorld.pending(OWN, "420", "見本竹")
                        + ConsoleWorld.add(OWN, "421", 21, "見本梅")
                        + ConsoleWorld.pending(OWN, "422", "見本杉")
                        + ConsoleWorld.pending(OWN, "441", "見本松")
                        + ConsoleWorld.add(OWN, "431", 31, "見本桃")
                        + ConsoleWorld.add(OWN, "432", 32, "見本桜")
                        + ConsoleWorld.add(OWN, "433", 33, "見本柳")
                        + ConsoleWorld.add(OWN, "434", 34, "見本楓")
                        + ConsoleWorld.add(OWN, "435", 35, "見本椿")
                        + ConsoleWorld.add(OWN, "436", 36, "見本藤")
                        + ConsoleWorld.add(OWN, "437", 37, "見本藤"));
        world.survey();
    }

    @AfterAll
    static void stop() {
        browser.close();
        world.close();
    }

    @BeforeEach
    void forget() {
        browser.complaints.clear();
    }

    @Test
    void aFileIsSentFollowedAndItsRejectedRowsTakenOut() throws Exception {
        // sent by the browser, past the test's own way in
        world.server.register().follow(FILE.buffer);
        world.server.register().silent(true);
        Page page = desk("clerk");
        ConsoleBrowser.press(page, "nav a[href='/console/files']");
        choose(page, FILE);
        ConsoleBrowser.press(page, "button.primary");
        page.locator("#status:not(.ended)").waitFor();
        ConsoleBrowser.tabTo(page, "#onward");
        world.server.register().silent(false);
        page.locator("#status.ended").waitFor();
        assertThat(page.locator("progress").getAttribute("value")).isEqualTo("3");
        assertThat(page.locator("dl.counts dd").allInnerTexts()).isEqualTo(List.of("1", "1", "1"));
        assertThat(page.evaluate("() => document.activeElement.id"))
                .as("the focus stays where it is when the page follows the file")
                .isEqualTo("onward");
        page.keyboard().press("Enter");
        page.locator("h2:has-text('結果を保存する')").waitFor();
        ConsoleBrowser.press(page, "a[href$='show=rejected']");
        page.locator("a[href$='show=rejected'][aria-current]").waitFor();
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);
        assertThat(kept(page, "a[href$='rejected.csv']")).contains("WRONG_INSURER");
        choose(page, FILE);
        assertThat(kept(page, "form[action$='/resend'] button")).contains(",503,", "見本七子");
        done(page);
    }

    /** A thousand rows are one step; the row behind them waits for the resident register. */
    @Test
    @Tag("B-07")
    void theWorkOnALongFileIsFollowedWhileItGoesOn() {
        FilePayload file =
                new FilePayload(
                        "may.csv",
                        "text/csv",
                        (ConsoleWorld.HEADER
                                        + ConsoleWorld.add(ConsoleWorld.OTHER, "503", 53, "見本七子")
                                                .repeat(1_000)
                                        + ConsoleWorld.add(OWN, "504", 54, "見本八子"))
                                .getBytes(StandardCharsets.UTF_8));
        world.server.register().follow(file.buffer);
        world.server.register().silent(true);
        try {
            Page page = desk("clerk");
            ConsoleBrowser.press(page, "nav a[href='/console/files']");
            choose(page, file);
            ConsoleBrowser.press(page, "button.primary");
            page.locator("#status:not(.ended) progress[value='1000'][max='1001']").waitFor();
            page.evaluate("() => { window.followed = true; }");
            world.server.register().silent(false);
            page.locator("#status.ended progress[value='1001']").waitFor();
            assertThat(page.evaluate("() => window.followed")).as("the same page").isEqualTo(true);
            assertThat(page.locator("dl.counts dd").allInnerTexts())
                    .isEqualTo(List.of("1", "0", "1000"));
            done(page);
        } finally {
            world.server.register().silent(false);
        }
    }

    private static void choose(Page page, FilePayload file) {
        ConsoleBrowser.tabTo(page, waited(page, "#file"));
        page.waitForFileChooser(() -> page.keyboard().press("Enter")).setFiles(file);
    }

    private static String kept(Page page, String selector) throws Exception {
        Download download = page.waitForDownload(() -> ConsoleBrowser.press(page, selector));
        return Files.readString(download.path());
    }

    @Test
    @Tag("B-07")
    void aPendingCoverageIsComparedAndConfirmed() {
        Page page = desk("clerk");
        ConsoleBrowser.press(page, "nav a[href='/console/pendings']");
        ConsoleBrowser.open(page, "421");
        page.locator("tr.DIFFERS:has-text('住所')").waitFor();
        ConsoleBrowser.tabTo(page, "#r-DOCUMENTS_SEEN");
        page.keyboard().press("ArrowDown");
        ConsoleBrowser.press(page, "button.primary");
        page.locator("h1:has-text('保留の資格')").waitFor();
        page.locator("#worklist").waitFor();
        assertThat(page.locator("#worklist").innerText()).contains("420").doesNotContain("421");
        assertThat(world.server.audited("pending.confirmed"))
                .singleElement()
                .asString()
                .contains("insurer:" + OWN + "/", "PERSON_ASKED", "\"clerk\":");
        done(page);
    }

    @Test
    @Tag("B-15")
    void twoPersonsWithTheSameAttributesAreSaidToBeTwoAndLeaveTheListForGood() throws Exception {
        Page page = desk("clerk");
        ConsoleBrowser.press(page, "nav a[href='/console/duplicates']");
        ConsoleBrowser.open(page, "当方どうし");
        ConsoleBrowser.tabTo(page, waited(page, "#r-DOCUMENTS_SEEN"));
        page.keyboard().press("ArrowDown");
        ConsoleBrowser.press(page, "button.primary");
        page.locator(".empty:has-text('重複の疑いはありません')").waitFor();
        assertThat(world.server.audited("duplicate.decided"))
                .as("each of the two finds it")
                .hasSize(2)
                .allMatch(it -> it.contains("insurer:" + OWN + "/"))
                .allMatch(it -> it.contains("DIFFERENT_PERSONS") && it.contains("PERSON_ASKED"));
        world.survey();
        page.reload();
        page.locator(".empty:has-text('重複の疑いはありません')").waitFor();
        assertThat(page.waitForDownload(() -> ConsoleBrowser.press(page, "a[href$='.csv']")).path())
                .content()
                .hasLineCount(1);
        done(page);
    }

    @Test
    @Tag("B-12")
    void aSuspectIsClearedAndTheViewingOfAnotherStopped() {
        world.suspect(coverage("434"), "DIFFERS", "NAME=DIFFERS;SEX=EQUAL");
        world.suspect(coverage("435"), "DIFFERS", "NAME=EQUAL;SEX=DIFFERS");
        Page page = desk("clerk");
        ConsoleBrowser.press(page, "nav a[href='/console/suspects']");
        ConsoleBrowser.open(page, "434");
        ConsoleBrowser.tabTo(page, waited(page, "#r-DOCUMENTS_SEEN"));
        page.keyboard().press("ArrowDown");
        ConsoleBrowser.press(page, "button.primary");
        page.locator("#worklist").waitFor();
        assertThat(page.locator("#worklist").innerText()).contains("435").doesNotContain("434");
        assertThat(world.server.audited("suspect.decided"))
                .singleElement()
                .asString()
                .contains("insurer:" + OWN + "/", "CLEARED", "PERSON_ASKED");
        ConsoleBrowser.open(page, "435");
        ConsoleBrowser.press(page, waited(page, "form[action$='/wrong'] button"));
        page.locator("form[action$='/look-up'] button").waitFor();
        ConsoleBrowser.press(page, "nav a[href='/console/suspects']");
        page.locator("h1:has-text('紐付けの疑い')").waitFor();
        // a correction of another test may have made a suspect of its own
        assertThat(page.locator("main").innerText()).doesNotContain("・ 434 ・", "・ 435 ・");
        done(page);
    }

    @Test
    @Tag("J-13")
    void aCorrectionIsProposedByOnePersonAndApprovedByAnother() {
        Page clerk = desk("clerk");
        find(clerk, "431");
        ConsoleBrowser.press(clerk, "a[href$='/correction']");
        clerk.locator("h1:has-text('訂正を提案する')").waitFor();
        ConsoleBrowser.type(clerk, "#address", "東京都見本区3-3");
        ConsoleBrowser.type(clerk, "#reason", "届出の読み誤りのため");
        clerk.keyboard().press("Enter");
        clerk.locator("h1:has-text('訂正の提案')").waitFor();
        assertThat(clerk.locator("button:has-text('承認')").count()).isZero();

        Page supervisor = desk("supervisor1");
        ConsoleBrowser.press(supervisor, "nav a[href='/console/proposals']");
        ConsoleBrowser.open(supervisor, "届出の読み誤りのため");
        supervisor.locator("mark").first().waitFor();
        ConsoleBrowser.tabTo(supervisor, "#sure");
        supervisor.keyboard().press("Space");
        ConsoleBrowser.press(supervisor, "form[action$='/approve'] button");
        supervisor.locator("#status.ended").waitFor();
        assertThat(addresses("431")).containsExactly("東京都見本区3-3");
        done(supervisor);

        ConsoleBrowser.press(clerk, "nav a[href='/console/proposals']");
        clerk.locator("td:has-text('反映済み')").waitFor();
        done(clerk);
    }

    @Test
    @Tag("J-13")
    void aCancellationIsProposedAndWithdrawn() {
        Page page = desk("clerk");
        find(page, "431");
        ConsoleBrowser.tabTo(page, "input[type=checkbox][name=coverage]");
        page.keyboard().press("Space");
        ConsoleBrowser.type(page, "#reason", "二重登録と思われるため");
        page.keyboard().press("Enter");
        page.locator("h1:has-text('取消の提案')").waitFor();
        ConsoleBrowser.press(page, "form[action$='/withdraw'] button");
        page.locator("tr:has-text('二重登録と思われるため') td:has-text('取下げ')").waitFor();
        assertThat(addresses("431")).hasSize(1);
        done(page);
    }

    @Test
    @Tag("J-13")
    void aFileOfCancellationsIsProposedByOnePersonAndApprovedByAnother() throws Exception {
        Page clerk = desk("clerk");
        ConsoleBrowser.press(clerk, "nav a[href='/console/files']");
        ConsoleBrowser.type(clerk, waited(clerk, "#reason"), "別の事業所のファイルだった");
        ConsoleBrowser.tabTo(clerk, "#cancellations");
        clerk.waitForFileChooser(() -> clerk.keyboard().press("Enter"))
                .setFiles(
                        new FilePayload(
                                "cancel.csv",
                                "text/csv",
                                (ConsoleWorld.HEADER + ConsoleWorld.cancel(OWN, "441"))
                                        .getBytes(StandardCharsets.UTF_8)));
        ConsoleBrowser.press(clerk, "form[action$='/cancellations'] button");
        clerk.locator("h1:has-text('一括取消の提案')").waitFor();
        assertThat(kept(clerk, "#csv")).contains("1,CANCEL,OK,,11,441,");
        assertThat(addresses("441")).as("nothing is cancelled yet").hasSize(1);
        done(clerk);

        Page supervisor = desk("supervisor1");
        ConsoleBrowser.press(supervisor, "nav a[href='/console/proposals']");
        ConsoleBrowser.open(supervisor, "別の事業所のファイルだった");
        ConsoleBrowser.tabTo(supervisor, waited(supervisor, "#sure"));
        supervisor.keyboard().press("Space");
        ConsoleBrowser.press(supervisor, "form[action$='/approve'] button");
        supervisor.locator("#status.ended").waitFor();
        assertThat(addresses("441")).isEmpty();
        done(supervisor);
    }

    @Test
    @Tag("J-02")
    void aWrongLinkIsStoppedLookedUpAndItsDecisionProposedAndApproved() {
        Page clerk = desk("clerk");
        find(clerk, "432");
        ConsoleBrowser.tabTo(clerk, "form[action='/console/wrong-links'] input");
        clerk.keyboard().press("Space");
        ConsoleBrowser.tabTo(clerk, "#source");
        clerk.keyboard().press("ArrowDown");
        ConsoleBrowser.press(clerk, "form[action='/console/wrong-links'] button");
        clerk.locator("dd:has-text('本人')").waitFor();
        ConsoleBrowser.press(clerk, "form[action$='/look-up'] button");
        ConsoleBrowser.press(clerk, waited(clerk, "a[href$='WRONG_LINK_CONFIRM']"));
        ConsoleBrowser.type(clerk, waited(clerk, "#reason"), "本人に電話で確かめた");
        clerk.keyboard().press("Enter");
        clerk.locator("h1:has-text('紐付け誤りの確認の提案')").waitFor();

        Page supervisor = desk("supervisor1");
        ConsoleBrowser.press(supervisor, "nav a[href='/console/proposals']");
        ConsoleBrowser.open(supervisor, "本人に電話で確かめた");
        ConsoleBrowser.tabTo(supervisor, waited(supervisor, "#sure"));
        supervisor.keyboard().press("Space");
        ConsoleBrowser.press(supervisor, "form[action$='/approve'] button");
        supervisor.locator("h2:has-text('情報が示された記録')").waitFor();
        done(supervisor);

        ConsoleBrowser.press(clerk, "nav a[href='/console/wrong-links']");
        ConsoleBrowser.open(clerk, "432");
        clerk.locator("a[href$='WRONG_LINK_COMPLETE']").waitFor();
        done(clerk);
    }

    @Test
    @Tag("C-07")
    void aPersonIsAskedByLetterAndTheAnswerRecorded() {
        Page page = desk("clerk");
        find(page, "433");
        ConsoleBrowser.tabTo(page, "form[action='/console/letters'] input[type=radio]");
        page.keyboard().press("Space");
        ConsoleBrowser.press(page, "form[action='/console/letters'] button");
        page.locator("h1:has-text('本人への確認の通知')").waitFor();
        world.server.bean(Letters.class).print("operator:test");
        page.reload();
        ConsoleBrowser.open(page, "433");
        ConsoleBrowser.tabTo(page, waited(page, "#a-RIGHT"));
        page.keyboard().press("Space");
        ConsoleBrowser.tabTo(page, "#sure");
        page.keyboard().press("Space");
        ConsoleBrowser.press(page, "button.primary");
        page.locator(".empty:has-text('回答を待つ通知はありません')").waitFor();
        done(page);
    }

    /** The page that the selector is on is there. */
    private static String waited(Page page, String selector) {
        page.locator(selector).waitFor();
        return selector;
    }

    private static Page desk(String account) {
        Page page = browser.page(true);
        // from the beginning: a chooser that opens while the browser is told to say so is lost
        page.onFileChooser(chooser -> assertThat(chooser.isMultiple()).isFalse());
        browser.logIn(page, account);
        return page;
    }

    private static void find(Page page, String number) {
        ConsoleBrowser.press(page, "nav a[href='/console/search']");
        ConsoleBrowser.type(page, waited(page, "#symbol"), "11");
        ConsoleBrowser.type(page, "#number", number);
        ConsoleBrowser.type(page, "#birth_date", "1945-04-01");
        page.keyboard().press("Enter");
        page.locator("svg.axes").waitFor();
    }

    private static UUID coverage(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql("SELECT coverage_id FROM registry.coverage WHERE number = ? LIMIT 1")
                .param(number)
                .query(UUID.class)
                .single();
    }

    private static List<String> addresses(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(
                        """
                        SELECT address FROM registry.coverage
                        WHERE number = ? AND invalidated_at = 'infinity'
                        """)
                .param(number)
                .query(String.class)
                .list();
    }

    private static void done(Page page) {
        page.context().close();
        assertThat(browser.complaints).isEmpty();
    }
}
