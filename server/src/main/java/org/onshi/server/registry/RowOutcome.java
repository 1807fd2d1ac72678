package org.onshi.server.registry;

import java.util.Optional;
import java.util.UUID;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RowStatus;

/**
 * What became of one row.
 *
 * @param line its number from 1
 * @param status what the insurer is told
 * @param code why
 * @param column the column to blame, "" when none is
 * @param coverageId the coverage it is about, where there is one
 */
public record RowOutcome(
        long line,
        RowStatus status,
        RegistrationCode code,
        String column,
        Optional<UUID> coverageId) {
    /**
     * A row of a file that waits for somebody.
     *
     * @param code {@link RegistrationStatus#rowsWaitAs}
     */
    static RowOutcome waiting(long line, RegistrationCode code) {
        return new RowOutcome(line, code.status(), code, "", Optional.empty());
    }

    /** What happened and the mend, naming the column, in Japanese. */
    public String message() {
        return code.message(column);
    }

    /** The same in English. */
    public String messageEn() {
        return code.messageEn(column);
    }
}
