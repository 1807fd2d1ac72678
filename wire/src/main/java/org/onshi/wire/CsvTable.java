package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A CSV file with a header: columns in any order, by name; a column that is not known is refused by
 * name, so that a misspelt one is not lost silently. Read as a stream, one record at a time.
 */
public final class CsvTable implements AutoCloseable {
    private static final int COLUMN_NAME_SHOWN_MAX = 60;

    private final CsvScanner scanner;
    private final CsvLimits limits;
    private final List<String> columns;
    private long line;

    private CsvTable(CsvScanner scanner, CsvLimits limits, List<String> columns) {
        this.scanner = scanner;
        this.limits = limits;
        this.columns = List.copyOf(columns);
    }

    /**
     * Reads the header.
     *
     * @param needed columns that must be there
     * @param allowed all columns that may be there
     * @throws Fault of category FILE, before any row is read
     */
    public static CsvTable open(
            InputStream in, Set<String> needed, Set<String> allowed, CsvLimits limits)
            throws IOException {
        CsvScanner scanner = new CsvScanner(in, limits);
        CsvScanner.Scanned header =
                scanner.next().orElseThrow(() -> new Fault(FaultCode.CSV_HEADER_MISSING));
        if (header.fault().isPresent()) {
            boolean encoding = header.fault().get() == RegistrationCode.BAD_ENCODING;
            throw new Fault(encoding ? FaultCode.CSV_NOT_UTF8 : FaultCode.CSV_HEADER_MISSING);
        }
        List<String> columns = header.fields().stream().map(String::strip).toList();
        if (columns.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
            throw new Fault(FaultCode.CSV_NOT_UTF8);
        }
        if (columns.stream().noneMatch(allowed::contains)) {
            throw new Fault(
                    columns.stream().anyMatch(CsvTable::isDividedOtherwise)
                            ? FaultCode.CSV_NOT_COMMAS
                            : FaultCode.CSV_HEADER_MISSING);
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String column : columns) {
            if (!allowed.contains(column)) {
                throw new Fault(FaultCode.CSV_COLUMN_UNKNOWN, shown(column));
            }
            if (!seen.add(column)) {
                throw new Fault(FaultCode.CSV_COLUMN_REPEATED, column);
            }
        }
        Set<String> missing = new LinkedHashSet<>(needed);
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            throw new Fault(
                    FaultCode.CSV_COLUMN_MISSING,
                    missing.stream().sorted().collect(Collectors.joining(", ")));
        }
        return new CsvTable(scanner, limits, columns);
    }

    /** The columns of this file, in its order. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The next record; empty at the end.
     *
     * @throws Fault when the file is over a limit
     */
    public Optional<CsvRecord> next() throws IOException {
        Optional<CsvScanner.Scanned> scanned = scanner.next();
        if (scanned.isEmpty()) {
            return Optional.empty();
        }
        if (++line > limits.rowsMax()) {
            throw new Fault(FaultCode.CSV_TOO_MANY_ROWS);
        }
        List<String> fields = scanned.get().fields();
        if (scanned.get().fault().isPresent()) {
            return Optional.of(new CsvRecord.Malformed(line, scanned.get().fault().get()));
        }
        if (fields.size() != columns.size()) {
            return Optional.of(new CsvRecord.Malformed(line, RegistrationCode.WRONG_FIELD_COUNT));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            cells.put(columns.get(i), fields.get(i).strip());
        }
        return Optional.of(new CsvRecord.Row(line, cells));
    }

    /** The remaining records as a stream; an unreadable source is an UncheckedIOException. */
    public Stream<CsvRecord> records() {
        return Stream.iterate(unchecked(), Optional::isPresent, before -> unchecked())
                .map(Optional::orElseThrow);
    }

    private Optional<CsvRecord> unchecked() {
        try {
            return next();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isDividedOtherwise(String column) {
        return column.indexOf(';') >= 0 || column.indexOf('\t') >= 0;
    }

    /** Somebody else's text, shown in a fault: short and plain. */
    private static String shown(String column) {
        String plain =
                column.codePoints()
                        .limit(COLUMN_NAME_SHOWN_MAX)
                        .map(c -> Character.isISOControl(c) ? '?' : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return plain.isEmpty() ? "\"\"" : plain;
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
