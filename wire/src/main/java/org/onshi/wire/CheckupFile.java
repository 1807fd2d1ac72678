package org.onshi.wire;

import java.util.List;

/**
 * The CSV of checkup results (docs/card.md §4): what the town writes and the operator door reads.
 */
public final class CheckupFile {
    /** Its columns, in the order they are written in. */
    public static final List<String> COLUMNS =
            List.of(
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "date",
                    "code",
                    "value",
                    "unit");

    private CheckupFile() {}
}
