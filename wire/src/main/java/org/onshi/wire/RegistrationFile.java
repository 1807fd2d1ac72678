package org.onshi.wire;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An insurer's registration file (contracts.md §3), read as a stream: the header is judged at once,
 * the rows one after another, and a bad row never stops the good ones.
 */
public final class RegistrationFile implements AutoCloseable {
    private static final Set<String> ALL =
            Arrays.stream(RegistrationColumn.values())
                    .map(RegistrationColumn::header)
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> NEEDED =
            Arrays.stream(RegistrationColumn.values())
                    .filter(RegistrationColumn::identifying)
                    .map(RegistrationColumn::header)
                    .collect(Collectors.toUnmodifiableSet());

    private final CsvTable table;

    private RegistrationFile(CsvTable table) {
        this.table = table;
    }

    /** Reads the header, within {@link CsvLimits#REGISTRATION}. */
    public static RegistrationFile read(InputStream in) throws IOException {
        return read(in, CsvLimits.REGISTRATION);
    }

    /**
     * Reads the header.
     *
     * @throws Fault of category FILE: no header, unknown, missing or repeated columns, not UTF-8
     */
    public static RegistrationFile read(InputStream in, CsvLimits limits) throws IOException {
        return new RegistrationFile(CsvTable.open(in, NEEDED, ALL, limits));
    }

    /** The columns of this file, in its order. */
    public List<RegistrationColumn> columns() {
        return table.columns().stream()
                .map(header -> RegistrationColumn.of(header).orElseThrow())
                .toList();
    }

    /**
     * The next record; empty at the end.
     *
     * @throws Fault when the file is over a limit; the rows before stay as they were read
     */
    public Optional<RegistrationRecord> next() throws IOException {
        return table.next().map(RegistrationFile::record);
    }

    /** The remaining records; an unreadable source is an UncheckedIOException. */
    public Stream<RegistrationRecord> records() {
        return table.records().map(RegistrationFile::record);
    }

    static RegistrationRecord record(CsvRecord record) {
        return switch (record) {
            case CsvRecord.Malformed bad ->
                    new RegistrationRecord.Malformed(bad.line(), bad.code());
            case CsvRecord.Row row -> {
                Map<RegistrationColumn, String> cells = new EnumMap<>(RegistrationColumn.class);
                row.cells()
                        .forEach((header, text) ->
                                cells.put(RegistrationColumn.of(header).orElseThrow(), text));
                yield new RegistrationRow(row.line(), cells);
            }
        };
    }

    /** Starts a file with these columns; the identifying ones are always in it. */
    public static Writer write(OutputStream out, Collection<RegistrationColumn> columns) {
        return new Writer(out, columns);
    }

    @Override
    public void close() throws IOException {
        table.close();
    }

    /** Writes a registration file. Closing it closes the stream. */
    public static final class Writer implements AutoCloseable {
        private final CsvWriter csv;
        private final Set<RegistrationColumn> columns = EnumSet.noneOf(RegistrationColumn.class);

        private Writer(OutputStream out, Collection<RegistrationColumn> wanted) {
            csv =
                    CsvWriter.builder()
                            .lineDelimiter(LineDelimiter.LF)
                            .build(out, StandardCharsets.UTF_8);
            for (RegistrationColumn column : RegistrationColumn.values()) {
                if (column.identifying() || wanted.contains(column)) {
                    columns.add(column);
                }
            }
            csv.writeRecord(columns.stream().map(RegistrationColumn::header).toList());
        }

        /**
         * Writes one row.
         *
         * @throws IllegalArgumentException when it fills a column this file does not have
         */
        public Writer row(RegistrationRow row) {
            if (!columns.containsAll(row.cells().keySet())) {
                throw new IllegalArgumentException("the row fills a column the file lacks");
            }
            csv.writeRecord(columns.stream().map(row::raw).toList());
            return this;
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }
}
