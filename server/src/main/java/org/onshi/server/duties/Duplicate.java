package org.onshi.server.duties;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;

/**
 * Two coverages that cannot both be right (requirements B-15), from one insurer's side.
 *
 * @param personId whose the one is
 * @param otherPersonId whose the other is; the same for an overlap
 * @param foundAt when the survey found them
 * @param decided what this insurer made of it; empty while it has to decide
 */
public record Duplicate(
        UUID duplicateId,
        Kind kind,
        UUID personId,
        UUID coverageId,
        InsurerNumber insurer,
        UUID otherPersonId,
        UUID otherCoverageId,
        InsurerNumber otherInsurer,
        Instant foundAt,
        Optional<Decided> decided) {
    /** What is wrong with them. */
    public enum Kind {
        /** One person is covered by two insurers at once: one number, two persons perhaps. */
        OVERLAP,
        /** Two persons have the same five attributes: one person, two numbers perhaps. */
        SAME_ATTRIBUTES
    }

    /** What became of it. */
    public enum Outcome {
        /** They are two persons, and what is registered of each is right. */
        DIFFERENT_PERSONS,
        /** It was one person or a mistake, and what was wrong is mended or ended. */
        MENDED
    }

    /** How the insurer knows. */
    public enum Reason {
        /** 書類で確かめた. */
        DOCUMENTS_SEEN(Outcome.DIFFERENT_PERSONS, false),
        /** 本人または事業主に確かめた. */
        PERSON_ASKED(Outcome.DIFFERENT_PERSONS, false),
        /** 相手の保険者に確かめた. */
        OTHER_INSURER_ASKED(Outcome.DIFFERENT_PERSONS, true),
        /** 当方の登録を直した. */
        OWN_MENDED(Outcome.MENDED, false),
        /** 相手の保険者が直した. */
        OTHER_INSURER_MENDED(Outcome.MENDED, true);

        private final Outcome outcome;
        private final boolean ofTwoInsurers;

        Reason(Outcome outcome, boolean ofTwoInsurers) {
            this.outcome = outcome;
            this.ofTwoInsurers = ofTwoInsurers;
        }

        /** What it is a reason for. */
        public Outcome outcome() {
            return outcome;
        }

        /** Whether it can be given for a pair, which is of one insurer or of two. */
        public boolean fits(Duplicate duplicate) {
            return !ofTwoInsurers || !duplicate.within();
        }
    }

    /** What became of it. */
    public record Decided(Outcome outcome, Instant at) {}

    /** Whether both are this insurer's own. */
    public boolean within() {
        return insurer.equals(otherInsurer);
    }

    @Override
    public String toString() {
        return "Duplicate[" + duplicateId + " " + kind + "]";
    }
}
