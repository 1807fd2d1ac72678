package org.onshi.server.medicalinfo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.Sex;
import org.onshi.wire.CheckupHistory.Item;
import org.onshi.wire.CheckupHistory.Mark;

/**
 * What the items of a checkup are called, which of them measure the same, and from which value on
 * they are marked: dated data ({@code medicalinfo/checkup-items.csv}), applied by the day of the
 * checkup (requirements F-11; facts §6). Immutable.
 */
final class CheckupReference {
    private static final String RESOURCE = "/medicalinfo/checkup-items.csv";
    private static final int COLUMNS = 10;

    private static final CheckupReference PUBLISHED = load();

    private final List<Row> rows;

    private CheckupReference(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * One row of the data, valid on [from, to).
     *
     * @param codes first characters of the JLAC10 codes it is about
     * @param sex empty for both
     * @param high whether values from the limit upwards are marked, or those below it
     */
    private record Row(
            String codes,
            String group,
            String name,
            LocalDate from,
            LocalDate to,
            Optional<Sex> sex,
            boolean high,
            Optional<BigDecimal> guidance,
            Optional<BigDecimal> referral) {
        boolean reached(BigDecimal limit, BigDecimal value) {
            return high ? value.compareTo(limit) >= 0 : value.compareTo(limit) < 0;
        }

        boolean appliesTo(Sex who, LocalDate day) {
            return sex.map(who::equals).orElse(true) && !day.isBefore(from) && day.isBefore(to);
        }
    }

    static CheckupReference published() {
        return PUBLISHED;
    }

    /** A result with its name, group and mark. */
    Item item(String code, String value, String unit, Sex sex, LocalDate day) {
        List<Row> about = about(code);
        Optional<Row> named = about.stream().findFirst();
        return new Item(
                code,
                named.map(Row::group).orElse(code),
                named.map(Row::name).orElse(code),
                value,
                valueName(code, value),
                unit,
                mark(about, value, sex, day));
    }

    /** Whether values below the limit are marked, not those from it upwards. */
    boolean marksLow(String code) {
        return about(code).stream().anyMatch(row -> row.guidance().isPresent() && !row.high());
    }

    /** Where an item stands in a list; those not known come last. */
    int position(String code) {
        for (int i = 0; i < rows.size(); i++) {
            if (code.startsWith(rows.get(i).codes())) {
                return i;
            }
        }
        return rows.size();
    }

    /** The rows of the longest prefix that the data know of a code. */
    private List<Row> about(String code) {
        int longest =
                rows.stream()
                        .map(Row::codes)
                        .filter(code::startsWith)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
        return rows.stream()
                .filter(row -> row.codes().length() == longest && code.startsWith(row.codes()))
                .toList();
    }

    private static Optional<Mark> mark(List<Row> about, String value, Sex sex, LocalDate day) {
        Optional<BigDecimal> number = number(value);
        Optional<Row> row = about.stream().filter(it -> it.appliesTo(sex, day)).findFirst();
        if (number.isEmpty() || row.isEmpty()) {
            return Optional.empty();
        }
        if (row.get().referral().filter(it -> row.get().reached(it, number.get())).isPresent()) {
            return Optional.of(Mark.REFERRAL);
        }
        return row.get()
                .guidance()
                .filter(it -> row.get().reached(it, number.get()))
                .map(_ -> Mark.GUIDANCE);
    }

    /** 定性 of urine; other codes are shown as they are. */
    private static String valueName(String code, String value) {
        if (!code.startsWith("1A0") || !code.endsWith("11")) {
            return "";
        }
        return switch (value) {
            case "1" -> "－";
            case "2" -> "±";
            case "3" -> "＋";
            case "4" -> "＋＋";
            case "5" -> "＋＋＋";
            default -> "";
        };
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private static CheckupReference load() {
        try (InputStream in = CheckupReference.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            List<Row> rows = new ArrayList<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .forEach(line -> rows.add(row(line)));
            return new CheckupReference(rows);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("not a row of " + RESOURCE + ": " + line);
        }
        return new Row(
                cells[0],
                cells[1],
                cells[2],
                LocalDate.parse(cells[3]),
                cells[4].isEmpty() ? LocalDate.MAX : LocalDate.parse(cells[4]),
                Sex.of(cells[5]),
                cells[6].equals("HIGH"),
                number(cells[7]),
                number(cells[8]));
    }
}
