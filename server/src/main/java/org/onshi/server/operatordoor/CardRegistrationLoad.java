package org.onshi.server.operatordoor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.CardRegistrations;
import org.onshi.wire.CsvLimits;
import org.onshi.wire.CsvRecord;
import org.onshi.wire.CsvTable;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResultRow;

/**
 * A file of cards registered at portal or cash machine on its way in: streamed, a batch a question
 * to the resident register and a transaction. When the register falls silent, what was registered
 * stays so and nothing more is asked: sending the file again does the rest.
 */
final class CardRegistrationLoad {
    private static final String ISSUER = "issuer_key_id";
    private static final String SERIAL = "serial";
    private static final Set<String> COLUMNS = Set.of(ISSUER, SERIAL);

    /** As many as the register is asked about at once. */
    private static final int BATCH_ROWS_MAX = 1_000;

    private final CardRegistrations registrations;
    private final Caller caller;
    private final ResultRow.Writer answer;
    private final List<Judged> judged = new ArrayList<>();
    private final Set<CertificateId> batch = new LinkedHashSet<>();
    private boolean silent;

    /** A row that waits for its batch, or, without a certificate, for its turn. */
    private record Judged(
            long line, Optional<CertificateId> card, RegistrationCode code, String at) {}

    CardRegistrationLoad(CardRegistrations registrations, Caller caller, ResultRow.Writer answer) {
        this.registrations = registrations;
        this.caller = caller;
        this.answer = answer;
    }

    /** Takes a whole file and writes a line of the answer for each row. */
    void take(InputStream in) throws IOException {
        try (CsvTable table = CsvTable.open(in, COLUMNS, COLUMNS, CsvLimits.MASTER)) {
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
        for (String column : List.of(ISSUER, SERIAL)) {
            if (row.cell(column).isEmpty()) {
                refuse(row.line(), RegistrationCode.MISSING_FIELD, column);
                return;
            }
        }
        String issuer = row.cell(ISSUER).toLowerCase(Locale.ROOT);
        // some write the serial number as whole bytes
        String serial = row.cell(SERIAL).toLowerCase(Locale.ROOT).replaceFirst("^0+", "");
        CertificateId card;
        try {
            card = new CertificateId(issuer, serial);
        } catch (MalformedValue malformed) {
            refuse(
                    row.line(),
                    RegistrationCode.BAD_CODE,
                    issuer.matches("([0-9a-f]{2}){1,32}") ? SERIAL : ISSUER);
            return;
        }
        if (!batch.add(card)) {
            // the second time it is known
            flush();
            batch.add(card);
        }
        judged.add(new Judged(row.line(), Optional.of(card), RegistrationCode.OK, ""));
    }

    private void refuse(long line, RegistrationCode code, String column) {
        judged.add(new Judged(line, Optional.empty(), code, column));
    }

    private void flush() {
        Map<CertificateId, CardRegistrations.Outcome> outcomes = register();
        for (Judged row : judged) {
            RegistrationCode code =
                    row.card()
                            .map(card ->
                                    Optional.ofNullable(outcomes.get(card))
                                            .map(CardRegistrationLoad::code)
                                            .orElse(RegistrationCode.NOT_PROCESSED))
                            .orElse(row.code());
            answer.row(ResultRow.of(row.line(), code, row.at()));
        }
        batch.clear();
        judged.clear();
    }

    /** Nothing for any, when the register is silent. */
    private Map<CertificateId, CardRegistrations.Outcome> register() {
        if (batch.isEmpty() || silent) {
            return Map.of();
        }
        try {
            return registrations.register(batch, caller.auditName());
        } catch (Fault fault) {
            if (fault.code() != FaultCode.REGISTER_SILENT) {
                throw fault;
            }
            silent = true;
            return Map.of();
        }
    }

    private static RegistrationCode code(CardRegistrations.Outcome outcome) {
        return switch (outcome) {
            case REGISTERED -> RegistrationCode.OK;
            case REGISTERED_BEFORE -> RegistrationCode.UNCHANGED;
            case CERTIFICATE_UNKNOWN -> RegistrationCode.CERTIFICATE_UNKNOWN;
            case HOLDER_UNKNOWN -> RegistrationCode.HOLDER_UNKNOWN;
        };
    }
}
