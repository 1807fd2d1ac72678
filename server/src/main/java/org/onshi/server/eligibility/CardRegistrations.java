package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.onshi.kernel.CertificateId;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Certificates;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.Presences;
import org.onshi.server.registry.CardHolders;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 健康保険証利用の申込 (requirements A-14): registers cards as insurance cards, on the reader or, as portal
 * and cash machines do it, many at once. The resident register says whose certificate it is, the
 * vault finds the person without a number being read, and from then on the certificate stands for
 * the person ({@link Certificates}): the outside is not asked again. The register is asked before
 * the transaction; binding and audit entries commit together.
 */
@Service
public class CardRegistrations {
    private static final String PURPOSE = "card_registration";
    private static final String CERTIFICATE = "certificate";

    private final CardHolders holders;
    private final Certificates certificates;
    private final Presences presences;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as the others use
     * @param clock the one clock of the process
     */
    public CardRegistrations(
            CardHolders holders,
            Certificates certificates,
            Presences presences,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.holders = holders;
        this.certificates = certificates;
        this.presences = presences;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What became of one certificate. */
    public enum Outcome {
        /** Now. */
        REGISTERED,
        /** Before; nothing was changed. */
        REGISTERED_BEFORE,
        /** The resident register does not know the certificate. */
        CERTIFICATE_UNKNOWN,
        /** No insurer has registered its holder. */
        HOLDER_UNKNOWN
    }

    /**
     * Registers cards as portal and cash machines do. The same again changes nothing.
     *
     * @param ids as many as {@link CardHolders#ask} takes, a thousand
     * @param caller as audit entries name it
     * @return an outcome for each
     * @throws Fault {@link FaultCode#REGISTER_SILENT}; nothing is registered then
     */
    public Map<CertificateId, Outcome> register(Collection<CertificateId> ids, String caller) {
        Instant now = clock.instant();
        Set<CertificateId> known = certificates.personsOf(ids).keySet();
        List<CertificateId> open =
                ids.stream().filter(it -> !known.contains(it)).distinct().toList();
        CardHolders.Known numbers = holders.ask(open);
        Map<CertificateId, UUID> persons = new HashMap<>();
        transaction.executeWithoutResult(_ -> {
            persons.putAll(holders.persons(numbers, caller, PURPOSE, now));
            Set<CertificateId> bound = certificates.bind(persons, now);
            audit.appendAll(
                    bound.stream()
                            .map(it -> registered(persons.get(it), caller, now, details(it)))
                            .toList());
        });
        Map<CertificateId, Outcome> outcomes = new LinkedHashMap<>();
        for (CertificateId id : ids) {
            outcomes.put(
                    id,
                    known.contains(id)
                            ? Outcome.REGISTERED_BEFORE
                            : persons.containsKey(id)
                                    ? Outcome.REGISTERED
                                    : numbers.has(id)
                                            ? Outcome.HOLDER_UNKNOWN
                                            : Outcome.CERTIFICATE_UNKNOWN);
        }
        return outcomes;
    }

    /**
     * Registers the card that is present; its visit goes on as its person's. A card registered
     * already stays so.
     *
     * @throws Fault {@link FaultCode#CERT_EXPIRED} in the grace, which opens eligibility and
     *     nothing else (requirements A-16); {@link FaultCode#REVOCATION_UNKNOWN} while nobody knows
     *     whether the certificate is revoked; {@link FaultCode#REGISTER_SILENT}; {@link
     *     FaultCode#CARD_HOLDER_UNKNOWN}. Recorded; the presence stays good.
     */
    public void register(Presence presence) {
        if (presence.person().isPresent()) {
            return;
        }
        Instant now = clock.instant();
        try {
            CertificateId certificate = presences.certificateOf(presence);
            Optional<UUID> known = certificates.personOf(certificate);
            if (known.isPresent()) {
                // at the portal, since the presence was proven
                presences.registered(presence, known.get());
                return;
            }
            requireAllowed(presence);
            CardHolders.Known number = holders.ask(List.of(certificate));
            if (!bind(presence, certificate, number, now)) {
                throw new Fault(FaultCode.CARD_HOLDER_UNKNOWN);
            }
        } catch (Fault fault) {
            Map<String, String> details = details(presence);
            details.put("code", fault.code().name());
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.CARD_REGISTRATION_REFUSED,
                            now,
                            CheckRecord.caller(presence.facility()),
                            details));
            throw fault;
        }
    }

    /**
     * Where the person of a card keeps no coverage, a wrong number may have been corrected
     * (requirements B-16): the card follows to whoever its holder's number stands for now.
     *
     * @return the other person; empty when it is the same, nobody, or the register is silent
     */
    Optional<UUID> moved(Presence presence) {
        Instant now = clock.instant();
        CertificateId certificate = presences.certificateOf(presence);
        CardHolders.Known number;
        try {
            number = holders.ask(List.of(certificate));
        } catch (Fault silent) {
            // the answer is the one of before, and the next check asks again
            return Optional.empty();
        }
        Map<CertificateId, UUID> other = new HashMap<>();
        transaction.executeWithoutResult(_ -> {
            String caller = CheckRecord.caller(presence.facility());
            other.putAll(holders.persons(number, caller, "card_check", now));
            other.values().removeIf(it -> presence.person().equals(Optional.of(it)));
            other.forEach((moved, person) -> {
                certificates.move(moved, person, now);
                presences.registered(presence, person);
                audit.append(
                        AuditEntry.about(
                                person,
                                UUID.randomUUID(),
                                AuditEvent.CARD_MOVED,
                                now,
                                caller,
                                details(presence)));
            });
        });
        return Optional.ofNullable(other.get(certificate));
    }

    private static void requireAllowed(Presence presence) {
        if (presence.state() == CardState.GRACE) {
            throw new Fault(FaultCode.CERT_EXPIRED);
        }
        if (!presence.revocationKnown()) {
            throw new Fault(FaultCode.REVOCATION_UNKNOWN);
        }
    }

    /**
     * False when nobody is known by the number; that the vault was used is recorded all the same.
     */
    private boolean bind(
            Presence presence, CertificateId certificate, CardHolders.Known number, Instant now) {
        String caller = CheckRecord.caller(presence.facility());
        List<UUID> found = new ArrayList<>();
        transaction.executeWithoutResult(_ -> {
            Map<CertificateId, UUID> persons = holders.persons(number, caller, PURPOSE, now);
            if (persons.isEmpty()) {
                return;
            }
            UUID person = persons.get(certificate);
            found.add(person);
            presences.registered(presence, person);
            if (!certificates.bind(persons, now).isEmpty()) {
                audit.append(registered(person, caller, now, details(presence)));
            }
        });
        return !found.isEmpty();
    }

    private static AuditEntry registered(
            UUID person, String caller, Instant now, Map<String, String> details) {
        return AuditEntry.about(
                person, UUID.randomUUID(), AuditEvent.CARD_REGISTERED, now, caller, details);
    }

    private static Map<String, String> details(CertificateId certificate) {
        return Map.of(CERTIFICATE, Certificates.digest(certificate));
    }

    private static Map<String, String> details(Presence presence) {
        Map<String, String> details = new TreeMap<>();
        details.put("visit", presence.visitId().toString());
        details.put("terminal", presence.terminal());
        details.put("mode", presence.mode().name());
        details.put(CERTIFICATE, presence.certificateDigest());
        return details;
    }
}
