package org.onshi.server.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An insurer's pending coverages, and its word that one is right (requirements B-07). */
public final class Pendings {
    private static final UUID FIRST = new UUID(0, 0);

    private final PendingTable pending;
    private final LedgerTable ledgers;
    private final VaultTable vault;
    private final KeptNumbers kept;
    private final VaultKeys keys;
    private final RegisterInquiry inquiry;
    private final Audit audit;
    private final Rules rules;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final TimeOrderedIds ids;

    Pendings(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            KeptNumbers kept,
            VaultKeys keys,
            RegisterInquiry inquiry,
            Audit audit,
            Rules rules,
            InstantSource clock) {
        this.pending = new PendingTable(dataSource);
        this.ledgers = new LedgerTable(dataSource);
        this.vault = new VaultTable(dataSource);
        this.kept = kept;
        this.keys = keys;
        this.inquiry = inquiry;
        this.audit = audit;
        this.rules = rules;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.ids = new TimeOrderedIds(clock);
    }

    /**
     * Pending coverages of an insurer, by id.
     *
     * @param after the last one of the page before
     * @param most how many at most
     */
    public List<PendingCoverage> of(InsurerNumber insurer, Optional<UUID> after, int most) {
        return shown(pending.page(insurer, after.orElse(FIRST), most));
    }

    /** The pending coverage of an id; empty when this insurer has none such. */
    public Optional<PendingCoverage> find(InsurerNumber insurer, UUID coverageId) {
        List<PendingCheck> own =
                pending.of(List.of(coverageId)).stream()
                        .filter(one -> one.insurer().equals(insurer))
                        .toList();
        return shown(own).stream().findFirst();
    }

    private List<PendingCoverage> shown(List<PendingCheck> page) {
        Map<UUID, Coverage> coverages = new HashMap<>();
        Set<UUID> persons = page.stream().map(PendingCheck::personId).collect(Collectors.toSet());
        if (!persons.isEmpty()) {
            ledgers.versions(persons).stream()
                    .sorted(Comparator.comparing(Coverage::segmentFrom))
                    .forEach(version ->
                            coverages.merge(
                                    version.coverageId(), version, Pendings::standingOrLater));
        }
        return page.stream().map(check -> shown(check, coverages.get(check.coverageId()))).toList();
    }

    /**
     * How many coverages of an insurer are pending.
     *
     * @param countedMax where counting ends
     */
    public long count(InsurerNumber insurer, int countedMax) {
        return pending.count(insurer, countedMax);
    }

    /** A coverage settled between the two readings is shown as it was. */
    private static Coverage standingOrLater(Coverage one, Coverage later) {
        return later.invalidatedAt().isPresent() && one.invalidatedAt().isEmpty() ? one : later;
    }

    private static PendingCoverage shown(PendingCheck check, Coverage coverage) {
        return new PendingCoverage(
                coverage,
                check.code(),
                check.column(),
                check.compared(),
                check.confirmable(),
                check.recordedAt());
    }

    /**
     * An insurer's word about one of its pending coverages.
     *
     * @param coverageId which one
     * @param since {@link PendingCoverage#since()} of what was seen: the word is about that, and
     *     about no number or comparison that took its place
     * @param clerk who says so
     * @param reason how it was made sure
     */
    public record Confirmation(
            UUID coverageId, Instant since, Clerk clerk, ConfirmationReason reason) {}

    /**
     * An insurer says that the coverage and the number kept beside it are one person's: it is
     * linked and shown from now on, by the rules of any registration. To be asked outside of any
     * transaction: the number is opened in one of its own, for which a second connection would be
     * waited for.
     *
     * @param caller as the audit log names it
     * @param beside what else is written in the same transaction, after it
     * @throws Fault {@link FaultCode#NOT_FOUND} when no such coverage of this insurer is pending,
     *     {@link FaultCode#CHANGED_SINCE_SEEN} when it is pending otherwise than it was seen,
     *     {@link FaultCode#NOT_CONFIRMABLE} when its word does not suffice, {@link
     *     FaultCode#NUMBER_OF_ANOTHER} when the number is bound to somebody who differs; nothing
     *     has changed then
     */
    public void confirm(InsurerNumber insurer, Confirmation word, String caller, Runnable beside) {
        // nobody's number is opened before it is sure that this insurer may confirm it
        confirmable(insurer, word);
        UUID coverageId = word.coverageId();
        KeptNumbers.Kept number =
                Optional.ofNullable(
                                kept.open(Set.of(coverageId), caller, "confirmation")
                                        .get(coverageId))
                        .orElseThrow(() -> new Fault(FaultCode.NOT_CONFIRMABLE));
        transaction.executeWithoutResult(status -> {
            ledgers.lockWriters();
            link(confirmable(insurer, word), number, word, caller);
            beside.run();
        });
    }

    private PendingCheck confirmable(InsurerNumber insurer, Confirmation word) {
        PendingCheck check =
                pending.of(List.of(word.coverageId())).stream()
                        .filter(one -> one.insurer().equals(insurer))
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        if (!check.recordedAt().equals(word.since())) {
            throw new Fault(FaultCode.CHANGED_SINCE_SEEN);
        }
        if (!check.confirmable()) {
            throw new Fault(FaultCode.NOT_CONFIRMABLE);
        }
        return check;
    }

    private void link(
            PendingCheck check, KeptNumbers.Kept number, Confirmation word, String caller) {
        Map<VaultLookup, List<byte[]>> hashes =
                Map.of(number.lookup(), keys.lookups(number.number()));
        if (!vault.kept(Set.of(check.coverageId()), hashes).containsKey(check.coverageId())) {
            // whatever stands beside it: no other number than the one opened is ever linked
            throw new Fault(FaultCode.CHANGED_SINCE_SEEN);
        }
        Ledger ledger = ledger(check, vault.holders(hashes));
        Stay stay =
                ledger.standingOf(check.personId()).stream()
                        .filter(one -> one.coverageId().equals(check.coverageId()))
                        .findFirst()
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        ActionRules actions =
                new ActionRules(
                        ledger,
                        inquiry.confirmed(check.code() == RegistrationCode.KANA_DIFFERS),
                        rules,
                        LocalDate.ofInstant(clock.instant(), SharedClock.ZONE),
                        ids);
        Ruling.Recorded ruling =
                switch (actions.confirmed(stay, number.lookup())) {
                    case Ruling.Recorded linked when linked.stay().standing() == Standing.ACTIVE ->
                            linked;
                    case Ruling.Recorded pending -> throw new Fault(FaultCode.NUMBER_OF_ANOTHER);
                    case Ruling.Refused refused -> throw new Fault(FaultCode.NOT_CONFIRMABLE);
                    case Ruling.Unchanged unchanged ->
                            throw new IllegalStateException("a confirmation changes a coverage");
                    case Ruling.Cancelled cancelled ->
                            throw new IllegalStateException("a confirmation cancels nothing");
                };
        Instant at = ledger.apply(ruling);
        write(ledger.writes(), number, at);
        pending.confirm(check, word, at);
        audit.append(
                AuditEntry.about(
                        ruling.stay().personId(),
                        ids.get(),
                        AuditEvent.PENDING_CONFIRMED,
                        at,
                        caller,
                        Map.of(
                                "coverage", check.coverageId().toString(),
                                "code", check.code().name(),
                                "clerk", word.clerk().name(),
                                "reason", word.reason().name())));
    }

    private void write(Ledger.Writes writes, KeptNumbers.Kept number, Instant at) {
        ledgers.write(writes);
        vault.forgetUnlinked(writes.forgotten);
        vault.release(writes.releasedPersons, at);
        vault.bind(
                writes.bindings,
                Map.of(number.lookup(), keys.sealNumber(number.number(), number.lookup())),
                at);
        pending.write(writes.pending.values(), writes.settled);
    }

    private Ledger ledger(PendingCheck check, Map<VaultLookup, UUID> holders) {
        Set<UUID> persons = new HashSet<>(holders.values());
        persons.add(check.personId());
        List<Coverage> versions = ledgers.versions(persons);
        Set<LookupKey> lookupKeys =
                versions.stream()
                        .map(version -> LookupKey.of(version.insurer(), version.identifier()))
                        .collect(Collectors.toSet());
        return new Ledger(
                versions,
                ledgers.entries(lookupKeys).stream()
                        .filter(entry -> entry.invalidatedAt().isEmpty())
                        .toList(),
                ledgers.openConflicts(persons),
                holders,
                Map.of(),
                List.of(check),
                clock.instant(),
                ids);
    }
}
