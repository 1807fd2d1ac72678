package org.onshi.server.operatordoor;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.callers.Caller;
import org.onshi.server.medicalinfo.CheckupRow;
import org.onshi.server.medicalinfo.Loaded;
import org.onshi.server.medicalinfo.MedicalRecords;
import org.onshi.wire.CheckupFile;
import org.onshi.wire.Claim;
import org.onshi.wire.ClaimFile;
import org.onshi.wire.CsvLimits;
import org.onshi.wire.CsvRecord;
import org.onshi.wire.CsvTable;
import org.onshi.wire.ParsedRow;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResultRow;

/**
 * A file of claims, of checkups, or of names on its way in: streamed, a line of the answer a claim
 * or row. What was taken before a file turns out to be over a limit stays taken; sending it again
 * changes nothing.
 */
final class MedicalLoad {
    private static final Set<String> CHECKUP_COLUMNS = Set.copyOf(CheckupFile.COLUMNS);
    private static final Set<String> MEDICINE_COLUMNS = Set.of("code", "name", "unit", "generic");
    private static final int CELL_CHARACTERS_MAX = 300;

    private final MedicalRecords records;
    private final Caller caller;
    private final ResultRow.Writer answer;

    /** Rows of one checkup that wait for the next one to begin. */
    private final List<CheckupRow> checkup = new ArrayList<>();

    private final List<Long> checkupLines = new ArrayList<>();

    MedicalLoad(MedicalRecords records, Caller caller, ResultRow.Writer answer) {
        this.records = records;
        this.caller = caller;
        this.answer = answer;
    }

    /** A UKE file. */
    void claims(InputStream in) throws IOException {
        try (ClaimFile file = ClaimFile.open(in)) {
            for (Optional<ParsedRow<Claim>> next = file.next();
                    next.isPresent();
                    next = file.next()) {
                switch (next.get()) {
                    case ParsedRow.Faulty<Claim> bad ->
                            answer.row(ResultRow.of(bad.line(), bad.faults()));
                    case ParsedRow.Good<Claim>(long line, Claim claim) ->
                            said(
                                    line,
                                    records.claim(
                                            file.facility(),
                                            file.facilityName(),
                                            claim,
                                            caller.auditName()));
                }
            }
        }
    }

    /** A CSV of checkup results; rows of one checkup that follow each other go in together. */
    void checkups(InputStream in) throws IOException {
        try (CsvTable table =
                CsvTable.open(in, CHECKUP_COLUMNS, CHECKUP_COLUMNS, CsvLimits.MASTER)) {
            for (Optional<CsvRecord> next = table.next(); next.isPresent(); next = table.next()) {
                switch (next.get()) {
                    case CsvRecord.Malformed bad -> refuse(bad.line(), bad.code(), "");
                    case CsvRecord.Row row -> checkup(row);
                }
            }
        }
        flush();
    }

    /** A CSV of names of codes. */
    void medicines(InputStream in) throws IOException {
        try (CsvTable table =
                CsvTable.open(in, Set.of("code", "name"), MEDICINE_COLUMNS, CsvLimits.MASTER)) {
            for (Optional<CsvRecord> next = table.next(); next.isPresent(); next = table.next()) {
                switch (next.get()) {
                    case CsvRecord.Malformed bad -> refuse(bad.line(), bad.code(), "");
                    case CsvRecord.Row row -> medicine(row);
                }
            }
        }
    }

    private void medicine(CsvRecord.Row row) {
        if (!plain(row, MEDICINE_COLUMNS)) {
            return;
        }
        if (!row.cell("code").matches("[0-9]{9}")) {
            refuse(row.line(), RegistrationCode.BAD_CODE, "code");
        } else if (row.cell("name").isEmpty()) {
            refuse(row.line(), RegistrationCode.MISSING_FIELD, "name");
        } else {
            boolean changed =
                    records.medicine(
                            row.cell("code"),
                            row.cell("name"),
                            row.cell("unit"),
                            row.cell("generic"));
            answer.row(
                    ResultRow.of(
                            row.line(),
                            changed ? RegistrationCode.OK : RegistrationCode.UNCHANGED,
                            ""));
        }
    }

    private void checkup(CsvRecord.Row row) {
        if (!plain(row, CHECKUP_COLUMNS)) {
            return;
        }
        Optional<CheckupRow> read = read(row);
        if (read.isEmpty()) {
            return;
        }
        boolean another =
                !checkup.isEmpty()
                        && (!checkup.getFirst().sameCheckup(read.get())
                                || checkup.size() >= MedicalRecords.RESULTS_A_CHECKUP_MAX);
        if (another) {
            flush();
        }
        checkup.add(read.get());
        checkupLines.add(row.line());
    }

    private Optional<CheckupRow> read(CsvRecord.Row row) {
        for (String column : List.of("insurer_number", "number", "birth_date", "date", "value")) {
            if (row.cell(column).isEmpty()) {
                return refused(row, RegistrationCode.MISSING_FIELD, column);
            }
        }
        Optional<LocalDate> birth = date(row.cell("birth_date"));
        Optional<LocalDate> day = date(row.cell("date"));
        if (birth.isEmpty() || day.isEmpty()) {
            return refused(row, RegistrationCode.BAD_DATE, birth.isEmpty() ? "birth_date" : "date");
        }
        if (!row.cell("code").matches("[0-9A-Z]{17}")) {
            return refused(row, RegistrationCode.BAD_CODE, "code");
        }
        try {
            return Optional.of(
                    new CheckupRow(
                            new ClaimedInsurerNumber(row.cell("insurer_number")),
                            new InsuredIdentifier(
                                    row.cell("symbol"), row.cell("number"), row.cell("branch")),
                            birth.get(),
                            day.get(),
                            row.cell("code"),
                            row.cell("value"),
                            row.cell("unit")));
        } catch (MalformedValue malformed) {
            return refused(row, RegistrationCode.BAD_NUMBER, "number");
        }
    }

    private Optional<CheckupRow> refused(CsvRecord.Row row, RegistrationCode code, String column) {
        refuse(row.line(), code, column);
        return Optional.empty();
    }

    /** Whether the cells are short and without control characters; refused otherwise. */
    private boolean plain(CsvRecord.Row row, Set<String> columns) {
        for (String column : columns) {
            String cell = row.cell(column);
            if (cell.length() > CELL_CHARACTERS_MAX) {
                refuse(row.line(), RegistrationCode.TOO_LONG, column);
                return false;
            }
            if (cell.chars().anyMatch(Character::isISOControl)) {
                refuse(row.line(), RegistrationCode.BAD_CHARACTER, column);
                return false;
            }
        }
        return true;
    }

    /** In the order of the file: what waits comes before the row that is refused. */
    private void refuse(long line, RegistrationCode code, String column) {
        flush();
        answer.row(ResultRow.of(line, code, column));
    }

    private void flush() {
        if (checkup.isEmpty()) {
            return;
        }
        List<Loaded> done = records.checkup(checkup, caller.auditName());
        for (int i = 0; i < done.size(); i++) {
            said(checkupLines.get(i), done.get(i));
        }
        checkup.clear();
        checkupLines.clear();
    }

    private void said(long line, Loaded done) {
        RegistrationCode code =
                switch (done) {
                    case ADDED, REPLACED -> RegistrationCode.OK;
                    case UNCHANGED -> RegistrationCode.UNCHANGED;
                    case UNMATCHED -> RegistrationCode.UNMATCHED;
                };
        answer.row(ResultRow.of(line, code, ""));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
