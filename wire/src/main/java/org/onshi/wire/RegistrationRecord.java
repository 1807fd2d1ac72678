package org.onshi.wire;

/** One record of a registration file: a row, or one that breaks the form of CSV. */
public sealed interface RegistrationRecord permits RegistrationRow, RegistrationRecord.Malformed {
    /** The record's number from 1, header not counted. */
    long line();

    /**
     * A record that cannot be read; those after it are.
     *
     * @param line from 1
     * @param code what is wrong
     */
    record Malformed(long line, RegistrationCode code) implements RegistrationRecord {}
}
