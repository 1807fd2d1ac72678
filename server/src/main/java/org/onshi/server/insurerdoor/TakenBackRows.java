package org.onshi.server.insurerdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.RegistrationLimits;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.RowOutcome;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;

/**
 * What takes back the registrations of a file: a row of CANCEL for each of its rows of ADD that
 * registered something. The registry keeps no row once it is worked through, so the file is brought
 * again.
 */
final class TakenBackRows {
    private static final List<RegistrationColumn> NAMING =
            List.of(
                    RegistrationColumn.INSURER_NUMBER,
                    RegistrationColumn.SYMBOL,
                    RegistrationColumn.NUMBER,
                    RegistrationColumn.BRANCH,
                    RegistrationColumn.BIRTH_DATE,
                    RegistrationColumn.ACQUIRED_ON);

    private final RegistrationReception reception;
    private final Registrations registrations;
    private final InsurerNumber insurer;
    private final UUID registrationId;
    private Map<Long, RowOutcome> page = Map.of();
    private long pageEnd;

    /**
     * @param registrationId a file of this insurer that is worked through
     */
    TakenBackRows(
            RegistrationReception reception,
            Registrations registrations,
            InsurerNumber insurer,
            UUID registrationId) {
        this.reception = reception;
        this.registrations = registrations;
        this.insurer = insurer;
        this.registrationId = registrationId;
    }

    /**
     * Writes them as a registration file, and closes it once the whole file is known to be the same
     * as the one received.
     *
     * @throws Fault {@link FaultCode#FILE_IS_ANOTHER}, {@link FaultCode#FILE_OF_TOO_MANY_CANCELS}
     */
    void write(InputStream sent, OutputStream to) throws IOException {
        try (InputStream again = reception.sentAgain(insurer, registrationId, sent);
                RegistrationFile file = RegistrationFile.read(again);
                RegistrationFile.Writer cancels =
                        RegistrationFile.write(to, List.of(RegistrationColumn.ACQUIRED_ON))) {
            long line = 1;
            Optional<RegistrationRecord> record = file.next();
            while (record.isPresent()) {
                if (record.get() instanceof RegistrationRow row && registered(row)) {
                    if (line > RegistrationLimits.PROPOSED_ROWS_MAX) {
                        throw new Fault(FaultCode.FILE_OF_TOO_MANY_CANCELS);
                    }
                    cancels.row(cancelling(line++, row));
                }
                record = file.next();
            }
            // to its end, where it is known whether it is the same file
            again.transferTo(OutputStream.nullOutputStream());
        }
    }

    private boolean registered(RegistrationRow row) {
        RowOutcome outcome = outcome(row.line());
        return row.raw(RegistrationColumn.ACTION).strip().equals(RegistrationAction.ADD.name())
                && outcome != null
                && outcome.status() != RowStatus.REJECTED
                && outcome.code() != RegistrationCode.UNCHANGED;
    }

    private RowOutcome outcome(long line) {
        if (line > pageEnd) {
            pageEnd = line + RegistrationLimits.RESULT_PAGE_ROWS - 1;
            page =
                    registrations.outcomes(insurer, registrationId, line, pageEnd).stream()
                            .collect(Collectors.toMap(RowOutcome::line, Function.identity()));
        }
        return page.get(line);
    }

    private static RegistrationRow cancelling(long line, RegistrationRow row) {
        Map<RegistrationColumn, String> cells = new EnumMap<>(RegistrationColumn.class);
        cells.put(RegistrationColumn.ACTION, RegistrationAction.CANCEL.name());
        NAMING.forEach(column -> cells.put(column, row.raw(column)));
        return new RegistrationRow(line, cells);
    }
}
