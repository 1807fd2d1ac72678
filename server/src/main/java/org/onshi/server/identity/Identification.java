package org.onshi.server.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.audit.DerivedId;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proves presences: an ordered chain of checks, each with its own refusal, and the presence and its
 * audit entry in one transaction at the end (requirements, G-12, G-15, J-03, J-06). The
 * outside is asked before that transaction.
 */
public final class Identification {
    /** Renewals followed back to a registered certificate; a card is renewed every five years. */
    private static final int PREDECESSORS_MAX = 5;

    private final Challenges challenges;
    private final List<X509Certificate> anchors;
    private final Revocations revocations;
    private final ResidentRegister register;
    private final Certificates certificates;
    private final PresenceTable table;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Rules rules;
    private final IdentitySettings settings;
    private final InstantSource clock;

    Identification(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Revocations revocations,
            ResidentRegister register,
            Certificates certificates,
            Audit audit,
            Rules rules,
            IdentitySettings settings,
            InstantSource clock) {
        this.challenges = new Challenges(settings, clock);
        this.anchors = TrustAnchors.read(settings.anchorFiles());
        this.revocations = revocations;
        this.register = register;
        this.certificates = certificates;
        this.table = new PresenceTable(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
    }

    /** A challenge for a visit at a terminal; nothing is recorded until it is answered. */
    public Challenge challenge(UUID visitId, FacilityCode facility, String terminal) {
        return challenges.issue(facility, Presences.terminal(terminal), visitId);
    }

    /**
     * Proves a presence or says why not; both are recorded.
     *
     * @param phonesTaken whether this facility takes phones (requirements A-37)
     * @throws Fault of category CARD, or {@link FaultCode#FIELD_MISSING}
     */
    public ProvenPresence prove(
            UUID visitId,
            FacilityCode facility,
            String terminal,
            CardEvidence evidence,
            boolean phonesTaken) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String place = Presences.terminal(terminal);
        Map<String, String> details = details(visitId, place, evidence);
        recordImpersonation(visitId, facility, place, evidence.attempts(), now);
        try {
            challenges.require(evidence.signed().challenge(), facility, place, visitId);
            CardCertificate shown = CardCertificate.read(evidence.signed().certificate());
            details.put("certificate", Certificates.digest(shown.id()));
            return proven(visitId, facility, place, evidence, phonesTaken, shown, now, details);
        } catch (Fault fault) {
            details.put("code", fault.code().name());
            audit.append(
                    AuditEntry.of(UUID.randomUUID(), event(fault), now, caller(facility), details));
            throw fault;
        }
    }

    /**
     * Records evidence that was refused before it could be looked at, as one without a clerk's id.
     *
     * @param mode as far as it is known
     */
    public void refused(
            UUID visitId,
            FacilityCode facility,
            String terminal,
            Optional<PresenceMode> mode,
            FaultCode code) {
        Map<String, String> details = new HashMap<>();
        details.put("visit", visitId.toString());
        details.put("terminal", Presences.terminal(terminal));
        mode.ifPresent(it -> details.put("mode", it.name()));
        details.put("code", code.name());
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.PRESENCE_REFUSED,
                        clock.instant(),
                        caller(facility),
                        details));
    }

    /** Records what was tried in a visit that ends without a presence. */
    public void abandon(
            UUID visitId, FacilityCode facility, String terminal, List<Attempt> attempts) {
        Instant now = clock.instant();
        String place = Presences.terminal(terminal);
        Map<String, String> details = new HashMap<>();
        details.put("visit", visitId.toString());
        details.put("terminal", place);
        count(details, attempts);
        recordImpersonation(visitId, facility, place, attempts, now);
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.PRESENCE_ABANDONED,
                        now,
                        caller(facility),
                        details));
    }

    private ProvenPresence proven(
            UUID visitId,
            FacilityCode facility,
            String terminal,
            CardEvidence evidence,
            boolean phonesTaken,
            CardCertificate shown,
            Instant now,
            Map<String, String> details) {
        LocalDate today = LocalDate.ofInstant(now, SharedClock.ZONE);
        X509Certificate anchor =
                shown.signedBy(anchors)
                        .orElseThrow(() -> new Fault(FaultCode.CERT_UNTRUSTED, "certificate"));
        TokenKind kind =
                shown.kind(settings.cardPolicies(), settings.phonePolicies())
                        .orElseThrow(() -> new Fault(FaultCode.CERT_WRONG_PURPOSE, "certificate"));
        requireMode(evidence, kind, phonesTaken);
        requireAfterAttempts(evidence);
        if (!shown.signed(evidence.signed().challenge(), evidence.signed().signature())) {
            throw new Fault(FaultCode.SIGNATURE_WRONG, "signature");
        }
        if (now.isBefore(shown.x509().getNotBefore().toInstant())) {
            throw new Fault(FaultCode.CERT_NOT_YET_VALID, "certificate");
        }
        CertificateLife life = CertificateLife.of(shown.expiresOn(), today, rules, settings);
        CardState state =
                life.on(today).orElseThrow(() -> new Fault(FaultCode.CERT_EXPIRED, "certificate"));
        String digest = Certificates.digest(shown.id());
        boolean known = revocations.known(digest, shown.x509().getSerialNumber(), anchor);
        Holder holder = holder(shown.id(), details);
        Presence presence =
                new Presence(
                        visitId,
                        facility,
                        terminal,
                        evidence.mode(),
                        state,
                        known,
                        holder.person(),
                        digest,
                        now);
        details.put("state", state.name());
        details.put("revocation_known", known ? "1" : "0");
        transaction.executeWithoutResult(_ -> {
            if (!table.insert(
                    new PresenceTable.Kept(
                            presence,
                            shown.id(),
                            shown.expiresOn(),
                            now.plus(settings.presenceLife())))) {
                throw new Fault(FaultCode.CHALLENGE_USED, "challenge");
            }
            if (holder.renewed()) {
                certificates.bind(Map.of(shown.id(), holder.person().orElseThrow()), now);
                audit.append(entry(AuditEvent.CARD_RENEWED, presence, details));
            }
            audit.append(entry(AuditEvent.PRESENCE_PROVEN, presence, details));
        });
        return new ProvenPresence(presence, shown.expiresOn(), life.usableUntil());
    }

    private static void requireMode(CardEvidence evidence, TokenKind kind, boolean phonesTaken) {
        if (kind != evidence.token()) {
            throw new Fault(FaultCode.CERT_WRONG_PURPOSE, "token");
        }
        if (kind == TokenKind.PHONE) {
            if (!phonesTaken) {
                throw new Fault(FaultCode.SMARTPHONE_NOT_SERVED, "token");
            }
            // a phone shows neither a photo to the reader nor a face to the clerk
            if (evidence.mode() != PresenceMode.PIN) {
                throw new Fault(FaultCode.MODE_REFUSED, "mode");
            }
        }
        if (evidence.mode() == PresenceMode.VISUAL && evidence.clerk().isEmpty()) {
            throw new Fault(FaultCode.CLERK_MISSING, "clerk");
        }
    }

    /** What was tried before rules ways out, as long as the card lies there (A-05, G-10). */
    private static void requireAfterAttempts(CardEvidence evidence) {
        boolean locked = ended(evidence, Attempt.Outcome.PIN_LOCKED);
        boolean noPhoto = ended(evidence, Attempt.Outcome.NO_PHOTO);
        if ((evidence.mode() == PresenceMode.PIN && locked)
                || (evidence.mode() == PresenceMode.FACE && noPhoto)) {
            throw new Fault(FaultCode.MODE_REFUSED, "mode");
        }
        // without a photo the clerk recognises whoever came along
        if (evidence.mode() == PresenceMode.VISUAL && noPhoto && evidence.companion().isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "companion");
        }
    }

    private static boolean ended(CardEvidence evidence, Attempt.Outcome how) {
        return evidence.attempts().stream().anyMatch(it -> it.outcome() == how);
    }

    /**
     * @param person empty while the card is not registered
     * @param renewed whether an earlier certificate of the same holder is, and this one not yet
     */
    private record Holder(Optional<UUID> person, boolean renewed) {}

    /**
     * A silent register costs the renewal's continuity and not the presence: the registration of
     * the card, which asks for its holder anyway, mends it.
     */
    private Holder holder(CertificateId certificate, Map<String, String> details) {
        Optional<UUID> person = certificates.personOf(certificate);
        if (person.isPresent()) {
            return new Holder(person, false);
        }
        try {
            return renewed(certificate);
        } catch (Fault silent) {
            details.put("register", silent.code().name());
            return new Holder(Optional.empty(), false);
        }
    }

    private Holder renewed(CertificateId certificate) {
        CertificateId at = certificate;
        for (int i = 0; i < PREDECESSORS_MAX; i++) {
            Optional<CertificateId> before = register.predecessor(at);
            if (before.isEmpty()) {
                break;
            }
            Optional<UUID> earlier = certificates.personOf(before.get());
            if (earlier.isPresent()) {
                return new Holder(earlier, true);
            }
            at = before.get();
        }
        return new Holder(Optional.empty(), false);
    }

    private static AuditEvent event(Fault fault) {
        return switch (fault.code()) {
            case CHALLENGE_REFUSED, CHALLENGE_EXPIRED, CHALLENGE_USED ->
                    AuditEvent.CHALLENGE_REFUSED;
            default -> AuditEvent.PRESENCE_REFUSED;
        };
    }

    private static AuditEntry entry(
            AuditEvent event, Presence presence, Map<String, String> details) {
        return new AuditEntry(
                UUID.randomUUID(),
                event,
                presence.at(),
                caller(presence.facility()),
                presence.person(),
                details);
    }

    private static Map<String, String> details(
            UUID visitId, String terminal, CardEvidence evidence) {
        Map<String, String> details = new HashMap<>();
        details.put("visit", visitId.toString());
        details.put("terminal", terminal);
        details.put("mode", evidence.mode().name());
        evidence.clerk().ifPresent(clerk -> details.put("clerk", clerk));
        evidence.companion().ifPresent(who -> details.put("companion", who.name()));
        count(details, evidence.attempts());
        return details;
    }

    private static void count(Map<String, String> details, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            String key = (attempt.mode() + "_" + attempt.outcome()).toLowerCase(Locale.ROOT);
            details.merge(key, "1", (a, b) -> Integer.toString(Integer.parseInt(a) + 1));
        }
    }

    private void recordImpersonation(
            UUID visitId,
            FacilityCode facility,
            String terminal,
            List<Attempt> attempts,
            Instant now) {
        if (attempts.stream().noneMatch(it -> it.outcome() == Attempt.Outcome.OTHER_FACE)) {
            return;
        }
        audit.append(
                AuditEntry.of(
                        DerivedId.of("impersonation/" + visitId),
                        AuditEvent.IMPERSONATION_SUSPECTED,
                        now,
                        caller(facility),
                        Map.of("visit", visitId.toString(), "terminal", terminal)));
    }

    private static String caller(FacilityCode facility) {
        return "facility:" + facility.digits();
    }
}
