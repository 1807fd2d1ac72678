package org.onshi.kernel;

import java.util.Optional;

/** A code of a published table: the value on the wire and what it means in Japanese. */
public interface Code {
    /** The value as written in messages and files. */
    String wire();

    /** The meaning, in Japanese, as printed for people. */
    String label();

    /**
     * The constant of a code table with this wire value; empty when the table does not know it,
     * since unknown codes are kept, not refused (interface.md §5).
     */
    static <E extends Enum<E> & Code> Optional<E> find(Class<E> table, String wire) {
        for (E constant : table.getEnumConstants()) {
            if (constant.wire().equals(wire)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
