package org.onshi.server.operatordoor;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.onshi.server.accounts.AccountRole;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.wire.AccountRow;
import org.onshi.wire.ParsedRow;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.ResultRow;

/** One file of accounts on its way in (requirements J-13). */
final class AccountLoad {
    private final Accounts accounts;
    private final Audit audit;
    private final InstantSource clock;
    private final Caller caller;
    private final ResultRow.Writer answer;

    AccountLoad(
            Accounts accounts,
            Audit audit,
            InstantSource clock,
            Caller caller,
            ResultRow.Writer answer) {
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
        this.caller = caller;
        this.answer = answer;
    }

    /** Takes a whole file and writes a line of the answer for each row. */
    void take(InputStream in) throws IOException {
        for (ParsedRow<AccountRow> row : AccountRow.read(in)) {
            answer.row(
                    switch (row) {
                        case ParsedRow.Faulty<AccountRow> faulty ->
                                ResultRow.of(faulty.line(), faulty.faults());
                        case ParsedRow.Good<AccountRow> good ->
                                ResultRow.of(good.line(), register(good.value()), "");
                    });
        }
    }

    private RegistrationCode register(AccountRow row) {
        Accounts.Registered change =
                accounts.register(
                        row.subject(),
                        row.name(),
                        row.organisation(),
                        AccountRole.valueOf(row.role()),
                        row.person());
        if (change == Accounts.Registered.UNCHANGED) {
            return RegistrationCode.UNCHANGED;
        }
        // the account's own id, not the subject: that is the provider's
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.ACCOUNT_REGISTERED,
                        clock.instant(),
                        caller.auditName(),
                        Map.of(
                                "account",
                                accounts.id(row.subject()).toString(),
                                "organisation",
                                row.organisation(),
                                "role",
                                row.role(),
                                "change",
                                change.name())));
        return RegistrationCode.OK;
    }
}
