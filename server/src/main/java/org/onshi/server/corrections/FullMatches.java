package org.onshi.server.corrections;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.ActiveCoverages;
import org.onshi.server.registry.RegisterComparison;
import org.onshi.server.registry.RegisterFinding;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 全登録データの突合 (requirements B-12): every linked coverage is held against the resident register,
 * person after person. The register is asked outside any transaction; what it said, the suspects,
 * their letters, the counts and how far it is commit together. So a kill costs at most the persons
 * at hand, which are asked about once more, and a silence only time.
 *
 * <p>Before them come the coverages that were changed meanwhile, in a full match or not: they are
 * asked about again, one after the other.
 */
@Service
public class FullMatches {
    /** Persons, or changed coverages, asked about at once: five inquiries by attributes. */
    private static final int PERSONS_A_STEP = 500;

    private final FullMatchTable table;
    private final Suspects suspects;
    private final ActiveCoverages coverages;
    private final RegisterComparison comparison;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as the other contexts use
     * @param clock the one clock of the process
     */
    public FullMatches(
            DataSource dataSource,
            Suspects suspects,
            ActiveCoverages coverages,
            RegisterComparison comparison,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new FullMatchTable(dataSource);
        this.suspects = suspects;
        this.coverages = coverages;
        this.comparison = comparison;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a step came to. */
    public enum Step {
        /** Some coverages were compared; there may be more. */
        DONE,
        /** The register is silent. */
        SILENT,
        /** Nothing is to be compared. */
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
        UUID fullMatchId = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            Instant at = now();
            if (!table.start(fullMatchId, at)) {
                throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
            }
            record(fullMatchId, AuditEvent.FULL_MATCH_STARTED, at, by);
        });
        return fullMatchId;
    }

    /**
     * Full matches, the latest first.
     *
     * @param most how many at most
     */
    public List<FullMatch> latest(int most) {
        return table.latest(most);
    }

    /** Compares the next coverages; not inside a transaction. */
    public Step step() {
        RegisterComparison.Noted noted = comparison.noted(PERSONS_A_STEP);
        if (!noted.all().isEmpty()) {
            return recheck(noted);
        }
        return table.open().map(this::compare).orElse(Step.IDLE);
    }

    private Step recheck(RegisterComparison.Noted noted) {
        Optional<List<RegisterFinding>> findings = comparison.of(noted.linked());
        if (findings.isEmpty()) {
            table.open().ifPresent(it -> table.await(it.fullMatchId(), now()));
            return Step.SILENT;
        }
        transaction.executeWithoutResult(_ -> {
            Instant at = now();
            suspects.moved(noted.all().keySet(), noted.linked(), at);
            suspects.record(findings.get(), Optional.empty(), at);
            comparison.done(noted);
        });
        return Step.DONE;
    }

    private Step compare(FullMatchTable.Place place) {
        ActiveCoverages.Page page = coverages.after(place.seenTo(), PERSONS_A_STEP);
        Optional<List<RegisterFinding>> findings = comparison.of(page.coverages());
        if (findings.isEmpty()) {
            table.await(place.fullMatchId(), now());
            return Step.SILENT;
        }
        transaction.executeWithoutResult(_ -> {
            if (table.lock(place)) {
                advance(place, page, findings.get());
            }
        });
        return Step.DONE;
    }

    private void advance(
            FullMatchTable.Place place, ActiveCoverages.Page page, List<RegisterFinding> findings) {
        Instant at = now();
        if (page.last().isEmpty()) {
            table.finish(place.fullMatchId(), at);
            record(place.fullMatchId(), AuditEvent.FULL_MATCH_FINISHED, at, Suspects.CALLER);
            return;
        }
        suspects.record(findings, Optional.of(place.fullMatchId()), at);
        long matched =
                findings.stream().filter(it -> it.kind() == RegisterFinding.Kind.MATCH).count();
        long against = findings.stream().filter(it -> it.kind().against()).count();
        table.advance(
                place.fullMatchId(),
                page.last().get(),
                matched,
                against,
                findings.size() - matched - against);
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
