package org.onshi.server.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the registry knows about the keys and persons of a chunk of rows, and what the rows make of
 * it: applied in memory one after the other, written afterwards in few statements. Not for several
 * threads.
 *
 * <p>Every event gets an instant of its own, a microsecond after the one before, so that the
 * history shows them apart and in order.
 */
final class Ledger implements RegistryView {
    private final Supplier<UUID> ids;
    private final Map<UUID, KnownStay> stays = new HashMap<>();
    private final Map<UUID, List<Coverage>> standingVersions = new HashMap<>();
    private final Map<LookupKey, Set<UUID>> byKey = new HashMap<>();
    private final Map<UUID, Set<UUID>> byPerson = new HashMap<>();
    private final Map<UUID, LookupEntry> entries = new HashMap<>();
    private final Map<UUID, List<Conflict>> conflicts = new HashMap<>();
    private final Map<VaultLookup, UUID> holders = new HashMap<>();
    private final Map<UUID, VaultLookup> kept = new HashMap<>();
    private final Map<UUID, PendingCheck> pending = new HashMap<>();
    private final Writes writes = new Writes();
    private Instant now;

    /** What is to be written; rows both made and ended within the chunk are written once, ended. */
    static final class Writes {
        final Map<UUID, Coverage> freshVersions = new LinkedHashMap<>();
        final Map<UUID, Coverage> endedVersions = new LinkedHashMap<>();
        final Map<UUID, LookupEntry> freshEntries = new LinkedHashMap<>();
        final Map<UUID, LookupEntry> endedEntries = new LinkedHashMap<>();
        final Map<UUID, Conflict> freshConflicts = new LinkedHashMap<>();
        final Map<UUID, ResolvedConflict> resolvedConflicts = new LinkedHashMap<>();
        final Map<VaultLookup, UUID> bindings = new LinkedHashMap<>();
        final Map<UUID, VaultLookup> unlinked = new LinkedHashMap<>();

        /** Coverages beside which nothing of before is kept any more; to be written first. */
        final Set<UUID> forgotten = new LinkedHashSet<>();

        /** Coverages that there were not before. */
        final Set<UUID> added = new LinkedHashSet<>();

        /** By coverage: whether it is hidden from now on, where that changed. */
        final Map<UUID, Boolean> hidden = new LinkedHashMap<>();

        final Set<UUID> releasedPersons = new LinkedHashSet<>();

        /** By coverage: why it is pending, where that was said anew. */
        final Map<UUID, PendingCheck> pending = new LinkedHashMap<>();

        /** Coverages that are pending no more. */
        final Set<UUID> settled = new LinkedHashSet<>();
    }

    /** A conflict and when it was over. */
    record ResolvedConflict(Conflict conflict, Instant at) {}

    /**
     * @param versions every version of every coverage of the persons concerned
     * @param known the lookup entries that stand under the keys concerned
     * @param open the persons' conflicts that are not resolved
     * @param bound to whom the numbers concerned are bound
     * @param keeping which of the numbers concerned are kept beside pending coverages
     * @param waiting why pending coverages of the persons are pending
     * @param start the time of the first event, put off when something was recorded later already
     * @param ids makes ids
     */
    Ledger(
            Collection<Coverage> versions,
            Collection<LookupEntry> known,
            Collection<Conflict> open,
            Map<VaultLookup, UUID> bound,
            Map<UUID, VaultLookup> keeping,
            Collection<PendingCheck> waiting,
            Instant start,
            Supplier<UUID> ids) {
        this.ids = ids;
        this.now = start.truncatedTo(ChronoUnit.MICROS);
        Map<UUID, List<Coverage>> ofCoverage = new LinkedHashMap<>();
        for (Coverage version : versions) {
            ofCoverage.computeIfAbsent(version.coverageId(), id -> new ArrayList<>()).add(version);
            putOff(version.recordedAt());
            version.invalidatedAt().ifPresent(this::putOff);
        }
        ofCoverage.values().forEach(this::take);
        known.forEach(entry -> entries.put(entry.coverageId(), entry));
        open.forEach(c -> conflicts.computeIfAbsent(c.personId(), id -> new ArrayList<>()).add(c));
        holders.putAll(bound);
        kept.putAll(keeping);
        for (PendingCheck check : waiting) {
            pending.put(check.coverageId(), check);
            // another number alone makes no version: each reason is told from the one before
            putOff(check.recordedAt());
        }
    }

    private void putOff(Instant recorded) {
        if (!now.isAfter(recorded)) {
            now = recorded.plus(1, ChronoUnit.MICROS);
        }
    }

    private void take(List<Coverage> versions) {
        List<Coverage> standing =
                versions.stream().filter(v -> v.invalidatedAt().isEmpty()).toList();
        Instant addedAt =
                versions.stream().map(Coverage::recordedAt).min(Comparator.naturalOrder()).get();
        Stay original =
                stay(versions.stream().filter(v -> v.recordedAt().equals(addedAt)).toList());
        if (!standing.isEmpty()) {
            keep(new KnownStay(stay(standing), original, addedAt, Optional.empty()));
            standingVersions.put(standing.getFirst().coverageId(), new ArrayList<>(standing));
            return;
        }
        Optional<Instant> last =
                versions.stream()
                        .flatMap(v -> v.invalidatedAt().stream())
                        .max(Comparator.naturalOrder());
        List<Coverage> ended =
                versions.stream().filter(v -> v.invalidatedAt().equals(last)).toList();
        keep(new KnownStay(stay(ended), original, addedAt, last));
    }

    /** The stay whose segments these versions are. */
    static Stay stay(List<Coverage> versions) {
        Coverage one = versions.getFirst();
        return new Stay(
                one.coverageId(),
                one.personId(),
                one.insurer(),
                one.identifier(),
                one.birthDate(),
                one.acquiredOn(),
                one.lostOn(),
                one.standing(),
                one.suspended(),
                versions.stream()
                        .map(v -> new Segment(v.segmentFrom(), v.segmentTo(), v.facts()))
                        .sorted(Comparator.comparing(Segment::from))
                        .toList());
    }

    /** A coverage as it stands now; empty when it is cancelled or not known. */
    Optional<Stay> standing(UUID coverageId) {
        return Optional.ofNullable(stays.get(coverageId))
                .filter(KnownStay::stands)
                .map(KnownStay::stay);
    }

    /** The ids of a coverage's standing versions. */
    Set<UUID> standingVersions(UUID coverageId) {
        return standingVersions.getOrDefault(coverageId, List.of()).stream()
                .map(Coverage::versionId)
                .collect(Collectors.toSet());
    }

    @Override
    public List<KnownStay> underKey(LookupKey key) {
        return byKey.getOrDefault(key, Set.of()).stream()
                .map(stays::get)
                .filter(known -> known.stay().key().equals(key))
                .toList();
    }

    @Override
    public List<Stay> standingOf(UUID personId) {
        return byPerson.getOrDefault(personId, Set.of()).stream()
                .map(stays::get)
                .filter(KnownStay::stands)
                .map(KnownStay::stay)
                .filter(stay -> stay.personId().equals(personId))
                .toList();
    }

    @Override
    public List<Stay> cancelledOf(UUID personId) {
        return byPerson.getOrDefault(personId, Set.of()).stream()
                .map(stays::get)
                .filter(known -> !known.stands())
                .map(KnownStay::stay)
                .filter(stay -> stay.personId().equals(personId))
                .toList();
    }

    @Override
    public Optional<UUID> holderOf(VaultLookup number) {
        return Optional.ofNullable(holders.get(number));
    }

    @Override
    public Optional<VaultLookup> keptBeside(UUID coverageId) {
        return Optional.ofNullable(kept.get(coverageId));
    }

    @Override
    public boolean forgotKept(UUID coverageId) {
        return writes.forgotten.contains(coverageId);
    }

    @Override
    public Optional<PendingCheck> pendingOf(UUID coverageId) {
        return Optional.ofNullable(pending.get(coverageId));
    }

    /** The time of the next event. */
    Instant now() {
        return now;
    }

    Writes writes() {
        return writes;
    }

    /**
     * Takes a ruling in.
     *
     * @return when it is recorded; rulings that change nothing take no time
     */
    Instant apply(Ruling ruling) {
        switch (ruling) {
            case Ruling.Refused refused -> {
                return now;
            }
            case Ruling.Unchanged unchanged -> {
                return now;
            }
            case Ruling.Cancelled cancelled -> {
                Instant at = tick();
                cancel(cancelled.stay(), at);
                settle(cancelled.stay().coverageId());
                return at;
            }
            case Ruling.Recorded recorded -> {
                Instant at = tick();
                record(recorded.stay(), at);
                use(recorded);
                recorded.abandoned().ifPresent(person -> abandon(person, at));
                await(recorded, at);
                return at;
            }
        }
    }

    private void await(Ruling.Recorded recorded, Instant at) {
        Stay stay = recorded.stay();
        if (stay.standing() == Standing.ACTIVE) {
            settle(stay.coverageId());
            return;
        }
        PendingCheck check =
                new PendingCheck(
                        stay.coverageId(),
                        stay.personId(),
                        stay.insurer(),
                        recorded.note(),
                        recorded.column(),
                        recorded.comparison(),
                        at);
        pending.put(stay.coverageId(), check);
        writes.settled.remove(stay.coverageId());
        writes.pending.put(stay.coverageId(), check);
    }

    private void settle(UUID coverageId) {
        if (pending.remove(coverageId) != null) {
            writes.pending.remove(coverageId);
            forgetKept(coverageId);
            writes.settled.add(coverageId);
        }
    }

    private Instant tick() {
        Instant at = now;
        now = now.plus(1, ChronoUnit.MICROS);
        return at;
    }

    /** From now on a coverage is known as this stay. */
    void record(Stay after, Instant at) {
        KnownStay before = stays.get(after.coverageId());
        List<Coverage> standing =
                standingVersions.computeIfAbsent(after.coverageId(), id -> new ArrayList<>());
        List<Coverage> next = new ArrayList<>();
        List<Coverage> superseded = new ArrayList<>(standing);
        for (Segment segment : after.segments()) {
            Optional<Coverage> same =
                    standing.stream().filter(v -> saysTheSame(v, after, segment)).findFirst();
            if (same.isPresent()) {
                superseded.remove(same.get());
                next.add(same.get());
            } else {
                Coverage fresh = version(after, segment, at);
                writes.freshVersions.put(fresh.versionId(), fresh);
                next.add(fresh);
            }
        }
        if (before == null) {
            writes.added.add(after.coverageId());
        }
        superseded.forEach(version -> end(version, at));
        standingVersions.put(after.coverageId(), next);
        keep(
                before == null
                        ? new KnownStay(after, after, at, Optional.empty())
                        : new KnownStay(
                                after, before.original(), before.addedAt(), Optional.empty()));
        enter(Optional.of(after), after.coverageId(), at);
        if (after.hidden() != (before != null && before.stay().hidden())) {
            writes.hidden.put(after.coverageId(), after.hidden());
        }
        watch(after.personId(), at);
        if (before != null && !before.stay().personId().equals(after.personId())) {
            watch(before.stay().personId(), at);
        }
    }

    private void cancel(Stay stay, Instant at) {
        List<Coverage> standing = standingVersions.remove(stay.coverageId());
        standing.forEach(version -> end(version, at));
        KnownStay before = stays.get(stay.coverageId());
        keep(new KnownStay(stay, before.original(), before.addedAt(), Optional.of(at)));
        enter(Optional.empty(), stay.coverageId(), at);
        watch(stay.personId(), at);
    }

    private void use(Ruling.Recorded recorded) {
        if (recorded.use() == Ruling.NumberUse.FORGET_KEPT) {
            forgetKept(recorded.stay().coverageId());
        }
        recorded.number().ifPresent(number -> use(number, recorded));
    }

    private void forgetKept(UUID coverageId) {
        kept.remove(coverageId);
        writes.unlinked.remove(coverageId);
        writes.forgotten.add(coverageId);
    }

    private void use(VaultLookup number, Ruling.Recorded recorded) {
        switch (recorded.use()) {
            case NONE, FORGET_KEPT -> {}
            case BIND -> {
                holders.put(number, recorded.stay().personId());
                writes.bindings.put(number, recorded.stay().personId());
            }
            case REBIND -> {
                UUID before = holders.get(number);
                writes.releasedPersons.add(before);
                holders.values().removeIf(before::equals);
                writes.bindings.values().removeIf(before::equals);
                holders.put(number, recorded.stay().personId());
                writes.bindings.put(number, recorded.stay().personId());
            }
            case KEEP_UNLINKED -> {
                kept.put(recorded.stay().coverageId(), number);
                writes.unlinked.put(recorded.stay().coverageId(), number);
            }
        }
    }

    /** A person to whom only a wrong number had led keeps no number (requirements B-16). */
    private void abandon(UUID personId, Instant at) {
        watch(personId, at);
        if (!standingOf(personId).isEmpty()) {
            return;
        }
        writes.releasedPersons.add(personId);
        holders.values().removeIf(personId::equals);
        writes.bindings.values().removeIf(personId::equals);
    }

    private void keep(KnownStay known) {
        Stay stay = known.stay();
        stays.put(stay.coverageId(), known);
        byKey.computeIfAbsent(stay.key(), key -> new LinkedHashSet<>()).add(stay.coverageId());
        byPerson.computeIfAbsent(stay.personId(), id -> new LinkedHashSet<>())
                .add(stay.coverageId());
    }

    private void end(Coverage version, Instant at) {
        Coverage ended = ended(version, at);
        if (writes.freshVersions.containsKey(version.versionId())) {
            writes.freshVersions.put(version.versionId(), ended);
        } else {
            writes.endedVersions.put(version.versionId(), ended);
        }
    }

    private void enter(Optional<Stay> stay, UUID coverageId, Instant at) {
        Optional<LookupEntry> old = Optional.ofNullable(entries.get(coverageId));
        Optional<LookupEntry> wanted = stay.map(s -> LookupEntry.of(s, ids.get(), at));
        if (old.isPresent() && wanted.isPresent() && old.get().saysTheSame(wanted.get())) {
            return;
        }
        old.ifPresent(entry -> {
            LookupEntry ended = entry.ended(at);
            if (writes.freshEntries.containsKey(entry.entryId())) {
                writes.freshEntries.put(entry.entryId(), ended);
            } else {
                writes.endedEntries.put(entry.entryId(), ended);
            }
            entries.remove(coverageId);
        });
        wanted.ifPresent(entry -> {
            writes.freshEntries.put(entry.entryId(), entry);
            entries.put(coverageId, entry);
        });
    }

    /** Finds the conflicts of a person that are new, and those that are over. */
    private void watch(UUID personId, Instant at) {
        List<Stay> standing =
                standingOf(personId).stream()
                        .filter(stay -> stay.standing() == Standing.ACTIVE)
                        .toList();
        List<Conflict> open = conflicts.computeIfAbsent(personId, id -> new ArrayList<>());
        List<Conflict> found = new ArrayList<>();
        for (int i = 0; i < standing.size(); i++) {
            for (int j = i + 1; j < standing.size(); j++) {
                Stay one = standing.get(i);
                Stay other = standing.get(j);
                if (one.overlaps(other) && !one.insurer().equals(other.insurer())) {
                    found.add(Conflict.between(one, other, ids.get(), at));
                }
            }
        }
        for (Conflict over : List.copyOf(open)) {
            if (found.stream().noneMatch(over::sameOverlap)) {
                open.remove(over);
                if (writes.freshConflicts.remove(over.conflictId()) == null) {
                    writes.resolvedConflicts.put(over.conflictId(), new ResolvedConflict(over, at));
                }
            }
        }
        for (Conflict fresh : found) {
            if (open.stream().noneMatch(fresh::sameOverlap)) {
                open.add(fresh);
                writes.freshConflicts.put(fresh.conflictId(), fresh);
            }
        }
    }

    private Coverage version(Stay stay, Segment segment, Instant at) {
        return new Coverage(
                ids.get(),
                stay.coverageId(),
                stay.personId(),
                stay.insurer(),
                stay.identifier(),
                stay.birthDate(),
                stay.acquiredOn(),
                stay.lostOn(),
                segment.from(),
                segment.to(),
                segment.facts(),
                stay.standing(),
                stay.suspended(),
                at,
                Optional.empty());
    }

    private static Coverage ended(Coverage version, Instant at) {
        return new Coverage(
                version.versionId(),
                version.coverageId(),
                version.personId(),
                version.insurer(),
                version.identifier(),
                version.birthDate(),
                version.acquiredOn(),
                version.lostOn(),
                version.segmentFrom(),
                version.segmentTo(),
                version.facts(),
                version.standing(),
                version.suspended(),
                version.recordedAt(),
                Optional.of(at));
    }

    private static boolean saysTheSame(Coverage version, Stay stay, Segment segment) {
        return version.personId().equals(stay.personId())
                && version.identifier().equals(stay.identifier())
                && version.birthDate().equals(stay.birthDate())
                && version.acquiredOn().equals(stay.acquiredOn())
                && version.lostOn().equals(stay.lostOn())
                && version.standing() == stay.standing()
                && version.suspended() == stay.suspended()
                && version.segmentFrom().equals(segment.from())
                && version.segmentTo().equals(segment.to())
                && version.facts().equals(segment.facts());
    }
}
