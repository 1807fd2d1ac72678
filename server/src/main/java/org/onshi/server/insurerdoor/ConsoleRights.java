package org.onshi.server.insurerdoor;

import java.util.Map;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Component;

/** Who may do what; a refusal is in the audit log, under the person's own account. */
@Component
final class ConsoleRights {
    private final ConsoleLog log;

    ConsoleRights(ConsoleLog log) {
        this.log = log;
    }

    /**
     * Lets it pass, or not.
     *
     * @throws Fault {@link FaultCode#ROLE_REFUSED}
     */
    void need(ConsoleUser user, boolean allowed) {
        if (!allowed) {
            log.record(
                    user.account(),
                    AuditEvent.CONSOLE_REFUSED,
                    Map.of("role", user.account().role().name()),
                    user.account().role().name());
            throw new Fault(FaultCode.ROLE_REFUSED);
        }
    }
}
