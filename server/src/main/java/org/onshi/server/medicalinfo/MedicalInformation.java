package org.onshi.server.medicalinfo;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.audit.DerivedId;
import org.onshi.server.consent.Consent;
import org.onshi.server.consent.Consents;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.identity.EarlierPresences;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.ClaimItem;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MedicalRequest;
import org.onshi.wire.MedicationHistory;
import org.onshi.wire.Patient;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Releases medical information to a facility (requirements F-01 to F-07). The order of the checks:
 * the facility's type, who is meant, a live consent of that person to that facility, that the
 * certificate it was given by still opens something, and that viewing is not suspended; whoever
 * fails an early one learns nothing of the later. A release, its audit entry and its count commit
 * together, and a refusal is recorded too.
 */
@Service
public class MedicalInformation {
    /** Rows of one answer; ten times what a very ill person has in three years. */
    static final int ROWS_MAX = 50_000;

    /** Detail of an entry: the keyed digest of what was asked. */
    private static final String QUESTION = "question";

    /** Rows of one count, so that views do not wait for one another. */
    private static final int SLOTS = 16;

    private final MedicalTable table;
    private final PersonFinder persons;
    private final Registry registry;
    private final Consents consents;
    private final EarlierPresences presences;
    private final Facilities facilities;
    private final Rules rules;
    private final Audit audit;
    private final KeyedDigest digest;
    private final TransactionTemplate transaction;
    private final MedicalInformationSettings settings;
    private final InstantSource clock;

    /**
     * @param registry says whose number it is, and the name
     * @param digest recognises a repeated request
     * @param clock the one clock of the process
     */
    public MedicalInformation(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Registry registry,
            Consents consents,
            EarlierPresences presences,
            Facilities facilities,
            Rules rules,
            Audit audit,
            KeyedDigest digest,
            MedicalInformationSettings settings,
            InstantSource clock) {
        this.table = new MedicalTable(dataSource);
        this.persons = new PersonFinder(registry);
        this.transaction = new TransactionTemplate(transactions);
        this.registry = registry;
        this.consents = consents;
        this.presences = presences;
        this.facilities = facilities;
        this.rules = rules;
        this.audit = audit;
        this.digest = digest;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Medication, and treatment where it is asked for and consented to.
     *
     * @param facility who asks
     * @param request whose, which months, with or without treatment
     * @param key the caller's Idempotency-Key: the same request under the same consents is answered
     *     again and is one view
     * @throws Fault {@link FaultCode#ELIGIBILITY_ONLY}, {@link FaultCode#NO_CONSENT} (also for a
     *     number nobody has), {@link FaultCode#CONSENT_OVER}, what {@link EarlierPresences#closed}
     *     says of the certificate, {@link FaultCode#VIEWING_SUSPENDED}, {@link
     *     FaultCode#FIELD_MISSING} for a number several people share without a branch; {@link
     *     FaultCode#MEDICAL_INFORMATION_TOO_LARGE}, {@link FaultCode#IDEMPOTENCY_KEY_REUSED} for
     *     another request under the same key; recorded
     */
    public MedicationHistory medication(
            FacilityCode facility, MedicalRequest request, Optional<UUID> key) {
        return released(
                facility,
                medicationKinds(request.category().treatment()),
                look("medication", facility, request, key),
                now -> selected(request, now),
                (release, now) -> medication(release, request.from(), request.to(), now));
    }

    /** Medication of whoever is present, for the questionnaire; refused as above. */
    public MedicationHistory medication(FacilityCode facility, UUID person) {
        return released(
                facility,
                medicationKinds(false),
                Look.once(),
                _ -> person,
                (release, now) -> medication(release, Optional.empty(), Optional.empty(), now));
    }

    /**
     * Checkups over the years.
     *
     * @throws Fault as {@link #medication}, and {@link FaultCode#NOT_FOR_FACILITY} for pharmacies
     *     before 2021 (requirements F-02)
     */
    public CheckupHistory checkups(
            FacilityCode facility, MedicalRequest request, Optional<UUID> key) {
        return released(
                facility,
                EnumSet.of(ConsentKind.CHECKUP),
                look("checkup", facility, request, key),
                now -> selected(request, now),
                this::checkups);
    }

    /** Checkups of whoever is present, for the questionnaire; refused as above. */
    public CheckupHistory checkups(FacilityCode facility, UUID person) {
        return released(
                facility,
                EnumSet.of(ConsentKind.CHECKUP),
                Look.once(),
                _ -> person,
                this::checkups);
    }

    /**
     * Refuses what facilities never get (requirements F-04); recorded.
     *
     * @param what for the log: a word of letters
     */
    public Fault refuse(FacilityCode facility, String what) {
        Fault fault = new Fault(FaultCode.NOT_FOR_FACILITY);
        record(
                UUID.randomUUID(),
                facility,
                AuditEvent.MEDICAL_INFORMATION_REFUSED,
                Optional.empty(),
                now(),
                Map.of("kinds", what, "code", fault.code().name()));
        return fault;
    }

    /**
     * How often each kind was shown to each type of facility on the days [from, to) (requirements
     * F-14).
     */
    public List<ViewCount> views(LocalDate from, LocalDate to) {
        return table.views(from, to);
    }

    /** What was found to be in order. */
    private record Release(
            FacilityCode facility, FacilityType type, UUID person, Map<ConsentKind, Consent> by) {
        boolean opens(ConsentKind kind) {
            return by.containsKey(kind);
        }

        /** What it is released by, for the log. */
        Map<String, String> evidence() {
            Map<String, String> details = new HashMap<>();
            details.put("kinds", names(by.keySet()));
            details.put("facility_type", type.name());
            details.put(
                    "certificate",
                    by.values().stream()
                            .map(Consent::certificateDigest)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(" ")));
            by.forEach((kind, consent) ->
                    details.put(
                            "consent_" + kind.name().toLowerCase(Locale.ROOT),
                            consent.consentId().toString()));
            return details;
        }
    }

    /**
     * One look, which is recorded and counted once.
     *
     * @param question what was asked under a key, to tell another request from a repetition
     */
    private record Look(UUID entryId, Optional<List<String>> question) {
        static Look once() {
            return new Look(UUID.randomUUID(), Optional.empty());
        }

        /** The entry of the same request answered by what it was not answered by at first. */
        UUID again(Release release) {
            return DerivedId.of(
                    "view-again/"
                            + entryId
                            + "/"
                            + release.person()
                            + "/"
                            + new TreeMap<>(release.evidence()));
        }

        @Override
        public String toString() {
            return "Look[" + entryId + "]";
        }
    }

    private static Look look(
            String what, FacilityCode facility, MedicalRequest request, Optional<UUID> key) {
        return key.map(
                        it -> {
                            UUID id = DerivedId.of(what + "/" + facility.digits() + "/" + it);
                            return new Look(
                                    id,
                                    Optional.of(
                                            List.of(
                                                    id.toString(),
                                                    request.insurer().trimmed(),
                                                    request.identifier().symbol(),
                                                    request.identifier().number(),
                                                    request.identifier().branch(),
                                                    request.category().wire(),
                                                    request.from()
                                                            .map(YearMonth::toString)
                                                            .orElse(""),
                                                    request.to()
                                                            .map(YearMonth::toString)
                                                            .orElse(""))));
                        })
                .orElseGet(Look::once);
    }

    private interface Selection {
        UUID person(Instant now);
    }

    private interface Reading<T> {
        Shown<T> read(Release release, Instant now);
    }

    /**
     * What is shown.
     *
     * @param coverages those whose data it holds: that of the name, and those under which the rest
     *     came
     */
    private record Shown<T>(T answer, Set<UUID> coverages) {
        static <T> Shown<T> of(T answer, Coverage named, Stream<Optional<UUID>> under) {
            Set<UUID> coverages = new HashSet<>();
            coverages.add(named.coverageId());
            under.flatMap(Optional::stream).forEach(coverages::add);
            return new Shown<>(answer, coverages);
        }
    }

    private <T> T released(
            FacilityCode facility,
            Set<ConsentKind> kinds,
            Look look,
            Selection who,
            Reading<T> reading) {
        Instant now = now();
        Optional<UUID> known = Optional.empty();
        try {
            FacilityType type = type(facility, kinds, now);
            UUID person = who.person(now);
            known = Optional.of(person);
            // asks outside, so before the transaction
            Asked certificates = asked(facility, person, kinds, now);
            return transaction.execute(_ -> {
                // in the transaction of the answer, so that withdrawal and suspension count from
                // their commit
                consents.hold(person, facility);
                table.holdViewing(person);
                Release release =
                        new Release(
                                facility,
                                type,
                                person,
                                consents(facility, person, kinds, certificates, now));
                if (table.suspended(person)) {
                    throw new Fault(FaultCode.VIEWING_SUSPENDED);
                }
                Shown<T> shown = reading.read(release, now);
                view(look, release, shown.coverages(), now);
                return shown.answer();
            });
        } catch (Fault fault) {
            // recorded after the rollback, which would take the entry with it
            throw recorded(fault, facility, kinds, known, now);
        }
    }

    private FacilityType type(FacilityCode facility, Set<ConsentKind> kinds, Instant now) {
        FacilityType type =
                facilities
                        .find(facility)
                        .map(Facility::type)
                        .filter(it -> !it.eligibilityOnly())
                        .orElseThrow(() -> new Fault(FaultCode.ELIGIBILITY_ONLY));
        boolean pharmacyTooEarly =
                type == FacilityType.PHARMACY
                        && kinds.contains(ConsentKind.CHECKUP)
                        && !rules.says(Rule.CHECKUP_FOR_PHARMACIES, day(now), "ON");
        if (pharmacyTooEarly) {
            throw new Fault(FaultCode.NOT_FOR_FACILITY);
        }
        return type;
    }

    /** A number nobody has is answered as one without consent: it tells nothing. */
    private UUID selected(MedicalRequest request, Instant now) {
        Set<UUID> found = persons.selected(request.insurer(), request.identifier(), now);
        if (found.size() == 1) {
            return found.iterator().next();
        }
        throw found.size() > 1 && request.identifier().branchKey().isEmpty()
                ? new Fault(FaultCode.FIELD_MISSING, "BranchNumber")
                : new Fault(FaultCode.NO_CONSENT);
    }

    private static Set<ConsentKind> medicationKinds(boolean treatment) {
        return treatment
                ? EnumSet.of(ConsentKind.MEDICATION, ConsentKind.TREATMENT)
                : EnumSet.of(ConsentKind.MEDICATION);
    }

    /**
     * What is known of the certificates behind consents.
     *
     * @param visits whose certificates were asked about
     * @param closed those that open nothing, and why
     */
    private record Asked(Set<UUID> visits, Map<UUID, FaultCode> closed) {
        /** Why a consent opens nothing; one given after the question is not known to. */
        Optional<FaultCode> closed(Consent consent) {
            return visits.contains(consent.visit())
                    ? Optional.ofNullable(closed.get(consent.visit()))
                    : Optional.of(FaultCode.REVOCATION_UNKNOWN);
        }
    }

    private Asked asked(FacilityCode facility, UUID person, Set<ConsentKind> kinds, Instant now) {
        Set<UUID> visits =
                live(facility, person, kinds, now).stream()
                        .map(Consent::visit)
                        .collect(Collectors.toSet());
        return new Asked(visits, visits.isEmpty() ? Map.of() : presences.closed(visits));
    }

    private List<Consent> live(
            FacilityCode facility, UUID person, Set<ConsentKind> kinds, Instant now) {
        return consents.live(person, facility, now).stream()
                .filter(it -> kinds.contains(it.kind()))
                .toList();
    }

    /**
     * The live consents among the kinds asked for whose certificate is in order; at least one.
     * Where both medication and treatment are asked for and one is open, that one is released.
     */
    private Map<ConsentKind, Consent> consents(
            FacilityCode facility,
            UUID person,
            Set<ConsentKind> kinds,
            Asked certificates,
            Instant now) {
        List<Consent> live = live(facility, person, kinds, now);
        if (live.isEmpty()) {
            for (ConsentKind kind : kinds) {
                consents.require(person, facility, kind, now);
            }
            // given this moment, and too late for this question
            throw new Fault(FaultCode.NO_CONSENT);
        }
        Map<ConsentKind, Consent> open = new EnumMap<>(ConsentKind.class);
        live.stream()
                .filter(it -> certificates.closed(it).isEmpty())
                .forEach(it -> open.put(it.kind(), it));
        if (open.isEmpty()) {
            throw new Fault(certificates.closed(live.getFirst()).orElseThrow());
        }
        return open;
    }

    private Shown<MedicationHistory> medication(
            Release release, Optional<YearMonth> from, Optional<YearMonth> to, Instant now) {
        YearMonth thisMonth = YearMonth.from(day(now));
        YearMonth medicationFrom = thisMonth.minusMonths(settings.medicationMonths());
        YearMonth treatmentFrom = thisMonth.minusMonths(settings.treatmentMonths());
        Set<ClaimItem.Kind> records = EnumSet.noneOf(ClaimItem.Kind.class);
        if (release.opens(ConsentKind.MEDICATION)) {
            records.add(ClaimItem.Kind.IY);
        }
        if (release.opens(ConsentKind.TREATMENT)) {
            records.add(ClaimItem.Kind.SI);
        }
        YearMonth first = medicationFrom.isBefore(treatmentFrom) ? medicationFrom : treatmentFrom;
        YearMonth asked = from.filter(it -> it.isAfter(first)).orElse(first);
        YearMonth last = to.filter(it -> it.isBefore(thisMonth)).orElse(thisMonth);
        List<MedicalTable.ClaimedItem> items =
                whole(table.items(release.person(), records, asked, last, ROWS_MAX + 1)).stream()
                        .filter(it ->
                                !it.month()
                                        .isBefore(
                                                it.item().record() == ClaimItem.Kind.IY
                                                        ? medicationFrom
                                                        : treatmentFrom))
                        .toList();
        Map<String, MedicalTable.Named> names =
                table.names(items.stream().map(it -> it.item().code()).collect(Collectors.toSet()));
        Coverage named = named(release.person(), now);
        return Shown.of(
                new MedicationAssembly(names, release.facility(), this::facilityName)
                        .history(patient(named), items),
                named,
                items.stream().map(MedicalTable.ClaimedItem::coverageId));
    }

    /** An answer that leaves something out would look as if there were no more. */
    private static <T> List<T> whole(List<T> rows) {
        if (rows.size() > ROWS_MAX) {
            throw new Fault(FaultCode.MEDICAL_INFORMATION_TOO_LARGE);
        }
        return rows;
    }

    private String facilityName(MedicalTable.ClaimedItem item) {
        return facilities.find(item.facility()).map(Facility::name).orElse(item.facilityName());
    }

    private Shown<CheckupHistory> checkups(Release release, Instant now) {
        LocalDate from = day(now).minusMonths(settings.checkupMonths());
        Coverage named = named(release.person(), now);
        List<MedicalTable.CheckedResult> results =
                whole(table.results(release.person(), from, ROWS_MAX + 1));
        return Shown.of(
                history(patient(named), results),
                named,
                results.stream().map(MedicalTable.CheckedResult::coverageId));
    }

    private static CheckupHistory history(
            Patient patient, List<MedicalTable.CheckedResult> results) {
        CheckupReference reference = CheckupReference.published();
        Map<LocalDate, List<MedicalTable.ResultRow>> days =
                results.stream()
                        .map(MedicalTable.CheckedResult::result)
                        .collect(Collectors.groupingBy(MedicalTable.ResultRow::day));
        return new CheckupHistory(
                patient,
                days.entrySet().stream()
                        .sorted(
                                Map.Entry.<LocalDate, List<MedicalTable.ResultRow>>comparingByKey()
                                        .reversed())
                        .map(day ->
                                new CheckupHistory.Checkup(
                                        day.getKey(),
                                        day.getValue().stream()
                                                .sorted(
                                                        Comparator.comparingInt(it ->
                                                                reference.position(it.code())))
                                                .map(it ->
                                                        reference.item(
                                                                it.code(),
                                                                it.value(),
                                                                it.unit(),
                                                                patient.sex(),
                                                                it.day()))
                                                .toList()))
                        .toList());
    }

    /** The coverage that began last, by which the registry names the person now. */
    private Coverage named(UUID person, Instant now) {
        return registry.coveragesOf(person, now).stream()
                .max(Comparator.comparing(Coverage::segmentFrom))
                // every coverage is hidden: the registry shows nothing of this person
                .orElseThrow(() -> new Fault(FaultCode.VIEWING_SUSPENDED));
    }

    private static Patient patient(Coverage named) {
        return new Patient(named.name(), named.nameKana(), named.birthDate(), named.sex());
    }

    private void view(Look look, Release release, Set<UUID> coverages, Instant now) {
        AuditEvent event =
                release.opens(ConsentKind.CHECKUP)
                        ? AuditEvent.CHECKUP_VIEWED
                        : AuditEvent.MEDICATION_VIEWED;
        Map<String, String> details = new HashMap<>(release.evidence());
        details.putAll(ReleasedCoverages.details(coverages));
        look.question()
                .map(KeyedDigest::content)
                .ifPresent(asked -> details.put(QUESTION, digest.of(asked)));
        boolean first =
                record(
                        look.entryId(),
                        release.facility(),
                        event,
                        Optional.of(release.person()),
                        now,
                        details);
        if (!first) {
            if (repeated(look, release)) {
                return;
            }
            // the same request, but by other consents: another look, and one however often repeated
            boolean another =
                    record(
                            look.again(release),
                            release.facility(),
                            event,
                            Optional.of(release.person()),
                            now,
                            details);
            if (!another) {
                return;
            }
        }
        int slot = ThreadLocalRandom.current().nextInt(SLOTS);
        release.by()
                .keySet()
                .forEach(kind ->
                        table.countView(kind.name(), release.type().name(), day(now), slot));
    }

    /** Whether the look recorded under this id is this one again, of the same person's. */
    private boolean repeated(Look look, Release release) {
        AuditEntry known =
                audit.find(look.entryId())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "an audit entry refused as known is not there"));
        byte[] asked = look.question().map(KeyedDigest::content).orElseThrow();
        if (!digest.agrees(asked, known.details().getOrDefault(QUESTION, ""))) {
            throw new Fault(FaultCode.IDEMPOTENCY_KEY_REUSED);
        }
        return known.person().equals(Optional.of(release.person()))
                && known.details().entrySet().containsAll(release.evidence().entrySet());
    }

    private Fault recorded(
            Fault fault,
            FacilityCode facility,
            Set<ConsentKind> kinds,
            Optional<UUID> person,
            Instant now) {
        record(
                UUID.randomUUID(),
                facility,
                AuditEvent.MEDICAL_INFORMATION_REFUSED,
                person,
                now,
                Map.of("kinds", names(kinds), "code", fault.code().name()));
        return fault;
    }

    /** False when an entry of this id is there already. */
    private boolean record(
            UUID entryId,
            FacilityCode facility,
            AuditEvent event,
            Optional<UUID> person,
            Instant now,
            Map<String, String> details) {
        return audit.append(
                new AuditEntry(
                        entryId, event, now, "facility:" + facility.digits(), person, details));
    }

    private static String names(Set<ConsentKind> kinds) {
        return kinds.stream().sorted().map(ConsentKind::name).collect(Collectors.joining(" "));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, SharedClock.ZONE);
    }
}
