package org.onshi.server.corrections;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Link;
import org.onshi.server.registry.PendingCoverage;
import org.onshi.server.registry.RegisterFinding;

/**
 * 紐付けの疑い: a linked coverage that the resident register does not confirm (requirements B-12). No
 * value of the register is kept, only how each attribute compared.
 *
 * @param personId with whom the coverage stands
 * @param coverageId the coverage
 * @param insurer whose coverage it is: it decides
 * @param kind what the register said
 * @param compared attribute by attribute; none when nothing could be compared
 * @param digest of what was compared, both sides, keyed; empty where an earlier version found it
 * @param foundAt when it was found first
 * @param decided what became of it; empty while its insurer has to decide
 */
public record Suspect(
        UUID personId,
        UUID suspectId,
        UUID coverageId,
        InsurerNumber insurer,
        RegisterFinding.Kind kind,
        List<PendingCoverage.Compared> compared,
        Optional<String> digest,
        Instant foundAt,
        Optional<Decided> decided) {
    public Suspect {
        compared = List.copyOf(compared);
    }

    /** What became of it. */
    public enum Outcome {
        /** The insurer made sure that the link is right. */
        CLEARED,
        /** Viewing was stopped and a case of a wrong link opened; its steps go on there. */
        WRONG_LINK,
        /** The insurer mended an attribute, and the register now confirms the link. */
        MENDED,
        /** The coverage stands with nobody, or somebody else, by now. */
        MOVED
    }

    /**
     * What became of it.
     *
     * @param wrongLinkId the case, for {@link Outcome#WRONG_LINK}
     */
    public record Decided(Outcome outcome, Instant at, Optional<UUID> wrongLinkId) {}

    /** What is suspected. */
    public Link link() {
        return new Link(personId, coverageId);
    }

    /**
     * Names what was found: other by the time the register says something else, or says the same of
     * what has changed. Whoever clears a suspect clears what was seen, and nothing that took its
     * place.
     */
    public String finding() {
        StringBuilder found = new StringBuilder(kind.name());
        compared.forEach(
                it -> found.append(';').append(it.attribute()).append('=').append(it.outcome()));
        digest.ifPresent(it -> found.append(';').append(it));
        return found.toString();
    }

    /** Whether the insurer's word may clear it. */
    public boolean clearable() {
        return decided.isEmpty() && wordMayStand();
    }

    /** Whether an insurer's word may stand against what the register said. */
    boolean wordMayStand() {
        return kind.clearable(compared);
    }

    @Override
    public String toString() {
        return "Suspect[" + suspectId + " " + kind + "]";
    }
}
