package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.acceptance.RunningDemo.Ran;
import org.onshi.kernel.CheckDigit;
import tools.jackson.databind.JsonNode;

/**
 * Every action of the registration file, sent by the command and asked about by the command, before
 * and after.
 */
@Tag("acceptance")
class RegistrationScenarioTest {
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final String ADD_HEADER =
            "action,insurer_number,symbol,number,branch,birth_date,individual_number,individual_number_missing_reason,"
                + "name,name_kana,sex,postal_code,address,relationship,acquired_on,notified_on,issued_on";
    private static final String BIRTH = "1984-05-06";

    @Test
    @Requirement({"B-02", "B-03"})
    void aCoverageHoldsFromItsFirstDayUntilTheDayBeforeItIsLost() throws Exception {
        Person person = new Person(1);
        person.add("2025-04-01");
        assertThat(person.verdict("--on", "2025-03-31")).isEqualTo("4");
        assertThat(person.verdict("--on", "2025-04-01")).isEqualTo("1");
        assertThat(
                        person.send(
                                "action,insurer_number,symbol,number,branch,birth_date,lost_on,loss_reason",
                                "LOSE," + person.key() + ",2025-06-01,99"))
                .isEqualTo("ACCEPTED");
        assertThat(person.verdict("--on", "2025-05-31")).isEqualTo("1");
        assertThat(person.verdict("--on", "2025-06-01")).isEqualTo("2");
        assertThat(person.history())
                .containsExactly(
                        "2025-04-01..infinity invalidated", "2025-04-01..2025-06-01 current");
    }

    @Test
    @Requirement("B-02")
    void aChangeHoldsFromItsDayOnAndWhatWasKnownBeforeStaysKnown() throws Exception {
        Person person = new Person(2);
        person.add("2025-04-01");
        String before = person.checkedAt();
        assertThat(
                        person.send(
                                "action,insurer_number,symbol,number,branch,birth_date,effective_on,address",
                                "CHANGE," + person.key() + ",2025-05-01,東京都架空区新町二丁目1番"))
                .isEqualTo("ACCEPTED");
        assertThat(person.coverage("--on", "2025-04-30").toString()).contains("架空区本町");
        assertThat(person.coverage("--on", "2025-05-01").toString()).contains("架空区新町");
        assertThat(person.coverage("--on", "2025-05-01", "--known-at", before).toString())
                .contains("架空区本町");
        assertThat(person.history())
                .containsExactly(
                        "2025-04-01..infinity invalidated",
                        "2025-04-01..2025-05-01 current",
                        "2025-05-01..infinity current");
    }

    @Test
    @Requirement("B-16")
    void aCorrectionInvalidatesTheOldRowAndTheOldIdentifierIsNoLongerFound() throws Exception {
        Person person = new Person(3);
        person.add("2025-04-01");
        String before = person.checkedAt();
        Person corrected = new Person(4);
        assertThat(
                        person.send(
                                "action,insurer_number,symbol,number,branch,birth_date,old_symbol,old_number,old_branch",
                                "CORRECT,"
                                        + corrected.key()
                                        + ","
                                        + person.symbol
                                        + ","
                                        + person.number
                                        + ",01"))
                .isEqualTo("ACCEPTED");
        assertThat(person.verdict()).isEqualTo("4");
        assertThat(corrected.verdict()).isEqualTo("1");
        assertThat(person.verdict("--known-at", before)).isEqualTo("1");
        assertThat(person.history()).containsExactly("2025-04-01..infinity invalidated");
        assertThat(corrected.history()).containsExactly("2025-04-01..infinity current");
    }

    @Test
    @Requirement("B-16")
    void aCancelledCoverageNeverWasAndIsStillKnownAsItWasKnown() throws Exception {
        Person person = new Person(5);
        person.add("2025-04-01");
        String before = person.checkedAt();
        assertThat(
                        person.send(
                                "action,insurer_number,symbol,number,branch,birth_date",
                                "CANCEL," + person.key()))
                .isEqualTo("ACCEPTED");
        assertThat(person.verdict("--on", "2025-05-01")).isEqualTo("4");
        assertThat(person.verdict("--on", "2025-05-01", "--known-at", before)).isEqualTo("1");
        assertThat(person.history()).containsExactly("2025-04-01..infinity invalidated");
    }

    @Test
    @Requirement("B-02")
    void theSameFileAgainChangesNothing() throws Exception {
        Person person = new Person(6);
        person.add("2025-04-01");
        List<String> before = person.history();
        Ran again = person.register(ADD_HEADER + "\n" + person.addRow("2025-04-01") + "\n");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("1,ACCEPTED,UNCHANGED,");
        assertThat(person.history()).isEqualTo(before);
    }

    @Test
    @Requirement({"B-02", "B-21"})
    void aBadRowNamesItsFieldAndNeverStopsTheGoodOnes() throws Exception {
        Person good = new Person(7);
        Person wrongCheckDigit = new Person(8);
        Ran ran =
                good.register(
                        ADD_HEADER
                                + "\n"
                                + wrongCheckDigit
                                        .addRow("2025-04-01")
                                        .replace(wrongCheckDigit.individualNumber, "123456789012")
                                + "\n"
                                + wrongCheckDigit.addRow("2025-04-01").replace(",2025-04-01,", ",,")
                                + "\n"
                                + wrongCheckDigit
                                        .addRow("2025-04-01")
                                        .replace("1984-05-06", "1984-02-30")
                                + "\n"
                                + good.addRow("2025-04-01")
                                + "\n");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines().toList().get(1))
                .startsWith("1,REJECTED,CHECK_DIGIT,")
                .contains("individual_number");
        assertThat(ran.out().lines().toList().get(2))
                .startsWith("2,REJECTED,MISSING_FIELD,")
                .contains("acquired_on");
        assertThat(ran.out().lines().toList().get(3))
                .startsWith("3,REJECTED,")
                .contains("birth_date");
        assertThat(ran.out().lines().toList().get(4)).startsWith("4,ACCEPTED,");
        assertThat(good.verdict()).isEqualTo("1");
        assertThat(wrongCheckDigit.verdict()).isEqualTo("4");
    }

    @Test
    @Requirement({"B-07", "B-13"})
    void aPendingCoverageDoesNotExistForAnAnswer() throws Exception {
        Person person = new Person(9);
        Ran ran =
                person.register(
                        ADD_HEADER
                                + "\n"
                                + person.addRow("2025-04-01")
                                        .replace(
                                                "," + person.individualNumber + ",,",
                                                ",,NOT_YET_ASSIGNED,")
                                + "\n");
        assertThat(ran.out()).contains("1,PENDING,");
        assertThat(person.verdict()).isEqualTo("4");
    }

    @Test
    @Requirement({"A-39", "B-01", "B-25"})
    void aCheckWithoutBranchFindsThePersonByBirthDate() throws Exception {
        Person person = new Person(10);
        person.add("2025-04-01");
        Ran ran =
                DEMO.onshi(
                        "check",
                        "--insurer",
                        person.insurer,
                        "--symbol",
                        person.symbol,
                        "--number",
                        person.number,
                        "--birth",
                        BIRTH);
        assertThat(ran.json().get("verdict").asString()).isEqualTo("1");
        Ran other =
                DEMO.onshi(
                        "check",
                        "--insurer",
                        person.insurer,
                        "--symbol",
                        person.symbol,
                        "--number",
                        person.number,
                        "--birth",
                        "1984-05-07");
        assertThat(other.json().get("verdict").asString()).isEqualTo("4");
        assertThat(other.exit()).isZero();
    }

    @Test
    @Requirement("B-03")
    void anOverlapIsSeenByBothInsurersWithTheirOwnIdentifierOnlyUntilOneReportsTheLoss()
            throws Exception {
        Person before = new Person(11);
        before.add("2025-04-01");
        Person after = before.withAnotherInsurer(12);
        Ran overlap = after.register(ADD_HEADER + "\n" + after.addRow("2025-06-01") + "\n");
        assertThat(overlap.exit()).as(overlap.err()).isZero();
        assertThat(overlap.out()).contains("1,ACCEPTED,OVERLAP,");

        Map<String, String> seenBefore = before.conflict("OPEN").orElseThrow();
        Map<String, String> seenAfter = after.conflict("OPEN").orElseThrow();
        assertThat(seenBefore)
                .containsEntry("symbol", before.symbol)
                .containsEntry("other_insurer_number", after.insurer)
                .containsEntry("overlap_from", "2025-06-01")
                .containsEntry("conflict_id", seenAfter.get("conflict_id"));
        assertThat(seenBefore.values()).doesNotContain(after.symbol, after.number);
        assertThat(seenAfter)
                .containsEntry("symbol", after.symbol)
                .containsEntry("other_insurer_number", before.insurer);
        assertThat(seenAfter.values()).doesNotContain(before.symbol, before.number);

        assertThat(
                        before.send(
                                "action,insurer_number,symbol,number,branch,birth_date,lost_on,loss_reason",
                                "LOSE," + before.key() + ",2025-06-01,99"))
                .isEqualTo("ACCEPTED");
        assertThat(before.conflict("OPEN")).isEmpty();
        assertThat(after.conflict("OPEN")).isEmpty();
        assertThat(before.conflict("RESOLVED").orElseThrow())
                .containsEntry("conflict_id", seenBefore.get("conflict_id"))
                .containsEntry("lost_on", "2025-06-01");
        assertThat(after.conflict("RESOLVED").orElseThrow())
                .containsEntry("conflict_id", seenBefore.get("conflict_id"));
    }

    /** B-07: another person's number leads to nobody; the right one does. */
    @Test
    @Requirement({"B-07", "B-13"})
    void anotherPersonsNumberLeadsToNobodyUntilTheRightOneComes() throws Exception {
        Person person = new Person(13);
        Person other = new Person(14);
        other.resident();
        person.resident();
        Ran wrong =
                person.sendFile(
                        ADD_HEADER
                                + "\n"
                                + person.addRow("2025-04-01")
                                        .replace(person.individualNumber, other.individualNumber)
                                + "\n");
        assertThat(wrong.out()).contains("1,PENDING,REGISTER_DIFFERS,").contains("name");
        assertThat(person.verdict()).isEqualTo("4");
        assertThat(person.pending().orElseThrow())
                .containsEntry("code", "REGISTER_DIFFERS")
                .containsEntry("name_compared", "DIFFERS");
        Ran mended =
                person.sendFile(
                        "action,insurer_number,symbol,number,branch,birth_date,individual_number\n"
                                + "CORRECT,"
                                + person.key()
                                + ","
                                + person.individualNumber
                                + "\n");
        assertThat(mended.out()).contains("1,ACCEPTED,OK,");
        assertThat(person.verdict()).isEqualTo("1");
        assertThat(person.pending()).isEmpty();
    }

    /** B-07: one attribute that people change is the insurer's to confirm, by name and reason. */
    @Test
    @Requirement("B-07")
    void anInsurerConfirmsWhatItMadeSureOf() throws Exception {
        Person person = new Person(15);
        person.resident("東京都架空区港町9番9号");
        Ran ran = person.sendFile(ADD_HEADER + "\n" + person.addRow("2025-04-01") + "\n");
        assertThat(ran.out()).contains("1,PENDING,REGISTER_DIFFERS,");
        assertThat(person.verdict()).isEqualTo("4");
        Map<String, String> pending = person.pending().orElseThrow();
        assertThat(pending)
                .containsEntry("confirmable", "true")
                .containsEntry("address_compared", "DIFFERS");
        person.confirm();
        assertThat(person.verdict()).isEqualTo("1");
    }

    /** B-05: all five attributes give the number, four do not. */
    @Test
    @Requirement("B-05")
    void withoutANumberAllFiveAttributesGiveItAndFourDoNot() throws Exception {
        Person known = new Person(16);
        known.resident();
        assertThat(known.sendFile(known.withoutNumber()).out()).contains("1,ACCEPTED,OK,");
        assertThat(known.verdict()).isEqualTo("1");

        Person moved = new Person(17);
        moved.resident("東京都架空区港町9番9号");
        assertThat(moved.sendFile(moved.withoutNumber()).out()).contains("1,PENDING,UNRESOLVED,");
        assertThat(moved.verdict()).isEqualTo("4");
    }

    /** B-07: the silence of the register links nobody and loses nothing, nor does a late answer. */
    @ParameterizedTest
    @CsvSource({"DOWN, 18", "LATE, 61"})
    @Requirement({"B-07", "K-05"})
    void whileTheRegisterDoesNotAnswerInTimeRowsWaitAsPendingAndGoOnByThemselves(
            String behaviour, int number) throws Exception {
        Person person = new Person(number);
        person.resident();
        assertThat(DEMO.onshi("sandbox", "register", "--behaviour", behaviour).exit()).isZero();
        try {
            Ran ran = person.sendFile(ADD_HEADER + "\n" + person.addRow("2025-04-01") + "\n");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("1,PENDING,AWAITING_REGISTER,");
            assertThat(ran.err()).contains("by themselves once it answers");
            assertThat(person.verdict()).isEqualTo("4");
        } finally {
            assertThat(DEMO.onshi("sandbox", "register", "--behaviour", "NORMAL").exit()).isZero();
        }
        RunningDemo.await(
                "the row goes on", Duration.ofSeconds(90), () -> person.verdict().equals("1"));
    }

    @Test
    @Requirement({"B-07", "K-05"})
    void aSlowRegisterMakesTheRowSlowAndNotPending() throws Exception {
        Person person = new Person(62);
        person.resident();
        assertThat(DEMO.onshi("sandbox", "register", "--behaviour", "SLOW").exit()).isZero();
        try {
            Ran ran = person.sendFile(ADD_HEADER + "\n" + person.addRow("2025-04-01") + "\n");
            assertThat(ran.out()).contains("1,ACCEPTED,OK,");
            assertThat(person.verdict()).isEqualTo("1");
        } finally {
            assertThat(DEMO.onshi("sandbox", "register", "--behaviour", "NORMAL").exit()).isZero();
        }
    }

    /** B-08: an earlier coverage with another kana name is for the insurer to look at. */
    @Test
    @Requirement("B-19")
    void whenceTheNumberCameIsKeptAndReadBackByTheInsurer() throws Exception {
        Person person = new Person(21);
        String header = ADD_HEADER + ",individual_number_source\n";
        String row = person.addRow("2025-04-01");
        String typedWrongly = row.replace(person.individualNumber, "123456789012");
        assertThat(person.register(header + typedWrongly + ",MANUAL\n").out())
                .contains("1,REJECTED,CHECK_DIGIT,");
        assertThat(person.register(header + row + ",CARD\n").out()).contains("1,ACCEPTED,OK,");

        try (MachineCaller own =
                new MachineCaller(DEMO, Optional.of("insurer-" + person.insurer + ".p12"))) {
            HttpResponse<String> history =
                    own.post(
                            DEMO.url("insurer") + "/insurer/history",
                            "application/json",
                            """
                            {"insurer_number":"%s","symbol":"%s","number":"%s","branch":"01",
                            "birth_date":"%s"}
                            """
                                    .formatted(
                                            person.insurer, person.symbol, person.number, BIRTH));
            assertThat(history.body())
                    .contains("\"individual_number_source\":\"CARD\"")
                    .doesNotContain(person.individualNumber);
        }
    }

    @Test
    @Requirement("B-08")
    void anEarlierCoverageUnderAnotherKanaNameIsConfirmedBeforeAnybodyIsLinked() throws Exception {
        Person before = new Person(19);
        before.resident();
        before.sendFile(
                ADD_HEADER
                        + "\n"
                        + before.addRow("2025-04-01").replace("シケン ハナ", "シケン ハナオ")
                        + "\n");
        before.confirm();
        assertThat(before.verdict()).isEqualTo("1");
        Person after = before.withAnotherInsurer(20);
        Ran ran = after.sendFile(ADD_HEADER + "\n" + after.addRow("2025-06-01") + "\n");
        assertThat(ran.out()).contains("1,PENDING,KANA_DIFFERS,").contains("name_kana");
        assertThat(after.verdict()).isEqualTo("4");
        assertThat(after.pending().orElseThrow()).containsEntry("confirmable", "true");
    }

    /** A person of no town, with an identifier of her own. */
    private static final class Person {
        private final String insurer;
        private final String symbol;
        private final String number;
        private final String individualNumber;
        private final String name;

        Person(int n) {
            this(
                    0,
                    "受入試験",
                    n,
                    individualNumber(n),
                    "試験　花" + String.valueOf(7_000_000 + n).substring(5));
        }

        private Person(int insurer, String symbol, int n, String individualNumber, String name) {
            this.name = name;
            this.insurer = DEMO.json().get("insurers").get(insurer).asString();
            this.symbol = symbol;
            this.number = String.valueOf(7_000_000 + n);
            this.individualNumber = individualNumber;
        }

        /** The same person, as another insurer knows her. */
        Person withAnotherInsurer(int n) {
            return new Person(1, "転職試験", n, individualNumber, name);
        }

        private static String individualNumber(int n) {
            String body = "9" + String.format("%010d", 5_550_000_000L + n);
            return body + CheckDigit.individualNumber(body);
        }

        /** This person's line of what the insurer sees of its conflicts, by column. */
        Optional<Map<String, String>> conflict(String state) throws IOException {
            return line(DEMO.onshi("insurer", "conflicts", "--insurer", insurer, "--state", state));
        }

        String key() {
            return String.join(",", insurer, symbol, number, "01", BIRTH);
        }

        String addRow(String acquiredOn) {
            return "ADD,"
                    + key()
                    + ","
                    + individualNumber
                    + ",,"
                    + name
                    + ",シケン ハナ,2,100-0001,東京都架空区本町一丁目2番3号,1,"
                    + acquiredOn
                    + ",2025-04-03,2025-04-05";
        }

        void add(String acquiredOn) throws IOException {
            assertThat(send(ADD_HEADER, addRow(acquiredOn))).isEqualTo("ACCEPTED");
        }

        /** Sends one row and returns its status. */
        String send(String header, String row) throws IOException {
            Ran ran = register(header + "\n" + row + "\n");
            assertThat(ran.exit()).as(ran.err()).isZero();
            return ran.out().lines().toList().get(1).split(",", -1)[1];
        }

        /** Makes her a resident as her rows describe her, and sends a file. */
        Ran register(String content) throws IOException {
            resident();
            return sendFile(content);
        }

        void resident() throws IOException {
            resident("東京都架空区本町一丁目2番3号");
        }

        void resident(String address) throws IOException {
            resident(address, "シケン ハナ");
        }

        void resident(String address, String kana) throws IOException {
            Path resident = Files.createTempFile(DEMO.folder().getParent(), "resident", ".csv");
            Files.writeString(
                    resident,
                    "individual_number,name,name_kana,birth_date,sex,postal_code,address\n"
                            + String.join(
                                    ",",
                                    individualNumber,
                                    name,
                                    kana,
                                    BIRTH,
                                    "2,100-0001," + address + "\n"));
            assertThat(DEMO.onshi("sandbox", "person", "add", resident.toString()).exit()).isZero();
        }

        String withoutNumber() {
            return ADD_HEADER
                    + "\n"
                    + addRow("2025-04-01").replace("," + individualNumber + ",,", ",,NOT_PROVIDED,")
                    + "\n";
        }

        /** This person's line of what the insurer sees as pending, by column. */
        Optional<Map<String, String>> pending() throws IOException {
            return line(DEMO.onshi("insurer", "pending", "--insurer", insurer));
        }

        /** Her insurer says that she is whose number it has. */
        void confirm() throws IOException {
            Map<String, String> seen = pending().orElseThrow();
            Ran confirmed =
                    DEMO.onshi(
                            "insurer",
                            "pending",
                            "--insurer",
                            insurer,
                            "--confirm",
                            seen.get("coverage_id"),
                            "--since",
                            seen.get("since"),
                            "--clerk",
                            "sato",
                            "--reason",
                            "DOCUMENTS_SEEN");
            assertThat(confirmed.exit()).as(confirmed.err()).isZero();
        }

        private Optional<Map<String, String>> line(Ran ran) throws IOException {
            assertThat(ran.exit()).as(ran.err()).isZero();
            try (var rows = CsvReader.builder().ofNamedCsvRecord(ran.out())) {
                return rows.stream()
                        .filter(row -> row.getField("number").equals(number))
                        .map(row -> row.getFieldsAsMap())
                        .findFirst();
            }
        }

        Ran sendFile(String content) throws IOException {
            Path file = Files.createTempFile(DEMO.folder().getParent(), "register", ".csv");
            Files.writeString(file, content);
            return DEMO.onshi("insurer", "register", file.toString());
        }

        String verdict(String... more) {
            return check(more).get("verdict").asString();
        }

        JsonNode coverage(String... more) {
            return check(more).get("coverages").get(0);
        }

        /** The instant of a check now, for asking later what was known then. */
        String checkedAt() {
            return Instant.parse(check().get("receipt").get("checked_at").asString()).toString();
        }

        private JsonNode check(String... more) {
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    "check",
                                    "--insurer",
                                    insurer,
                                    "--symbol",
                                    symbol,
                                    "--number",
                                    number,
                                    "--branch",
                                    "01",
                                    "--birth",
                                    BIRTH));
            arguments.addAll(List.of(more));
            Ran ran = DEMO.onshi(arguments.toArray(String[]::new));
            assertThat(ran.exit()).as(ran.err()).isZero();
            return ran.json();
        }

        /** Every version ever recorded, in the order of recording. */
        List<String> history() throws SQLException {
            List<String> versions = new ArrayList<>();
            try (Connection inspector = DEMO.inspector();
                    PreparedStatement query =
                            inspector.prepareStatement(
                                    "SELECT segment_from || '..' || segment_to, invalidated_at ="
                                        + " 'infinity' FROM registry.coverage WHERE insurer_number"
                                        + " = ? AND number = ? ORDER BY recorded_at,"
                                        + " segment_from")) {
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
