package org.onshi.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One record of a CSV file with a header: either readable or not. */
public sealed interface CsvRecord {
    /** The record's number from 1, header not counted. */
    long line();

    /**
     * A readable record.
     *
     * @param line from 1
     * @param cells by column name, stripped of surrounding white space; "" where empty
     */
    record Row(long line, Map<String, String> cells) implements CsvRecord {
        public Row {
            cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
        }

        /** A cell, "" where it is empty or the file lacks the column. */
        public String cell(String column) {
            return cells.getOrDefault(column, "");
        }

        /** The number only: cells are people's. */
        @Override
        public String toString() {
            return "Row[line " + line + "]";
        }
    }

    /**
     * A record that breaks the form of CSV; the records after it are still read.
     *
     * @param line from 1
     * @param code what is wrong
     */
    record Malformed(long line, RegistrationCode code) implements CsvRecord {}
}
