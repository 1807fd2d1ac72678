package org.onshi.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.onshi.kernel.CheckDigit;

/**
 * Hostile and broken registration files, and what a strict reader of the contract foretells of
 * them. The good rows are of people no town has; the rows that name people of the town are such
 * that none may change anything. The same seed and number always give the same file.
 */
final class HostileCsv {
    /** The symbol of all people of these files. */
    static final String SYMBOL = "敵対試験";

    private static final int ROWS = 40;
    private static final int GOOD_ROW_EVERY = 10;

    /** What becomes of a good row. */
    private static final Set<String> GOOD = Set.of("ACCEPTED");

    private static final List<String> COLUMNS =
            List.of(
                    "action",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "individual_number",
                    "individual_number_missing_reason",
                    "name",
                    "name_kana",
                    "sex",
                    "postal_code",
                    "address",
                    "relationship",
                    "acquired_on",
                    "lost_on",
                    "loss_reason",
                    "notified_on",
                    "issued_on",
                    "effective_on",
                    "copay_percent",
                    "limit_class");
    private static final List<String> IDENTIFYING =
            List.of("action", "insurer_number", "symbol", "number", "branch", "birth_date");
    private static final Set<String> DATES =
            Set.of(
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "notified_on",
                    "issued_on",
                    "effective_on");
    private static final Map<String, Set<String>> CODES =
            Map.of(
                    "action", Set.of("ADD", "CHANGE", "LOSE", "CORRECT", "CANCEL"),
                    "sex", Set.of("1", "2", "3"),
                    "relationship", Set.of("1", "2"),
                    "loss_reason", Set.of("01", "02", "03", "99"),
                    "copay_percent", Set.of("10", "20", "30"));
    private static final List<String> VALUES =
            List.of(
                    "",
                    "-",
                    "0",
                    "-1",
                    "null",
                    "NaN",
                    "2025-02-31",
                    "2025-02-29",
                    "20250401",
                    "2025/04/01",
                    "-2025-04-01",
                    "+12025-04-01",
                    "R7.4.1",
                    "令和7年4月1日",
                    "２０２５－０４－０１",
                    "0000-00-00",
                    "9999-12-31",
                    "1867-12-31",
                    "12345678901234567890",
                    "😀",
                    "𠮷野家",
                    "\u0000",
                    "a\u0000b",
                    "\u0001",
                    "a\u001Bb",
                    "a\tb",
                    "a\u007Fb",
                    "a\u0085b",
                    "\u2028",
                    "\uFFFE",
                    "\u200B",
                    "=cmd|' /C calc'!A0",
                    "'; DROP TABLE registry.coverage; --",
                    "\\x00",
                    "\\N",
                    "\\.",
                    "%s%n",
                    "${jndi:ldap://127.0.0.1/a}",
                    "<script>",
                    "add",
                    "DELETE",
                    "9",
                    "A99",
                    "000000000000",
                    "123456789012",
                    "１",
                    "e\u0301",
                    "●");

    private final List<TownCsv> town;
    private final String insurer;
    private final String otherInsurer;
    private final long seed;
    private final Set<String> individualNumbers = new LinkedHashSet<>();

    /**
     * @param town rows of that insurer
     */
    HostileCsv(List<TownCsv> town, String insurer, String otherInsurer, long seed) {
        this.town = town;
        this.insurer = insurer;
        this.otherInsurer = otherInsurer;
        this.seed = seed;
    }

    /**
     * A file to send.
     *
     * @param number to make it again
     * @param what says what is wrong with it
     * @param refused whether the file as a whole must be refused, with the statuses that may be
     * @param rows of a file that is taken, the statuses each row may end with
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record HostileUpload(
            int number,
            String what,
            String contentType,
            byte[] content,
            boolean refused,
            List<Set<String>> rows) {
        @Override
        public String toString() {
            return "CSV file " + number + ", " + what + " (" + content.length + " bytes)";
        }
    }

    /** Everybody in the rows made so far, as a file for {@code sandbox person add}. */
    String residents() {
        StringBuilder csv =
                new StringBuilder(
                        "individual_number,name,name_kana,birth_date,sex,postal_code,address\n");
        individualNumbers.forEach(number ->
                csv.append(number).append(",試験　敵,シケン テキ,1984-05-06,2,100-0001,東京都架空区本町一丁目2番3号\n"));
        return csv.toString();
    }

    /** A file of many rows, most of them hostile. */
    HostileUpload manyRows(int number) {
        Random random = new Random(seed * 7_000_003 + number);
        random.nextLong();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(utf8(String.join(",", COLUMNS) + "\n"));
        List<Set<String>> foretold = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            byte[] row = utf8(String.join(",", good(number * 1000 + i)));
            Set<String> statuses = GOOD;
            if (i % GOOD_ROW_EVERY != 0) {
                row = hostile(number * 1000 + i, random);
                statuses = foretell(row);
            }
            content.writeBytes(row);
            content.write('\n');
            foretold.add(statuses);
        }
        return new HostileUpload(
                number, "many rows", "text/csv", content.toByteArray(), false, foretold);
    }

    /** A file that has something wrong as a whole. */
    HostileUpload wholeFile(int number) {
        Random random = new Random(seed * 9_000_011 + number);
        random.nextLong();
        String header = String.join(",", COLUMNS);
        String row = String.join(",", good(900_000 + number));
        String file = header + "\n" + row + "\n";
        return switch (number % 25) {
            case 0 -> refused(number, "empty", new byte[0]);
            case 1 ->
                    refused(
                            number,
                            "only a mark",
                            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            case 2 -> refused(number, "only line ends", utf8("\r\n\n\n\r\n"));
            case 3 ->
                    refused(
                            number,
                            "an unknown column",
                            utf8(header + ",colour\n" + row + ",red\n"));
            case 4 -> {
                String missing = pick(IDENTIFYING, random);
                yield refused(number, "without " + missing, utf8(without(missing, file)));
            }
            case 5 -> refused(number, "a column twice", utf8(header + ",number\n" + row + ",1\n"));
            case 6 -> refused(number, "UTF-16", file.getBytes(StandardCharsets.UTF_16));
            case 7 -> refused(number, "UTF-16LE", file.getBytes(StandardCharsets.UTF_16LE));
            case 8 -> refused(number, "Shift_JIS", shiftJis(file.replace("action", "処理")));
            case 9 -> refused(number, "JSON", utf8("{\"action\":\"ADD\"}"));
            case 10 -> refused(number, "semicolons", utf8(file.replace(',', ';')));
            case 11 -> refused(number, "a quote left open", utf8("\"" + file));
            case 12 -> refused(number, "a column of 1 MiB", utf8("x".repeat(1 << 20) + "\n" + row));
            case 13 -> refused(number, "20,000 columns", utf8("a,".repeat(20_000) + "a\n"));
            case 14 -> refused(number, "random bytes", random(random, 3000));
            case 15 -> refused(number, "zeros", new byte[4096]);
            case 16 -> refused(number, "gzip", gzip(utf8(file)));
            case 17 ->
                    refused(
                            number,
                            "a NUL in the header",
                            utf8(file.replace("action", "act\0ion")));
            case 18 ->
                    new HostileUpload(
                            number, "called JSON", "application/json", utf8(file), true, List.of());
            case 19 -> refused(number, "no header", utf8(row + "\n" + row + "\n"));
            case 20 ->
                    new HostileUpload(
                            number,
                            "Shift_JIS below a header that is ASCII",
                            "text/csv",
                            shiftJis(file),
                            false,
                            List.of(Set.of("REJECTED")));
            case 21 -> taken(number, "no rows", header + "\n", List.of());
            case 22 ->
                    taken(
                            number,
                            "marked, CRLF, blank lines",
                            "\uFEFF" + file.replace("\n", "\r\n\r\n"),
                            List.of(GOOD));
            case 23 ->
                    taken(
                            number,
                            "a row of 6 MiB between good ones",
                            file
                                    + row.replace("本町", "x".repeat(6 << 20))
                                    + "\n"
                                    + String.join(",", good(950_000 + number))
                                    + "\n",
                            List.of(GOOD, Set.of("REJECTED"), GOOD));
            default ->
                    taken(
                            number,
                            "quotes left open between good rows",
                            file
                                    + row.replace(",試験", ",\"試験")
                                    + "\n"
                                    + String.join(",", good(960_000 + number))
                                    + "\n"
                                    + row.replace(",シケン", ",\"シケン")
                                    + "\n"
                                    + String.join(",", good(970_000 + number))
                                    + "\n",
                            List.of(GOOD, Set.of("REJECTED"), GOOD, Set.of("REJECTED"), GOOD));
        };
    }

    private static HostileUpload refused(int number, String what, byte[] content) {
        return new HostileUpload(number, what, "text/csv", content, true, List.of());
    }

    private static HostileUpload taken(
            int number, String what, String content, List<Set<String>> rows) {
        return new HostileUpload(number, what, "text/csv", utf8(content), false, rows);
    }

    /** The row of somebody new, whom {@link #residents} makes a resident. */
    private List<String> good(int n) {
        String body = "9" + String.format("%010d", 6_660_000_000L + n);
        String individualNumber = body + CheckDigit.individualNumber(body);
        individualNumbers.add(individualNumber);
        return new ArrayList<>(
                List.of(
                        "ADD",
                        insurer,
                        SYMBOL,
                        String.valueOf(10_000_000 + n),
                        "01",
                        "1984-05-06",
                        individualNumber,
                        "",
                        "試験　敵",
                        "シケン テキ",
                        "2",
                        "100-0001",
                        "東京都架空区本町一丁目2番3号",
                        "1",
                        "2025-04-01",
                        "",
                        "",
                        "2025-04-03",
                        "2025-04-05",
                        "",
                        "",
                        ""));
    }

    private byte[] hostile(int n, Random random) {
        List<String> row = good(n);
        byte[] bytes;
        switch (random.nextInt(12)) {
            case 0 -> {
                set(row, "insurer_number", otherInsurer);
                bytes = joined(row);
            }
            case 1 -> bytes = joined(townRow(random));
            case 2 -> {
                row.set(
                        random.nextInt(row.size()),
                        "x".repeat(pick(List.of(301, 4000, 5000, 60_000, 70_000), random)));
                bytes = joined(row);
            }
            case 3 -> {
                row.remove(random.nextInt(row.size()));
                bytes = joined(row);
            }
            case 4 -> {
                row.add(random.nextInt(row.size()), "");
                bytes = joined(row);
            }
            case 5 -> {
                bytes = joined(row);
                bytes[random.nextInt(bytes.length)] =
                        (byte) pick(List.of(0xFF, 0xC0, 0x80, 0xFE), random).intValue();
            }
            case 6 -> bytes = shiftJis(String.join(",", row));
            case 7 -> {
                bytes = joined(row);
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                bytes = withoutQuotesAndLineEnds(bytes);
            }
            case 8 -> {
                int at = random.nextInt(row.size());
                row.set(at, "\"" + row.get(at) + "\"");
                if (random.nextBoolean()) {
                    row.set(at, row.get(at) + "x");
                }
                bytes = joined(row);
            }
            case 9 -> bytes = Arrays.copyOf(joined(row), 1 + random.nextInt(120));
            default -> {
                row.set(random.nextInt(row.size()), pick(VALUES, random));
                bytes = joined(row);
            }
        }
        return bytes;
    }

    /** Somebody of the town, in a row that must be refused. */
    private List<String> townRow(Random random) {
        TownCsv someone = pick(town, random);
        List<String> row = new ArrayList<>();
        COLUMNS.forEach(_ -> row.add(""));
        set(row, "action", pick(List.of("LOSE", "CHANGE", "CANCEL", "CORRECT", "ADD"), random));
        set(row, "insurer_number", someone.insurerNumber());
        set(row, "symbol", someone.symbol());
        set(row, "number", someone.number());
        set(row, "branch", someone.branch());
        set(row, "birth_date", someone.birthDate().toString());
        set(row, "lost_on", "2025-05-01");
        set(row, "loss_reason", "99");
        set(row, "effective_on", "2025-05-01");
        set(row, "address", "東京都架空区書換町一丁目1番1号");
        switch (random.nextInt(4)) {
            case 0 -> set(row, "birth_date", someone.birthDate().minusYears(1).minusDays(1) + "0");
            case 1 -> set(row, "insurer_number", otherInsurer);
            case 2 -> set(row, "lost_on", "2025-02-30");
            default -> set(row, "loss_reason", "77");
        }
        return row;
    }

    /** The statuses that a record may end with; the contract's words, read strictly. */
    private Set<String> foretell(byte[] record) {
        Set<String> rejected = Set.of("REJECTED");
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        } catch (CharacterCodingException notUtf8) {
            return rejected;
        }
        Optional<List<String>> cells = cells(text);
        if (cells.isEmpty() || cells.get().size() != COLUMNS.size()) {
            return rejected;
        }
        for (int i = 0; i < COLUMNS.size(); i++) {
            if (broken(COLUMNS.get(i), cells.get().get(i).strip())) {
                return rejected;
            }
        }
        return Set.of("ACCEPTED", "PENDING", "REJECTED");
    }

    private boolean broken(String column, String cell) {
        if (cell.codePoints().anyMatch(Character::isISOControl) || cell.length() > 300) {
            return true;
        }
        if (cell.isEmpty()) {
            return IDENTIFYING.contains(column) && !Set.of("symbol", "branch").contains(column);
        }
        if (column.equals("insurer_number")) {
            return !cell.replaceFirst("^00", "").equals(insurer.replaceFirst("^00", ""))
                    && cell.chars().allMatch(c -> c < 0x80);
        }
        if (DATES.contains(column) && !cell.equals("-")) {
            return !isDate(cell);
        }
        Set<String> codes = CODES.get(column);
        boolean unknown = codes != null && !codes.contains(cell) && !cell.equals("-");
        boolean ofIdentifier = column.equals("number") || column.equals("symbol");
        return unknown || (ofIdentifier && cell.length() > 38);
    }

    private static boolean isDate(String cell) {
        try {
            return cell.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                    && LocalDate.parse(cell).getYear() > 0;
        } catch (DateTimeException none) {
            return false;
        }
    }

    /** RFC 4180, one record; empty when it is none. */
    private static Optional<List<String>> cells(String record) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < record.length() && record.charAt(at) == '"') {
                int close = at + 1;
                while (close < record.length()
                        && (record.charAt(close) != '"' || record.startsWith("\"\"", close))) {
                    close += record.charAt(close) == '"' ? 2 : 1;
                }
                if (close >= record.length()
                        || (close + 1 < record.length() && record.charAt(close + 1) != ',')) {
                    return Optional.empty();
                }
                cells.add(record.substring(at + 1, close).replace("\"\"", "\""));
                at = close + 1;
            } else {
                int comma = record.indexOf(',', at);
                int end = comma < 0 ? record.length() : comma;
                cells.add(record.substring(at, end));
                at = end;
            }
            if (at >= record.length()) {
                return Optional.of(cells);
            }
            at++; // the comma
        }
    }

    private static void set(List<String> row, String column, String value) {
        row.set(COLUMNS.indexOf(column), value);
    }

    private static String without(String column, String file) {
        int at = COLUMNS.indexOf(column);
        StringBuilder out = new StringBuilder();
        for (String line : file.lines().toList()) {
            List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
            cells.remove(at);
            out.append(String.join(",", cells)).append('\n');
        }
        return out.toString();
    }

    private static byte[] withoutQuotesAndLineEnds(byte[] bytes) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] == '"' || out[i] == '\r' || out[i] == '\n') {
                out[i] = '?';
            }
        }
        return out;
    }

    private static byte[] joined(List<String> row) {
        return utf8(String.join(",", row));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] shiftJis(String text) {
        return text.getBytes(Charset.forName("windows-31j"));
    }

    private static byte[] random(Random random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return out;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
