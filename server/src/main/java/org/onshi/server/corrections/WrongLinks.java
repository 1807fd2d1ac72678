package org.onshi.server.corrections;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.consent.Consents;
import org.onshi.server.eligibility.ReferenceNumbers;
import org.onshi.server.letters.LetterKind;
import org.onshi.server.letters.Letters;
import org.onshi.server.medicalinfo.MedicalRecords;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Link;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.server.registry.Suspensions;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The process of a wrong link (requirements J-02): detected and suspended in one step, then looked
 * up, decided and corrected; {@link WrongLinkReports} makes it public. Each step is one transaction
 * with its audit entry, and refused where the one before is missing. A step asked for again answers
 * as it did.
 */
@Service
public class WrongLinks {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /**
     * From the time of an audit entry until it is in the log; transactions end in seconds. What
     * comes even later, after a case was completed, is not counted.
     */
    private static final Duration ANSWER_TAKES_AT_MOST = Duration.ofHours(1);

    private final WrongLinkTable table;
    private final SuspectTable suspects;
    private final SuspectEnds suspectEnds;
    private final Looks looks;
    private final Registry registry;
    private final Suspensions suspensions;
    private final MedicalRecords records;
    private final ReferenceNumbers references;
    private final Consents consents;
    private final Letters letters;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as the other contexts use
     * @param clock the one clock of the process
     */
    public WrongLinks(
            DataSource dataSource,
            Registry registry,
            Suspensions suspensions,
            MedicalRecords records,
            ReferenceNumbers references,
            Consents consents,
            Letters letters,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new WrongLinkTable(dataSource);
        this.suspects = new SuspectTable(dataSource);
        this.suspectEnds = new SuspectEnds(suspects, audit);
        this.looks = new Looks(registry, audit);
        this.registry = registry;
        this.suspensions = suspensions;
        this.records = records;
        this.references = references;
        this.consents = consents;
        this.letters = letters;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Stops at once what may be wrong: nobody is answered with the coverage, and nobody sees any
     * medical information of the person it stands with. The person's other coverages answer on, so
     * that nobody pays for somebody else's mistake.
     *
     * @param by the caller as audit entries name it
     * @return the case; the open one when the coverage is suspected already
     * @throws Fault {@link FaultCode#INSURED_UNKNOWN} when the insurer has no such coverage that is
     *     linked to a person, {@link FaultCode#INSURED_SEVERAL} when several
     */
    public WrongLink suspend(
            InsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            WrongLink.Source source,
            String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            List<Coverage> named =
                    registry.standing(insurer, identifier, birthDate).stream()
                            .filter(it -> it.standing() == Standing.ACTIVE)
                            .filter(it -> it.birthDate().equals(birthDate))
                            .filter(it -> isOfBranch(identifier, it))
                            .toList();
            return suspend(only(named), source, by);
        });
    }

    private static boolean isOfBranch(InsuredIdentifier named, Coverage coverage) {
        return named.branchKey().isEmpty()
                || named.branchKey().equals(coverage.identifier().branchKey());
    }

    /**
     * The same about the person the coverage stood with before the insurer sent the right number:
     * the registry has it right, and what came under it has to follow. The identifier and birth
     * date may be those of now or of then.
     *
     * @throws Fault as above; {@link FaultCode#INSURED_UNKNOWN} also when it stood with nobody else
     *     about whom there was no case
     */
    public WrongLink suspendFormer(
            InsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            WrongLink.Source source,
            String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            return suspend(
                    only(former(registry.history(insurer, identifier, birthDate))), source, by);
        });
    }

    /**
     * The same about a coverage that is known.
     *
     * @throws Fault {@link FaultCode#INSURED_UNKNOWN}
     */
    public WrongLink suspendFormer(
            InsurerNumber insurer, UUID coverageId, WrongLink.Source source, String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            List<Coverage> versions =
                    registry.own(insurer, coverageId)
                            .map(it -> registry.history(it.coverageId()))
                            .orElse(List.of());
            return suspend(only(former(versions)), source, by);
        });
    }

    /**
     * The same for a link that is known, as long as it stands.
     *
     * @return empty when the coverage stands with nobody or somebody else by now
     */
    public Optional<WrongLink> suspend(
            InsurerNumber insurer, Link link, WrongLink.Source source, String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            return standing(insurer, link).map(it -> suspend(it, source, by));
        });
    }

    /** Nobody else changes a coverage until the caller's transaction ends. */
    void lockWriters() {
        suspensions.lockWriters();
    }

    /** Whether an insurer's coverage is linked so now. */
    boolean stands(InsurerNumber insurer, Link link) {
        return standing(insurer, link).isPresent();
    }

    private Optional<Coverage> standing(InsurerNumber insurer, Link link) {
        return standing(insurer, link.coverageId()).filter(it -> Link.of(it).equals(link));
    }

    /** The coverage as it stands now, linked to a person; empty when it is pending or cancelled. */
    private Optional<Coverage> standing(InsurerNumber insurer, UUID coverageId) {
        return Optional.ofNullable(registry.own(insurer, Set.of(coverageId)).get(coverageId))
                .filter(it -> it.standing() == Standing.ACTIVE)
                .filter(it -> it.invalidatedAt().isEmpty());
    }

    private WrongLink suspend(Coverage coverage, WrongLink.Source source, String by) {
        WrongLink link =
                new WrongLink(
                        coverage.personId(),
                        UUID.randomUUID(),
                        coverage.coverageId(),
                        coverage.insurer(),
                        source,
                        linkedAt(coverage),
                        now(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        if (!table.insert(link)) {
            WrongLink open = table.open(link.link()).orElseThrow();
            decideSuspects(open, by);
            return open;
        }
        suspensions.suspend(link.link(), true, by);
        records.suspension(link.personId(), reason(link), true, by);
        record(
                link,
                AuditEvent.WRONG_LINK_SUSPENDED,
                link.suspendedAt(),
                by,
                Map.of("source", source.name()));
        decideSuspects(link, by);
        return link;
    }

    /** Whatever made the coverage a suspect is decided by the case. */
    private void decideSuspects(WrongLink link, String by) {
        suspects.openOf(Set.of(link.coverageId())).stream()
                .filter(it -> it.link().equals(link.link()))
                .forEach(it ->
                        suspectEnds.end(
                                it,
                                Suspect.Outcome.WRONG_LINK,
                                Optional.of(link.wrongLinkId()),
                                now(),
                                by));
    }

    /** The case that is open about a link. */
    Optional<WrongLink> open(Link link) {
        return table.open(link);
    }

    /**
     * Each coverage as it stood last with somebody else than now, about whom there was no case.
     *
     * @param versions every one of some coverages
     */
    private List<Coverage> former(List<Coverage> versions) {
        Map<UUID, Coverage> standing = new HashMap<>();
        versions.stream()
                .filter(it -> it.standing() == Standing.ACTIVE)
                .filter(it -> it.invalidatedAt().isEmpty())
                .forEach(it -> standing.put(it.coverageId(), it));
        Map<UUID, Coverage> former = new HashMap<>();
        versions.stream()
                .filter(it -> it.standing() == Standing.ACTIVE)
                .filter(it -> standing.containsKey(it.coverageId()))
                .filter(it -> !it.personId().equals(standing.get(it.coverageId()).personId()))
                .filter(it -> !table.known(Link.of(it)))
                .forEach(it -> former.put(it.coverageId(), it));
        return List.copyOf(former.values());
    }

    /** The one coverage among versions that may be several of it. */
    private static Coverage only(List<Coverage> versions) {
        if (versions.isEmpty()) {
            throw new Fault(FaultCode.INSURED_UNKNOWN);
        }
        if (versions.stream().map(Coverage::coverageId).distinct().count() > 1) {
            throw new Fault(FaultCode.INSURED_SEVERAL);
        }
        return versions.getLast();
    }

    private Instant linkedAt(Coverage coverage) {
        return registry.history(coverage.personId(), coverage.coverageId()).stream()
                .map(Coverage::recordedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * Looks through the audit log: who was shown data of the coverage as those of the wrong person.
     * The log is read before the case is locked, so that nobody waits for a long one; of two who
     * look at once the first one's look counts.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public WrongLink lookUp(InsurerNumber insurer, UUID wrongLinkId, String by) {
        WrongLink seen = found(insurer, wrongLinkId);
        if (seen.lookedUp().isPresent()) {
            return seen;
        }
        Instant until = now();
        List<Viewing> viewings = looks.find(seen, seen.linkedAt(), until);
        return transaction.execute(_ -> {
            WrongLink link = locked(insurer, wrongLinkId);
            if (link.lookedUp().isPresent()) {
                return link;
            }
            table.insertViewings(link, viewings);
            step(table.lookedUp(link, until, viewings.size()));
            record(
                    link,
                    AuditEvent.WRONG_LINK_LOOKED_UP,
                    until,
                    by,
                    Map.of("viewings", Integer.toString(viewings.size())));
            return found(insurer, wrongLinkId);
        });
    }

    /**
     * What the insurer found out from the person or the employer. When the link was right, viewing
     * goes on at once.
     *
     * @param clerk who says so
     * @throws Fault {@link FaultCode#NOT_FOUND}; {@link FaultCode#WRONG_LINK_STEP} before the audit
     *     log was looked through, or when the opposite is decided already; {@link
     *     FaultCode#NOT_CLEARABLE} when it is to be right while the register has another birth
     *     date, sex or number, {@link FaultCode#VALUES_CONTRADICT} while the coverage is another
     *     person's by now
     */
    public WrongLink decide(
            InsurerNumber insurer, UUID wrongLinkId, boolean wrong, Clerk clerk, String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            WrongLink link = locked(insurer, wrongLinkId);
            return link.decided().filter(it -> it.wrong() == wrong).isPresent()
                    ? link
                    : decided(link, wrong, clerk, by);
        });
    }

    /**
     * The same as two people decided it (requirements J-13): about the coverage as they saw it, and
     * only where nobody has decided yet.
     *
     * @param seen the versions of the coverage that stood then
     * @throws Fault {@link FaultCode#NOT_FOUND}; {@link FaultCode#WRONG_LINK_STEP} before the audit
     *     log was looked through, or when anybody has decided; {@link FaultCode#PROPOSAL_STALE}
     *     where other versions stand
     */
    public WrongLink decide(
            InsurerNumber insurer,
            UUID wrongLinkId,
            boolean wrong,
            Clerk clerk,
            Set<UUID> seen,
            String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            WrongLink link = locked(insurer, wrongLinkId);
            step(link.decided().isEmpty());
            requireSeen(link, seen);
            return decided(link, wrong, clerk, by);
        });
    }

    /** Nothing else can stand until the transaction ends. */
    private void requireSeen(WrongLink link, Set<UUID> seen) {
        if (!suspensions.lockedVersions(link.coverageId()).equals(seen)) {
            throw new Fault(FaultCode.PROPOSAL_STALE);
        }
    }

    private WrongLink decided(WrongLink link, boolean wrong, Clerk clerk, String by) {
        if (!wrong && !suspects.ofCase(link).stream().allMatch(Suspect::wordMayStand)) {
            throw new Fault(FaultCode.NOT_CLEARABLE);
        }
        if (!wrong
                && registry.own(link.insurer(), link.coverageId())
                        .filter(link::isMoved)
                        .isPresent()) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "wrong");
        }
        Instant now = now();
        step(table.decided(link, new WrongLink.Decided(now, wrong, clerk)));
        if (!wrong) {
            resume(link, by);
        }
        record(
                link,
                AuditEvent.WRONG_LINK_DECIDED,
                now,
                by,
                Map.of("wrong", Boolean.toString(wrong), "clerk", clerk.name()));
        return found(link.insurer(), link.wrongLinkId());
    }

    /**
     * Puts right what came with the wrong link, once the insurer has sent the right number
     * (CORRECT): what was recorded under the coverage goes from the one to the other, the consents
     * given meanwhile end, and viewing goes on. Whoever's data were seen by others is written to,
     * where that person is known.
     *
     * @param clerk who does it: never the one who decided, and somebody who logged in where
     *     somebody who logged in decided
     * @throws Fault {@link FaultCode#NOT_FOUND}; {@link FaultCode#WRONG_LINK_STEP} when it is not
     *     confirmed; {@link FaultCode#SECOND_CLERK_NEEDED}; {@link
     *     FaultCode#WRONG_LINK_NOT_CORRECTED} while the coverage still stands with the wrong person
     *     or is pending; one that was cancelled is nobody's, and so is what came under it
     */
    public WrongLink correct(InsurerNumber insurer, UUID wrongLinkId, Clerk clerk, String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            WrongLink link = locked(insurer, wrongLinkId);
            return link.corrected().isPresent() ? link : corrected(link, clerk, by);
        });
    }

    /**
     * The same as two people decided it (requirements J-13): about the coverage as they saw it, and
     * only where nobody has completed it yet.
     *
     * @param seen the versions of the coverage that stood then
     * @throws Fault as above; {@link FaultCode#WRONG_LINK_STEP} when it is completed already,
     *     {@link FaultCode#PROPOSAL_STALE} where other versions stand
     */
    public WrongLink correct(
            InsurerNumber insurer, UUID wrongLinkId, Clerk clerk, Set<UUID> seen, String by) {
        return transaction.execute(_ -> {
            suspensions.lockWriters();
            WrongLink link = locked(insurer, wrongLinkId);
            step(link.corrected().isEmpty());
            requireSeen(link, seen);
            return corrected(link, clerk, by);
        });
    }

    private WrongLink corrected(WrongLink link, Clerk clerk, String by) {
        WrongLink.Decided decided =
                link.decided()
                        .filter(WrongLink.Decided::wrong)
                        .orElseThrow(() -> new Fault(FaultCode.WRONG_LINK_STEP));
        boolean unproved = decided.by().isLoggedIn() && !clerk.isLoggedIn();
        if (decided.by().equals(clerk) || unproved) {
            throw new Fault(FaultCode.SECOND_CLERK_NEEDED, "clerk");
        }
        Optional<Coverage> right = rightCoverage(link);
        Instant now = now();
        int viewings = allViewings(link, now);
        Optional<Coverage> told = viewings == 0 ? Optional.empty() : toBeTold(link, right);
        Optional<UUID> rightPerson = right.map(Coverage::personId);
        MedicalRecords.Moved moved = records.move(link.personId(), rightPerson, link.coverageId());
        ReferenceNumbers.Moved numbers =
                references.move(
                        link.personId(),
                        rightPerson,
                        link.coverageId(),
                        link.linkedAt(),
                        linkedUntil(link));
        consents.end(link.personId(), by);
        step(
                table.corrected(
                        link,
                        new WrongLink.Corrected(
                                now, rightPerson, clerk, told.map(Coverage::personId))));
        resume(link, by);
        told.ifPresent(it -> letters.write(it, LetterKind.SEEN_BY_OTHERS, link.wrongLinkId(), by));
        Map<String, String> details =
                Map.of(
                        "moved", Integer.toString(moved.taken()),
                        "restored", Integer.toString(moved.restored()),
                        "references_given", Integer.toString(numbers.given()),
                        "references_freed", Integer.toString(numbers.freed()),
                        "viewings", Integer.toString(viewings),
                        "clerk", clerk.name());
        record(link, AuditEvent.WRONG_LINK_CORRECTED, now, by, details);
        rightPerson
                .map(it -> entry(link, it, AuditEvent.WRONG_LINK_CORRECTED, now, by, details))
                .ifPresent(audit::append);
        return found(link.insurer(), link.wrongLinkId());
    }

    /**
     * How many looked, with those whose answer was on its way when viewing was stopped, and whose
     * entry came into the log after it was looked through.
     */
    private int allViewings(WrongLink link, Instant now) {
        Instant missedSince = link.lookedUp().orElseThrow().at().minus(ANSWER_TAKES_AT_MOST);
        Instant from = link.linkedAt().isAfter(missedSince) ? link.linkedAt() : missedSince;
        Instant answered = link.suspendedAt().plus(ANSWER_TAKES_AT_MOST);
        Instant until = answered.isBefore(now) ? answered : now;
        if (from.isBefore(until)) {
            table.insertViewings(link, looks.find(link, from, until));
        }
        return table.countViewings(link);
    }

    /**
     * The coverage at the person it is of; empty when it was cancelled and is nobody's.
     *
     * @throws Fault {@link FaultCode#WRONG_LINK_NOT_CORRECTED}
     */
    private Optional<Coverage> rightCoverage(WrongLink link) {
        Coverage last =
                Optional.ofNullable(
                                registry.own(link.insurer(), Set.of(link.coverageId()))
                                        .get(link.coverageId()))
                        .orElseThrow(() -> new Fault(FaultCode.WRONG_LINK_NOT_CORRECTED));
        if (last.invalidatedAt().isPresent()) {
            return Optional.empty();
        }
        if (last.standing() != Standing.ACTIVE || last.personId().equals(link.personId())) {
            throw new Fault(FaultCode.WRONG_LINK_NOT_CORRECTED);
        }
        return Optional.of(last);
    }

    /** When the registry took the coverage away, or viewing was stopped, whichever was earlier. */
    private Instant linkedUntil(WrongLink link) {
        return registry.history(link.personId(), link.coverageId()).stream()
                .map(it -> it.invalidatedAt().orElse(link.suspendedAt()))
                .max(Comparator.naturalOrder())
                .filter(it -> it.isBefore(link.suspendedAt()))
                .orElse(link.suspendedAt());
    }

    /**
     * By which coverage to write to the person whose data were seen (requirements J-09): the right
     * one; or, where it was cancelled, another one under the same identifier, if it is of one
     * person. The address of the cancelled one proves nobody.
     */
    private Optional<Coverage> toBeTold(WrongLink link, Optional<Coverage> right) {
        return right.or(() -> anew(link));
    }

    private Optional<Coverage> anew(WrongLink link) {
        Coverage cancelled =
                registry.own(link.insurer(), Set.of(link.coverageId())).get(link.coverageId());
        List<Coverage> others =
                registry
                        .standing(link.insurer(), cancelled.identifier(), cancelled.birthDate())
                        .stream()
                        .filter(it -> it.standing() == Standing.ACTIVE)
                        .filter(it -> !it.personId().equals(link.personId()))
                        .toList();
        return others.stream().map(Coverage::personId).distinct().count() == 1
                ? Optional.of(others.getLast())
                : Optional.empty();
    }

    /** Answers with the coverage go on wherever it stands by now, unless another case stops it. */
    private void resume(WrongLink link, String by) {
        standing(link.insurer(), link.coverageId())
                .map(Link::of)
                .filter(it -> !table.openElsewhere(it, link.wrongLinkId()))
                .ifPresent(it -> suspensions.suspend(it, false, by));
        records.suspension(link.personId(), reason(link), false, by);
    }

    /** Of its own: whatever else stopped viewing goes on stopping it. */
    private static String reason(WrongLink link) {
        return "wrong link " + link.wrongLinkId();
    }

    /**
     * An insurer's cases.
     *
     * @param after the last one seen; empty to begin
     * @param rowsMax most of them
     */
    public List<WrongLink> of(InsurerNumber insurer, Optional<UUID> after, int rowsMax) {
        return table.page(insurer, after.orElse(BEFORE_ALL), rowsMax);
    }

    /** One case of an insurer, as it is now; waits for no step that is being taken. */
    public Optional<WrongLink> find(InsurerNumber insurer, UUID wrongLinkId) {
        return table.find(insurer, wrongLinkId);
    }

    /**
     * How many of an insurer's cases wait for its next step.
     *
     * @param countedMax where counting ends
     */
    public long waiting(InsurerNumber insurer, int countedMax) {
        return table.waiting(insurer, countedMax);
    }

    /**
     * Who looked, the earliest first. Only of a link that is confirmed to be wrong: before, the
     * looks are those at somebody who may be nobody of the insurer's. The reading is recorded.
     *
     * @param after the last one seen, its entry's id; empty to begin
     * @param rowsMax most of them
     * @throws Fault {@link FaultCode#NOT_FOUND}, {@link FaultCode#WRONG_LINK_STEP}
     */
    public List<Viewing> viewings(
            InsurerNumber insurer, UUID wrongLinkId, Optional<UUID> after, int rowsMax, String by) {
        return transaction.execute(_ -> {
            WrongLink link = found(insurer, wrongLinkId);
            step(link.decided().filter(WrongLink.Decided::wrong).isPresent());
            List<Viewing> viewings = table.viewings(link, after.orElse(BEFORE_ALL), rowsMax);
            record(
                    link,
                    AuditEvent.WRONG_LINK_READ,
                    now(),
                    by,
                    Map.of("viewings", Integer.toString(viewings.size())));
            return viewings;
        });
    }

    private WrongLink found(InsurerNumber insurer, UUID wrongLinkId) {
        return table.find(insurer, wrongLinkId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private WrongLink locked(InsurerNumber insurer, UUID wrongLinkId) {
        return table.locked(insurer, wrongLinkId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static void step(boolean taken) {
        if (!taken) {
            throw new Fault(FaultCode.WRONG_LINK_STEP);
        }
    }

    private void record(
            WrongLink link, AuditEvent event, Instant at, String by, Map<String, String> more) {
        audit.append(entry(link, link.personId(), event, at, by, more));
    }

    private static AuditEntry entry(
            WrongLink link,
            UUID person,
            AuditEvent event,
            Instant at,
            String by,
            Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("wrong_link", link.wrongLinkId().toString());
        details.put("coverage", link.coverageId().toString());
        return AuditEntry.about(person, UUID.randomUUID(), event, at, by, details);
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
