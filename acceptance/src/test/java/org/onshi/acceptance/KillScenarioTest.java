package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.ReceiptComputer.Answer;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;

/** Ten thousand requests at once; the terminal is killed twice and the store once in the middle. */
@Tag("acceptance")
class KillScenarioTest {
    private static final int FILES = 10_000;
    private static final Duration ALL_ANSWERED_WITHIN = Duration.ofMinutes(5);
    // the supervisor has 5 s to start it; the rest is for a machine that is busy with other things
    private static final Duration STARTED_AGAIN_WITHIN = Duration.ofSeconds(15);
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));
    private static final List<Shape> SHAPES = List.of(Shape.values());

    private final RunningDemo demo = RunningDemo.shared();
    private final ReceiptComputer receiptComputer = new ReceiptComputer(demo);
    private final List<TownCsv> town =
            TownCsv.read(demo.file("town.csv")).stream()
                    .filter(row -> !row.number().isEmpty())
                    .toList();
    private final Map<String, byte[]> firstSeen = new ConcurrentHashMap<>();

    private record Asked(String name, String identifier, String expected) {}

    @Test
    @Requirement({"A-21", "J-03", "K-04"})
    void everyRequestIsAnsweredOnceAndRightAcrossKills() throws Exception {
        long checksBefore = checks();
        List<Asked> asked = drop();
        Path res = demo.file("OQS/res");

        killAfter(res, FILES / 10, "terminal");
        killAfter(res, FILES / 3, "postgres");
        killAfter(res, FILES / 2, "terminal");
        RunningDemo.await("10,000 answers", ALL_ANSWERED_WITHIN, () -> look(res) == FILES);

        List<String> wrong = new ArrayList<>();
        for (Asked one : asked) {
            Path file = receiptComputer.answerFile(one.name());
            byte[] content = Files.readAllBytes(file);
            Answer answer = new Answer(content);
            if (!answer.verdict().equals(one.expected())) {
                wrong.add(
                        one.name()
                                + ": "
                                + answer.verdict()
                                + " instead of "
                                + one.expected()
                                + " "
                                + answer.value("ErrorCode"));
            }
            if (!answer.value("ArbitraryFileIdentifier").equals(one.identifier())) {
                wrong.add(one.name() + ": somebody else's answer");
            }
            if (!Arrays.equals(firstSeen.get(file.getFileName().toString()), content)) {
                wrong.add(one.name() + ": written twice with different bytes");
            }
            Files.delete(file);
        }
        assertThat(wrong).isEmpty();
        assertThat(checks() - checksBefore).isEqualTo(FILES);
        assertThat(demo.file("OQS/req")).isEmptyDirectory();
        assertThat(demo.file("OQS/res")).isEmptyDirectory();
    }

    private List<Asked> drop() {
        Map<String, String> verdicts = new HashMap<>();
        List<Asked> asked = new ArrayList<>();
        Map<String, byte[]> requests = new HashMap<>();
        for (int i = 0; i < FILES; i++) {
            TownCsv row = town.get(i % town.size());
            LocalDate day = TODAY.minusDays((i / town.size()) % 7 * 50L);
            String name = receiptComputer.uniqueName("OQSsiquc01req");
            String identifier = "kill-" + i;
            String expected =
                    verdicts.computeIfAbsent(
                            i % town.size() + " " + day,
                            _ -> TownOracle.verdict(town, row, row.branch(), day));
            requests.put(
                    name,
                    receiptComputer.request(
                            Question.of(row, day), SHAPES.get(i % SHAPES.size()), identifier));
            asked.add(new Asked(name, identifier, expected));
        }
        requests.forEach(receiptComputer::drop);
        return asked;
    }

    private void killAfter(Path res, int answers, String process) {
        RunningDemo.await(
                answers + " answers before the kill of the " + process,
                ALL_ANSWERED_WITHIN,
                () -> look(res) >= answers);
        ProcessHandle killed = demo.processOf(process);
        assertThat(killed.destroyForcibly()).isTrue();
        RunningDemo.await(
                "the " + process + " is started again",
                STARTED_AGAIN_WITHIN,
                () -> demo.pidOf(process) != killed.pid());
    }

    /** Counts the complete answers and keeps the first content of each. */
    private int look(Path res) {
        try (Stream<Path> files = Files.list(res)) {
            files.forEach(file ->
                    firstSeen.computeIfAbsent(
                            file.getFileName().toString(),
                            _ -> {
                                try {
                                    byte[] content = Files.readAllBytes(file);
                                    return ReceiptComputer.parsed(file).isPresent()
                                            ? content
                                            : null;
                                } catch (IOException e) {
                                    return null; // being written
                                }
                            }));
            return firstSeen.size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long checks() throws SQLException {
        try (Connection inspector = demo.inspector();
                Statement statement = inspector.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(1) FROM audit.entry WHERE event ="
                                        + " 'eligibility.checked'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
