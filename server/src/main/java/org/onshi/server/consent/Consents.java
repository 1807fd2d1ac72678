package org.onshi.server.consent;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Presence;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.ConsentTriple;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes consents and says which are in force (requirements, F-05, F-06). What is given,
 * refused or withdrawn is recorded with the certificate's digest in the same transaction; a consent
 * that may not be taken is recorded too.
 */
@Service
public class Consents {
    private final ConsentTable table;

    private final TransactionTemplate transaction;
    private final Facilities facilities;
    private final Rules rules;
    private final Audit audit;
    private final ConsentSettings settings;
    private final InstantSource clock;

    /**
     * @param facilities says which facilities get eligibility only
     * @param clock the one clock of the process
     */
    public Consents(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Facilities facilities,
            Rules rules,
            Audit audit,
            ConsentSettings settings,
            InstantSource clock) {
        this.table = new ConsentTable(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.facilities = facilities;
        this.rules = rules;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes the answer of whoever is present. A later answer replaces the earlier one of the same
     * kind at the same facility, given or refused.
     *
     * @return all answers that stand at this facility now
     * @throws Fault {@link FaultCode#CARD_NOT_REGISTERED} when it is not known whose card it is;
     *     {@link FaultCode#BLANKET_NOT_YET} before 2024-10; {@link FaultCode#ELIGIBILITY_ONLY} or
     *     {@link FaultCode#NOT_IN_GRACE} for medical kinds; {@link FaultCode#CODE_UNKNOWN} for a
     *     kind that is not in force that day; {@link FaultCode#FIELD_MISSING} or {@link
     *     FaultCode#VALUES_CONTRADICT} for an answer that says nothing, or both. Recorded.
     */
    public List<Consent> give(Presence presence, ConsentChoice choice) {
        Instant now = now();
        Set<ConsentKind> given;
        Set<ConsentKind> refused;
        UUID person;
        try {
            person = person(presence);
            given = given(presence, choice, now);
            refused = refused(choice, now);
        } catch (Fault fault) {
            record(presence, AuditEvent.CONSENT_REFUSED, now, Map.of("code", fault.code().name()));
            throw fault;
        }
        UUID consentId = UUID.randomUUID();
        Set<ConsentKind> answered = EnumSet.noneOf(ConsentKind.class);
        answered.addAll(given);
        answered.addAll(refused);
        transaction.executeWithoutResult(_ -> {
            table.supersede(person, presence.facility(), answered, now);
            for (ConsentKind kind : answered) {
                table.insert(
                        new Consent(
                                consentId,
                                person,
                                presence.facility(),
                                presence.visitId(),
                                kind,
                                given.contains(kind),
                                now,
                                now.plus(settings.life()),
                                presence.certificateDigest()));
            }
            record(
                    presence,
                    AuditEvent.CONSENT_GIVEN,
                    now,
                    Map.of(
                            "consent", consentId.toString(),
                            "given", names(given),
                            "refused", names(refused),
                            "until", now.plus(settings.life()).toString()));
        });
        return standing(person, presence.facility(), now);
    }

    /**
     * Ends consents at once; those not given are left as they are.
     *
     * @return all answers that stand at this facility now
     * @throws Fault {@link FaultCode#CARD_NOT_REGISTERED}, {@link FaultCode#FIELD_MISSING}
     */
    public List<Consent> withdraw(Presence presence, Set<ConsentKind> kinds) {
        UUID person = person(presence);
        if (kinds.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "kinds");
        }
        Instant now = now();
        transaction.executeWithoutResult(_ -> {
            table.withdraw(person, presence.facility(), kinds, now);
            record(presence, AuditEvent.CONSENT_WITHDRAWN, now, Map.of("kinds", names(kinds)));
        });
        return standing(person, presence.facility(), now);
    }

    /**
     * Ends what a person gave while somebody else's coverage stood with that person, everywhere and
     * in the caller's transaction (requirements B-16): it was given to show the wrong data.
     *
     * @param by the caller as audit entries name it
     */
    public void end(UUID person, String by) {
        Instant now = now();
        int ended = table.endAll(person, now);
        if (ended > 0) {
            audit.append(
                    AuditEntry.about(
                            person,
                            UUID.randomUUID(),
                            AuditEvent.CONSENT_WITHDRAWN,
                            now,
                            by,
                            Map.of("reason", "correction", "consents", Integer.toString(ended))));
        }
    }

    /**
     * Holds what stands until the caller's transaction ends: a withdrawal takes effect before the
     * look at what it opens, or after its answer has been recorded, and never in between.
     */
    public void hold(UUID person, FacilityCode facility) {
        table.hold(person, facility);
    }

    /** The consents that let this facility see something of this person now. */
    public List<Consent> live(UUID person, FacilityCode facility, Instant now) {
        return table.standing(person, facility).stream().filter(it -> it.live(now)).toList();
    }

    /**
     * The consent by which this facility may see this kind of this person's information now.
     *
     * @throws Fault {@link FaultCode#NO_CONSENT} when it was not asked for, refused or withdrawn;
     *     {@link FaultCode#CONSENT_OVER} when its time is over. Not recorded: whoever asks knows
     *     for what.
     */
    public Consent require(UUID person, FacilityCode facility, ConsentKind kind, Instant now) {
        Consent standing =
                table.standing(person, facility).stream()
                        .filter(it -> it.kind() == kind && it.given())
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultCode.NO_CONSENT));
        if (!standing.live(now)) {
            throw new Fault(FaultCode.CONSENT_OVER);
        }
        return standing;
    }

    /**
     * What a face message states: one triple for each kind in force that day, given or not
     * (interface.md §2.2). Limit data and special diseases have no time of their end.
     *
     * @param standing {@link #standing(Presence)}, or what is live
     */
    public List<ConsentTriple> triples(List<Consent> standing, Instant now) {
        Map<ConsentKind, Consent> live =
                standing.stream()
                        .filter(it -> it.live(now))
                        .collect(Collectors.toMap(Consent::kind, it -> it));
        return ConsentKinds.inForce(rules, day(now)).stream()
                .map(kind ->
                        Optional.ofNullable(live.get(kind))
                                .map(Consents::triple)
                                .orElseGet(() -> ConsentTriple.refused(kind)))
                .toList();
    }

    private static ConsentTriple triple(Consent consent) {
        LocalDateTime at = wireTime(consent.at());
        return switch (consent.kind()) {
            case LIMIT, SPECIAL_DISEASES -> ConsentTriple.given(consent.kind(), at);
            case CHECKUP,
                    MEDICATION,
                    TREATMENT,
                    OPERATION,
                    DIAGNOSIS_NAME,
                    INFECTION,
                    ALLERGY,
                    CONTRAINDICATION,
                    TEST,
                    PRESCRIPTION ->
                    new ConsentTriple(
                            consent.kind(),
                            "1",
                            Optional.of(at),
                            Optional.of(wireTime(consent.until())));
        };
    }

    /**
     * The kinds this visit asks about.
     *
     * @see ConsentKinds#offered
     */
    public Set<ConsentKind> offered(Presence presence) {
        return ConsentKinds.offered(rules, day(now()), medicalInformation(presence));
    }

    /**
     * The answers that stand at the facility of a presence and that it may rest on; one statement.
     * In the grace after a certificate's end a medical consent of the day before says nothing to
     * this visit: the grace opens eligibility alone (requirements A-16).
     */
    public List<Consent> standing(Presence presence) {
        return presence
                .person()
                .map(person -> standing(person, presence.facility(), now()))
                .orElse(List.of())
                .stream()
                .filter(it -> presence.medicalInformation() || !ConsentKinds.medical(it.kind()))
                .toList();
    }

    /** The kinds a facility's visits ask about, before anybody is present. */
    public Set<ConsentKind> offered(FacilityCode facility) {
        return ConsentKinds.offered(rules, day(now()), medicalInformation(facility));
    }

    /** Whether one touch may answer for all kinds today (requirements A-11). */
    public boolean blanketOffered() {
        return rules.says(Rule.BLANKET_CONSENT, day(now()), "ON");
    }

    /** Whether the facility may get medical information at all (requirements A-26). */
    public boolean medicalInformation(FacilityCode facility) {
        return !eligibilityOnly(facility);
    }

    /** Whether the presence at its facility opens medical information. */
    public boolean medicalInformation(Presence presence) {
        return presence.medicalInformation() && !eligibilityOnly(presence.facility());
    }

    private Set<ConsentKind> given(Presence presence, ConsentChoice choice, Instant now) {
        return switch (choice) {
            case ConsentChoice.Blanket _ -> {
                if (!rules.says(Rule.BLANKET_CONSENT, day(now), "ON")) {
                    throw new Fault(FaultCode.BLANKET_NOT_YET, "blanket");
                }
                yield ConsentKinds.offered(rules, day(now), medicalInformation(presence));
            }
            case ConsentChoice.ByKind(Set<ConsentKind> given, Set<ConsentKind> refused) -> {
                if (given.isEmpty() && refused.isEmpty()) {
                    throw new Fault(FaultCode.FIELD_MISSING, "given");
                }
                if (given.stream().anyMatch(refused::contains)) {
                    throw new Fault(FaultCode.VALUES_CONTRADICT, "refused");
                }
                requireInForce(given, "given", now);
                requireAllowed(presence, given);
                yield given;
            }
        };
    }

    private Set<ConsentKind> refused(ConsentChoice choice, Instant now) {
        return switch (choice) {
            case ConsentChoice.Blanket _ -> Set.of();
            case ConsentChoice.ByKind(Set<ConsentKind> _, Set<ConsentKind> refused) -> {
                requireInForce(refused, "refused", now);
                yield refused;
            }
        };
    }

    private void requireInForce(Set<ConsentKind> kinds, String field, Instant now) {
        if (!ConsentKinds.inForce(rules, day(now)).containsAll(kinds)) {
            throw new Fault(FaultCode.CODE_UNKNOWN, field);
        }
    }

    private void requireAllowed(Presence presence, Set<ConsentKind> given) {
        if (given.stream().noneMatch(ConsentKinds::medical)) {
            return;
        }
        if (eligibilityOnly(presence.facility())) {
            throw new Fault(FaultCode.ELIGIBILITY_ONLY);
        }
        if (presence.state() == CardState.GRACE) {
            throw new Fault(FaultCode.NOT_IN_GRACE);
        }
        if (!presence.revocationKnown()) {
            throw new Fault(FaultCode.REVOCATION_UNKNOWN);
        }
    }

    /** A facility that is not registered gets nothing more than one of the least kind. */
    private boolean eligibilityOnly(FacilityCode facility) {
        return facilities
                .find(facility)
                .map(Facility::type)
                .map(it -> it.eligibilityOnly())
                .orElse(true);
    }

    private static UUID person(Presence presence) {
        return presence.person().orElseThrow(() -> new Fault(FaultCode.CARD_NOT_REGISTERED));
    }

    private List<Consent> standing(UUID person, FacilityCode facility, Instant now) {
        List<Consent> standing = new ArrayList<>(table.standing(person, facility));
        standing.removeIf(it -> it.given() && !it.live(now));
        standing.sort(Comparator.comparing(Consent::kind));
        return List.copyOf(standing);
    }

    private void record(
            Presence presence, AuditEvent event, Instant now, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("visit", presence.visitId().toString());
        details.put("terminal", presence.terminal());
        details.put("mode", presence.mode().name());
        details.put("certificate", presence.certificateDigest());
        audit.append(
                new AuditEntry(
                        UUID.randomUUID(),
                        event,
                        now,
                        "facility:" + presence.facility().digits(),
                        presence.person(),
                        details));
    }

    private static String names(Collection<ConsentKind> kinds) {
        return kinds.stream().sorted().map(ConsentKind::name).collect(Collectors.joining(" "));
    }

    /** As the store keeps it: a consent lives to the microsecond. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, SharedClock.ZONE);
    }

    private static LocalDateTime wireTime(Instant instant) {
        return LocalDateTime.ofInstant(instant, SharedClock.ZONE).truncatedTo(ChronoUnit.SECONDS);
    }
}
