package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One visit as patient and clerk play it, through the API of the two screens. */
class VisitCommandTest {
    private static final String FACILITY = "1319900017";

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private CounterStandIn terminal;

    @BeforeEach
    void open() throws IOException {
        terminal = new CounterStandIn();
        new DataFolder(folder).create();
        new DemoDescription(
                        Map.of(),
                        List.of(FACILITY),
                        List.of("01130012"),
                        new DemoDescription.Jdbc(
                                "jdbc:postgresql://127.0.0.1:1/onshi", "inspector", "x"),
                        "2025-06-10T09:00:00+09:00",
                        List.of(terminal.description(FACILITY)))
                .write(new DataFolder(folder));
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    @Test
    void aFaceAndOneTouchOfConsentEndInTheAnswerAndTheCardIsTakenAway() {
        JsonNode report = visit(0, "--card", "card-1", "--mode", "face", "--consent", "all");
        assertThat(report.path("verdict").asString()).isEqualTo("1");
        assertThat(report.path("face_file").asString()).isEqualTo("face.xml");
        assertThat(report.path("next_step").path("ja").asString()).isEqualTo("どうぞ");
        assertThat(report.path("alerts").path(0).path("code").asString()).isEqualTo("SUSPENDED");
        assertThat(report.path("consents")).hasSize(3);
        assertThat(report.path("coverages")).hasSize(1);
        assertThat(terminal.calls)
                .containsExactly("place", "face{}", "consents{\"blanket\":true}", "take away");
    }

    @Test
    void consentItemByItemGivesTheseAndRefusesTheRest() {
        visit(
                0,
                "--card",
                "card-1",
                "--mode",
                "pin",
                "--pin",
                "1234",
                "--consent",
                "medication,surgery,test");
        assertThat(terminal.calls)
                .contains(
                        "consents{\"given\":[\"MEDICATION\",\"OPERATION\"],\"refused\":[\"CHECKUP\"]}");
    }

    @Test
    void withoutAWordOnConsentNothingIsGivenAndTheCheckIsMadeAllTheSame() {
        JsonNode report = visit(0, "--card", "card-1", "--mode", "visual", "--clerk", "sato");
        assertThat(report.path("consents")).isEmpty();
        assertThat(terminal.calls).contains("visual{\"clerk\":\"sato\"}");
    }

    @Test
    void allIsGivenItemByItemWhereTheScreenOffersNoSingleTouch() {
        terminal.blanket = false;
        JsonNode report = visit(0, "--card", "card-1", "--mode", "face", "--consent", "all");
        assertThat(report.path("consents")).hasSize(3);
    }

    @Test
    void aCardNotRegisteredYetIsRegisteredOnTheReader() {
        terminal.registered = false;
        visit(0, "--card", "card-1", "--mode", "face");
        assertThat(terminal.calls).contains("registration{\"accept\":true}");
    }

    @Test
    void aWrongPinIsRefusedByItsNameAndTheCardIsTakenAway() {
        JsonNode report = visit(1, "--card", "card-1", "--mode", "pin", "--pin", "0000");
        assertThat(report.path("refused").asString()).isEqualTo("WRONG_PIN");
        assertThat(report.has("verdict")).isFalse();
        assertThat(terminal.cardPresent()).isFalse();
        assertThat(out.toString() + err).doesNotContain("0000");
    }

    @Test
    void aFaceThatDoesNotMatchIsRefused() {
        terminal.faceOutcome = "FACE_NOT_MATCHED";
        JsonNode report = visit(1, "--card", "card-1", "--mode", "face");
        assertThat(report.path("refused").asString()).isEqualTo("FACE_NOT_MATCHED");
    }

    @Test
    void aCardRefusedWhenItIsReadEndsTheVisit() {
        terminal.readOutcome = "CERT_REVOKED";
        JsonNode report = visit(1, "--card", "card-1", "--mode", "face");
        assertThat(report.path("refused").asString()).isEqualTo("CERT_REVOKED");
        assertThat(terminal.calls).containsExactly("place", "take away");
    }

    @Test
    void whatTheScreenItselfRefusesIsNamed() {
        terminal.faceOutcome = "NO_PHOTO";
        JsonNode report = visit(1, "--card", "card-1", "--mode", "visual");
        assertThat(report.path("refused").asString()).isEqualTo("FIELD_MISSING");
        assertThat(report.path("field").asString()).isEqualTo("companion");
        visit(0, "--card", "card-1", "--mode", "visual", "--companion", "family");
    }

    @Test
    void anotherCardOnTheReaderIsLeftAlone() {
        terminal.placeOther();
        assertThat(run("--card", "card-1", "--mode", "face")).isEqualTo(1);
        assertThat(err.toString()).contains("Another card lies on the reader");
        assertThat(terminal.calls).isEmpty();
        assertThat(terminal.cardPresent()).isTrue();
    }

    @Test
    void aCardThatDoesNotExistIsSaid() {
        assertThat(run("--card", "card-9", "--mode", "face")).isEqualTo(1);
        assertThat(err.toString()).contains("CARD_UNKNOWN");
    }

    @Test
    void aFacilityWithoutATerminalIsSaidWithTheOnesThatHaveOne() {
        assertThat(run("--card", "card-1", "--mode", "face", "--facility", "1319900025"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(FACILITY).contains("--terminals 2");
    }

    @Test
    void thePinMayComeFromAFileInsteadOfTheCommandLine() throws IOException {
        Path input = folder.resolve("visit.json");
        Files.writeString(input, "{\"card\":\"card-1\",\"mode\":\"pin\",\"pin\":\"1234\"}");
        visit(0, "--input", input.toString());
    }

    @Test
    void wrongUsageEndsWithTwoAndTouchesNoCard() {
        for (String line :
                List.of(
                        "--mode face",
                        "--card card-1",
                        "--card card-1 --mode eyes",
                        "--card card-1 --mode pin",
                        "--card card-1 --mode pin --pin 12",
                        "--card card-1 --mode face --pin 1234",
                        "--card card-1 --mode face --consent medicine",
                        "--card ../1 --mode face",
                        "--card card-1 --mode visual --companion dog")) {
            assertThat(run(line.split(" "))).as(line).isEqualTo(2);
        }
        assertThat(terminal.calls).isEmpty();
        assertThat(err.toString()).doesNotContain("1234");
    }

    private JsonNode visit(int exit, String... words) {
        assertThat(run(words)).as(out.toString() + err).isEqualTo(exit);
        JsonNode report = DoorClient.JSON.readTree(out.toString());
        out.getBuffer().setLength(0);
        return report;
    }

    private int run(String... words) {
        List<String> line = new ArrayList<>(List.of("visit"));
        line.addAll(List.of(words));
        line.addAll(List.of("--data", folder.toString()));
        return Onshi.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.toArray(String[]::new));
    }
}
