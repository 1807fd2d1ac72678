package org.onshi.server.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linked coverages held against the resident register (requirements B-12): asked by all five
 * attributes first, whose answer the vault compares with the number that is bound. Only where that
 * leaves something open is the bound number opened, so that the register can be asked by it and a
 * different spelling be told from a different person (docs/decisions/0006). Links and suspends
 * nothing.
 */
public final class RegisterComparison {
    /** Who compares, as audit entries name it. */
    public static final String CALLER = "server:full-match";

    private static final Logger LOG = LoggerFactory.getLogger(RegisterComparison.class);

    private final LedgerTable ledgers;
    private final CoverageTable coverages;
    private final VaultTable vault;
    private final RecheckTable rechecks;
    private final RegisterInquiry inquiry;
    private final KeptNumbers numbers;
    private final VaultKeys keys;
    private final KeyedDigest digest;

    RegisterComparison(
            DataSource dataSource,
            RegisterInquiry inquiry,
            KeptNumbers numbers,
            VaultKeys keys,
            KeyedDigest digest) {
        this.ledgers = new LedgerTable(dataSource);
        this.coverages = new CoverageTable(dataSource);
        this.vault = new VaultTable(dataSource);
        this.rechecks = new RecheckTable(dataSource);
        this.inquiry = inquiry;
        this.numbers = numbers;
        this.keys = keys;
        this.digest = digest;
    }

    /**
     * Asks the register; not inside a transaction.
     *
     * @param linked active coverages as known now, their last segments
     * @return a finding for each, in their order, but none for those whose number did not open: of
     *     them nothing is known, and they have to be asked about again; empty when the register is
     *     silent
     */
    public Optional<List<RegisterFinding>> of(List<Coverage> linked) {
        RegisterWord byAttributes = inquiry.word(false);
        linked.forEach(one -> byAttributes.numberOf(stay(one)));
        if (!inquiry.answer(byAttributes)) {
            return Optional.empty();
        }
        Map<VaultLookup, UUID> holders = holders(byAttributes);
        List<Coverage> open =
                linked.stream()
                        .filter(one ->
                                !byAttributes
                                        .numberOf(stay(one))
                                        .map(holders::get)
                                        .filter(one.personId()::equals)
                                        .isPresent())
                        .toList();
        Map<UUID, KeptNumbers.Kept> bound = bound(open);
        RegisterWord byNumber = inquiry.word(true);
        Map<VaultLookup, IndividualNumber> asked = new HashMap<>();
        bound.values().forEach(one -> asked.put(one.lookup(), one.number()));
        byNumber.brings(asked);
        if (!inquiry.answer(byNumber)) {
            return Optional.empty();
        }
        Set<UUID> inQuestion = new HashSet<>();
        open.forEach(one -> inQuestion.add(one.coverageId()));
        return Optional.of(
                linked.stream()
                        .filter(one ->
                                !inQuestion.contains(one.coverageId())
                                        || bound.containsKey(one.coverageId()))
                        .map(one ->
                                inQuestion.contains(one.coverageId())
                                        ? finding(
                                                one,
                                                byAttributes.numberOf(stay(one)).isPresent(),
                                                bound.get(one.coverageId()),
                                                byNumber)
                                        : RegisterFinding.match(one))
                        .toList());
    }

    private Map<VaultLookup, UUID> holders(RegisterWord word) {
        Map<VaultLookup, List<byte[]>> hashes = new HashMap<>();
        word.learned().forEach((lookup, number) -> hashes.put(lookup, keys.lookups(number)));
        return vault.holders(hashes);
    }

    private Map<UUID, KeptNumbers.Kept> bound(List<Coverage> open) {
        if (open.isEmpty()) {
            return Map.of();
        }
        Map<UUID, UUID> persons = new HashMap<>();
        open.forEach(one -> persons.put(one.coverageId(), one.personId()));
        UUID openingId = UUID.randomUUID();
        rechecks.sweep();
        rechecks.opening(openingId, persons);
        try {
            Map<UUID, KeptNumbers.Kept> bound =
                    numbers.openLinked(persons.keySet(), CALLER, "full-match");
            persons.keySet().stream()
                    .filter(coverage -> !bound.containsKey(coverage))
                    .forEach(coverage ->
                            LOG.atError()
                                    .addKeyValue("coverage", coverage)
                                    .log("a linked coverage waits: its number does not open"));
            return bound;
        } finally {
            rechecks.close(openingId, persons.keySet());
        }
    }

    /**
     * @param another whether a resident with all five attributes has another number than the bound
     */
    private RegisterFinding finding(
            Coverage coverage, boolean another, KeptNumbers.Kept bound, RegisterWord byNumber) {
        RegisterVerdict verdict = byNumber.about(bound.lookup(), stay(coverage));
        RegisterFinding.Kind kind =
                another
                        ? RegisterFinding.Kind.OTHER_NUMBER
                        : switch (verdict.code()) {
                            case OK -> RegisterFinding.Kind.MATCH;
                            case REGISTER_DIFFERS -> RegisterFinding.Kind.DIFFERS;
                            case REGISTER_REVIEW -> RegisterFinding.Kind.UNCLEAR;
                            case REGISTER_UNKNOWN -> RegisterFinding.Kind.UNKNOWN;
                            case REGISTER_UNREADABLE -> RegisterFinding.Kind.UNREADABLE;
                            default ->
                                    throw new IllegalStateException(
                                            "the register has no such verdict: " + verdict.code());
                        };
        return kind == RegisterFinding.Kind.MATCH
                ? RegisterFinding.match(coverage)
                : new RegisterFinding(
                        coverage,
                        kind,
                        verdict.comparison(),
                        digests(byNumber.sides(bound.lookup(), stay(coverage))));
    }

    private List<String> digests(List<String> compared) {
        byte[] content = KeyedDigest.content(compared);
        Set<String> digests = new LinkedHashSet<>();
        digests.add(digest.of(content));
        digests.addAll(digest.ofAll(content));
        return List.copyOf(digests);
    }

    /** The coverage as its last facts are, throughout. */
    private static Stay stay(Coverage coverage) {
        return new Stay(
                coverage.coverageId(),
                coverage.personId(),
                coverage.insurer(),
                coverage.identifier(),
                coverage.birthDate(),
                coverage.acquiredOn(),
                coverage.lostOn(),
                coverage.standing(),
                coverage.suspended(),
                List.of(new Segment(coverage.acquiredOn(), coverage.lostOn(), coverage.facts())));
    }

    /**
     * Coverages that were noted to be asked about again.
     *
     * @param linked those that are linked to somebody now
     * @param all when each was noted, by its id, gone ones included
     */
    public record Noted(List<Coverage> linked, Map<UUID, Instant> all) {
        public Noted {
            linked = List.copyOf(linked);
            all = Map.copyOf(all);
        }

        /** How many. */
        @Override
        public String toString() {
            return "Noted[" + all.size() + "]";
        }
    }

    /**
     * The coverages noted first, none that is noted for later.
     *
     * @param most how many at most
     */
    public Noted noted(int most, Instant now) {
        Map<UUID, Instant> oldest = rechecks.oldest(most, now);
        return new Noted(linked(oldest.keySet()), oldest);
    }

    /**
     * What was noted is recorded, in the caller's transaction, during which nothing else changes a
     * coverage: it is asked about no more, unless it was noted again meanwhile.
     *
     * @return the coverages that were neither noted again nor recorded by another server
     */
    public Set<UUID> done(Noted noted) {
        ledgers.lockWriters();
        return rechecks.done(noted.all());
    }

    /**
     * The coverages are asked about again, after those that wait already.
     *
     * @param at from when on
     */
    public void again(Collection<UUID> coverageIds, Instant at) {
        rechecks.note(coverageIds, at);
    }

    /**
     * Those findings whose coverages still are as they were compared, in the caller's transaction,
     * during which nothing else changes a coverage. The others are noted to be asked about again.
     */
    public List<RegisterFinding> standing(List<RegisterFinding> findings, Instant at) {
        ledgers.lockWriters();
        Map<UUID, Set<UUID>> versions =
                coverages.standing(
                        findings.stream().map(one -> one.coverage().coverageId()).toList());
        Map<Boolean, List<RegisterFinding>> parts =
                findings.stream()
                        .collect(
                                Collectors.partitioningBy(one ->
                                        versions.getOrDefault(one.coverage().coverageId(), Set.of())
                                                .contains(one.coverage().versionId())));
        again(parts.get(false).stream().map(one -> one.coverage().coverageId()).toList(), at);
        return parts.get(true);
    }

    /** Those of the coverages that are linked to a person now, their last segments. */
    public List<Coverage> linked(Collection<UUID> coverageIds) {
        List<Coverage> linked = new ArrayList<>(coverages.latest(coverageIds).values());
        linked.removeIf(
                one -> one.standing() != Standing.ACTIVE || one.invalidatedAt().isPresent());
        return linked;
    }
}
