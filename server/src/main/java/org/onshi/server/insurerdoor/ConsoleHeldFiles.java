package org.onshi.server.insurerdoor;

import java.util.UUID;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.ClearingWord;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.Registrations;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A person's word on a file that is held because it takes many ratios or limit classes away. Who
 * sends files may withdraw one; that it goes on is a supervisor's to say.
 */
@ConsoleController
class ConsoleHeldFiles {
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Registrations registrations;
    private final RegistrationReception reception;

    ConsoleHeldFiles(
            ConsoleLog log,
            ConsoleRights rights,
            Registrations registrations,
            RegistrationReception reception) {
        this.log = log;
        this.rights = rights;
        this.registrations = registrations;
        this.reception = reception;
    }

    @PostMapping("/console/files/{id}/decision")
    ResponseEntity<byte[]> decide(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason) {
        rights.need(user, user.account().role().works());
        if (registrations.status(user.insurer(), id).isEmpty()) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
        ClearingWord word = ClerksWord.ofClearing(reason);
        rights.need(user, !word.isMeant() || user.account().role().approves());
        log.noted(
                user.account(),
                AuditEvent.REGISTRATION_DECIDED,
                () -> {
                    reception.decide(user.insurer(), id, word, user.clerk(), user.auditName());
                    return id;
                },
                UUID::toString);
        return ConsolePages.seeOther("/console/files/" + id);
    }
}
