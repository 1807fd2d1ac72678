package org.onshi.server.operatordoor;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Insurers;
import org.onshi.wire.InsurerRow;
import org.onshi.wire.ParsedRow;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResultRow;

/**
 * One file of insurers on its way in; there are 3,411 in the country, so they are registered one by
 * one.
 */
final class InsurerLoad {
    private final Insurers insurers;
    private final Audit audit;
    private final InstantSource clock;
    private final Caller caller;
    private final ResultRow.Writer answer;

    InsurerLoad(
            Insurers insurers,
            Audit audit,
            InstantSource clock,
            Caller caller,
            ResultRow.Writer answer) {
        this.insurers = insurers;
        this.audit = audit;
        this.clock = clock;
        this.caller = caller;
        this.answer = answer;
    }

    /** Takes a whole file and writes a line of the answer for each row. */
    void take(InputStream in) throws IOException {
        for (ParsedRow<InsurerRow> row : InsurerRow.read(in)) {
            answer.row(
                    switch (row) {
                        case ParsedRow.Faulty<InsurerRow> faulty ->
                                ResultRow.of(faulty.line(), faulty.faults());
                        case ParsedRow.Good<InsurerRow> good ->
                                ResultRow.of(good.line(), register(good.value()), "");
                    });
        }
    }

    private RegistrationCode register(InsurerRow row) {
        Insurers.Registered change =
                insurers.register(
                        new Insurer(
                                row.number(),
                                row.name(),
                                row.kind(),
                                row.prefecture(),
                                row.address(),
                                row.telephone()));
        if (change == Insurers.Registered.UNCHANGED) {
            return RegistrationCode.UNCHANGED;
        }
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.INSURER_REGISTERED,
                        clock.instant(),
                        caller.auditName(),
                        Map.of("insurer", row.number().digits(), "change", change.name())));
        return RegistrationCode.OK;
    }
}
