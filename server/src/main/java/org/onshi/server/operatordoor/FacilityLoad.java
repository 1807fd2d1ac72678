package org.onshi.server.operatordoor;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.wire.CsvLimits;
import org.onshi.wire.CsvRecord;
import org.onshi.wire.CsvTable;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResultRow;
import org.onshi.wire.RowStatus;

/**
 * One file of facilities on its way in; rows are registered in batches, all in the caller's
 * transaction.
 */
final class FacilityLoad {
    private static final String SMARTPHONE = "smartphone";
    private static final List<String> NEEDED = List.of("facility_code", "name", "kind");
    private static final Set<String> COLUMNS =
            Set.of(
                    "facility_code",
                    "name",
                    "kind",
                    "prefecture",
                    "city",
                    "address",
                    "claim_medium",
                    SMARTPHONE);
    private static final int BATCH_ROWS_MAX = 500;
    private static final int CELL_CHARACTERS_MAX = 300;

    private final Facilities facilities;
    private final Audit audit;
    private final InstantSource clock;
    private final Caller caller;
    private final ResultRow.Writer answer;

    /**
     * Rows since the last batch, in the order of the file; those to be registered have their
     * facility in {@link #batch}.
     */
    private final List<Judged> judged = new ArrayList<>();

    private final List<Facility> batch = new ArrayList<>();
    private final Set<FacilityCode> codes = new HashSet<>();

    /**
     * @param good whether its facility stands in the batch
     */
    private record Judged(ResultRow result, boolean good) {}

    FacilityLoad(
            Facilities facilities,
            Audit audit,
            InstantSource clock,
            Caller caller,
            ResultRow.Writer answer) {
        this.facilities = facilities;
        this.audit = audit;
        this.clock = clock;
        this.caller = caller;
        this.answer = answer;
    }

    /** Takes a whole file and writes a line of the answer for each row. */
    void take(InputStream in) throws IOException {
        try (CsvTable table = CsvTable.open(in, Set.copyOf(NEEDED), COLUMNS, CsvLimits.MASTER)) {
            for (Optional<CsvRecord> next = table.next(); next.isPresent(); next = table.next()) {
                switch (next.get()) {
                    case CsvRecord.Malformed bad -> refuse(bad.line(), bad.code(), "");
                    case CsvRecord.Row row -> judge(row);
                }
                if (judged.size() >= BATCH_ROWS_MAX) {
                    flush();
                }
            }
        }
        flush();
    }

    private void judge(CsvRecord.Row row) {
        for (String column : COLUMNS) {
            String cell = row.cell(column);
            if (cell.length() > CELL_CHARACTERS_MAX) {
                refuse(row.line(), RegistrationCode.TOO_LONG, column);
                return;
            }
            if (cell.chars().anyMatch(Character::isISOControl)) {
                refuse(row.line(), RegistrationCode.BAD_CHARACTER, column);
                return;
            }
        }
        for (String column : NEEDED) {
            if (row.cell(column).isEmpty()) {
                refuse(row.line(), RegistrationCode.MISSING_FIELD, column);
                return;
            }
        }
        FacilityCode code;
        try {
            code = new FacilityCode(row.cell("facility_code"));
        } catch (MalformedValue malformed) {
            refuse(row.line(), RegistrationCode.BAD_NUMBER, "facility_code");
            return;
        }
        Optional<FacilityType> named = FacilityType.of(row.cell("kind"));
        Optional<FacilityType> type = named.or(() -> FacilityType.of(code));
        Optional<ClaimMedium> medium = ClaimMedium.of(row.cell("claim_medium"));
        if (type.isEmpty() || medium.isEmpty()) {
            refuse(row.line(), RegistrationCode.BAD_CODE, type.isEmpty() ? "kind" : "claim_medium");
            return;
        }
        Optional<Boolean> smartphone = smartphone(row.cell(SMARTPHONE));
        if (smartphone.isEmpty()) {
            refuse(row.line(), RegistrationCode.BAD_CODE, SMARTPHONE);
            return;
        }
        if (!codes.add(code)) {
            flush();
            codes.add(code);
        }
        batch.add(
                new Facility(
                        code,
                        row.cell("name"),
                        type.get(),
                        row.cell("prefecture"),
                        row.cell("city"),
                        row.cell("address"),
                        medium.get(),
                        smartphone.get()));
        judged.add(new Judged(remark(row.line(), code, named.isPresent()), true));
    }

    /** A file that says nothing of it, as one without the column, means yes. */
    private static Optional<Boolean> smartphone(String cell) {
        return switch (cell) {
            case "", "1" -> Optional.of(true);
            case "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /**
     * A false check digit is a warning only, since its scope has a single public source (facts
     * §1.4); an unheard-of kind too, where the code says which it is.
     */
    private static ResultRow remark(long line, FacilityCode code, boolean kindNamed) {
        if (!code.checkDigitHolds()) {
            return warning(line, RegistrationCode.CHECK_DIGIT, "facility_code");
        }
        return kindNamed
                ? ResultRow.of(line, RegistrationCode.OK, "")
                : warning(line, RegistrationCode.BAD_CODE, "kind");
    }

    private static ResultRow warning(long line, RegistrationCode code, String column) {
        return new ResultRow(
                line,
                RowStatus.ACCEPTED,
                code.name(),
                RegistrationCode.OK.message("") + code.message(column));
    }

    private void refuse(long line, RegistrationCode code, String column) {
        judged.add(new Judged(ResultRow.of(line, code, column), false));
    }

    /**
     * Registers what is waiting, with an audit entry a change, and writes its lines of the answer.
     */
    private void flush() {
        List<Facilities.Registered> registered = facilities.register(batch);
        List<AuditEntry> entries = new ArrayList<>();
        int next = 0;
        for (Judged row : judged) {
            if (!row.good()) {
                answer.row(row.result());
                continue;
            }
            Facility facility = batch.get(next);
            Facilities.Registered change = registered.get(next++);
            if (change == Facilities.Registered.UNCHANGED) {
                boolean plain = row.result().code().equals(RegistrationCode.OK.name());
                answer.row(
                        plain
                                ? ResultRow.of(row.result().line(), RegistrationCode.UNCHANGED, "")
                                : row.result());
            } else {
                answer.row(row.result());
                entries.add(entry(facility, change));
            }
        }
        audit.appendAll(entries);
        batch.clear();
        codes.clear();
        judged.clear();
    }

    private AuditEntry entry(Facility facility, Facilities.Registered change) {
        return AuditEntry.of(
                UUID.randomUUID(),
                AuditEvent.FACILITY_REGISTERED,
                clock.instant(),
                caller.auditName(),
                Map.of("facility", facility.code().digits(), "change", change.name()));
    }
}
