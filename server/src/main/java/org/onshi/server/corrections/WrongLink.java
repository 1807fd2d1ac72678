package org.onshi.server.corrections;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * A coverage that may have been led to another person than the one it is of.
 *
 * @param personId the person it was led to
 * @param coverageId the coverage
 * @param insurer whose coverage it is
 * @param source who or what found it
 * @param linkedAt since when it stood with that person
 * @param suspendedAt when it was detected, and viewing stopped with it
 * @param lookedUp what the audit log said about the time since {@code linkedAt}
 * @param decided what the insurer found out
 * @param corrected when and for whom it was put right
 * @param publishedAt when the operating body made it public
 */
public record WrongLink(
        UUID personId,
        UUID wrongLinkId,
        UUID coverageId,
        InsurerNumber insurer,
        Source source,
        Instant linkedAt,
        Instant suspendedAt,
        Optional<LookedUp> lookedUp,
        Optional<Decided> decided,
        Optional<Corrected> corrected,
        Optional<Instant> publishedAt) {

    /** Who or what found it. */
    public enum Source {
        /** The insurer itself. */
        INSURER,
        /** A facility that saw another name on the document (requirements A-38). */
        FACILITY,
        /** The person (requirements B-22). */
        PERSON,
        /** A coverage elsewhere at the same time (requirements B-15). */
        DUPLICATE,
        /** The resident register says otherwise (requirements B-07, B-12). */
        RESIDENT_REGISTER,
        /** An inspection of all insurers (requirements J-01). */
        INSPECTION
    }

    /** How far the process is; no state can be skipped (requirements J-02). */
    public enum State {
        /** Viewing is stopped; the audit log is to be looked through. */
        SUSPENDED,
        /** It is known who looked; the insurer has to ask the person. */
        LOOKED_UP,
        /** It is wrong; the insurer has to send the right number. */
        CONFIRMED,
        /** It was right after all; viewing goes on. An end. */
        DISMISSED,
        /** Everything stands with the right person. */
        CORRECTED,
        /** It is counted in the figures made public. An end. */
        PUBLISHED
    }

    /**
     * What the audit log said.
     *
     * @param viewings how often somebody was shown data of the coverage, or what came under it, as
     *     that person's; 0 for never
     */
    public record LookedUp(Instant at, int viewings) {}

    /**
     * What the insurer found out.
     *
     * @param wrong whether the link was wrong
     * @param by which clerk said so, an ASCII id
     */
    public record Decided(Instant at, boolean wrong, String by) {}

    /**
     * How it was put right.
     *
     * @param rightPersonId who the coverage is of; empty when it was cancelled
     * @param by which clerk did it: never the one who decided
     * @param toldPersonId who was told that others saw the data; empty when nobody did, or when
     *     nobody is known whom to tell
     */
    public record Corrected(
            Instant at, Optional<UUID> rightPersonId, String by, Optional<UUID> toldPersonId) {}

    /** Whether the person whose data it was is told that others saw them (requirements J-09). */
    public enum Telling {
        /** Nobody saw them, and nobody is told. */
        NOT_SEEN,
        /** A letter is written. */
        WRITTEN,
        /** They were seen, and nobody is known whom to tell: the coverage was cancelled. */
        NOBODY_KNOWN
    }

    /** How far it is. */
    public State state() {
        if (publishedAt.isPresent()) {
            return State.PUBLISHED;
        }
        if (corrected.isPresent()) {
            return State.CORRECTED;
        }
        if (decided.isPresent()) {
            return decided.get().wrong() ? State.CONFIRMED : State.DISMISSED;
        }
        return lookedUp.isPresent() ? State.LOOKED_UP : State.SUSPENDED;
    }

    /** Whether the person was told; empty while it is not corrected. */
    public Optional<Telling> telling() {
        return corrected.map(it -> {
            if (lookedUp.orElseThrow().viewings() == 0) {
                return Telling.NOT_SEEN;
            }
            return it.toldPersonId().isPresent() ? Telling.WRITTEN : Telling.NOBODY_KNOWN;
        });
    }

    @Override
    public String toString() {
        return "WrongLink[" + wrongLinkId + " " + state() + "]";
    }
}
