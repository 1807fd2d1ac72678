package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An insurer's second, independent statement of its insured's ratios (facts §7, dual entry): a CSV
 * in the manner of a registration file, read as a stream. Each row says what ought to be registered
 * on one day, so it is read as the CHANGE of that day that would register it; nothing is changed.
 */
public final class RatioFile implements AutoCloseable {
    private static final Set<RegistrationColumn> NEEDED =
            EnumSet.of(
                    RegistrationColumn.INSURER_NUMBER,
                    RegistrationColumn.SYMBOL,
                    RegistrationColumn.NUMBER,
                    RegistrationColumn.BRANCH,
                    RegistrationColumn.BIRTH_DATE,
                    RegistrationColumn.COPAY_PERCENT);

    private final CsvTable table;
    private final LocalDate on;

    private RatioFile(CsvTable table, LocalDate on) {
        this.table = table;
        this.on = on;
    }

    /**
     * Reads the header, within {@link CsvLimits#RATIOS}.
     *
     * @param on the day the file is about
     * @throws Fault of category FILE: no header, unknown, missing or repeated columns, not UTF-8
     */
    public static RatioFile read(InputStream in, LocalDate on) throws IOException {
        Set<RegistrationColumn> allowed = EnumSet.copyOf(NEEDED);
        allowed.add(RegistrationColumn.LIMIT_CLASS);
        return new RatioFile(
                CsvTable.open(in, headers(NEEDED), headers(allowed), CsvLimits.RATIOS), on);
    }

    private static Set<String> headers(Set<RegistrationColumn> columns) {
        return columns.stream()
                .map(RegistrationColumn::header)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The next record; empty at the end.
     *
     * @throws Fault when the file is over a limit
     */
    public Optional<RegistrationRecord> next() throws IOException {
        return table.next().map(RegistrationFile::record).map(this::dated);
    }

    private RegistrationRecord dated(RegistrationRecord record) {
        return switch (record) {
            case RegistrationRecord.Malformed bad -> bad;
            case RegistrationRow row -> {
                Map<RegistrationColumn, String> cells = new EnumMap<>(RegistrationColumn.class);
                cells.putAll(row.cells());
                cells.put(RegistrationColumn.ACTION, RegistrationAction.CHANGE.name());
                cells.put(RegistrationColumn.EFFECTIVE_ON, on.toString());
                yield new RegistrationRow(row.line(), cells);
            }
        };
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
