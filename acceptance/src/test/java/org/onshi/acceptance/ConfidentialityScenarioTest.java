package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.acceptance.ReceiptComputer.Question;
import org.onshi.acceptance.ReceiptComputer.Shape;

/** Searches everything that a demo wrote, after real checks, for the town's actual values. */
@Tag("acceptance")
class ConfidentialityScenarioTest {
    private static final Pattern TWELVE_DIGITS = Pattern.compile("(?<!\\d)\\d{12}(?!\\d)");
    private static final RunningDemo DEMO = RunningDemo.shared();
    private static final List<TownCsv> TOWN = TownCsv.read(DEMO.file("town.csv"));
    private static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));

    @BeforeAll
    static void peopleAreChecked() {
        ReceiptComputer receiptComputer = new ReceiptComputer(DEMO);
        TOWN.stream()
                .filter(row -> !row.number().isEmpty())
                .limit(20)
                .forEach(row -> receiptComputer.ask(Question.of(row, TODAY), Shape.COMPACT));
    }

    @Test
    @Requirement({"A-01", "J-04"})
    void noIndividualNumberLeavesTheVaultTheSandboxAndTheRegistrationFiles() throws Exception {
        Set<String> numbers = individualNumbers();
        assertThat(numbers).hasSizeGreaterThan(RunningDemo.PEOPLE / 2);
        Set<String> found = new HashSet<>();
        try (Connection inspector = DEMO.inspector()) {
            for (String table : tables(inspector)) {
                if (holdsOne(rows(inspector, table), numbers)) {
                    found.add("table " + table);
                }
            }
        }
        for (Path file : DEMO.files()) {
            if (!isSandboxOwn(file) && fileHoldsOne(file, numbers)) {
                found.add("file " + DEMO.folder().relativize(file));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    @Requirement({"J-03", "J-04"})
    void noNameAndNoInsuredNumberStandsInALogOrAnAuditEntry() throws Exception {
        Set<String> values = personalValues();
        Set<String> found = new HashSet<>();
        try (Stream<Path> logs = Files.walk(DEMO.file("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                if (holdsToken(Files.readString(log), values)) {
                    found.add("log " + log.getFileName());
                }
            }
        }
        try (Connection inspector = DEMO.inspector();
                Statement statement = inspector.createStatement();
                ResultSet entries =
                        statement.executeQuery(
                                "SELECT convert_from(body, 'UTF8') FROM audit.entry")) {
            int count = 0;
            while (entries.next()) {
                count++;
                if (holdsToken(entries.getString(1), values)) {
                    found.add("an audit entry");
                }
            }
            assertThat(count).isGreaterThan(20);
        }
        assertThat(found).isEmpty();
        assertThat(String.join("\n", DEMO.output()))
                .satisfies(output -> assertThat(holdsToken(output, values)).isFalse());
    }

    @Test
    @Requirement("J-04")
    void theInspectorCannotReadTheVault() throws SQLException {
        try (Connection inspector = DEMO.inspector();
                Statement statement = inspector.createStatement();
                ResultSet readable =
                        statement.executeQuery(
                                "SELECT count(1) FROM pg_tables WHERE schemaname = 'vault' AND"
                                    + " has_schema_privilege('vault', 'USAGE') AND"
                                    + " has_table_privilege(format('%I.%I', schemaname, tablename),"
                                    + " 'SELECT')")) {
            readable.next();
            assertThat(readable.getInt(1)).isZero();
        }
    }

    private static Set<String> individualNumbers() throws IOException {
        Set<String> numbers = new HashSet<>();
        for (Path file : DEMO.files()) {
            if (isSandboxOwn(file) && file.toString().endsWith(".csv")) {
                Matcher matcher = TWELVE_DIGITS.matcher(Files.readString(file));
                while (matcher.find()) {
                    if (isIndividualNumber(matcher.group())) {
                        numbers.add(matcher.group());
                    }
                }
            }
        }
        return numbers;
    }

    private static boolean isIndividualNumber(String digits) {
        int sum = 0;
        for (int i = 0; i < 11; i++) {
            sum += (digits.charAt(i) - '0') * (i < 5 ? 6 - i : 12 - i);
        }
        int rest = sum % 11;
        return digits.charAt(11) - '0' == (rest <= 1 ? 0 : 11 - rest);
    }

    private static boolean isSandboxOwn(Path file) {
        return file.startsWith(DEMO.file("sandbox"));
    }

    private static Set<String> personalValues() {
        Set<String> values = new HashSet<>();
        for (TownCsv row : TOWN) {
            for (String value : List.of(row.name(), row.nameKana(), row.number())) {
                if (value.length() >= 6 || (value.length() >= 3 && value.codePointAt(0) > 0x3000)) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static boolean holdsToken(String text, Set<String> values) {
        for (String value : values) {
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                boolean opens = at == 0 || !partOfToken(text.charAt(at - 1));
                boolean ends =
                        at + value.length() == text.length()
                                || !partOfToken(text.charAt(at + value.length()));
                if (opens && ends) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean partOfToken(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == ':';
    }

    private static List<String> tables(Connection inspector) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = inspector.createStatement();
                ResultSet names =
                        statement.executeQuery(
                                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE"
                                        + " schemaname NOT IN ('vault', 'pg_catalog',"
                                        + " 'information_schema')")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        assertThat(tables).contains("audit.entry", "registry.coverage");
        return tables;
    }

    private static String rows(Connection inspector, String table) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Statement statement = inspector.createStatement();
                ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
            while (rows.next()) {
                String row = rows.getString(1);
                all.append(row).append('\n');
                Matcher hex = Pattern.compile("\\\\x([0-9a-f]{24,})").matcher(row);
                while (hex.find()) {
                    String digits = hex.group(1);
                    byte[] bytes =
                            HexFormat.of().parseHex(digits.substring(0, digits.length() & ~1));
                    all.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
                }
            }
        }
        return all.toString();
    }

    private static boolean holdsOne(String text, Set<String> numbers) {
        return TWELVE_DIGITS
                .matcher(text)
                .results()
                .anyMatch(match -> numbers.contains(match.group()));
    }

    /**
     * Also the store's own files: an individual number must not lie in clear in a table, an index
     * or the log.
     */
    private static boolean fileHoldsOne(Path file, Set<String> numbers) throws IOException {
        StringBuilder run = new StringBuilder();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c >= '0' && c <= '9') {
                    run.append((char) c);
                } else if (!run.isEmpty()) {
                    if (run.length() == 12 && numbers.contains(run.toString())) {
                        return true;
                    }
                    run.setLength(0);
                }
            }
        } catch (NoSuchFileException e) {
            return false; // a temporary file of a running process that is gone meanwhile
        }
        return run.length() == 12 && numbers.contains(run.toString());
    }
}
