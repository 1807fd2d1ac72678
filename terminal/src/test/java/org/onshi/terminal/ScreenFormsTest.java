package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
        sent(reception.patient.form("/mode", "mode=PIN"));
        sent(reception.patient.form("/pin", "pin=0000"));
        assertThat(reception.patient.page("/")).contains("2번 더");
        sent(reception.patient.form("/cancel", ""));
        sent(reception.patient.form("/face", ""));
        sent(reception.patient.form("/registration", "accept=true"));
        sent(reception.patient.form("/consents", "choice=some&kind=MEDICATION&kind=CHECKUP"));
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
        sent(reception.patient.form("/face", ""));
        sent(reception.patient.form("/face", ""));
        assertThat(reception.visits.calls).containsExactly("open", "presence");
    }

    @Test
    void aFormThatIsNotTakenSaysWhyOnThePage() throws Exception {
        reception.place(new TestCard());
        HttpResponse<String> noClerk = reception.counter.form("/visual", "clerk=");
        assertThat(noClerk.statusCode()).isEqualTo(400);
        assertThat(noClerk.headers().firstValue("Content-Type").orElse("")).contains("text/html");
        assertThat(noClerk.body()).contains("職員");
        HttpResponse<String> noNumber =
                reception.counter.form("/check", "insurer_number=01130012&birth_date=S60.4.12");
        assertThat(noNumber.statusCode()).isEqualTo(400);
        assertThat(noNumber.body()).contains("項目 番号 がありません").contains("value=\"01130012\"");
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
