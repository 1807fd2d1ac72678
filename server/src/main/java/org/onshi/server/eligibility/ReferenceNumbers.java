package org.onshi.server.eligibility;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ReferenceNumberRegistration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 照会番号 (requirements A-30): the number a facility has given a patient, so that the card replaces
 * its ticket. One number a person and facility; a number that another person of the facility has is
 * refused; other facilities see nothing of it. Registering another number frees the first.
 */
@Service
public class ReferenceNumbers {
    /** How long it may be unknown here that a facility registered its first at another server. */
    static final Duration FACILITIES_KNOWN_FOR = Duration.ofMinutes(1);

    /** More than there are facilities in the country. */
    private static final int FACILITIES_MAX = 300_000;

    private static final String REFERENCE_NUMBER = "ReferenceNumber";
    private static final String NUMBER = "InsuredIdentificationNumber";
    private static final String CODE = "code";
    private static final String DIGEST = "request";

    private final ReferenceTable table;
    private final Registry registry;
    private final Audit audit;
    private final KeyedDigest digest;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Map<FacilityCode, Known> facilities = new ConcurrentHashMap<>();

    /** Whether a facility has any, and since when that is known. */
    private record Known(boolean any, long atNanos) {
        boolean current() {
            return System.nanoTime() - atNanos < FACILITIES_KNOWN_FOR.toNanos();
        }
    }

    /**
     * @param transactions of the same data source as audit and registry use
     * @param digest recognises a repeated request
     */
    public ReferenceNumbers(
            DataSource dataSource,
            Registry registry,
            Audit audit,
            KeyedDigest digest,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new ReferenceTable(dataSource);
        this.registry = registry;
        this.audit = audit;
        this.digest = digest;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What became of a registration.
     *
     * @param at when; of a repeated request, the first time
     * @param refused why it was not registered; empty when it was
     */
    public record Outcome(Instant at, Optional<FaultCode> refused) {
        /** The element to blame for a refusal. */
        public String field() {
            return refused.filter(code -> code == FaultCode.REFERENCE_NUMBER_TAKEN).isPresent()
                    ? REFERENCE_NUMBER
                    : NUMBER;
        }
    }

    /** The number this facility has given this person; costs nothing where it has given none. */
    public Optional<String> of(FacilityCode facility, UUID person) {
        return any(facility) ? table.of(facility, person) : Optional.empty();
    }

    /**
     * Registers a number for whoever is meant by insurer, symbol, number and branch: exactly one
     * person, or nobody (there is no birth date in the message, and nobody is guessed). Registered
     * or refused, it is recorded.
     *
     * @param key the caller's Idempotency-Key
     * @throws Fault {@link FaultCode#IDEMPOTENCY_KEY_REUSED} for another registration under the
     *     same key
     */
    public Outcome register(
            FacilityCode facility, ReferenceNumberRegistration registration, Optional<UUID> key) {
        UUID entryId = key.map(it -> CheckId.ofReference(facility, it)).orElseGet(UUID::randomUUID);
        byte[] asked = canonical(entryId, registration);
        Optional<AuditEntry> known = key.flatMap(it -> audit.find(entryId));
        if (known.isPresent()) {
            return again(known.get(), asked);
        }
        Optional<Outcome> outcome =
                transaction.execute(status -> {
                    Optional<Outcome> made =
                            record(
                                    entryId,
                                    facility,
                                    registration,
                                    Map.of(DIGEST, digest.of(asked)));
                    if (made.isEmpty()) {
                        status.setRollbackOnly();
                    }
                    return made;
                });
        // the same key at the same time: what the other one recorded holds
        return outcome.orElseGet(() ->
                again(
                        audit.find(entryId)
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "an audit entry refused as known is not there")),
                        asked));
    }

    /**
     * Registers a number for somebody who is present.
     *
     * @param number 1 to {@link ReferenceNumberRegistration#NUMBER_CHARACTERS_MAX} characters
     * @throws Fault {@link FaultCode#REFERENCE_NUMBER_TAKEN} when it is another person's at this
     *     facility; recorded
     */
    public void register(FacilityCode facility, UUID person, String number) {
        UUID entryId = UUID.randomUUID();
        Instant now = now();
        Optional<FaultCode> refused =
                transaction.execute(status -> {
                    Optional<FaultCode> refusal =
                            assign(facility, person, number, Optional.empty(), now);
                    append(entryId, facility, Optional.of(person), refusal, now, Map.of());
                    return refusal;
                });
        if (refused.isPresent()) {
            throw new Fault(refused.get(), "reference_number");
        }
    }

    /**
     * What became of numbers when a wrong link was corrected.
     *
     * @param given to the person the coverage is of
     * @param freed taken and given to nobody; the facility registers them again
     */
    public record Moved(int given, int freed) {}

    /**
     * Takes from a person what was registered while somebody else's coverage stood with that
     * person, in the caller's transaction (requirements B-16). What came by the coverage's own
     * number goes to the person it is of, unless that one has a number there already; what came by
     * a presence meanwhile may be of either and goes to nobody. What came by another coverage's
     * number stays.
     *
     * @param to empty when the coverage is nobody's by now
     * @param linkedAt since when the coverage stood with the wrong person
     * @param until when that ended, or nothing was shown of it any more
     */
    public Moved move(
            UUID from, Optional<UUID> to, UUID coverageId, Instant linkedAt, Instant until) {
        int given = 0;
        List<ReferenceTable.Given> doubted = table.doubted(from, coverageId, linkedAt, until);
        for (ReferenceTable.Given number : doubted) {
            boolean ofCoverage = number.coverageId().equals(Optional.of(coverageId));
            if (to.isPresent() && ofCoverage) {
                given += table.move(from, to.get(), number) ? 1 : 0;
            } else {
                table.take(from, number);
            }
        }
        return new Moved(given, doubted.size() - given);
    }

    /**
     * One registration as part of the caller's transaction, recorded under this id.
     *
     * @param details what the entry says beside it
     * @return empty when the entry is there already, and the transaction must not commit
     */
    Optional<Outcome> record(
            UUID entryId,
            FacilityCode facility,
            ReferenceNumberRegistration registration,
            Map<String, String> details) {
        Instant now = now();
        List<Candidate> meant =
                Candidate.meant(
                        registration.identifier(),
                        registry.candidatesOfAnyAge(
                                registration.insurer(), registration.identifier(), now));
        Set<UUID> persons = meant.stream().map(Candidate::personId).collect(Collectors.toSet());
        Optional<UUID> person = only(persons);
        Optional<FaultCode> refused =
                person.isPresent()
                        ? assign(
                                facility,
                                person.get(),
                                registration.referenceNumber(),
                                only(
                                        meant.stream()
                                                .map(Candidate::coverageId)
                                                .collect(Collectors.toSet())),
                                now)
                        : Optional.of(
                                persons.isEmpty()
                                        ? FaultCode.INSURED_UNKNOWN
                                        : FaultCode.INSURED_SEVERAL);
        return append(entryId, facility, person, refused, now, details)
                ? Optional.of(new Outcome(now, refused))
                : Optional.empty();
    }

    private static Optional<UUID> only(Set<UUID> ids) {
        return ids.size() == 1 ? Optional.of(ids.iterator().next()) : Optional.empty();
    }

    private Optional<FaultCode> assign(
            FacilityCode facility,
            UUID person,
            String number,
            Optional<UUID> coverageId,
            Instant now) {
        if (!table.assign(facility, person, number, coverageId, now)) {
            return Optional.of(FaultCode.REFERENCE_NUMBER_TAKEN);
        }
        facilities.put(facility, new Known(true, System.nanoTime()));
        return Optional.empty();
    }

    private boolean append(
            UUID entryId,
            FacilityCode facility,
            Optional<UUID> person,
            Optional<FaultCode> refused,
            Instant now,
            Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        refused.ifPresent(code -> details.put(CODE, code.code()));
        return audit.append(
                new AuditEntry(
                        entryId,
                        refused.isPresent()
                                ? AuditEvent.REFERENCE_NUMBER_REFUSED
                                : AuditEvent.REFERENCE_NUMBER_REGISTERED,
                        now,
                        CheckRecord.caller(facility),
                        person,
                        details));
    }

    private Outcome again(AuditEntry entry, byte[] asked) {
        Map<String, String> details = entry.details();
        if (!digest.agrees(asked, details.getOrDefault(DIGEST, ""))) {
            throw new Fault(FaultCode.IDEMPOTENCY_KEY_REUSED);
        }
        return new Outcome(
                entry.at(), Optional.ofNullable(details.get(CODE)).flatMap(FaultCode::of));
    }

    private boolean any(FacilityCode facility) {
        Known before = facilities.get(facility);
        if (before != null && before.current()) {
            return before.any();
        }
        boolean any = table.any(facility);
        if (facilities.size() >= FACILITIES_MAX) {
            facilities.clear();
        }
        // what this server registered meanwhile is known better
        facilities.compute(
                facility,
                (code, now) ->
                        Objects.equals(now, before) ? new Known(any, System.nanoTime()) : now);
        return any;
    }

    /** All that was asked, as bytes that no other request has. */
    private static byte[] canonical(UUID entryId, ReferenceNumberRegistration registration) {
        return KeyedDigest.content(
                List.of(
                        entryId.toString(),
                        registration.referenceNumber(),
                        registration.insurer().trimmed(),
                        registration.identifier().symbol(),
                        registration.identifier().number(),
                        registration.identifier().branch()));
    }

    private Instant now() {
        // as audit entries keep it, so that an answer given again carries the same time
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
