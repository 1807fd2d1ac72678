package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.terminal.ReaderStandIn.TestCard;

/** The pages' forms as a browser without scripts sends them. */
class ScreenFormsTest {
    @TempDir private Path root;
    private CardReception reception;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        reception = new CardReception(root).start();
    }

    @AfterEach
    void close() throws IOException {
        reception.close();
    }

    @Test
    void aWholeVisitNeedsNoScript() throws Exception {
        assertThat(reception.patient.page("/")).contains("マイナンバーカードを置いてください");
        sent(reception.patient.form("/language", "language=ko"));
        assertThat(reception.patient.page("/")).contains("<html lang=\"ko\"").contains("카드");
        reception.visits.registered = false;
        reception.place(new TestCard());
        assertThat(reception.patient.page("/")).as("the language chosen before").contains("얼굴");
        sent(reception.patient.step("/mode", "mode=PIN"));
        sent(reception.patient.step("/pin", "pin=0000"));
        assertThat(reception.patient.page("/")).contains("2번 더");
        sent(reception.patient.step("/cancel", ""));
        sent(reception.patient.step("/face", ""));
        sent(reception.patient.step("/registration", "accept=true"));
        sent(reception.patient.step("/consents", "choice=some&kind=MEDICATION&kind=CHECKUP"));
        assertThat(reception.visits.bodies.get("consents").path("given").toString())
                .isEqualTo("[\"MEDICATION\",\"CHECKUP\"]");
        assertThat(reception.patient.page("/"))
                .contains("접수가 끝났습니다")
                .as("nothing of the answer is the patient's")
                .doesNotContain("01130012")
                .doesNotContain("花子");
        assertThat(reception.counter.page("/")).contains("01130012").contains("花子");
    }

    @Test
    void aSecondTouchShowsWhatIsThereAndNoError() throws Exception {
        reception.place(new TestCard());
        sent(reception.patient.step("/face", ""));
        sent(reception.patient.step("/face", ""));
        assertThat(reception.visits.calls).containsExactly("open", "presence");
    }

    @Test
    void aFormThatIsNotTakenSaysWhyOnThePage() throws Exception {
        reception.place(new TestCard());
        HttpResponse<String> noClerk = reception.counter.step("/visual", "clerk=");
        assertThat(noClerk.statusCode()).isEqualTo(400);
        assertThat(noClerk.headers().firstValue("Content-Type").orElse("")).contains("text/html");
        assertThat(noClerk.body()).contains("職員");
        HttpResponse<String> noNumber =
                reception.counter.form("/check", "insurer_number=01130012&birth_date=S60.4.12");
        assertThat(noNumber.statusCode()).isEqualTo(400);
        assertThat(noNumber.body()).contains("項目 番号 がありません").contains("value=\"01130012\"");
    }

    @Test
    void aFormOfThePageBeforeMeetsNoOtherCard() throws Exception {
        reception.place(new TestCard());
        String before = reception.counter.visit();
        TestCard other = new TestCard();
        reception.swap(other);
        HttpResponse<String> visual =
                reception.counter.form("/visual", "visit=" + before + "&clerk=desk");
        assertThat(visual.statusCode()).isEqualTo(409);
        assertThat(visual.body()).contains("カードが別のものに替わったので");
        HttpResponse<String> pin = reception.patient.form("/pin", "visit=" + before + "&pin=0000");
        assertThat(pin.statusCode()).isEqualTo(409);
        assertThat(pin.body()).contains("カードが替わりました");
        assertThat(other.tries).isEqualTo(3);
        assertThat(reception.counter.form("/visual", "clerk=desk").statusCode()).isEqualTo(400);
        assertThat(reception.patient.form("/pin", "pin=1234").statusCode()).isEqualTo(400);
        assertThat(reception.visits.calls).doesNotContain("presence");
    }

    @Test
    void everyFormButLanguageAndCheckByNumberCarriesTheVisit() throws Exception {
        reception.visits.registered = false;
        reception.place(new TestCard());
        carriesVisit(2);
        sent(reception.patient.step("/mode", "mode=PIN"));
        carriesVisit(3);
        sent(reception.patient.step("/pin", "pin=1234"));
        carriesVisit(2);
        sent(reception.patient.step("/registration", "accept=true"));
        carriesVisit(3);
        sent(reception.patient.step("/consents", "choice=all"));
        carriesVisit(3);
    }

    /** Counts the forms of both pages that act on a visit. */
    private void carriesVisit(int formsMin) throws IOException, InterruptedException {
        String field = "<input type=\"hidden\" name=\"visit\" value=\"" + reception.patient.visit();
        int forms = 0;
        for (ScreenCaller screen : List.of(reception.patient, reception.counter)) {
            String[] parts = screen.page("/").split("<form ", -1);
            for (int at = 1; at < parts.length; at++) {
                boolean apart =
                        parts[at].contains("action=\"/language\"")
                                || parts[at].contains("action=\"/check\"");
                assertThat(parts[at].contains(field)).as(parts[at]).isNotEqualTo(apart);
                forms += apart ? 0 : 1;
            }
        }
        assertThat(forms).isGreaterThanOrEqualTo(formsMin);
    }

    @Test
    void formsOfElsewhereAndOfTheOtherScreenAreRefused() throws Exception {
        reception.place(new TestCard());
        assertThat(
                        reception
                                .patient
                                .send(
                                        "/face",
                                        "POST",
                                        "",
                                        "Origin",
                                        reception.counter.root(),
                                        "Content-Type",
                                        "application/x-www-form-urlencoded")
                                .statusCode())
                .isEqualTo(403);
        for (String path : new String[] {"/pin", "/face", "/consents", "/language"}) {
            assertThat(reception.counter.form(path, "").statusCode()).isEqualTo(404);
        }
        for (String path : new String[] {"/visual", "/check", "/finish", "/mismatch"}) {
            assertThat(reception.patient.form(path, "").statusCode()).isEqualTo(404);
        }
        assertThat(reception.visits.calls).containsExactly("open");
    }

    @Test
    void whatIsTypedIsWrittenBackAsTextOnly() throws Exception {
        HttpResponse<String> page =
                reception.counter.form(
                        "/check", "insurer_number=%22%3E%3Cscript%3E&number=1&birth_date=x");
        assertThat(page.body()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    private static void sent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
    }
}
