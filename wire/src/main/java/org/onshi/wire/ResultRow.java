package org.onshi.wire;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of one row of a file: {@code line,status,code,message} (contracts.md §3).
 *
 * @param line the record's number from 1, header not counted
 * @param status accepted, pending or rejected
 * @param code a {@link RegistrationCode}; others are kept
 * @param message in Japanese, naming column and mend
 */
public record ResultRow(long line, RowStatus status, String code, String message) {
    private static final List<String> COLUMNS = List.of("line", "status", "code", "message");

    /** A row with this code; the column to blame may be "". */
    public static ResultRow of(long line, RegistrationCode code, String column) {
        return new ResultRow(line, code.status(), code.name(), code.message(column));
    }

    /** A row with these faults, at least one: the code of the first, the messages of all. */
    public static ResultRow of(long line, List<RowFault> faults) {
        RegistrationCode first = faults.getFirst().code();
        return new ResultRow(
                line,
                first.status(),
                first.name(),
                faults.stream().map(RowFault::message).collect(Collectors.joining(" ")));
    }

    /** Starts a result file; its header is written at once. Closing it closes the stream. */
    public static Writer write(OutputStream out) {
        return new Writer(out);
    }

    /**
     * Reads a result file.
     *
     * @throws Fault when it is none
     */
    public static List<ResultRow> read(InputStream in) throws IOException {
        Set<String> columns = Set.copyOf(COLUMNS);
        List<ResultRow> rows = new ArrayList<>();
        try (CsvTable table = CsvTable.open(in, columns, columns, CsvLimits.REGISTRATION)) {
            table.records().forEach(record -> rows.add(row(record)));
        }
        return rows;
    }

    private static ResultRow row(CsvRecord record) {
        if (record instanceof CsvRecord.Row row && row.cell("line").matches("[0-9]{1,15}")) {
            for (RowStatus status : RowStatus.values()) {
                if (status.name().equals(row.cell("status"))) {
                    return new ResultRow(
                            Long.parseLong(row.cell("line")),
                            status,
                            row.cell("code"),
                            row.cell("message"));
                }
            }
        }
        throw new Fault(FaultCode.CENTRAL_UNREADABLE);
    }

    /** Writes result rows. */
    public static final class Writer implements AutoCloseable {
        private final CsvWriter csv;

        private Writer(OutputStream out) {
            csv =
                    CsvWriter.builder()
                            .lineDelimiter(LineDelimiter.LF)
                            .build(out, StandardCharsets.UTF_8);
            csv.writeRecord(COLUMNS);
        }

        /** Writes one row. */
        public Writer row(ResultRow row) {
            csv.writeRecord(Long.toString(row.line), row.status.name(), row.code, row.message);
            return this;
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }
}
