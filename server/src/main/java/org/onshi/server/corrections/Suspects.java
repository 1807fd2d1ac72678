package org.onshi.server.corrections;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.letters.LetterKind;
import org.onshi.server.letters.Letters;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Link;
import org.onshi.server.registry.RegisterComparison;
import org.onshi.server.registry.RegisterFinding;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Linked coverages that the resident register does not confirm, until each is decided (requirements
 * B-12, C-07): the insurer gets a task and the person a letter. The insurer clears it or opens a
 * case of a wrong link; a person who answers that the data are somebody else's opens one too; and a
 * correction of what differed ends it.
 */
@Service
public class Suspects {
    private static final UUID FIRST = new UUID(0, 0);
    private static final String CALLER = RegisterComparison.CALLER;

    private final SuspectTable table;
    private final SuspectEnds ends;
    private final WrongLinks wrongLinks;
    private final Letters letters;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as the other contexts use
     * @param clock the one clock of the process
     */
    public Suspects(
            DataSource dataSource,
            WrongLinks wrongLinks,
            Letters letters,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new SuspectTable(dataSource);
        this.ends = new SuspectEnds(table, audit);
        this.wrongLinks = wrongLinks;
        this.letters = letters;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * An insurer's suspects that are not decided yet, by id.
     *
     * @param after the last one of the page before
     * @param most how many at most
     */
    public List<Suspect> of(InsurerNumber insurer, Optional<UUID> after, int most) {
        return table.page(insurer, after.orElse(FIRST), most);
    }

    /** How many of an insurer's suspects wait to be decided, counted up to so many. */
    public long waiting(InsurerNumber insurer, int countedMax) {
        return table.waiting(insurer, countedMax);
    }

    /**
     * The insurer made sure that the link is right. Said again it changes nothing; and it ends, or
     * has ended, as moved when the coverage stands with nobody or somebody else by now.
     *
     * @param finding {@link Suspect#finding()} of what was seen: the word is about that alone
     * @param clerk who says so
     * @param by the caller as audit entries name it
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's; {@link
     *     FaultCode#CHANGED_SINCE_SEEN} when something else was found meanwhile; {@link
     *     FaultCode#NOT_CLEARABLE} against a birth date, a sex or another person's number; {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when it is decided otherwise
     */
    public Suspect clear(
            InsurerNumber insurer,
            UUID suspectId,
            String finding,
            Clerk clerk,
            ConfirmationReason reason,
            String by) {
        return transaction.execute(_ -> {
            wrongLinks.lockWriters();
            Suspect suspect = locked(insurer, suspectId);
            if (decided(suspect, Suspect.Outcome.CLEARED)) {
                return suspect;
            }
            if (!wrongLinks.stands(insurer, suspect.link())) {
                ends.end(suspect, Suspect.Outcome.MOVED, Optional.empty(), now(), by);
                return found(insurer, suspectId);
            }
            if (!suspect.finding().equals(finding)) {
                throw new Fault(FaultCode.CHANGED_SINCE_SEEN);
            }
            if (!suspect.clearable()) {
                throw new Fault(FaultCode.NOT_CLEARABLE);
            }
            Instant at = now();
            table.clear(suspect, clerk, reason, at);
            audit.append(
                    SuspectEnds.entry(
                            suspect,
                            AuditEvent.SUSPECT_DECIDED,
                            at,
                            by,
                            Map.of(
                                    "outcome", Suspect.Outcome.CLEARED.name(),
                                    "clerk", clerk.name(),
                                    "reason", reason.name())));
            return found(insurer, suspectId);
        });
    }

    /**
     * The insurer says that the link is wrong, or cannot rule it out: viewing stops at once, and
     * the case goes on as a wrong link. It ends, or has ended, as moved and without a case when the
     * coverage stands with nobody or somebody else by now.
     *
     * @param by the caller as audit entries name it
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when it is decided otherwise
     */
    public Suspect wrong(InsurerNumber insurer, UUID suspectId, String by) {
        return transaction.execute(_ -> {
            wrongLinks.lockWriters();
            Suspect suspect = locked(insurer, suspectId);
            if (decided(suspect, Suspect.Outcome.WRONG_LINK)) {
                return suspect;
            }
            Optional<WrongLink> link =
                    wrongLinks.suspend(
                            insurer, suspect.link(), WrongLink.Source.RESIDENT_REGISTER, by);
            if (link.isEmpty()) {
                ends.end(suspect, Suspect.Outcome.MOVED, Optional.empty(), now(), by);
            }
            return found(insurer, suspectId);
        });
    }

    /**
     * One of an insurer's, decided or not, as it is now; waits for no decision that is being made.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} when it has none of that id
     */
    public Suspect found(InsurerNumber insurer, UUID suspectId) {
        return table.find(insurer, suspectId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private Suspect locked(InsurerNumber insurer, UUID suspectId) {
        return table.locked(insurer, suspectId).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /** Whoever decides what moved meanwhile contradicts nobody, and is told that it moved. */
    private static boolean decided(Suspect suspect, Suspect.Outcome outcome) {
        Optional<Suspect.Outcome> decided = suspect.decided().map(Suspect.Decided::outcome);
        if (decided.filter(it -> it != outcome && it != Suspect.Outcome.MOVED).isPresent()) {
            throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
        }
        return decided.isPresent();
    }

    /**
     * Takes in what the register said, in the caller's transaction, which holds the writers' lock.
     * What an insurer cleared stays cleared as long as the register says the same, neither side has
     * changed, and the coverage stands with the same person.
     *
     * @param fullMatch in which it was asked; empty for a change that was asked about
     * @return how many findings are cleared and were therefore not raised again
     */
    int record(List<RegisterFinding> findings, Optional<UUID> fullMatch, Instant at) {
        Map<UUID, Coverage> confirmed = new HashMap<>();
        int cleared = 0;
        for (RegisterFinding finding : findings) {
            if (finding.kind() == RegisterFinding.Kind.MATCH) {
                confirmed.put(finding.coverage().coverageId(), finding.coverage());
            } else if (table.cleared(finding)) {
                cleared++;
            } else {
                suspect(finding, fullMatch, at);
            }
        }
        table.openOf(confirmed.keySet()).stream()
                .filter(it -> it.personId().equals(confirmed.get(it.coverageId()).personId()))
                .forEach(it -> ends.end(it, Suspect.Outcome.MENDED, Optional.empty(), at, CALLER));
        table.confirmed(confirmed.values(), at);
        return cleared;
    }

    private void suspect(RegisterFinding finding, Optional<UUID> fullMatch, Instant at) {
        UUID suspectId = UUID.randomUUID();
        if (!table.found(suspectId, finding, fullMatch, at)) {
            return;
        }
        Coverage coverage = finding.coverage();
        Suspect suspect = found(coverage.insurer(), suspectId);
        audit.append(
                SuspectEnds.entry(
                        suspect,
                        AuditEvent.SUSPECT_FOUND,
                        at,
                        CALLER,
                        Map.of("kind", finding.kind().name())));
        Optional<WrongLink> link = wrongLinks.open(Link.of(coverage));
        if (link.isPresent()) {
            Optional<UUID> linkId = link.map(WrongLink::wrongLinkId);
            ends.end(suspect, Suspect.Outcome.WRONG_LINK, linkId, at, CALLER);
        } else if (coverage.address().isPresent()) {
            letters.write(coverage, LetterKind.CONFIRMATION, coverage.coverageId(), CALLER);
        }
    }

    /**
     * Ends suspects whose coverages do not stand with the same person any more, in the caller's
     * transaction.
     *
     * @param asked coverages that changed
     * @param linked those of them that are linked to somebody
     */
    void moved(Collection<UUID> asked, List<Coverage> linked, Instant at) {
        Map<UUID, UUID> persons = new HashMap<>();
        linked.forEach(it -> persons.put(it.coverageId(), it.personId()));
        table.openOf(asked).stream()
                .filter(it -> !it.personId().equals(persons.get(it.coverageId())))
                .forEach(it -> ends.end(it, Suspect.Outcome.MOVED, Optional.empty(), at, CALLER));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
