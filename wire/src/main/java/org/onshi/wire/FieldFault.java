package org.onshi.wire;

/**
 * What is wrong with one field of a message that could be read. Names the field, never its value.
 *
 * @param field name of the element or column to blame
 * @param code what is wrong with it
 */
public record FieldFault(String field, FaultCode code) {
    /** Japanese, then English, with the mend. */
    public String message() {
        return code.message(field);
    }
}
