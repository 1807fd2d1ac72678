package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.kernel.CheckDigit;
import tools.jackson.databind.JsonNode;

/**
 * What went wrong in the real system, fed in as it happened; docs/incidents.md names for each what
 * stops or finds it, and the tests that show the others.
 */
@Tag("acceptance")
class IncidentScenarioTest {
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final String ADDRESS = "東京都架空区本町一丁目2番3号";
    private static final String KEY_COLUMNS =
            "action,insurer_number,symbol,number,branch,birth_date";

    /** 7,312 people: found by kana name, birth date and sex, and linked to a namesake. */
    @Test
    @Requirement({"B-05", "B-07", "J-01"})
    void aNamesakeBornOnTheSameDayIsNeverFoundByThreeAttributesNorLinkedByTheNumber()
            throws Exception {
        Insuree namesake = new Insuree(1, "1984-05-06").named("同姓　花子", "ドウセイ ハナコ");
        namesake.resident(namesake.name, namesake.kana, "東京都架空区南町4丁目5番6号");

        Insuree withoutNumber = new Insuree(2, "1984-05-06").named("道清　華子", "ドウセイ ハナコ");
        assertThat(withoutNumber.add("individual_number_missing_reason=NOT_PROVIDED"))
                .startsWith("1,PENDING,UNRESOLVED,");
        assertThat(withoutNumber.verdict()).isEqualTo("4");

        Insuree withHerNumber = new Insuree(3, "1984-05-06").named("道清　華子", "ドウセイ ハナコ");
        assertThat(withHerNumber.add("individual_number=" + namesake.individualNumber))
                .startsWith("1,PENDING,REGISTER_DIFFERS,");
        assertThat(withHerNumber.verdict()).isEqualTo("4");
        assertThat(
                        DEMO.onshi("insurer", "pending", "--insurer", withHerNumber.insurer)
                                .out()
                                .lines())
                .filteredOn(line -> line.contains("," + withHerNumber.number + ","))
                .singleElement()
                .asString()
                .as("equal and differing attributes are told apart, and no clerk may confirm it")
                .contains("DIFFERS", "EQUAL", "false");
    }

    /** 5,695 wrong ratios: told to whoever sends it, and at the counter. */
    @Test
    @Requirement("B-21")
    void aRatioThatFitsNeitherAgeNorClassIsToldToTheInsurerAndAtTheCounter() throws Exception {
        Insuree wrong = new Insuree(4, "1953-01-01");
        assertThat(wrong.linked("copay_percent=10"))
                .startsWith("1,ACCEPTED,RATIO_UNUSUAL,")
                .contains("copay_percent");
        assertThat(codes(wrong.check())).contains("SHARE_UNUSUAL");
        assertThat(wrong.send("CORRECT", "copay_percent=20")).startsWith("1,ACCEPTED,OK,");
        assertThat(codes(wrong.check())).doesNotContain("SHARE_UNUSUAL");

        Insuree highIncome = new Insuree(5, "1953-01-01");
        assertThat(highIncome.linked("copay_percent=20", "limit_kind=01", "limit_class=B03"))
                .as("現役並み with 2割")
                .startsWith("1,ACCEPTED,RATIO_UNUSUAL,");
        assertThat(new Insuree(6, "1953-01-01").linked()).startsWith("1,REJECTED,RATIO_MISSING,");
    }

    /**
     * 4,017 of the 5,695 were possible at that age, and entered against the procedure. What no
     * redetermination, age or limit class explains is told; on 1 August only the insurer's own
     * record of the income tells a right one from a wrong one.
     */
    @Test
    @Requirement("B-21")
    void aWrongRatioThatIsPossibleAtThatAgeIsToldWhereNothingElseExplainsIt() throws Exception {
        Insuree person = new Insuree(34, "1953-01-01");
        person.linked("acquired_on=2024-04-01", "copay_percent=20");
        assertThat(person.send("CHANGE", "effective_on=2024-08-01", "copay_percent=30"))
                .as("判定替え")
                .startsWith("1,ACCEPTED,OK,");
        assertThat(person.send("CHANGE", "effective_on=2025-02-01", "copay_percent=20"))
                .startsWith("1,ACCEPTED,RATIO_CHANGED,")
                .contains("copay_percent");
        assertThat(person.copay("--on", "2025-06-01")).as("registered as sent").isEqualTo(20);
        assertThat(person.send("CORRECT", "effective_on=2025-02-01", "copay_percent=30"))
                .startsWith("1,ACCEPTED,OK,");
        assertThat(person.copay("--on", "2025-06-01")).isEqualTo(30);
    }

    /**
     * The rest of the 5,695: registered wrong at first, with a ratio that the age allows. Only the
     * record of the incomes, sent a second time and not by way of the registration, tells.
     */
    @Test
    @Requirement({"B-21", "J-01"})
    void aWrongRatioThatIsPossibleAtThatAgeIsFoundByTheInsurersOwnRecordOfTheIncome()
            throws Exception {
        Insuree wrong = new Insuree(36, "1953-01-01");
        assertThat(wrong.linked("copay_percent=20")).as("nothing shows").contains(",OK,");
        Insuree right = new Insuree(37, "1953-01-01");
        right.linked("copay_percent=20");
        Path incomes = Files.createTempFile(DEMO.folder().getParent(), "incomes", ".csv");
        Files.writeString(
                incomes,
                "insurer_number,symbol,number,branch,birth_date,copay_percent\n"
                        + (wrong.keyCells() + ",30\n")
                        + (right.keyCells() + ",20\n"));

        Ran compared = compared(incomes);
        assertThat(compared.err()).contains("rows 2, equal 1, different 1,");
        assertThat(compared.out().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("1,DIFFERENT,")
                .contains("," + wrong.number + ",01,1953-01-01,30,20,");
        assertThat(wrong.copay()).as("nothing is changed by it").isEqualTo(20);

        assertThat(wrong.send("CORRECT", "copay_percent=30")).startsWith("1,ACCEPTED,OK,");
        assertThat(compared(incomes).out().lines()).as("the header").hasSize(1);
    }

    private static Ran compared(Path incomes) {
        Ran ran = DEMO.onshi("insurer", "compare-ratios", incomes.toString(), "--on", "2025-06-01");
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran;
    }

    /** Ibaraki: 48 limit classes and ratios gone at 32 facilities, among many rows. */
    @Test
    @Requirement("B-21")
    void aLimitClassTakenAwayIsToldToWhoeverSentIt() throws Exception {
        Insuree person = new Insuree(35, "1990-01-01");
        person.linked("limit_kind=01", "limit_class=A03", "limit_from=2025-04-01");
        assertThat(person.send("CHANGE", "effective_on=2025-05-01", "limit_class=-"))
                .startsWith("1,ACCEPTED,LIMIT_CLEARED,")
                .contains("limit_class");
        assertThat(person.send("CORRECT", "effective_on=2025-05-01", "limit_class=A03"))
                .startsWith("1,ACCEPTED,OK,");
    }

    /** Kumamoto: a vendor's setting sent the ratio and limit class of everybody empty. */
    @Test
    @Requirement("B-21")
    void aFileThatTakesAwayEverybodysLimitClassIsHeldAndWithdrawnBeforeAnybodyIsAskedToPay()
            throws Exception {
        List<Insuree> town = new ArrayList<>();
        for (int n = 40; n < 51; n++) {
            town.add(new Insuree(n, "1953-01-01"));
        }
        Insuree.residents(town);
        Ran added =
                Insuree.sent(
                        town,
                        "ADD",
                        person ->
                                person.described(
                                        "individual_number=" + person.individualNumber,
                                        "copay_percent=20",
                                        "limit_class=B05"));
        assertThat(added.out().lines().skip(1)).allMatch(line -> line.contains(",ACCEPTED,OK,"));

        Ran held =
                Insuree.sent(
                        town, "CHANGE", _ -> List.of("effective_on=2025-05-01", "limit_class=-"));
        assertThat(held.exit()).as(held.err()).isZero();
        assertThat(held.out().lines().skip(1))
                .hasSize(town.size())
                .allMatch(line -> line.contains(",PENDING,AWAITING_CONFIRMATION,"));
        assertThat(held.err()).contains("11 of 11 rows take away a ratio or a limit class");
        assertThat(town).allMatch(person -> person.limitClass().equals("B05"));

        Ran withdrawn = decided(town.getFirst().insurer, held, "MISTAKE");
        assertThat(withdrawn.out().lines().skip(1))
                .hasSize(town.size())
                .allMatch(line -> line.contains(",REJECTED,NOT_CONFIRMED,"));
        assertThat(town).allMatch(person -> person.limitClass().equals("B05"));

        Ran meant =
                Insuree.sent(
                        town, "CHANGE", _ -> List.of("effective_on=2025-06-01", "limit_class=-"));
        assertThat(decided(town.getFirst().insurer, meant, "ENDED").out().lines().skip(1))
                .hasSize(town.size())
                .allMatch(line -> line.contains(",ACCEPTED,LIMIT_CLEARED,"));
    }

    private static Ran decided(String insurer, Ran held, String reason) {
        Matcher id = Pattern.compile("--registration ([0-9a-f-]{36})").matcher(held.err());
        assertThat(id.find()).as(held.err()).isTrue();
        return DEMO.onshi(
                "insurer",
                "held",
                "--insurer",
                insurer,
                "--registration",
                id.group(1),
                "--clerk",
                "sato",
                "--reason",
                reason);
    }

    /** Chiba: a corrected ratio equal to its neighbour was merged, and the old one was sent. */
    @Test
    @Requirement({"B-02", "B-16"})
    void aCorrectionThatMakesTwoPeriodsEqualMergesNothingAndTheOldRatioIsNeverAnswered()
            throws Exception {
        Insuree person = new Insuree(7, "1952-01-01");
        person.linked("acquired_on=2023-08-01", "copay_percent=20");
        assertThat(person.send("CHANGE", "effective_on=2024-08-01", "copay_percent=30"))
                .startsWith("1,ACCEPTED,OK,");
        String before = person.check().path("receipt").path("checked_at").asString();
        assertThat(person.copay("--on", "2025-06-01")).isEqualTo(30);

        assertThat(person.send("CORRECT", "effective_on=2024-08-01", "copay_percent=20"))
                .startsWith("1,ACCEPTED,OK,");
        for (String day : List.of("2024-07-31", "2024-08-01", "2025-06-01")) {
            assertThat(person.copay("--on", day)).as("on %s", day).isEqualTo(20);
        }
        assertThat(person.copay("--on", "2025-06-01", "--known-at", before))
                .as("what was sent then can still be told")
                .isEqualTo(30);
        assertThat(person.versions())
                .containsExactly(
                        "2023-08-01..2024-08-01 20 current",
                        "2023-08-01..infinity 20 invalidated",
                        "2024-08-01..infinity 30 invalidated",
                        "2024-08-01..infinity 20 current");
    }

    /** Kumamoto: a vendor's setting hid ratios and limits, and nothing said so. */
    @Test
    @Requirement({"A-12", "B-21"})
    void aRatioThatIsNotKnownIsSaidToBeUnknownAndNobodyCanTakeItAwayByAnEmptyColumn()
            throws Exception {
        Insuree person = new Insuree(8, "1952-01-01");
        person.linked("copay_percent=20", "copay_from=2024-08-01", "copay_to=2025-05-31");
        assertThat(person.send("CHANGE", "effective_on=2025-05-01", "copay_percent=-"))
                .startsWith("1,REJECTED,RATIO_MISSING,");
        assertThat(person.copay("--on", "2025-05-31")).isEqualTo(20);
        JsonNode after = person.check("--on", "2025-06-01");
        assertThat(after.path("verdict").asString()).as("the coverage holds").isEqualTo("1");
        assertThat(after.path("coverages").path(0).has("copay_percent"))
                .as("the old ratio is not shown for a day it does not hold on")
                .isFalse();
        assertThat(codes(after)).contains("SHARE_NOT_REGISTERED");

        Insuree young = new Insuree(9, "1990-01-01");
        young.linked();
        assertThat(codes(young.check()))
                .as("where the age alone gives the ratio none is missed")
                .doesNotContain("SHARE_NOT_REGISTERED");
    }

    /** A municipality's computer had failed, and its registrations stood still unnoticed. */
    @Test
    @Requirement("B-10")
    void anInsurerThatSendsNothingAnyMoreStandsInAListWithItsLastFile() throws Exception {
        Insuree person = new Insuree(10, "1990-01-01");
        person.linked();
        assertThat(silent("0"))
                .filteredOn(line -> line.startsWith(person.insurer + ","))
                .singleElement()
                .asString()
                .matches(person.insurer + ",2025-06-[0-9T:.]+Z,0");
        assertThat(silent("1")).noneMatch(line -> line.startsWith(person.insurer + ","));
    }

    private static List<String> silent(String days) {
        Ran ran = DEMO.onshi("operator", "silent", "--days", days);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out().lines().skip(1).toList();
    }

    /** 国保, acquired and treated on the same day: 該当なし until the insurer has sent the row. */
    @Test
    @Requirement({"A-17", "B-03"})
    void whoAcquiredTodayIsUnknownWithANextStepAndFoundWhenAskedAgainLater() throws Exception {
        Insuree person = new Insuree(11, "1990-01-01");
        JsonNode early = person.check();
        assertThat(early.path("verdict").asString()).isEqualTo("4");
        assertThat(early.path("next_step").path("ja").asString()).isNotBlank();
        person.linked("acquired_on=2025-06-10", "notified_on=2025-06-10", "issued_on=2025-06-10");
        JsonNode later = person.check("--on", "2025-06-10");
        assertThat(later.path("verdict").asString()).isEqualTo("1");
        assertThat(later.path("coverages").path(0).path("acquired_on").asString())
                .isEqualTo("2025-06-10");
    }

    /** 3 read as 5 from the paper: a wrong number must find nobody, and say where to look. */
    @Test
    @Requirement("A-17")
    void threesReadAsFivesFindNobodyElseAndTheStepNamesWhatToReadAgain() throws Exception {
        Insuree person = new Insuree(33, "1990-01-01");
        person.linked();
        assertThat(person.number).contains("3");
        JsonNode misread =
                check(person.insurer, person.symbol, person.number.replace('3', '5'), person.birth);
        assertThat(misread.path("verdict").asString()).isEqualTo("4");
        JsonNode wrongInsurer =
                check(
                        person.insurer.replaceFirst("[0-9]$", lastDigitOtherThan(person.insurer)),
                        person.symbol,
                        person.number,
                        person.birth);
        assertThat(wrongInsurer.path("verdict").asString()).isEqualTo("4");
        assertThat(wrongInsurer.path("next_step"))
                .as("the check digit tells that it is the insurer's number")
                .isNotEqualTo(misread.path("next_step"));
    }

    private static String lastDigitOtherThan(String digits) {
        return String.valueOf((digits.charAt(digits.length() - 1) - '0' + 2) % 10);
    }

    /** Widths, leading zeros, variant kanji and small kana made people "differ" from themselves. */
    @Test
    @Requirement({"B-05", "K-09"})
    void theSamePersonWrittenOtherwiseIsTheSamePersonAndIsFoundHoweverTheNumberIsTyped()
            throws Exception {
        Insuree person = new Insuree(12, "1990-01-01").named("高﨑　翔子", "ﾀｶｻｷ ｼｮｳｺ");
        person.resident("髙崎　翔子", "タカサキ　シヨウコ", "東京都架空区本町１－２－３");
        assertThat(person.add("individual_number=" + person.individualNumber))
                .startsWith("1,ACCEPTED,OK,");
        for (String typed : List.of(person.number, "000" + person.number, wide(person.number))) {
            JsonNode found = check(person.insurer, person.symbol, typed, person.birth);
            assertThat(found.path("verdict").asString()).as("typed %s", typed).isEqualTo("1");
            assertThat(found.path("coverages").path(0).path("name").asString())
                    .as("shown as registered")
                    .isEqualTo("高﨑　翔子");
        }
    }

    private static String wide(String digits) {
        StringBuilder wide = new StringBuilder();
        digits.chars().forEach(c -> wide.append((char) (c - '0' + '０')));
        return wide.toString();
    }

    /** The day of issue taken for the day of acquisition: said at once, and corrected. */
    @Test
    @Requirement({"B-16", "B-21"})
    void anAcquisitionMixedUpWithTheIssueIsSaidAtOnceAndItsCorrectionReachesBack()
            throws Exception {
        Insuree person = new Insuree(13, "1990-01-01");
        assertThat(person.linked("acquired_on=2025-05-10", "issued_on=2025-04-28"))
                .startsWith("1,ACCEPTED,ISSUED_BEFORE_ACQUIRED,");
        assertThat(person.verdict("--on", "2025-05-09")).isEqualTo("4");
        assertThat(person.send("CORRECT", "acquired_on=2025-04-20")).startsWith("1,ACCEPTED,OK,");
        assertThat(person.verdict("--on", "2025-04-20")).isEqualTo("1");
        assertThat(person.verdict("--on", "2025-04-19")).isEqualTo("4");
    }

    private static List<String> codes(JsonNode answer) {
        return answer.path("alerts")
                .valueStream()
                .map(alert -> alert.path("code").asString())
                .toList();
    }

    private static JsonNode check(
            String insurer, String symbol, String number, String birth, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "check",
                                "--insurer",
                                insurer,
                                "--symbol",
                                symbol,
                                "--number",
                                number,
                                "--birth",
                                birth));
        command.addAll(List.of(more));
        Ran ran = DEMO.onshi(command.toArray(String[]::new));
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.json();
    }

    /** Somebody of no town, written as the incident demands. */
    private static final class Insuree {
        private final String insurer = DEMO.json().get("insurers").get(0).asString();
        private final String symbol = "事例";
        private final String number;
        private final String birth;
        private final String individualNumber;
        private String name;
        private String kana = "ジレイ ハナ";

        Insuree(int n, String birth) {
            this.number = String.valueOf(7_300_000 + n);
            this.birth = birth;
            String body = "8" + String.format("%010d", 5_560_000_000L + n);
            this.individualNumber = body + CheckDigit.individualNumber(body);
            this.name = "事例　花" + n;
        }

        Insuree named(String name, String kana) {
            this.name = name;
            this.kana = kana;
            return this;
        }

        void resident(String name, String kana, String address) throws IOException {
            register(List.of(residentLine(name, kana, address)));
        }

        /** The register knows them as their insurer will write them. */
        static void residents(List<Insuree> people) throws IOException {
            register(
                    people.stream()
                            .map(one -> one.residentLine(one.name, one.kana, ADDRESS))
                            .toList());
        }

        private String residentLine(String name, String kana, String address) {
            return String.join(",", individualNumber, name, kana, birth, "2", "100-0001", address);
        }

        private static void register(List<String> lines) throws IOException {
            Path file = Files.createTempFile(DEMO.folder().getParent(), "resident", ".csv");
            Files.writeString(
                    file,
                    "individual_number,name,name_kana,birth_date,sex,postal_code,address\n"
                            + String.join("\n", lines)
                            + "\n");
            Ran added = DEMO.onshi("sandbox", "person", "add", file.toString());
            assertThat(added.exit()).as(added.err()).isZero();
        }

        /** A resident as her insurer writes her, and her ADD with her number. */
        String linked(String... cells) throws IOException {
            resident(name, kana, ADDRESS);
            List<String> all = new ArrayList<>(List.of("individual_number=" + individualNumber));
            all.addAll(List.of(cells));
            return add(all.toArray(String[]::new));
        }

        String add(String... cells) throws IOException {
            return send("ADD", described(cells).toArray(String[]::new));
        }

        /** Her ADD, as far as the cells given do not say otherwise. */
        private List<String> described(String... cells) {
            List<String> all =
                    new ArrayList<>(
                            List.of(
                                    "name=" + name,
                                    "name_kana=" + kana,
                                    "sex=2",
                                    "address=" + ADDRESS,
                                    "relationship=1"));
            all.addAll(List.of(cells));
            addUnlessGiven(all, "acquired_on=2025-04-01");
            addUnlessGiven(all, "notified_on=2025-04-03");
            return all;
        }

        private static void addUnlessGiven(List<String> cells, String cell) {
            String column = cell.substring(0, cell.indexOf('=') + 1);
            if (cells.stream().noneMatch(given -> given.startsWith(column))) {
                cells.add(cell);
            }
        }

        /** Sends one row, of cells written column=value, and gives its line of the result. */
        String send(String action, String... cells) throws IOException {
            Ran ran = sent(List.of(this), action, person -> List.of(cells));
            return ran.out().lines().toList().get(1);
        }

        /** Sends a row for each, all with the same columns, as one file. */
        static Ran sent(
                List<Insuree> people, String action, Function<Insuree, List<String>> cellsOf)
                throws IOException {
            StringJoiner header = new StringJoiner(",").add(KEY_COLUMNS);
            cellsOf.apply(people.getFirst())
                    .forEach(cell -> header.add(cell.substring(0, cell.indexOf('='))));
            StringJoiner file = new StringJoiner("\n", "", "\n").add(header.toString());
            for (Insuree one : people) {
                StringJoiner row = new StringJoiner(",").add(action).add(one.keyCells());
                cellsOf.apply(one).forEach(cell -> row.add(cell.substring(cell.indexOf('=') + 1)));
                file.add(row.toString());
            }
            Path path = Files.createTempFile(DEMO.folder().getParent(), "incident", ".csv");
            Files.writeString(path, file.toString());
            Ran ran = DEMO.onshi("insurer", "register", path.toString());
            assertThat(ran.exit()).as(ran.err()).isZero();
            return ran;
        }

        private String keyCells() {
            return String.join(",", insurer, symbol, number, "01", birth);
        }

        JsonNode check(String... more) {
            return IncidentScenarioTest.check(insurer, symbol, number, birth, more);
        }

        String verdict(String... more) {
            return check(more).path("verdict").asString();
        }

        int copay(String... more) {
            return check(more).path("coverages").path(0).path("copay_percent").asInt();
        }

        /** The limit class that an answer under consent would have; "" for none. */
        String limitClass() {
            try (Connection inspector = DEMO.inspector();
                    PreparedStatement query =
                            inspector.prepareStatement(
                                    "SELECT coalesce(limit_class, '') FROM registry.coverage WHERE"
                                        + " insurer_number = ? AND number = ? AND invalidated_at ="
                                        + " 'infinity' AND segment_to = 'infinity'")) {
                query.setString(1, insurer);
                query.setString(2, number);
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    return rows.getString(1);
                }
            } catch (SQLException failed) {
                throw new IllegalStateException("the store does not answer", failed);
            }
        }

        /** Every version ever recorded with its ratio, by its first day and its recording. */
        List<String> versions() throws SQLException {
            List<String> versions = new ArrayList<>();
            try (Connection inspector = DEMO.inspector();
                    PreparedStatement query =
                            inspector.prepareStatement(
                                    "SELECT segment_from || '..' || segment_to || ' ' ||"
                                        + " copay_percent, invalidated_at = 'infinity' FROM"
                                        + " registry.coverage WHERE insurer_number = ? AND number ="
                                        + " ? ORDER BY segment_from, segment_to, recorded_at")) {
                query.setString(1, insurer);
                query.setString(2, number);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        versions.add(
                                rows.getString(1)
                                        + (rows.getBoolean(2) ? " current" : " invalidated"));
                    }
                }
            }
            return versions;
        }
    }
}
