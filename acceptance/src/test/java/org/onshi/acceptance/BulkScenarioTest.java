package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.ReceiptComputer.Answer;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;
import org.w3c.dom.Element;

/** A hospital asks for its booked patients at once; the counter goes on meanwhile. */
@Tag("acceptance")
class BulkScenarioTest {
    /** As many as one request may name. */
    private static final int PEOPLE = 10_000;

    private static final String SINGLE = "eligibility.checked";
    private static final Duration DONE_WITHIN = Duration.ofMinutes(2);
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));

    private final RunningDemo demo = RunningDemo.shared();
    private final ReceiptComputer receiptComputer = new ReceiptComputer(demo);
    private final List<TownCsv> town = TownCsv.read(demo.file("town.csv"));
    private final List<TownCsv> numbered =
            town.stream().filter(row -> !row.number().isEmpty()).toList();

    @Test
    @Requirement("A-03")
    void aFileOfThreeIsAnsweredInItsOrderAndCountedApart() throws SQLException {
        TownCsv lost = first("2");
        TownCsv valid = first("1");
        List<Question> people =
                List.of(
                        Question.of(lost, TODAY),
                        Question.of(valid, TODAY),
                        unknown(Question.of(valid, TODAY)));
        Map<String, Long> before = entries();

        Answer reception =
                receiptComputer.bulk(receiptComputer.bulkRequest(TODAY, people, "a&amp;3"));
        String number = reception.at("MessageBody", "ReceptionNumber");
        assertThat(number).isNotBlank().hasSizeLessThanOrEqualTo(100);
        assertThat(reception.at("MessageHeader", "SegmentOfResult")).isEqualTo("1");
        assertThat(reception.at("MessageHeader", "ArbitraryFileIdentifier")).isEqualTo("a&3");

        Answer result = receiptComputer.bulkResult(number, DONE_WITHIN);
        assertThat(result.at("MessageHeader", "ReceptionNumber")).isEqualTo(number);
        assertThat(result.at("MessageHeader", "ArbitraryFileIdentifier")).isEqualTo("a&3");
        assertThat(result.at("MessageHeader", "QualificationConfirmationDate"))
                .isEqualTo(TODAY.format(ReceiptComputer.DAY));
        assertCounts(result, 3, 3, 0);
        List<Element> units = result.inBody("BulkConfirmUnit");
        assertThat(units).extracting(BulkScenarioTest::person).containsExactly("p_0", "p_1", "p_2");
        assertThat(units).extracting(BulkScenarioTest::verdict).containsExactly("2", "1", "4");
        assertThat(units)
                .extracting(unit -> qualification(unit, "DisqualificationDate"))
                .containsExactly(
                        lost.lostOn().orElseThrow().format(ReceiptComputer.DAY),
                        valid.lostOn().map(day -> day.format(ReceiptComputer.DAY)).orElse(""),
                        "");
        assertThat(units)
                .extracting(unit -> qualification(unit, "InsuredIdentificationNumber"))
                .containsExactly(lost.number(), valid.number(), "");

        assertThat(since(before, "bulk.row_checked")).isEqualTo(3);
        assertThat(since(before, SINGLE)).as("none counted as of the counter").isZero();
        assertThat(since(before, "bulk.received")).isEqualTo(1);
        assertThat(since(before, "bulk.fetched")).isEqualTo(1);
    }

    @Test
    @Requirement("A-03")
    void theCounterIsAnsweredWhileTheLargestInquiryRuns() throws SQLException {
        List<Question> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE - 1; i++) {
            people.add(Question.of(numbered.get(i % numbered.size()), TODAY));
        }
        people.add(numberless(people.getFirst()));
        Map<String, Long> before = entries();

        String number =
                receiptComputer
                        .bulk(receiptComputer.bulkRequest(TODAY, people, "large"))
                        .at("MessageBody", "ReceptionNumber");
        long taken = System.nanoTime();
        TownCsv valid = first("1");
        Answer atTheCounter = receiptComputer.ask(Question.of(valid, TODAY), Shape.COMPACT);
        long answered = System.nanoTime();
        Answer running = receiptComputer.bulkResult(number);

        assertThat(atTheCounter.verdict()).isEqualTo("1");
        assertThat(running.at("MessageHeader", "SegmentOfResult"))
                .as("the inquiry taken before the single check still runs after its answer")
                .isEqualTo("2");
        assertThat(running.inBody("BulkConfirmUnit")).isEmpty();
        Answer result = receiptComputer.bulkResult(number, DONE_WITHIN);
        System.out.printf(
                "single check %d ms, %d people handed over after %d ms%n",
                Duration.ofNanos(answered - taken).toMillis(),
                PEOPLE,
                Duration.ofNanos(System.nanoTime() - taken).toMillis());
        assertCounts(result, PEOPLE, PEOPLE - 1, 1);
        assertThat(wrong(result.inBody("BulkConfirmUnit"))).isEmpty();
        assertThat(since(before, "bulk.row_checked")).isEqualTo(PEOPLE - 1);
        assertThat(since(before, SINGLE)).isEqualTo(1);
    }

    /** Compares with the oracle, person by person; the last one's number is missing. */
    private List<String> wrong(List<Element> units) {
        assertThat(units).hasSize(PEOPLE);
        List<String> verdicts =
                numbered.stream()
                        .map(row -> TownOracle.verdict(town, row, row.branch(), TODAY))
                        .toList();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            boolean last = i == PEOPLE - 1;
            String expected = "p_" + i + (last ? " 2 " : " 1 " + verdicts.get(i % numbered.size()));
            Element unit = units.get(i);
            String seen =
                    person(unit)
                            + " "
                            + Answer.text(unit, "ProcessingResultStatus")
                            + " "
                            + verdict(unit);
            if (!seen.equals(expected)) {
                wrong.add(seen + " instead of " + expected);
            }
        }
        return wrong;
    }

    /** A coverage of the town that is answered with this verdict today. */
    private TownCsv first(String verdict) {
        return numbered.stream()
                .filter(row -> TownOracle.verdict(town, row, row.branch(), TODAY).equals(verdict))
                .findFirst()
                .orElseThrow();
    }

    private static Question unknown(Question asked) {
        return withNumber(asked, "99999999999999999999");
    }

    private static Question numberless(Question asked) {
        return withNumber(asked, "");
    }

    private static Question withNumber(Question asked, String number) {
        return new Question(
                asked.day(),
                asked.insurerNumber(),
                asked.symbol(),
                number,
                asked.branch(),
                asked.birthDate(),
                asked.limitConsent());
    }

    private static void assertCounts(Answer result, int all, int normal, int error) {
        assertThat(
                        Stream.of(
                                        "SegmentOfResult",
                                        "NumberOfProcessingResult",
                                        "NumberOfNormalProcessing",
                                        "NumberOfError")
                                .map(name -> result.at("MessageHeader", name)))
                .containsExactly(
                        "1",
                        Integer.toString(all),
                        Integer.toString(normal),
                        Integer.toString(error));
    }

    private static String person(Element unit) {
        return Answer.children(unit, "QualificationConfirmSearchInfo").stream()
                .map(search -> Answer.text(search, "ArbitraryIdentifier"))
                .findFirst()
                .orElse("");
    }

    private static String verdict(Element unit) {
        return Answer.text(unit, "QualificationValidity");
    }

    private static String qualification(Element unit, String name) {
        return Answer.children(unit, "ResultOfQualificationConfirmation").stream()
                .map(result -> Answer.text(result, name))
                .findFirst()
                .orElse("");
    }

    private static long since(Map<String, Long> before, Map<String, Long> now, String event) {
        return now.getOrDefault(event, 0L) - before.getOrDefault(event, 0L);
    }

    private long since(Map<String, Long> before, String event) throws SQLException {
        return since(before, entries(), event);
    }

    /** How many entries the audit log holds, by event. */
    private Map<String, Long> entries() throws SQLException {
        try (Connection connection = demo.inspector();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT event, count(*) FROM audit.entry GROUP BY event")) {
            Map<String, Long> entries = new HashMap<>();
            while (rows.next()) {
                entries.put(rows.getString(1), rows.getLong(2));
            }
            return entries;
        }
    }
}
