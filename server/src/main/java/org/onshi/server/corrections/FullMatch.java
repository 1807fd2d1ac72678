package org.onshi.server.corrections;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * 全登録データの突合: every linked coverage held against the resident register once (requirements B-12). The
 * three counts sum to the coverages compared so far.
 *
 * @param matched one person by all five attributes
 * @param suspects the register speaks against the link
 * @param unknown the register says nothing about it
 * @param setAside could not be compared, each person tried alone; they are asked about again by
 *     themselves ten minutes later, and are in none of the counts
 * @param cleared of the suspects and unknown ones, how many an insurer had cleared before, with
 *     nothing changed since: they were not raised again
 * @param undecided of the suspects and unknown ones, for how many an insurer has to decide
 * @param waitingSince since when the register is silent; empty while it answers
 * @param finishedAt when the last coverage was looked at; empty before
 */
public record FullMatch(
        UUID fullMatchId,
        Instant startedAt,
        long matched,
        long suspects,
        long unknown,
        long setAside,
        long cleared,
        long undecided,
        Optional<Instant> waitingSince,
        Optional<Instant> finishedAt) {

    /** How far it is. */
    public enum State {
        /** Coverages are being compared. */
        COMPARING,
        /** The register is silent; it goes on by itself. */
        WAITING,
        /** All are compared; insurers have to decide. */
        COMPARED,
        /** And every one is decided. An end. */
        DECIDED
    }

    /** How far it is. */
    public State state() {
        if (finishedAt.isPresent()) {
            return undecided == 0 ? State.DECIDED : State.COMPARED;
        }
        return waitingSince.isPresent() ? State.WAITING : State.COMPARING;
    }

    /** How many coverages were compared. */
    public long compared() {
        return matched + suspects + unknown;
    }
}
