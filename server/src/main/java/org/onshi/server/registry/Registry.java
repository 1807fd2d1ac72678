package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.onshi.kernel.CharacterRepertoire;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;

/**
 * What the registry answers, as part of the caller's transaction when there is one. What is known
 * now is one statement with one distribution key (design 3.4); an answer of the past costs one
 * more, by the ids of its coverages. PENDING and suspended coverages do not exist here, except in
 * {@link #history}.
 */
public final class Registry {
    /** Coverages asked about in one statement. */
    private static final int COVERAGES_A_STATEMENT_MAX = 1_000;

    private final CoverageTable coverages;
    private final ConflictTable conflicts;
    private final Insurers insurers;

    /**
     * @param dataSource connections of the role onshi_server
     * @param insurers the master data
     */
    public Registry(DataSource dataSource, Insurers insurers) {
        this.coverages = new CoverageTable(dataSource);
        this.conflicts = new ConflictTable(dataSource);
        this.insurers = insurers;
    }

    /**
     * The coverages, as known now, whose identifier agrees by its comparison key and whose birth
     * date is equal. The branch is not compared: whoever asks decides (requirements A-39). Empty
     * for a number no insurer can have.
     */
    public List<Candidate> candidates(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Instant now) {
        return insurer.confirmed()
                .map(number ->
                        coverages.candidates(LookupKey.of(number, identifier), birthDate, now))
                .orElse(List.of());
    }

    /**
     * The same without a birth date, for messages that carry none (interface.md §2.7): it may
     * select a person whom something else proves to be present, and is no proof of anything itself.
     */
    public List<Candidate> candidatesOfAnyAge(
            ClaimedInsurerNumber insurer, InsuredIdentifier identifier, Instant now) {
        return insurer.confirmed()
                .map(number -> coverages.candidates(LookupKey.of(number, identifier), now))
                .orElse(List.of());
    }

    /**
     * The same as known at a past instant, but without what is suspended or pending by now: that
     * does not exist for an answer, whatever instant is asked (contracts §4), and whichever person
     * or identifier it has been given meanwhile.
     */
    public List<Candidate> candidatesThen(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Instant knownAt) {
        return shownYet(candidates(insurer, identifier, birthDate, knownAt), Candidate::coverageId);
    }

    /** All segments of a person's coverages as known now, by their first day. */
    public List<Coverage> coveragesOf(UUID personId, Instant now) {
        return coverages.shownOf(personId, now);
    }

    /** The same as known at a past instant, but without what is suspended or pending by now. */
    public List<Coverage> coveragesThen(UUID personId, Instant knownAt) {
        return shownYet(coverages.shownOf(personId, knownAt), Coverage::coverageId);
    }

    /**
     * Exactly these versions of persons' coverages, superseded or not, so that a repeated question
     * gets the answer it got; but not those of a coverage that is suspended or pending by now, even
     * if it is another person's by now, so that a repeated answer keeps its verdict and loses the
     * row. One statement a person.
     */
    public List<Coverage> rows(Map<UUID, ? extends Collection<UUID>> versionIdsByPerson) {
        List<Coverage> rows = new ArrayList<>();
        versionIdsByPerson.forEach((person, ids) -> rows.addAll(coverages.rows(person, ids)));
        return shownYet(rows, Coverage::coverageId);
    }

    /** Asked after the rows were read, so that what is hidden in between is hidden. */
    private <T> List<T> shownYet(List<T> found, Function<T, UUID> coverageId) {
        List<UUID> ids = found.stream().map(coverageId).distinct().toList();
        Set<UUID> hidden = new HashSet<>();
        for (int from = 0; from < ids.size(); from += COVERAGES_A_STATEMENT_MAX) {
            int to = Math.min(ids.size(), from + COVERAGES_A_STATEMENT_MAX);
            hidden.addAll(coverages.hidden(ids.subList(from, to)));
        }
        return found.stream().filter(it -> !hidden.contains(coverageId.apply(it))).toList();
    }

    /**
     * The conflicts an insurer is party to, from its side, the oldest first.
     *
     * @param state only those; empty for all
     * @param after the last one seen; empty to begin
     * @param rowsMax most of them
     */
    public List<ConflictSide> conflicts(
            InsurerNumber insurer,
            Optional<ConflictSide.State> state,
            Optional<UUID> after,
            int rowsMax) {
        return conflicts.page(insurer, state, after, rowsMax);
    }

    /**
     * Coverages of an insurer as they are known now, their last segments, wherever they stand: a
     * correction may have moved one to another person; as they were known last when cancelled.
     *
     * @return by coverage id; another insurer's are left out. What was an insurer's once is never
     *     missing: no row changes whose a coverage is, and none is deleted
     */
    public Map<UUID, Coverage> own(InsurerNumber insurer, Collection<UUID> coverageIds) {
        Map<UUID, Coverage> latest = coverages.latest(coverageIds);
        latest.values().removeIf(coverage -> !coverage.insurer().equals(insurer));
        return latest;
    }

    /** The same of one; empty when it is none of this insurer's. */
    public Optional<Coverage> own(InsurerNumber insurer, UUID coverageId) {
        return Optional.ofNullable(own(insurer, List.of(coverageId)).get(coverageId));
    }

    /**
     * When each of these coverages was first to be shown, by the person whose it was then; none for
     * one that was only ever pending or suspended.
     */
    public List<FirstShown> firstShown(Collection<UUID> persons, Collection<UUID> coverageIds) {
        return coverages.firstShown(persons, coverageIds);
    }

    /**
     * Coverages as they are known now, their last segments, wherever and however they stand: as
     * they were known last when cancelled.
     */
    public Map<UUID, Coverage> latest(Collection<UUID> coverageIds) {
        return coverages.latest(coverageIds);
    }

    /**
     * The versions that stand of coverages, by coverage id; of a cancelled one there is none. What
     * somebody decides about a coverage is about these.
     */
    public Map<UUID, Set<UUID>> standingVersions(Collection<UUID> coverageIds) {
        return coverages.standing(coverageIds);
    }

    /**
     * How many conflicts of an insurer are open.
     *
     * @param countedMax where counting ends, on either side of them
     */
    public long openConflicts(InsurerNumber insurer, int countedMax) {
        return conflicts.open(insurer, countedMax);
    }

    /**
     * Coverages of an insurer by what was recorded before an instant, as {@link #own} gives them
     * now; {@link Coverage#invalidatedAt} may lie after it.
     */
    public Map<UUID, Coverage> ownBefore(
            InsurerNumber insurer, Collection<UUID> coverageIds, Instant before) {
        Map<UUID, Coverage> latest = coverages.latestBefore(coverageIds, before);
        latest.values().removeIf(coverage -> !coverage.insurer().equals(insurer));
        return latest;
    }

    /**
     * Characters that receipt computers show as ● because they cannot write them, the most frequent
     * first; those most seen are to be mended first (requirements A-28). Reads every coverage.
     *
     * @param charactersMax most of them
     */
    public List<CharacterCount> unwritableCharacters(int charactersMax) {
        return coverages.characters().stream()
                .filter(it ->
                        it.character().indexOf(CharacterRepertoire.SUBSTITUTE) >= 0
                                || !CharacterRepertoire.WINDOWS_31J.carries(it.character()))
                .limit(charactersMax)
                .toList();
    }

    /** The insurer of a number, if the operating body registered it. */
    public Optional<Insurer> insurer(InsurerNumber number) {
        return insurers.find(number);
    }

    /**
     * The branch number that may be proposed for the next person of a household. None that anybody
     * ever had under this symbol and number, however they were written: after a loss, a
     * cancellation or a correction too, and while pending (requirements B-01, B-24). It is not kept
     * for whoever asked: the registration decides.
     *
     * @param household symbol and number; its branch is passed over
     */
    public NextBranch nextBranch(InsurerNumber insurer, InsuredIdentifier household) {
        return insurer.kind() == InsurerKind.LATE_STAGE_ELDERLY
                ? new NextBranch.NotUsed()
                : NextBranch.after(coverages.branches(LookupKey.of(insurer, household)));
    }

    /**
     * Every version ever recorded of the coverages that ever stood under an identifier, wherever
     * they stood, for their insurer: pending and suspended ones too. In the order of coverage,
     * recording and first day. An empty branch asks for every branch.
     */
    public List<Coverage> history(
            InsurerNumber insurer, InsuredIdentifier identifier, LocalDate birthDate) {
        return coverages.history(LookupKey.of(insurer, identifier), identifier, birthDate);
    }

    /**
     * What stands now of the coverages that ever stood under an identifier: pending and suspended
     * ones too, though not one that went to another person and another identifier. In the order of
     * coverage and first day. An empty branch asks for every branch.
     */
    public List<Coverage> standing(
            InsurerNumber insurer, InsuredIdentifier identifier, LocalDate birthDate) {
        return coverages.standing(LookupKey.of(insurer, identifier), identifier, birthDate);
    }

    /** The same of one coverage, which the caller knows to be the insurer's. */
    public List<Coverage> history(UUID coverageId) {
        return coverages.history(coverageId);
    }

    /**
     * Every version ever recorded of a coverage while it stood with a person: pending and suspended
     * ones too, in the order of recording and first day.
     */
    public List<Coverage> history(UUID person, UUID coverageId) {
        return coverages.history(person, coverageId);
    }
}
