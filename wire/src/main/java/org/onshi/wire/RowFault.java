package org.onshi.wire;

/**
 * What is wrong with one row of a file. Names columns, never values.
 *
 * @param code what is wrong
 * @param column the column to blame; "" when it is the row
 */
public record RowFault(RegistrationCode code, String column) {
    /** In Japanese, naming the column and the mend. */
    public String message() {
        return code.message(column);
    }
}
