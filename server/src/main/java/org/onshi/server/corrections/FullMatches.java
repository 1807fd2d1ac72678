package org.onshi.server.corrections;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.ActiveCoverages;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.RegisterComparison;
import org.onshi.server.registry.RegisterFinding;
import org.onshi.server.work.Portion;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 全登録データの突合 (requirements B-12): every linked coverage is held against the resident register,
 * person after person. The register is asked outside any transaction; what it said, the suspects,
 * their letters, the counts and how far it is commit together. So a kill costs at most the persons
 * at hand, which are asked about once more, and a silence only time. Several servers do it by
 * turns.
 *
 * <p>By turns with them come the coverages that were changed meanwhile, in a full match or not:
 * they are asked about again.
 */
@Service
public class FullMatches {
    /** Persons, or changed coverages, asked about at once: five inquiries by attributes. */
    private static final int PERSONS_A_STEP = 500;

    /** How long whoever could not be compared is left alone. */
    private static final Duration REST = Duration.ofMinutes(10);

    private final FullMatchTable table;
    private final Suspects suspects;
    private final ActiveCoverages coverages;
    private final RegisterComparison comparison;
    private final Audit audit;
    private final InstantSource clock;
    private final Duration every;
    private final TransactionTemplate transaction;
    private final Portion changed = new Portion(PERSONS_A_STEP);
    private final Portion persons = new Portion(PERSONS_A_STEP);
    private volatile boolean rechecked;

    /**
     * @param transactions of the same data source as the other contexts use
     * @param clock the one clock of the process
     * @param every how long after the last one began the next one begins by itself; 0: none does
     *     (requirements B-23)
     */
    public FullMatches(
            DataSource dataSource,
            Suspects suspects,
            ActiveCoverages coverages,
            RegisterComparison comparison,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions,
            @Value("${onshi.full-match-every:0s}") Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException(
                    "onshi.full-match-every は 0 以上にしてください。 / onshi.full-match-every must be 0 or"
                            + " more");
        }
        this.table = new FullMatchTable(dataSource);
        this.suspects = suspects;
        this.coverages = coverages;
        this.comparison = comparison;
        this.audit = audit;
        this.clock = clock;
        this.every = every;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a step came to. */
    public enum Step {
        /** Some coverages were compared; there may be more. */
        DONE,
        /** The register is silent, or somebody's number does not open. */
        SILENT,
        /** Nothing is to be compared, or another server compares. */
        IDLE
    }

    /**
     * Begins one; the server goes through it by itself.
     *
     * @param by the caller as audit entries name it
     * @return its id
     * @throws Fault {@link FaultCode#STEP_OUT_OF_ORDER} while another one is not finished
     */
    public UUID start(String by) {
        return begin(by).orElseThrow(() -> new Fault(FaultCode.STEP_OUT_OF_ORDER));
    }

    /** Empty while another one is not finished. */
    private Optional<UUID> begin(String by) {
        UUID fullMatchId = UUID.randomUUID();
        return transaction.execute(_ -> {
            Instant at = now();
            if (!table.start(fullMatchId, at)) {
                return Optional.empty();
            }
            record(fullMatchId, AuditEvent.FULL_MATCH_STARTED, at, by);
            return Optional.of(fullMatchId);
        });
    }

    private boolean due() {
        return every.isPositive()
                && table.latest(1).stream()
                        .noneMatch(last -> now().isBefore(last.startedAt().plus(every)));
    }

    /**
     * Full matches, the latest first.
     *
     * @param most how many at most
     */
    public List<FullMatch> latest(int most) {
        return table.latest(most);
    }

    /**
     * Compares the next coverages; not inside a transaction. Of several servers one compares at a
     * time, so that nobody is asked about twice; another goes on as soon as that one is gone.
     */
    public Step step() {
        return table.alone(this::next).orElse(Step.IDLE);
    }

    /** Changed ones and a match alternate, so that neither waits for the other's end. */
    private Step next() {
        Optional<FullMatchTable.Place> open = table.open();
        if (open.isEmpty() && due()) {
            return begin(RegisterComparison.CALLER).isPresent() ? Step.DONE : Step.IDLE;
        }
        if (open.isEmpty() || !rechecked) {
            rechecked = true;
            Step step = step(changed, this::recheck);
            if (step != Step.IDLE || open.isEmpty()) {
                return step;
            }
        }
        rechecked = false;
        return step(persons, most -> compare(open.get(), most));
    }

    /**
     * After a step that failed or came to nothing less is asked about, so that what stops all in
     * the end stops alone.
     */
    private static Step step(Portion portion, IntFunction<Step> ofMost) {
        int most = portion.most();
        Step step = Step.SILENT;
        try {
            step = ofMost.apply(most);
            return step;
        } finally {
            switch (step) {
                case DONE -> portion.wentWell(most);
                case SILENT -> portion.wasTooMuch(most);
                case IDLE -> {}
            }
        }
    }

    private Step recheck(int most) {
        RegisterComparison.Noted noted = comparison.noted(most, now());
        if (noted.all().isEmpty()) {
            return Step.IDLE;
        }
        Optional<List<RegisterFinding>> findings;
        try {
            findings = comparison.of(noted.linked());
        } catch (RuntimeException failed) {
            // whoever fails alone stops nobody else
            if (noted.all().size() == 1) {
                comparison.again(noted.all().keySet(), now().plus(REST));
            }
            throw failed;
        }
        if (findings.isEmpty()) {
            table.open().ifPresent(it -> table.await(it.fullMatchId(), now()));
            return Step.SILENT;
        }
        transaction.executeWithoutResult(_ -> record(noted, findings.get()));
        return Step.DONE;
    }

    /** A coverage without a finding is asked about again. */
    private void record(RegisterComparison.Noted noted, List<RegisterFinding> findings) {
        Instant at = now();
        Set<UUID> done = comparison.done(noted);
        Set<UUID> waiting = new HashSet<>();
        noted.linked().forEach(it -> waiting.add(it.coverageId()));
        findings.forEach(it -> waiting.remove(it.coverage().coverageId()));
        waiting.retainAll(done);
        comparison.again(waiting, at.plus(REST));
        suspects.moved(done, comparison.linked(done), at);
        List<RegisterFinding> own =
                findings.stream().filter(it -> done.contains(it.coverage().coverageId())).toList();
        suspects.record(comparison.standing(own, at), Optional.empty(), at);
        table.goOn();
    }

    private Step compare(FullMatchTable.Place place, int most) {
        ActiveCoverages.Page page = coverages.after(place.seenTo(), most);
        Optional<List<RegisterFinding>> findings;
        try {
            findings = comparison.of(page.coverages());
        } catch (RuntimeException failed) {
            passIfAlone(place, page);
            throw failed;
        }
        if (findings.isEmpty()) {
            table.await(place.fullMatchId(), now());
            return Step.SILENT;
        }
        // without a finding about everybody the match stays where it is: nobody is left out
        if (findings.get().size() < page.coverages().size()) {
            table.await(place.fullMatchId(), now());
            passIfAlone(place, page);
            return Step.SILENT;
        }
        transaction.executeWithoutResult(_ -> {
            Instant at = now();
            List<RegisterFinding> standing = comparison.standing(findings.get(), at);
            if (table.lock(place)) {
                int cleared = suspects.record(standing, Optional.of(place.fullMatchId()), at);
                advance(place, page, findings.get(), cleared, at);
            }
        });
        return Step.DONE;
    }

    /** Whoever cannot be compared even alone is asked about later, and stops nobody else. */
    private void passIfAlone(FullMatchTable.Place place, ActiveCoverages.Page page) {
        if (page.persons() != 1) {
            return;
        }
        transaction.executeWithoutResult(_ -> {
            if (table.lock(place)) {
                comparison.again(
                        page.coverages().stream().map(Coverage::coverageId).toList(),
                        now().plus(REST));
                table.pass(place.fullMatchId(), page.last().orElseThrow(), page.coverages().size());
            }
        });
    }

    /** Counts everybody as compared, whoever was changed since and is asked about again. */
    private void advance(
            FullMatchTable.Place place,
            ActiveCoverages.Page page,
            List<RegisterFinding> findings,
            int cleared,
            Instant at) {
        if (page.last().isEmpty()) {
            table.finish(place.fullMatchId(), at);
            record(
                    place.fullMatchId(),
                    AuditEvent.FULL_MATCH_FINISHED,
                    at,
                    RegisterComparison.CALLER);
            return;
        }
        long matched =
                findings.stream().filter(it -> it.kind() == RegisterFinding.Kind.MATCH).count();
        long against = findings.stream().filter(it -> it.kind().against()).count();
        table.advance(
                place.fullMatchId(),
                page.last().get(),
                matched,
                against,
                findings.size() - matched - against,
                cleared);
    }

    private void record(UUID fullMatchId, AuditEvent event, Instant at, String by) {
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        event,
                        at,
                        by,
                        Map.of("full_match", fullMatchId.toString())));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
