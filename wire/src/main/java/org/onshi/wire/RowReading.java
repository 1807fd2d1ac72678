package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the cells of one master-data row and collects what is wrong with them. */
final class RowReading {
    private static final int TEXT_CHARACTERS_MAX = 300;

    private final CsvRecord.Row row;
    private final Set<RowFault> faults = new LinkedHashSet<>();

    private RowReading(CsvRecord.Row row) {
        this.row = row;
    }

    /** All rows of a file. */
    static <T> List<ParsedRow<T>> readAll(
            InputStream in,
            Set<String> needed,
            Set<String> allowed,
            Function<RowReading, Optional<T>> rowReader)
            throws IOException {
        List<ParsedRow<T>> rows = new ArrayList<>();
        each(in, needed, allowed, rowReader, rows::add);
        return rows;
    }

    /** All rows of a file, one after another. */
    static <T> void each(
            InputStream in,
            Set<String> needed,
            Set<String> allowed,
            Function<RowReading, Optional<T>> rowReader,
            Consumer<ParsedRow<T>> taker)
            throws IOException {
        try (CsvTable table = CsvTable.open(in, needed, allowed, CsvLimits.MASTER)) {
            table.records().forEach(record -> taker.accept(parsed(record, rowReader)));
        }
    }

    private static <T> ParsedRow<T> parsed(
            CsvRecord record, Function<RowReading, Optional<T>> rowReader) {
        return switch (record) {
            case CsvRecord.Malformed bad ->
                    new ParsedRow.Faulty<>(bad.line(), List.of(new RowFault(bad.code(), "")));
            case CsvRecord.Row row -> {
                RowReading reading = new RowReading(row);
                Optional<T> value = rowReader.apply(reading);
                yield reading.faults.isEmpty() && value.isPresent()
                        ? new ParsedRow.Good<>(row.line(), value.get())
                        : new ParsedRow.Faulty<>(row.line(), List.copyOf(reading.faults));
            }
        };
    }

    /** A text, "" when absent. */
    String text(String column) {
        String text = row.cell(column);
        if (text.chars().anyMatch(Character::isISOControl) || !XmlText.allows(text)) {
            fault(RegistrationCode.BAD_CHARACTER, column);
        } else if (text.length() > TEXT_CHARACTERS_MAX) {
            fault(RegistrationCode.TOO_LONG, column);
        }
        return text;
    }

    /** A text; absent is a fault. */
    String needed(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            fault(RegistrationCode.MISSING_FIELD, column);
        }
        return text;
    }

    void fault(RegistrationCode code, String column) {
        faults.add(new RowFault(code, column));
    }

    boolean good() {
        return faults.isEmpty();
    }
}
