package org.onshi.server.duties;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.letters.LetterKind;
import org.onshi.server.letters.Letters;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 未登録者へのお知らせ (requirements B-14): an insurer writes to its unregistered persons and sets a day.
 * When the day is over, whoever is still unregistered gets a 資格確認書 ordered, unless the letter came
 * back: those are listed, since an order would come back as well.
 */
public final class Campaigns {
    /** Letters written at once. */
    private static final int LETTERS_MAX = 500;

    /** Outcomes decided in one transaction. */
    private static final int OUTCOMES_MAX = 500;

    private static final int CAMPAIGNS_MAX = 100;
    private static final UUID FIRST = new UUID(0, 0);
    private static final String CALLER = "server:campaigns";

    /** Whoever can do something: hand in the number (S000:168-181). */
    private static final Set<UnregisteredCause> WRITTEN_TO =
            EnumSet.of(UnregisteredCause.NUMBER_NOT_GIVEN);

    private final CampaignTable table;
    private final UnregisteredPersons unregistered;
    private final Registry registry;
    private final Letters letters;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    Campaigns(
            DataSource dataSource,
            UnregisteredPersons unregistered,
            Registry registry,
            Letters letters,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new CampaignTable(dataSource);
        this.unregistered = unregistered;
        this.registry = registry;
        this.letters = letters;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Begins one.
     *
     * @param deadline the last day for an answer, after today
     * @return its id
     * @throws Fault {@link FaultCode#VALUES_CONTRADICT} for a day that is not to come, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} while another one of the insurer is not closed
     */
    public UUID start(InsurerNumber insurer, LocalDate deadline, String by) {
        if (!deadline.isAfter(unregistered.today())) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "deadline");
        }
        UUID campaignId = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            Instant at = now();
            if (!table.start(campaignId, insurer, deadline, at)) {
                throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
            }
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.CAMPAIGN_STARTED,
                            at,
                            by,
                            Map.of(
                                    "campaign", campaignId.toString(),
                                    "deadline", deadline.toString())));
        });
        return campaignId;
    }

    /**
     * Writes the next letters, at most {@value #LETTERS_MAX}; ask again until there are none. Who
     * has no address is undeliverable at once.
     *
     * @return how many people were taken up
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's, {@link
     *     FaultCode#HOLIDAYS_NOT_LISTED}
     */
    public int write(InsurerNumber insurer, UUID campaignId, String by) {
        return transaction.execute(_ -> {
            refuseUnlessOwn(insurer, campaignId);
            Optional<CampaignTable.Writing> writing = table.writing(campaignId, insurer);
            if (writing.isEmpty()) {
                return 0;
            }
            Optional<UUID> after = Optional.of(writing.get().writtenTo());
            List<UnregisteredPerson> next =
                    unregistered.of(insurer, WRITTEN_TO, after, LETTERS_MAX);
            next.forEach(it ->
                    write(campaignId, it.unregistered().coverage(), writing.get().deadline(), by));
            UUID writtenTo =
                    next.isEmpty()
                            ? writing.get().writtenTo()
                            : next.getLast().unregistered().coverage().coverageId();
            table.written(
                    campaignId,
                    writtenTo,
                    Optional.of(now()).filter(_ -> next.size() < LETTERS_MAX));
            return next.size();
        });
    }

    private void write(UUID campaignId, Coverage coverage, LocalDate deadline, String by) {
        boolean reachable = coverage.address().isPresent();
        CampaignTarget target =
                new CampaignTarget(
                        coverage.coverageId(),
                        UUID.randomUUID(),
                        coverage.personId(),
                        reachable ? Optional.empty() : Optional.of(now()),
                        Optional.empty());
        table.add(campaignId, target);
        if (!reachable) {
            record(
                    campaignId,
                    target,
                    AuditEvent.CAMPAIGN_UNDELIVERABLE,
                    target.undeliverableAt().get(),
                    by,
                    Map.of("reason", "NO_ADDRESS"));
        } else {
            letters.write(
                    coverage,
                    LetterKind.UNREGISTERED,
                    target.targetId(),
                    Optional.of(deadline),
                    by);
        }
    }

    /**
     * A letter of the campaign came back. Said again it changes nothing.
     *
     * @param letterId the number on the letter
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's or campaign's letter, {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when the outcome is decided
     */
    public void cameBack(InsurerNumber insurer, UUID campaignId, UUID letterId, String by) {
        transaction.executeWithoutResult(_ -> {
            refuseUnlessOwn(insurer, campaignId);
            UUID targetId = letters.cause(insurer, letterId, LetterKind.UNREGISTERED);
            CampaignTarget target =
                    table.target(campaignId, targetId)
                            .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
            if (target.undeliverableAt().isPresent()) {
                return;
            }
            Instant at = now();
            if (!table.cameBack(campaignId, targetId, at)) {
                throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
            }
            record(campaignId, target, AuditEvent.CAMPAIGN_UNDELIVERABLE, at, by, Map.of());
        });
    }

    /** An insurer's campaigns, the latest first; at most a hundred. */
    public List<Campaign> of(InsurerNumber insurer) {
        return table.of(insurer, CAMPAIGNS_MAX);
    }

    /** One of them; empty for another insurer's. */
    public Optional<Campaign> find(InsurerNumber insurer, UUID campaignId) {
        return table.find(campaignId, insurer);
    }

    /**
     * The people of a campaign, by coverage id.
     *
     * @param outcome only these; empty for all
     * @param after the coverage of the last one of the page before
     * @throws Fault {@link FaultCode#NOT_FOUND} for another insurer's
     */
    public List<CampaignTarget> targets(
            InsurerNumber insurer,
            UUID campaignId,
            Optional<Campaign.Outcome> outcome,
            Optional<UUID> after,
            int targetsMax) {
        refuseUnlessOwn(insurer, campaignId);
        return table.targets(campaignId, outcome, after.orElse(FIRST), targetsMax);
    }

    /** The 資格確認書 ordered for an insurer's people, by order id. */
    public List<CertificateOrder> orders(
            InsurerNumber insurer, Optional<UUID> after, int ordersMax) {
        return table.orders(insurer, after.orElse(FIRST), ordersMax);
    }

    /**
     * Writes some letters of a campaign that nobody goes on writing; a kill in between leaves the
     * rest to the next call.
     *
     * @return whether there was any
     */
    public boolean writeSome() {
        Optional<CampaignTable.Due> unwritten = table.unwritten();
        unwritten.ifPresent(it -> write(it.insurer(), it.campaignId(), CALLER));
        return unwritten.isPresent();
    }

    /**
     * Decides some outcomes of a campaign all of whose letters are written and whose deadline is
     * over; a kill in between leaves the rest to the next call.
     *
     * @return whether there was any
     */
    public boolean closeSome() {
        return transaction.execute(_ -> {
            Optional<CampaignTable.Due> due = table.due(unregistered.today());
            due.ifPresent(this::closeSome);
            return due.isPresent();
        });
    }

    private void closeSome(CampaignTable.Due due) {
        List<CampaignTarget> targets = table.undecided(due.campaignId(), OUTCOMES_MAX);
        Instant at = now();
        Standings standings = standings(due, targets, at);
        targets.forEach(
                it -> decide(due, it, standings.outcome(it), standings.isStillInsured(it), at));
        if (targets.size() < OUTCOMES_MAX) {
            table.close(due.campaignId(), at);
        }
    }

    private Standings standings(
            CampaignTable.Due due, List<CampaignTarget> targets, Instant decidedAt) {
        Instant end = due.deadline().plusDays(1).atStartOfDay(SharedClock.ZONE).toInstant();
        List<UUID> ids = targets.stream().map(CampaignTarget::coverageId).toList();
        return new Standings(
                end,
                decidedAt,
                registry.ownBefore(due.insurer(), ids, end),
                registry.own(due.insurer(), ids),
                unsent(targets, end));
    }

    /**
     * How the people of a campaign stand.
     *
     * @param end when its last day was over
     * @param decidedAt when that is found out, whenever that is
     * @param then their coverages as they were known at its end
     * @param today as they are known when it is decided
     * @param unsent targets whose letters had not gone out at its end
     */
    private record Standings(
            Instant end,
            Instant decidedAt,
            Map<UUID, Coverage> then,
            Map<UUID, Coverage> today,
            Set<UUID> unsent) {
        /** What came of it by the deadline. */
        Campaign.Outcome outcome(CampaignTarget target) {
            Optional<Coverage> insured = insured(then, target, end);
            if (insured.isEmpty()) {
                return Campaign.Outcome.NO_LONGER_INSURED;
            }
            if (insured.get().standing() == Standing.ACTIVE) {
                return Campaign.Outcome.REGISTERED;
            }
            if (target.undeliverableAt().isPresent()) {
                return Campaign.Outcome.UNDELIVERABLE;
            }
            return unsent.contains(target.targetId())
                    ? Campaign.Outcome.NOT_SENT
                    : Campaign.Outcome.NO_ANSWER;
        }

        boolean isStillInsured(CampaignTarget target) {
            return insured(today, target, decidedAt).isPresent();
        }

        /** The coverage, where it stood at an instant and was not over on its day. */
        private static Optional<Coverage> insured(
                Map<UUID, Coverage> known, CampaignTarget target, Instant at) {
            return Optional.ofNullable(known.get(target.coverageId()))
                    .filter(it -> it.invalidatedAt().map(end -> !end.isBefore(at)).orElse(true))
                    .filter(it -> !it.lostBy(LocalDate.ofInstant(at, SharedClock.ZONE)));
        }

        /** Whose they are does not print. */
        @Override
        public String toString() {
            return "Standings[" + end + "]";
        }
    }

    private Set<UUID> unsent(List<CampaignTarget> targets, Instant end) {
        return letters.unprinted(
                LetterKind.UNREGISTERED,
                targets.stream().map(CampaignTarget::personId).toList(),
                targets.stream().map(CampaignTarget::targetId).toList(),
                end);
    }

    private void decide(
            CampaignTable.Due due,
            CampaignTarget target,
            Campaign.Outcome outcome,
            boolean stillInsured,
            Instant at) {
        table.decide(due.campaignId(), target.coverageId(), outcome, at);
        record(
                due.campaignId(),
                target,
                AuditEvent.CAMPAIGN_OUTCOME,
                at,
                CALLER,
                Map.of("outcome", outcome.name()));
        if (outcome == Campaign.Outcome.NO_ANSWER && stillInsured) {
            order(due.insurer(), due.campaignId(), target, at);
        }
    }

    private void order(InsurerNumber insurer, UUID campaignId, CampaignTarget target, Instant at) {
        CertificateOrder order =
                new CertificateOrder(
                        UUID.randomUUID(), target.personId(), target.coverageId(), campaignId, at);
        if (table.order(insurer, order)) {
            record(
                    campaignId,
                    target,
                    AuditEvent.CERTIFICATE_ORDERED,
                    at,
                    CALLER,
                    Map.of("order", order.orderId().toString()));
        }
    }

    private void refuseUnlessOwn(InsurerNumber insurer, UUID campaignId) {
        if (!table.owned(campaignId, insurer)) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
    }

    private void record(
            UUID campaignId,
            CampaignTarget target,
            AuditEvent event,
            Instant at,
            String by,
            Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("campaign", campaignId.toString());
        details.put("coverage", target.coverageId().toString());
        audit.append(
                AuditEntry.about(target.personId(), UUID.randomUUID(), event, at, by, details));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
