package org.onshi.server.medicalinfo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Claim;
import org.onshi.wire.ClaimItem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in claims, checkups, names of codes, and suspensions. One claim, or the results of one
 * checkup, are one transaction with their audit entry; the same again changes nothing, and what
 * differs invalidates the earlier version instead of overwriting it.
 */
@Service
public class MedicalRecords {
    /** Results of one checkup in one transaction; the longest reports have some hundreds. */
    public static final int RESULTS_A_CHECKUP_MAX = 500;

    /** What the operating body itself suspends for. */
    private static final String BY_OPERATOR = "operator";

    /** Two loads of one file at once meet once; more often nobody else can have come between. */
    private static final int ATTEMPTS_MAX = 3;

    private final MedicalTable table;
    private final PersonFinder persons;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final InstantSource clock;

    /**
     * @param registry says who was covered under an identifier on the day of care
     * @param clock the one clock of the process
     */
    public MedicalRecords(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Registry registry,
            Audit audit,
            InstantSource clock) {
        this.table = new MedicalTable(dataSource);
        this.persons = new PersonFinder(registry);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Takes one claim of a facility. A claim of the same facility, month, receipt number, kind and
     * person replaces the earlier.
     *
     * @param facilityName as the file names it
     * @param loader the caller as audit entries name it
     */
    public Loaded claim(FacilityCode facility, String facilityName, Claim claim, String loader) {
        Instant now = now();
        Optional<MedicalTable.Covered> person =
                persons.covered(
                        claim.insurer(),
                        claim.identifier(),
                        claim.birthDate(),
                        claim.firstDay(),
                        now);
        if (person.isEmpty()) {
            return Loaded.UNMATCHED;
        }
        MedicalTable.ClaimKey key =
                new MedicalTable.ClaimKey(
                        facility, claim.month(), claim.receiptNumber(), claim.kind());
        byte[] digest = digest(claim);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<Loaded> done =
                    transaction.execute(_ ->
                            claim(person.get(), key, facilityName, claim, digest, loader, now));
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new IllegalStateException("a claim was recorded again and again by somebody else");
    }

    /** Empty when somebody else recorded the claim in this moment. */
    private Optional<Loaded> claim(
            MedicalTable.Covered person,
            MedicalTable.ClaimKey key,
            String facilityName,
            Claim claim,
            byte[] digest,
            String loader,
            Instant now) {
        UUID personId = person.personId();
        Optional<MedicalTable.StandingClaim> standing = table.standing(personId, key);
        if (standing.isPresent() && MessageDigest.isEqual(standing.get().digest(), digest)) {
            return Optional.of(Loaded.UNCHANGED);
        }
        standing.ifPresent(it -> table.invalidateClaim(personId, it.claimId(), now));
        UUID claimId = UUID.randomUUID();
        if (!table.insertClaim(person, claimId, key, facilityName, digest, now)) {
            return Optional.empty();
        }
        table.insertItems(personId, claimId, rows(claim));
        Loaded done = standing.isPresent() ? Loaded.REPLACED : Loaded.ADDED;
        audit.append(
                AuditEntry.about(
                        personId,
                        UUID.randomUUID(),
                        AuditEvent.CLAIMS_LOADED,
                        now,
                        loader,
                        Map.of(
                                "claim", claimId.toString(),
                                "facility", key.facility().digits(),
                                "month", key.month().toString(),
                                "change", done.name())));
        return Optional.of(done);
    }

    /** A row an item and day; an item without days is one row. */
    private static List<MedicalTable.ItemRow> rows(Claim claim) {
        List<MedicalTable.ItemRow> rows = new ArrayList<>();
        for (ClaimItem item : claim.items()) {
            if (item.days().isEmpty()) {
                rows.add(row(item, item.times(), Optional.empty()));
            }
            item.days()
                    .forEach((day, times) ->
                            rows.add(row(item, times, Optional.of(claim.month().atDay(day)))));
        }
        return rows;
    }

    private static MedicalTable.ItemRow row(ClaimItem item, int times, Optional<LocalDate> day) {
        return new MedicalTable.ItemRow(
                item.record(), item.place(), item.code(), item.quantity(), times, day);
    }

    /**
     * Takes results of one checkup of one person.
     *
     * @param results at least one, at most {@value #RESULTS_A_CHECKUP_MAX}, all of {@link
     *     CheckupRow#sameCheckup one checkup}
     * @param loader the caller as audit entries name it
     * @return what became of each, in the order given
     */
    public List<Loaded> checkup(List<CheckupRow> results, String loader) {
        CheckupRow first = results.getFirst();
        if (results.size() > RESULTS_A_CHECKUP_MAX
                || !results.stream().allMatch(first::sameCheckup)) {
            throw new IllegalStateException("results of one checkup only");
        }
        Instant now = now();
        Optional<MedicalTable.Covered> person =
                persons.covered(
                        first.insurer(), first.identifier(), first.birthDate(), first.day(), now);
        if (person.isEmpty()) {
            return results.stream().map(_ -> Loaded.UNMATCHED).toList();
        }
        return transaction.execute(_ -> checkup(person.get(), results, loader, now));
    }

    private List<Loaded> checkup(
            MedicalTable.Covered person, List<CheckupRow> results, String loader, Instant now) {
        List<Loaded> done = new ArrayList<>();
        Map<Loaded, Integer> counts = new EnumMap<>(Loaded.class);
        for (CheckupRow result : results) {
            Loaded one = result(person, result, now);
            done.add(one);
            counts.merge(one, 1, Integer::sum);
        }
        if (counts.getOrDefault(Loaded.UNCHANGED, 0) < results.size()) {
            audit.append(
                    AuditEntry.about(
                            person.personId(),
                            UUID.randomUUID(),
                            AuditEvent.CHECKUPS_LOADED,
                            now,
                            loader,
                            Map.of(
                                    "day", results.getFirst().day().toString(),
                                    "added", count(counts, Loaded.ADDED),
                                    "replaced", count(counts, Loaded.REPLACED))));
        }
        return List.copyOf(done);
    }

    private static String count(Map<Loaded, Integer> counts, Loaded what) {
        return Integer.toString(counts.getOrDefault(what, 0));
    }

    private Loaded result(MedicalTable.Covered person, CheckupRow result, Instant now) {
        MedicalTable.ResultRow row =
                new MedicalTable.ResultRow(
                        result.day(), result.code(), result.value(), result.unit());
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<MedicalTable.StandingResult> standing =
                    table.standing(person.personId(), result.day(), result.code());
            boolean same =
                    standing.filter(it ->
                                    it.value().equals(result.value())
                                            && it.unit().equals(result.unit()))
                            .isPresent();
            if (same) {
                return Loaded.UNCHANGED;
            }
            standing.ifPresent(it -> table.invalidateResult(person.personId(), it.itemId(), now));
            if (table.insertResult(person, UUID.randomUUID(), row, now)) {
                return standing.isPresent() ? Loaded.REPLACED : Loaded.ADDED;
            }
        }
        throw new IllegalStateException("a result was recorded again and again by somebody else");
    }

    /**
     * Names a code of claims, in the caller's transaction.
     *
     * @param code nine digits
     * @param unit "" where it has none
     * @param generic 一般名; "" where it has none
     * @return false when it was called so already
     */
    public boolean medicine(String code, String name, String unit, String generic) {
        return table.name(code, new MedicalTable.Named(name, unit, generic), now());
    }

    /**
     * Suspends or resumes the viewing of somebody's medical information, at once; also of somebody
     * whose coverage under this identifier is lost, since the number still selects the person.
     *
     * @param by the caller as audit entries name it
     * @return ADDED when it was suspended or resumed, UNCHANGED when it was so already, UNMATCHED
     *     when not exactly one person is meant
     */
    public Loaded suspension(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            boolean suspended,
            String by) {
        Optional<UUID> person = persons.known(insurer, identifier, birthDate, now());
        return person.map(it -> suspension(it, BY_OPERATOR, suspended, by))
                .orElse(Loaded.UNMATCHED);
    }

    /**
     * The same for a known person.
     *
     * @param reason what it is suspended for; whatever else it is suspended for stays
     */
    public Loaded suspension(UUID person, String reason, boolean suspended, String by) {
        Instant now = now();
        return transaction.execute(_ -> {
            table.holdSuspension(person);
            boolean changed =
                    suspended
                            ? table.suspend(person, UUID.randomUUID(), reason, now)
                            : table.resume(person, reason, now);
            if (!changed) {
                return Loaded.UNCHANGED;
            }
            audit.append(
                    AuditEntry.about(
                            person,
                            UUID.randomUUID(),
                            AuditEvent.VIEWING_SUSPENDED,
                            now,
                            by,
                            Map.of("suspended", Boolean.toString(suspended), "reason", reason)));
            return Loaded.ADDED;
        });
    }

    /**
     * What a correction did.
     *
     * @param taken claims and checkup results taken from the wrong person
     * @param restored of that person's own, those in whose place something of these had come
     */
    public record Moved(int taken, int restored) {}

    /**
     * Takes what came under a coverage from the person it was wrongly linked to, and gives it to
     * the person it is of, in the caller's transaction (requirements B-16). The wrong person's
     * versions stay, invalidated, as evidence. Where a claim or a result of the one had taken the
     * place of the other's, each has its own again.
     *
     * @param to empty when the coverage is nobody's by now: then it is taken and given to nobody
     */
    public Moved move(UUID from, Optional<UUID> to, UUID coverageId) {
        Moved claims = moveClaims(from, to, coverageId, now());
        Moved results = moveResults(from, to, coverageId, now());
        return new Moved(claims.taken() + results.taken(), claims.restored() + results.restored());
    }

    private Moved moveClaims(UUID from, Optional<UUID> to, UUID coverageId, Instant now) {
        List<UUID> standing = table.claimsUnder(from, coverageId);
        for (UUID claim : standing) {
            to.ifPresent(it -> table.giveClaim(from, claim, it, UUID.randomUUID(), now));
            table.invalidateClaim(from, claim, now);
        }
        to.ifPresent(it ->
                table.displacedClaims(from, coverageId, true, it)
                        .forEach(
                                claim -> table.giveClaim(from, claim, it, UUID.randomUUID(), now)));
        long restored =
                table.displacedClaims(from, coverageId, false, from).stream()
                        .filter(it -> table.giveClaim(from, it, from, UUID.randomUUID(), now))
                        .count();
        return new Moved(standing.size(), Math.toIntExact(restored));
    }

    private Moved moveResults(UUID from, Optional<UUID> to, UUID coverageId, Instant now) {
        List<UUID> standing = table.resultsUnder(from, coverageId);
        for (UUID result : standing) {
            to.ifPresent(it -> table.giveResult(from, result, it, UUID.randomUUID(), now));
            table.invalidateResult(from, result, now);
        }
        to.ifPresent(it ->
                table.displacedResults(from, coverageId, true, it)
                        .forEach(result ->
                                table.giveResult(from, result, it, UUID.randomUUID(), now)));
        long restored =
                table.displacedResults(from, coverageId, false, from).stream()
                        .filter(it -> table.giveResult(from, it, from, UUID.randomUUID(), now))
                        .count();
        return new Moved(standing.size(), Math.toIntExact(restored));
    }

    /** Of everything that is stored of a claim. */
    private static byte[] digest(Claim claim) {
        StringBuilder text = new StringBuilder();
        text.append(claim.kind()).append('|').append(claim.month());
        for (ClaimItem item : claim.items()) {
            text.append('\n')
                    .append(item.record())
                    .append('|')
                    .append(item.place())
                    .append('|')
                    .append(item.code())
                    .append('|')
                    .append(item.quantity().map(it -> it.toPlainString()).orElse(""))
                    .append('|')
                    .append(item.times())
                    .append('|')
                    .append(item.days());
        }
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
