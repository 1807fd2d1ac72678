package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.terminal.ReaderStandIn.TestCard;
import org.onshi.wire.FaultCode;

/** The clerk's screen in a real browser. */
@Tag("browser")
class CounterScreenTest {
    private static ScreenBrowser browser;
    @TempDir private Path root;
    private CardReception reception;
    private Page page;

    @BeforeAll
    static void browse() {
        browser = new ScreenBrowser();
    }

    @AfterAll
    static void leave() {
        browser.close();
    }

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        browser.complaints.clear();
        reception = new CardReception(root).start();
        page = browser.open(reception.counter.root() + "/", 1280, 900, false);
    }

    @AfterEach
    void close() throws IOException {
        browser.closePages();
        reception.close();
        assertThat(browser.complaints).as("what the browser's console says").isEmpty();
    }

    @Test
    @Tag("K-07")
    void theClerkSeesEachStepAndTheWholeResult() throws Exception {
        look("waiting");
        reception.visits.cardState = "ALERT";
        reception.visits.registered = false;
        reception.place(new TestCard());
        look("identify");
        reception.reader.faceOutcome = "NOT_READABLE";
        reception.patient.post("/api/face", "{}");
        page.locator(".attempts li").waitFor();
        look("identify", "attempt");
        reception.reader.faceOutcome = "MATCH";
        reception.patient.post("/api/face", "{}");
        look("register");
        reception.patient.post("/api/registration", "{\"accept\":true}");
        look("consent");
        reception.patient.post("/api/consents", "{\"given\":[\"MEDICATION\"]}");
        look("done");
        assertThat(page.locator(".verdict").textContent()).contains("有効").contains("Eligible");
        assertThat(page.locator(".verdict svg.ok").count()).isOne();
        assertThat(page.locator(".coverage").textContent())
                .contains("01130012")
                .contains("髙●　花子")
                .contains("1985年4月12日（昭和60年）");
        assertThat(page.locator(".consents .yes").textContent()).contains("薬剤情報");
        assertThat(page.locator(".alerts").textContent()).contains("資格喪失日");
        reception.reader.remove();
        look("taken");
        assertThat(page.locator(".consents .not").count()).as("what was refused").isEqualTo(3);
    }

    @Test
    void aCardLeftBehindAndOneThatNothingIdentifiesAreSaid() throws Exception {
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        view("done");
        page.locator("#do-finish").click();
        look("over");
        assertThat(page.locator(".result").count()).isZero();
        reception.reader.remove();
        view("waiting");
        TestCard phone = new TestCard().phone();
        phone.tries = 0;
        reception.reader.place(phone);
        look("nomode");
        assertThat(page.locator("#screen").textContent()).contains("申立書").contains("番号で確認する");
    }

    @Test
    void resultAndFormsAreInSightAtFourHundredPercent() throws Exception {
        page.setViewportSize(320, 256);
        reception.place(new TestCard());
        view("identify");
        ScreenBrowser.inSight(page, "clerk");
        page.locator("#clerk").fill("sato.1");
        ScreenBrowser.inSight(page, "do-visual");
        page.locator("#do-visual").click();
        view("consent");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        view("done");
        for (String id : new String[] {"result-title", "reference_number", "do-reference"}) {
            ScreenBrowser.inSight(page, id);
        }
        page.locator("#reference_number").fill("A-1001");
        page.locator("#do-reference").click();
        page.getByText("登録してある番号").waitFor();
        ScreenBrowser.inSight(page, "mismatch-ADDRESS");
        page.locator("#mismatch-ADDRESS").check();
        ScreenBrowser.inSight(page, "do-mismatch");
        page.locator("#do-mismatch").click();
        page.getByText("保険者へ知らせました：").waitFor();
        ScreenBrowser.inSight(page, "do-finish");
        page.locator("#do-finish").click();
        view("over");
        ScreenBrowser.inSight(page, "do-check");
    }

    @Test
    void aCardWithoutPhotoNeedsNoMouse() throws Exception {
        reception.place(new TestCard().withoutPhoto());
        reception.patient.post("/api/face", "{}");
        view("nophoto");
        ScreenBrowser.tabTo(page, "clerk");
        page.keyboard().type("desk");
        ScreenBrowser.tabTo(page, "companion-FAMILY");
        page.keyboard().press("Space");
        page.keyboard().press("ArrowDown");
        ScreenBrowser.tabTo(page, "do-visual");
        page.keyboard().press("Enter");
        view("consent");
        assertThat(reception.visits.bodies.get("presence").path("companion").asString())
                .isEqualTo("HELPER");
    }

    @Test
    @Tag("A-06")
    @Tag("K-05")
    void visualIdentificationTakesTwoActionsAndTheNextTimeOne() throws Exception {
        reception.place(new TestCard());
        page.locator("#clerk").fill("sato.1");
        page.locator("#do-visual").click();
        view("consent");
        assertThat(reception.visits.bodies.get("presence").path("clerk").asString())
                .isEqualTo("sato.1");
        reception.patient.post("/api/cancel", "{}");
        view("done");
        reception.reader.remove();
        view("taken");
        reception.place(new TestCard());
        view("identify");
        page.locator("#do-visual").click();
        view("consent");
        assertThat(reception.visits.bodies.get("presence").path("clerk").asString())
                .isEqualTo("sato.1");
    }

    @Test
    void aCardSwappedUnseenIsNotProvenByWhatTheClerkSawOfTheOther() throws Exception {
        reception.place(new TestCard());
        page.route("**/api/visit*", route -> {}); // the page hears of nothing
        page.reload();
        page.locator("#clerk").fill("sato.1");
        reception.swap(new TestCard());
        page.locator("#do-visual").click();
        page.locator("#screen .notice").waitFor();
        look("identify", "swapped");
        assertThat(page.locator("#screen .notice").textContent()).contains("カードが別のものに替わった");
        assertThat(reception.visits.calls).doesNotContain("presence");
        page.locator("#clerk").fill("sato.1");
        page.locator("#do-visual").click();
        view("consent");
        assertThat(reception.visits.calls).contains("presence");
    }

    @Test
    void whatTheClerkTypesStaysWhileTheVisitGoesOn() throws Exception {
        reception.place(new TestCard());
        page.locator("#clerk").fill("sa");
        page.locator("#number-field").fill("100001");
        page.locator("#clerk").focus();
        reception.patient.post("/api/pin", "{\"pin\":\"0000\"}");
        page.locator(".attempts li").waitFor();
        assertThat(page.locator("#clerk").inputValue()).isEqualTo("sa");
        assertThat(page.locator("#number-field").inputValue()).isEqualTo("100001");
        assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("clerk");
    }

    @Test
    void aCardWithoutPhotoAsksWhoCameAlong() throws Exception {
        reception.place(new TestCard().withoutPhoto());
        reception.patient.post("/api/face", "{}");
        look("nophoto");
        page.locator("#clerk").fill("desk");
        page.locator("#companion-FAMILY").check();
        page.locator("#do-visual").click();
        view("consent");
        assertThat(reception.visits.bodies.get("presence").path("companion").asString())
                .isEqualTo("FAMILY");
    }

    @Test
    void numberAndMismatchAreTiedToTheResultAndFinishingClearsIt() throws Exception {
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        view("done");
        page.locator("#reference_number").fill("A-1001");
        page.locator("#do-reference").click();
        page.getByText("登録してある番号").waitFor();
        page.locator("#mismatch-NAME_KANA").check();
        page.locator("#do-mismatch").click();
        page.getByText("保険者へ知らせました：").waitFor();
        look("done", "told");
        assertThat(reception.visits.bodies.get("mismatch").toString())
                .isEqualTo("{\"fields\":[\"NAME_KANA\"]}");
        page.locator("#do-finish").click();
        page.locator(".result").waitFor(ScreenBrowser.GONE);
    }

    @Test
    void aNumberTakenByAnotherPatientIsSaidAndNothingIsLost() throws Exception {
        reception.place(new TestCard());
        reception.patient.post("/api/face", "{}");
        reception.patient.post("/api/consents", "{\"blanket\":true}");
        view("done");
        reception.visits.faults.put("reference-number", FaultCode.REFERENCE_NUMBER_TAKEN);
        page.locator("#reference_number").fill("A-1001");
        page.locator("#do-reference").click();
        page.locator("#screen .notice").waitFor();
        assertThat(page.locator("#screen .notice").textContent()).contains("別の患者");
        assertThat(page.locator("#reference_number").inputValue()).isEqualTo("A-1001");
        look("done", "taken-number");
    }

    @Test
    void aCheckByNumberStandsBesideTheVisitAndIsClearedAtWill() throws Exception {
        page.locator("#insurer_number").fill("０１１３００１２");
        page.locator("#number-field").fill("100001");
        page.locator("#birth_date").fill("昭和60年13月1日");
        page.locator("#do-check").click();
        page.locator("#number-notice").waitFor();
        assertThat(page.locator("#number-notice").textContent()).contains("生年月日");
        assertThat(page.locator("#birth_date").getAttribute("aria-invalid")).isEqualTo("true");
        look("waiting", "number-wrong");
        page.locator("#birth_date").fill("S60.4.12");
        page.locator("#do-check").click();
        page.locator("#number-result").waitFor();
        look("waiting", "number");
        assertThat(page.locator("#number-result .verdict").textContent()).contains("有効");
        assertThat(reception.visits.bodies.get("checks").toString())
                .isEqualTo(
                        "{\"insurer_number\":\"01130012\",\"number\":\"100001\","
                                + "\"birth_date\":\"1985-04-12\",\"limit_consent\":false}");
        assertThat(page.url()).doesNotContain("100001");
        page.locator("#do-clear").click();
        page.locator("#number-result").waitFor(ScreenBrowser.GONE);
        assertThat(page.locator("#number-field").inputValue()).isEmpty();
    }

    @Test
    @Tag("K-05")
    void aRefusalSaysWhatToDoInBothLanguages() throws Exception {
        reception.visits.faults.put("presence", FaultCode.CERT_REVOKED);
        reception.place(new TestCard());
        reception.patient.post("/api/pin", "{\"pin\":\"1234\"}");
        look("refused");
        assertThat(page.locator("#screen .notice").textContent())
                .contains("失効")
                .contains("eligibility certificate");
    }

    @Test
    void theClerkNeedsNoMouse() throws Exception {
        reception.place(new TestCard());
        view("identify");
        ScreenBrowser.tabTo(page, "clerk");
        page.keyboard().type("desk");
        page.keyboard().press("Enter");
        view("consent");
        reception.patient.post("/api/cancel", "{}");
        view("done");
        ScreenBrowser.tabTo(page, "reference_number");
        page.keyboard().type("77");
        page.keyboard().press("Enter");
        page.getByText("登録してある番号").waitFor();
        ScreenBrowser.tabTo(page, "mismatch-NAME");
        page.keyboard().press("Space");
        ScreenBrowser.tabTo(page, "do-mismatch");
        page.keyboard().press("Enter");
        page.getByText("保険者へ知らせました：").waitFor();
        ScreenBrowser.tabTo(page, "do-finish");
        page.keyboard().press("Enter");
        page.locator(".result").waitFor(ScreenBrowser.GONE);
    }

    private void view(String view) {
        page.locator("#screen[data-view=" + view + "]").waitFor();
    }

    private void look(String view) {
        look(view, view);
    }

    private void look(String view, String name) {
        view(view);
        ScreenBrowser.picture(page, "counter-" + name);
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).as(name).isEmpty();
        page.setViewportSize(320, 256);
        ScreenBrowser.picture(page, "counter-" + name + "-400");
        ScreenBrowser.fits(page);
        page.setViewportSize(1280, 900);
    }
}
