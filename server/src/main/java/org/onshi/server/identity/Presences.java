package org.onshi.server.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The presences of visits that are not over. */
@Service
public class Presences {
    /** Stands for the terminal of a caller whose certificate names none. */
    static final String NO_TERMINAL = "-";

    private final PresenceTable table;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate apart;

    /**
     * @param clock the one clock of the process
     */
    public Presences(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            InstantSource clock) {
        this.table = new PresenceTable(dataSource);
        this.audit = audit;
        this.clock = clock;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * The presence of a visit, for the terminal that proved it. One statement.
     *
     * @param terminal as the caller's certificate names it; blank and "-" mean that it names none
     * @throws Fault {@link FaultCode#VISIT_UNKNOWN} when there is none, it is over, or it was
     *     proven at another terminal; recorded in the audit log, whatever becomes of the caller's
     *     transaction
     */
    public Presence require(UUID visitId, FacilityCode facility, String terminal) {
        return kept(visitId, facility, terminal).presence();
    }

    /**
     * Ends a presence: nothing of its visit is answered any more. Consents born from it live on.
     *
     * @throws Fault as {@link #require}
     */
    public void end(UUID visitId, FacilityCode facility, String terminal) {
        table.end(kept(visitId, facility, terminal).presence().visitId(), clock.instant());
    }

    /**
     * The certificate a presence was proven by; whoever asks registers the card, and shows it to
     * nobody.
     */
    public CertificateId certificateOf(Presence presence) {
        return table.find(presence.visitId())
                .orElseThrow(() -> new IllegalStateException("a presence is not there"))
                .certificate();
    }

    /** From now on the visit is this person's; in the caller's transaction. */
    public void registered(Presence presence, UUID person) {
        table.person(presence.visitId(), person);
    }

    /**
     * A terminal's name as presences bind it.
     *
     * @param named as its certificate has it
     */
    static String terminal(String named) {
        return named.isBlank() ? NO_TERMINAL : named;
    }

    private PresenceTable.Kept kept(UUID visitId, FacilityCode facility, String terminal) {
        Instant now = clock.instant();
        Optional<PresenceTable.Kept> found = table.find(visitId);
        if (found.isEmpty()) {
            throw refused(visitId, facility, terminal, "UNKNOWN", now);
        }
        Presence presence = found.get().presence();
        if (!presence.facility().equals(facility)) {
            throw refused(visitId, facility, terminal, "OTHER_FACILITY", now);
        }
        if (!presence.terminal().equals(terminal(terminal))) {
            throw refused(visitId, facility, terminal, "OTHER_TERMINAL", now);
        }
        if (!now.isBefore(found.get().endsAt())) {
            throw refused(visitId, facility, terminal, "OVER", now);
        }
        return found.get();
    }

    private Fault refused(
            UUID visitId, FacilityCode facility, String terminal, String why, Instant now) {
        Map<String, String> details = new HashMap<>();
        details.put("visit", visitId.toString());
        details.put("terminal", terminal(terminal));
        details.put("why", why);
        apart.executeWithoutResult(_ ->
                audit.append(
                        AuditEntry.of(
                                UUID.randomUUID(),
                                AuditEvent.VISIT_REFUSED,
                                now,
                                "facility:" + facility.digits(),
                                details)));
        return new Fault(FaultCode.VISIT_UNKNOWN);
    }
}
