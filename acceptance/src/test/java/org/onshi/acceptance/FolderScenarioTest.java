package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.ReceiptComputer.Answer;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;

/** A receipt computer asks through the folder; what it gets equals what the insurer registered. */
@Tag("acceptance")
class FolderScenarioTest {
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));

    private static final List<Shape> SHAPES = List.of(Shape.values());

    private final RunningDemo demo = RunningDemo.shared();
    private final ReceiptComputer receiptComputer = new ReceiptComputer(demo);
    private final List<TownCsv> town = TownCsv.read(demo.file("town.csv"));

    @Test
    @Requirement({"A-02", "A-17", "A-29", "B-03"})
    void everySituationIsAnsweredWithTheRegisteredRowInEveryShape() throws SQLException {
        Map<String, List<TownCsv>> bySituation =
                town.stream()
                        .filter(row -> !row.number().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        TownCsv::situation, TreeMap::new, Collectors.toList()));
        assertThat(bySituation).hasSizeGreaterThan(12);
        List<Asked> asked = new ArrayList<>();
        for (List<TownCsv> rows : bySituation.values()) {
            for (int i = 0; i < Math.min(6, rows.size()); i++) {
                Shape shape = SHAPES.get(i % SHAPES.size());
                for (LocalDate day : boundaryDays(rows.get(i))) {
                    asked.add(
                            new Asked(
                                    rows.get(i),
                                    day,
                                    shape,
                                    receiptComputer.put(Question.of(rows.get(i), day), shape)));
                }
            }
        }
        SoftAssertions answers = new SoftAssertions();
        try (Connection inspector = demo.inspector()) {
            for (Asked one : asked) {
                compare(answers, inspector, one, one.answer().get());
            }
        }
        answers.assertAll();
    }

    /** One question in the folder, and its answer once it is there. */
    private record Asked(TownCsv row, LocalDate day, Shape shape, Supplier<Answer> answer) {
        @Override
        public String toString() {
            return row.situation() + " " + row.person() + " on " + day + " " + shape;
        }
    }

    private static List<LocalDate> boundaryDays(TownCsv row) {
        return List.of(
                        Optional.of(TODAY),
                        row.acquiredOn(),
                        row.acquiredOn().map(day -> day.minusDays(1)),
                        row.lostOn(),
                        row.lostOn().map(day -> day.minusDays(1)))
                .stream()
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private void compare(SoftAssertions answers, Connection inspector, Asked asked, Answer answer) {
        String what = asked.toString();
        TownCsv row = asked.row();
        LocalDate day = asked.day();
        answers.assertThat(answer.value("MessageHeader", "SegmentOfResult"))
                .as(what)
                .isEqualTo("1");
        answers.assertThat(answer.verdict())
                .as(what + " verdict")
                .isEqualTo(TownOracle.verdict(town, row, row.branch(), day));
        if (answer.verdict().equals("1")) {
            compareFields(answers, what, RegisteredRow.of(inspector, row, day), day, answer);
        } else if (answer.verdict().equals("2") || answer.verdict().equals("3")) {
            answers.assertThat(answer.count("ResultOfQualificationConfirmation"))
                    .as(what)
                    .isEqualTo(1);
            answers.assertThat(
                            answer.value("ResultOfQualificationConfirmation", "InsurerNumber")
                                    .strip())
                    .as(what)
                    .isEqualTo(row.insurerNumber());
            answers.assertThat(answer.value("DisqualificationDate"))
                    .as(what + " loss")
                    .isNotEmpty();
        } else {
            answers.assertThat(answer.count("ResultOfQualificationConfirmation"))
                    .as(what + " nothing disclosed")
                    .isZero();
        }
    }

    private static void compareFields(
            SoftAssertions answers,
            String what,
            RegisteredRow registered,
            LocalDate day,
            Answer answer) {
        registered
                .expected(day)
                .forEach((element, value) ->
                        answers.assertThat(
                                        answer.value("ResultOfQualificationConfirmation", element))
                                .as(what + " " + element)
                                .isEqualTo(value));
        String kana = answer.value("ResultOfQualificationConfirmation", "NameKana");
        answers.assertThat(kana)
                .as(what + " kana is half-width")
                .matches("[\\uFF61-\\uFF9F\\x20-\\x7E]*");
        answers.assertThat(Normalizer.normalize(kana, Normalizer.Form.NFKC))
                .as(what + " kana")
                .isEqualTo(
                        Normalizer.normalize(registered.column("name_kana"), Normalizer.Form.NFKC));
    }
}
