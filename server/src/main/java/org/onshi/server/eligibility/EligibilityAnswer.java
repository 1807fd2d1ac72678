package org.onshi.server.eligibility;

import java.util.Optional;
import org.onshi.kernel.Verdict;
import org.onshi.server.registry.Coverage;

/** What the registry's rows say about a question, by contracts §4. */
public sealed interface EligibilityAnswer {
    /** The coverage asked for holds on the day. */
    record Eligible(Coverage coverage) implements EligibilityAnswer {}

    /**
     * It does not hold on the day any more.
     *
     * @param last the last version of the coverage asked for that was lost by then
     * @param successor another coverage of the same person on that day; never disclosed to a
     *     question by number
     */
    record Lost(Coverage last, Optional<Coverage> successor) implements EligibilityAnswer {}

    /** By card: several coverages hold on the day; none is returned. */
    record Several(int coverages) implements EligibilityAnswer {}

    /** Nobody, or not yet. */
    record Unknown(UnknownReason reason) implements EligibilityAnswer {}

    /** 資格有効性 as messages write it. */
    default Verdict verdict() {
        return switch (this) {
            case Eligible answer -> Verdict.ELIGIBLE;
            case Lost lost when lost.successor().isPresent() -> Verdict.NOT_ELIGIBLE_NEW_COVERAGE;
            case Lost lost -> Verdict.NOT_ELIGIBLE;
            case Several several -> Verdict.SEVERAL;
            case Unknown unknown -> Verdict.UNKNOWN;
        };
    }
}
