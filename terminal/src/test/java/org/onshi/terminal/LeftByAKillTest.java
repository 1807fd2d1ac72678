package org.onshi.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.onshi.terminal.FolderAnswer.Kind;
import org.onshi.terminal.FolderAnswer.ResultFile;

/** Every state a kill can leave behind, made by hand, and what the next start makes of it. */
@Execution(ExecutionMode.CONCURRENT)
class LeftByAKillTest {
    private static final String NAME = "OQSsiquc01req_1.xml";
    private static final String ANSWER = "OQSsiquc01res_1.xml";
    private static final String KEPT = "<XmlMsg>the answer as it was kept</XmlMsg>\n";

    @TempDir private Path root;
    private CentralStandIn central;
    private Facility facility;
    private Terminal terminal;
    private final UUID key = UUID.randomUUID();

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        central = new CentralStandIn(TestKeys.in(root).server()).start();
        facility = new Facility(root, central.url());
        Files.createDirectories(facility.req);
        Files.createDirectories(facility.res);
        Files.createDirectories(facility.taken);
        Files.createDirectories(root.resolve("work/answers"));
    }

    @AfterEach
    void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
        central.close();
    }

    private void taken() throws IOException {
        TakenRequest request = TakenRequest.of(facility.taken, 7, key, NAME, 0);
        Files.writeString(request.file(), Facility.request("LEFT"));
    }

    private void kept(boolean written, ResultFile... files) throws IOException {
        try (AnswerJournal journal = new AnswerJournal(root.resolve("work/answers"), 1_000_000)) {
            journal.append(List.of(new FolderAnswer(key, List.of(files), false, Kind.ANSWERED)));
            if (written) {
                journal.noteWritten(key);
            }
        }
    }

    private static ResultFile answer() {
        return new ResultFile(ANSWER, KEPT.getBytes(StandardCharsets.UTF_8));
    }

    private void startAndSettle() throws IOException, InterruptedException {
        terminal = facility.start();
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(10));
    }

    @Test
    void takenAndNotAskedIsAskedUnderItsOwnKey() throws Exception {
        taken();
        terminal = facility.start();
        assertThat(facility.awaitResult(ANSWER)).contains(">LEFT<");
        assertThat(central.keysOf().get("LEFT")).containsExactly(key.toString());
    }

    @Test
    void keptAndNotWrittenIsWritten() throws Exception {
        taken();
        kept(false, answer());
        startAndSettle();
        assertThat(facility.res.resolve(ANSWER)).hasContent(KEPT);
        assertThat(central.asked()).isZero();
    }

    @Test
    void halfWrittenIsWrittenAnew() throws Exception {
        taken();
        kept(false, answer());
        Files.writeString(facility.res.resolve(ANSWER), KEPT.substring(0, 20));
        startAndSettle();
        assertThat(facility.res.resolve(ANSWER)).hasContent(KEPT);
        assertThat(root.resolve("OQS/trash")).doesNotExist();
    }

    @Test
    void writtenAndFetchedIsNotWrittenAgain() throws Exception {
        taken();
        kept(true, answer());
        startAndSettle();
        assertThat(facility.res).isEmptyDirectory();
    }

    @Test
    void anOlderAnswerOfThatNameIsPutAsideNotDestroyed() throws Exception {
        taken();
        kept(false, answer());
        Files.writeString(facility.res.resolve(ANSWER), "<XmlMsg>an older one</XmlMsg>");
        startAndSettle();
        assertThat(facility.res.resolve(ANSWER)).hasContent(KEPT);
        List<String> trash = Facility.names(root.resolve("OQS/trash"));
        assertThat(trash).hasSize(1);
        assertThat(root.resolve("OQS/trash").resolve(trash.getFirst()))
                .hasContent("<XmlMsg>an older one</XmlMsg>");
    }

    @Test
    void anAnswerThatWasOnlyHalfKeptIsAskedForAgain() throws Exception {
        taken();
        kept(false, answer());
        Path segment = root.resolve("work/answers/000000000001.answers");
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(
                segment,
                java.util.Arrays.copyOf(bytes, bytes.length - 5),
                StandardOpenOption.TRUNCATE_EXISTING);
        terminal = facility.start();
        assertThat(facility.awaitResult(ANSWER)).contains(">LEFT<");
        assertThat(central.keysOf().get("LEFT")).containsExactly(key.toString());
    }

    @Test
    void aReturnedRequestComesBackInBothItsParts() throws Exception {
        taken();
        ResultFile report =
                new ResultFile(
                        "OQSsiquc01req_1.err", "ONSHI-F1002\n".getBytes(StandardCharsets.UTF_8));
        ResultFile request = new ResultFile(NAME, "<broken".getBytes(StandardCharsets.UTF_8));
        kept(false, report, request);
        Files.write(facility.res.resolve(report.name()), report.content());
        startAndSettle();
        assertThat(Facility.names(facility.res)).containsExactly("OQSsiquc01req_1.err", NAME);
    }

    @Test
    void settledAnswersLeaveNothingBehind() throws Exception {
        kept(true, answer()); // its taken file is gone
        startAndSettle();
        facility.drop("OQSsiquc01req_2.xml", Facility.request("NEXT"));
        facility.awaitResult("OQSsiquc01res_2.xml");
        Facility.await(() -> Facility.names(facility.taken).isEmpty(), Duration.ofSeconds(10));
        assertThat(facility.res.resolve(ANSWER)).doesNotExist();
        Path answers = root.resolve("work/answers");
        Facility.await(
                () -> {
                    List<String> segments = Facility.names(answers);
                    return segments.size() == 1
                            && !Files.readString(
                                            answers.resolve(segments.getFirst()),
                                            StandardCharsets.ISO_8859_1)
                                    .contains("NEXT");
                },
                Duration.ofSeconds(10));
    }
}
