package org.onshi.wire;

/**
 * How large a CSV file may be.
 *
 * @param bytesMax length of the file
 * @param rowsMax records, header not counted
 * @param recordBytesMax length of one record
 * @param fieldBytesMax length of one field; also how far an unclosed quote is followed
 */
public record CsvLimits(long bytesMax, long rowsMax, int recordBytesMax, int fieldBytesMax) {
    /**
     * Registration files: the largest insurer's whole stock, some 40 million rows, in few files.
     */
    public static final CsvLimits REGISTRATION =
            new CsvLimits(8L << 30, 20_000_000, 64 << 10, 4 << 10);

    /** Master data, and residents of the sandbox. */
    public static final CsvLimits MASTER = new CsvLimits(512L << 20, 2_000_000, 64 << 10, 4 << 10);

    /**
     * Ratio files: compared while the sender waits; 200,000 rows are a large city's people of 70
     * and over.
     */
    public static final CsvLimits RATIOS = new CsvLimits(32L << 20, 200_000, 4 << 10, 1 << 10);

    public CsvLimits {
        if (bytesMax < 1 || rowsMax < 0 || recordBytesMax < 1 || fieldBytesMax < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
