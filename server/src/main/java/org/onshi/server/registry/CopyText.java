package org.onshi.server.registry;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Rows in the text format of COPY: one statement for a chunk's rows of a table. */
final class CopyText {
    private final StringBuilder text = new StringBuilder();
    private boolean rowStarted;
    private int rows;

    /** A cell; an empty Optional is NULL. */
    CopyText cell(Optional<String> value) {
        if (rowStarted) {
            text.append('\t');
        }
        rowStarted = true;
        if (value.isEmpty()) {
            text.append("\\N");
        } else {
            escape(value.get());
        }
        return this;
    }

    CopyText cell(Object value) {
        return cell(Optional.of(value.toString()));
    }

    CopyText endOfTime(Optional<Instant> at) {
        return cell(Optional.of(at.map(Instant::toString).orElse(CoverageTable.INFINITY)));
    }

    CopyText endOfDays(Optional<LocalDate> day) {
        return cell(Optional.of(day.map(LocalDate::toString).orElse(CoverageTable.INFINITY)));
    }

    void endRow() {
        text.append('\n');
        rowStarted = false;
        rows++;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }

    /** Sends the rows, if there are any. */
    void into(Connection connection, String copyStatement) throws SQLException {
        if (rows == 0) {
            return;
        }
        try {
            long copied =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(copyStatement, new StringReader(text.toString()));
            if (copied != rows) {
                throw new IllegalStateException(
                        "the store took " + copied + " of " + rows + " rows");
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }
}
