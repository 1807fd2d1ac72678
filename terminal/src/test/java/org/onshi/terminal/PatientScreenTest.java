package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onshi.terminal.ReaderStandIn.TestCard;
import org.onshi.wire.FaultCode;

/** The patient's screen in a real browser, as a person touches, types and reads it. */
@Tag("browser")
class PatientScreenTest {
    private static ScreenBrowser browser;
    @TempDir private Path root;
    private CardReception reception;

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
        reception = new CardReception(root);
    }

    @AfterEach
    void close() throws IOException {
        browser.closePages();
        reception.close();
        assertThat(browser.complaints).as("what the browser's console says").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ScreenLanguage.class)
    @Tag("K-07")
    void everyStepIsWholeAndAccessibleInEveryLanguage(ScreenLanguage language) throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        page.locator(".languages button[lang=" + language.tag() + "]").tap();
        look(page, "waiting", language);
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language.tag());
        reception.visits.registered = false;
        reception.visits.cardState = "ALERT";
        reception.place(new TestCard());
        look(page, "choose", language);
        reception.reader.faceOutcome = "NOT_READABLE";
        reception.reader.hint = "BACKLIGHT";
        page.locator("#do-face").tap();
        look(page, "facehelp", language);
        page.locator("#do-pin").tap();
        look(page, "pin", language);
        pin(page, "0000");
        page.locator("main .notice").waitFor();
        look(page, "pin", language, "pin-wrong");
        pin(page, "1234");
        look(page, "register", language);
        page.locator("#do-register").tap();
        look(page, "consent", language);
        page.locator("summary").tap();
        look(page, "consent", language, "consent-items");
        page.locator("#kind-MEDICATION").check();
        page.locator("#do-some").tap();
        look(page, "done", language);
        reception.reader.remove();
        page.locator("main.waiting").waitFor();
        page.locator(".languages button[lang=" + language.tag() + "]").tap();
        reception.visits.faults.put("presence", FaultCode.CERT_EXPIRED);
        reception.reader.faceOutcome = "MATCH";
        reception.place(new TestCard());
        page.locator("#do-face").tap();
        look(page, "refused", language);
    }

    @Test
    @Tag("K-05")
    void aReturningPatientTouchesTwiceWithTheFaceAndSevenTimesWithThePin() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, true);
        page.evaluate(
                "() => { window.touches = 0; document.addEventListener('touchend', () =>"
                        + " window.touches++, true); }");
        reception.place(new TestCard());
        page.locator("#do-face").tap();
        page.locator("#do-all").tap();
        page.locator("main.done").waitFor();
        assertThat(page.evaluate("() => window.touches")).isEqualTo(2);
        reception.reader.remove();
        page.locator("main.waiting").waitFor();
        page.evaluate("() => { window.touches = 0; }");
        reception.place(new TestCard());
        page.locator("#do-pin").tap();
        pin(page, "1234");
        page.locator("#do-all").tap();
        page.locator("main.done").waitFor();
        assertThat(page.evaluate("() => window.touches")).isEqualTo(7);
    }

    @Test
    @Tag("K-06")
    @Tag("K-07")
    void everythingWorksByKeyboardAloneWithTheFocusInSight() throws Exception {
        reception.start();
        reception.visits.registered = false;
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, false);
        page.keyboard().press("Tab");
        assertThat(ScreenBrowser.focused(page)).isEqualTo("skip");
        page.keyboard().press("Enter");
        reception.place(new TestCard());
        ScreenBrowser.tabTo(page, "do-pin");
        page.keyboard().press("Enter");
        page.locator("main.pin").waitFor();
        page.keyboard().type("99");
        page.keyboard().press("Backspace");
        page.keyboard().press("Backspace");
        page.keyboard().type("1234");
        page.keyboard().press("Enter");
        page.locator("main.register").waitFor();
        ScreenBrowser.tabTo(page, "do-register");
        page.keyboard().press("Space");
        page.locator("main.consent").waitFor();
        ScreenBrowser.tabTo(page, "items");
        page.keyboard().press("Enter");
        ScreenBrowser.tabTo(page, "kind-CHECKUP");
        page.keyboard().press("Space");
        ScreenBrowser.tabTo(page, "do-some");
        page.keyboard().press("Enter");
        page.locator("main.done").waitFor();
        assertThat(page.locator(".given").textContent()).contains("健診の情報");
        assertThat(reception.visits.bodies.get("consents").path("given").toString())
                .isEqualTo("[\"CHECKUP\"]");
    }

    @Test
    void theFaceItsRetryAndARefusalWorkByKeyboardAlone() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, false);
        reception.reader.faceOutcome = "NOT_READABLE";
        reception.reader.hint = "SLEEVE";
        reception.place(new TestCard());
        press(page, "do-face", "Enter", "facehelp");
        reception.reader.faceOutcome = "MATCH";
        reception.visits.faults.put("presence", FaultCode.CENTRAL_SILENT);
        press(page, "do-face", "Space", "refused");
        reception.visits.faults.clear();
        press(page, "do-retry", "Enter", "choose");
        press(page, "do-face", "Enter", "consent");
        press(page, "do-none", "Space", "done");
    }

    @Test
    void aCardWithoutPhotoWorksByKeyboardAloneWithItsPin() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, false);
        reception.place(new TestCard().withoutPhoto());
        press(page, "do-face", "Enter", "nophoto");
        press(page, "do-pin", "Enter", "pin");
        ScreenBrowser.tabTo(page, "do-back");
        page.keyboard().press("Enter");
        page.locator("main.nophoto").waitFor();
        press(page, "do-pin", "Space", "pin");
        page.keyboard().type("1234");
        page.keyboard().press("Enter");
        page.locator("main.consent").waitFor();
        press(page, "do-all", "Enter", "done");
    }

    private static void press(Page page, String id, String key, String view) {
        ScreenBrowser.tabTo(page, id);
        page.keyboard().press(key);
        page.locator("main." + view).waitFor();
    }

    @Test
    void aWholeVisitIsInSightAtFourHundredPercent() throws Exception {
        reception.start();
        reception.visits.registered = false;
        reception.visits.cardState = "ALERT";
        Page page = browser.open(reception.patient.root() + "/", 320, 256, true);
        reception.reader.faceOutcome = "NOT_READABLE";
        reception.place(new TestCard());
        tap(page, "do-face", "facehelp");
        tap(page, "do-pin", "pin");
        for (String key : List.of("digit-1", "digit-2", "digit-3", "digit-4", "pin-delete")) {
            ScreenBrowser.inSight(page, key);
            page.locator("#" + key).tap();
        }
        ScreenBrowser.inSight(page, "digit-4");
        page.locator("#digit-4").tap();
        tap(page, "pin-ok", "register");
        tap(page, "do-register", "consent");
        page.locator("summary").tap();
        for (String kind : List.of("kind-MEDICATION", "kind-OPERATION")) {
            ScreenBrowser.inSight(page, kind);
            page.locator("#" + kind).tap();
        }
        tap(page, "do-some", "done");
        ScreenBrowser.inSight(page, "title");
        assertThat(reception.visits.bodies.get("consents").path("given").toString())
                .isEqualTo("[\"MEDICATION\",\"OPERATION\"]");
    }

    private static void tap(Page page, String id, String view) {
        ScreenBrowser.inSight(page, id);
        page.locator("#" + id).tap();
        page.locator("main." + view).waitFor();
        ScreenBrowser.fits(page);
    }

    @Test
    void aCardInItsGraceIsReceivedWithoutAQuestionAndToldToRenew() throws Exception {
        reception.start();
        reception.visits.cardState = "GRACE";
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        reception.place(new TestCard());
        page.locator("#do-face").tap();
        page.locator("main.done").waitFor();
        ScreenBrowser.picture(page, "patient-grace-ja");
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        assertThat(page.locator(".renew").textContent()).contains("2027年3月31日");
        assertThat(reception.visits.calls).doesNotContain("consents");
    }

    @Test
    void aCardThatStaysAfterItsResultIsAskedToBeTaken() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        reception.place(new TestCard());
        page.locator("#do-face").tap();
        page.locator("#do-all").tap();
        page.locator("main.done").waitFor();
        reception.counter.post("/api/finish", "{}");
        page.locator("main.take").waitFor();
        ScreenBrowser.picture(page, "patient-take-ja");
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        assertThat(page.locator("main").textContent())
                .contains("カードをお取りください")
                .doesNotContain("窓口へ");
    }

    @Test
    void aPhoneWithALockedPinIsSentToWhatElseHelps() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        TestCard phone = new TestCard().phone();
        phone.tries = 1;
        reception.place(phone);
        page.locator("#do-pin").tap();
        page.getByText("あと1回").waitFor();
        pin(page, "0000");
        page.locator("main.refused").waitFor();
        ScreenBrowser.picture(page, "patient-nomode-ja");
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        assertThat(page.locator("main").textContent()).contains("資格確認書").contains("職員");
    }

    @Test
    void thePinStandsNowhereInThePageItsAddressOrItsStore() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, true);
        List<String> addresses = new CopyOnWriteArrayList<>();
        page.onRequest(request -> addresses.add(request.url()));
        reception.place(new TestCard());
        page.locator("#do-pin").tap();
        touch(page, "9876");
        assertThat(page.locator(".dots .full").count()).isEqualTo(4);
        assertThat(kept(page)).doesNotContain("9876");
        page.locator("#pin-ok").tap();
        page.locator("main .notice").waitFor();
        assertThat(page.locator(".dots .full").count()).isZero();
        assertThat(page.locator("main .notice").textContent()).contains("暗証番号が違います");
        assertThat(page.locator("main").textContent()).contains("あと2回");
        assertThat(kept(page)).doesNotContain("9876");
        assertThat(addresses).noneMatch(address -> address.contains("9876"));
    }

    private static String kept(Page page) {
        return page.evaluate(
                        "() => document.documentElement.outerHTML + location.href"
                                + " + JSON.stringify([...Object.entries(localStorage),"
                                + " ...Object.entries(sessionStorage), history.state])"
                                + " + [...document.querySelectorAll('input')].map(it => it.value)")
                .toString();
    }

    @Test
    void aLockedPinLeavesFaceAndClerk() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        reception.place(new TestCard());
        page.locator("#do-pin").tap();
        for (int left = 2; left >= 1; left--) {
            pin(page, "0000");
            page.getByText("あと" + left + "回").waitFor();
        }
        pin(page, "0000");
        page.locator("main.choose").waitFor();
        ScreenBrowser.picture(page, "patient-locked-ja");
        assertThat(page.locator("main .notice").textContent()).contains("使えなくなりました");
        assertThat(page.locator("#do-pin").count()).isZero();
        assertThat(page.locator("main").textContent()).contains("職員");
        page.locator("#do-face").tap();
        page.locator("main.consent").waitFor();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCode.class,
            names = {
                "CERT_EXPIRED",
                "CERT_REVOKED",
                "CERT_HELD",
                "CERT_UNTRUSTED",
                "REVOCATION_UNKNOWN",
                "SIGNATURE_WRONG",
                "SMARTPHONE_NOT_SERVED",
                "CARD_HOLDER_UNKNOWN",
                "CENTRAL_SILENT",
                "INTERNAL"
            })
    void everyRefusalOffersAnotherWay(FaultCode code) throws Exception {
        reception.start();
        reception.visits.faults.put("presence", code);
        Page page = browser.open(reception.patient.root() + "/", 1280, 800, true);
        reception.place(new TestCard());
        page.locator("#do-face").tap();
        page.locator("main.refused").waitFor();
        ScreenBrowser.picture(page, "patient-refused-" + code);
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        assertThat(page.locator("main").textContent()).contains("資格確認書").contains("職員");
        if (reception.patient.state().path("retry").asBoolean()) {
            reception.visits.faults.clear();
            page.locator("#do-retry").tap();
            page.locator("main.choose").waitFor();
        }
    }

    @Test
    void aCardWithoutPhotoLeadsToTheClerk() throws Exception {
        reception.start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        reception.place(new TestCard().withoutPhoto());
        page.locator("#do-face").tap();
        page.locator("main.nophoto").waitFor();
        ScreenBrowser.picture(page, "patient-nophoto-ja");
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        assertThat(page.locator("main").textContent()).contains("職員");
    }

    @Test
    @Tag("K-06")
    void nobodyIsHurriedAndATouchGoesOn() throws Exception {
        reception.with("visit-idle-seconds", "40").with("visit-idle-warning-seconds", "38").start();
        Page page = browser.open(reception.patient.root() + "/", 800, 1280, true);
        reception.place(new TestCard());
        page.locator("#do-pin").tap();
        page.locator("#digit-1").tap();
        page.locator(".idle button").waitFor();
        ScreenBrowser.picture(page, "patient-idle-ja");
        assertThat(page.locator(".dots .full").count()).isOne();
        assertThat(ScreenBrowser.violations(page)).isEmpty();
        page.locator(".idle button").tap();
        page.locator(".idle").waitFor(ScreenBrowser.GONE);
        assertThat(page.locator(".dots .full").count()).as("digits already entered").isOne();
    }

    private static void touch(Page page, String digits) {
        digits.chars().forEach(digit -> page.locator("#digit-" + (char) digit).tap());
    }

    private static void pin(Page page, String digits) {
        touch(page, digits);
        page.locator("#pin-ok").tap();
    }

    private static void look(Page page, String view, ScreenLanguage language) {
        look(page, view, language, view);
    }

    private static void look(Page page, String view, ScreenLanguage language, String name) {
        page.locator("main." + view).waitFor();
        ScreenBrowser.picture(page, "patient-" + name + "-" + language.tag());
        ScreenBrowser.fits(page);
        assertThat(ScreenBrowser.violations(page)).as(name).isEmpty();
        if (language == ScreenLanguage.JA || language == ScreenLanguage.VI) {
            page.setViewportSize(1280, 800);
            ScreenBrowser.picture(page, "patient-" + name + "-wide-" + language.tag());
            ScreenBrowser.fits(page);
        }
        page.setViewportSize(320, 256);
        ScreenBrowser.picture(page, "patient-" + name + "-400-" + language.tag());
        ScreenBrowser.fits(page);
        page.setViewportSize(800, 1280);
    }
}
