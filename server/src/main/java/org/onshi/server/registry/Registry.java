package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;

/**
 * What the registry answers. Each question is one statement with one distribution key (design 3.4),
 * part of the caller's transaction when there is one. PENDING and suspended coverages do not exist
 * here, except in {@link #history}.
 */
public final class Registry {
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
     * The same as known at a past instant, but without what is suspended or pending by now: that
     * does not exist for an answer, whatever instant is asked (contracts §4).
     */
    public List<Candidate> candidatesThen(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Instant knownAt) {
        return insurer.confirmed()
                .map(number ->
                        coverages.candidatesThen(
                                LookupKey.of(number, identifier), birthDate, knownAt))
                .orElse(List.of());
    }

    /** All segments of a person's coverages as known now, by their first day. */
    public List<Coverage> coveragesOf(UUID personId, Instant now) {
        return coverages.shownOf(personId, now);
    }

    /** The same as known at a past instant, but without what is suspended or pending by now. */
    public List<Coverage> coveragesThen(UUID personId, Instant knownAt) {
        return coverages.shownThen(personId, knownAt);
    }

    /**
     * Exactly these versions of a person's coverages, superseded or not, so that a repeated
     * question gets the answer it got; but not those of a coverage that is suspended or pending by
     * now, so that a repeated answer keeps its verdict and loses the row.
     */
    public List<Coverage> rows(UUID personId, Collection<UUID> versionIds) {
        return coverages.rows(personId, versionIds);
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

    /** The insurer of a number, if the operating body registered it. */
    public Optional<Insurer> insurer(InsurerNumber number) {
        return insurers.find(number);
    }

    /**
     * Every version ever recorded of the coverages under an identifier, for their insurer: pending
     * and suspended ones too. In the order of coverage, recording and first day. An empty branch
     * asks for every branch.
     */
    public List<Coverage> history(
            InsurerNumber insurer, InsuredIdentifier identifier, LocalDate birthDate) {
        return coverages.history(LookupKey.of(insurer, identifier), identifier, birthDate);
    }
}
