package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.sandbox.Sandbox;
import org.onshi.terminal.CardDialogue.PinCheck;
import org.onshi.terminal.CardDialogue.Token;
import org.onshi.terminal.FaceComparison.Hint;
import org.onshi.terminal.FaceComparison.Outcome;
import org.onshi.wire.SharedClock;

/**
 * The contract with the sandbox's card, over HTTP through the smart card provider, and what only
 * its reader can show: faces, its own proof, and a card that is taken away.
 */
class SandboxCardTest extends CardBackEndContract {
    private static final String PIN = "4649";
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
    private VirtualReader reader;
    private String hanako;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(Sandbox.Settings.in(folder, SharedClock.system()));
        call("POST", "/residents", RESIDENTS);
        hanako = issue("HANAKO", "adult");
        place(hanako);
        reader =
                new VirtualReader(
                        URI.create(sandbox.url() + "/readers/01"), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        reader.close();
        sandbox.close();
        http.close();
    }

    /** The id of the new card. */
    private String issue(String person, String kind) throws IOException, InterruptedException {
        String pin = kind.equals("pin_less") ? "" : ",\"pin\":\"" + PIN + "\"";
        return call(
                        "POST",
                        "/cards",
                        "{\"person\":\"%s\",\"kind\":\"%s\"%s}".formatted(person, kind, pin))
                .replaceAll(".*\"card_id\":\"([^\"]+)\".*", "$1");
    }

    private void place(String card) throws IOException, InterruptedException {
        call("PUT", "/readers/01/card", "{\"card_id\":\"" + card + "\"}");
    }

    private void camera(String scene) throws IOException, InterruptedException {
        call("PUT", "/readers/01/camera", scene);
    }

    private String call(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                                .timeout(Duration.ofSeconds(30))
                                .method(
                                        method,
                                        BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                .build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }

    @Override
    CardTerminal reader() {
        return reader.terminal();
    }

    @Override
    String pin() {
        return PIN;
    }

    private ReaderDevice.Eye eye() {
        return reader.eye().orElseThrow();
    }

    @Test
    void afterAMatchTheReaderIsAdmittedInsteadOfThePin() throws Exception {
        assertThat(eye().compareFace())
                .isEqualTo(new FaceComparison(Outcome.MATCH, Optional.empty()));
        try (CardDialogue dialogue = CardDialogue.begin(reader())) {
            dialogue.admitReader(eye(), IdentificationMode.FACE);
            assertThat(dialogue.sign(new byte[57])).hasSize(256);
        }
        assertLocked();
    }

    @Test
    void withoutAMatchTheReaderVouchesForTheClerksEyesOnly() throws Exception {
        camera("{\"person\":\"TARO\"}");
        assertThat(eye().compareFace().outcome()).isEqualTo(Outcome.OTHER_FACE);
        try (CardDialogue dialogue = CardDialogue.begin(reader())) {
            assertThatThrownBy(() -> dialogue.admitReader(eye(), IdentificationMode.FACE))
                    .hasMessageContaining("409");
            dialogue.admitReader(eye(), IdentificationMode.VISUAL);
            assertThat(dialogue.sign(new byte[57])).hasSize(256);
        }
    }

    @Test
    void theCameraTellsWhatHindersIt() throws Exception {
        for (Hint hint : Hint.values()) {
            camera("{\"condition\":\"" + hint + "\"}");
            assertThat(eye().compareFace())
                    .isEqualTo(new FaceComparison(Outcome.NOT_READABLE, Optional.of(hint)));
        }
    }

    @Test
    void aCardTakenAwayInTheMiddleIsNotPresentAndKeepsItsTries() throws Exception {
        byte[] wrong = "0000".getBytes(StandardCharsets.US_ASCII);
        CardDialogue cut = CardDialogue.begin(reader());
        assertThat(cut.verify(wrong)).isEqualTo(new PinCheck.Wrong(2));
        call("DELETE", "/readers/01/card", "");
        assertThatThrownBy(cut::token).isInstanceOf(CardNotPresentException.class);
        cut.close();
        assertThat(reader().waitForCardAbsent(2_000)).isTrue();
        place(hanako);
        assertThat(reader().waitForCardPresent(2_000)).isTrue();
        try (CardDialogue dialogue = CardDialogue.begin(reader())) {
            assertThat(dialogue.pinTriesLeft()).hasValue(2);
        }
    }

    @Test
    void everyKindOfCardSaysWhatItIs() throws Exception {
        assertThat(token(issue("TARO", "phone_android"))).isEqualTo(Token.PHONE_ANDROID);
        assertThat(token(issue("TARO", "phone_ios"))).isEqualTo(Token.PHONE_IOS);
        assertThat(token(issue("TARO", "pin_less"))).isEqualTo(Token.CARD);
        try (CardDialogue dialogue = CardDialogue.begin(reader())) {
            assertThat(dialogue.pinTriesLeft()).as("none").isEmpty();
        }
        place(issue("YUI", "infant"));
        assertThat(eye().compareFace().outcome()).isEqualTo(Outcome.NO_PHOTO);
    }

    private Token token(String card) throws Exception {
        place(card);
        try (CardDialogue dialogue = CardDialogue.begin(reader())) {
            return dialogue.token();
        }
    }
}
