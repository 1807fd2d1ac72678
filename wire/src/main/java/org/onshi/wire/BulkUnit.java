package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/** One person of a bulk request; a faulty one is answered for itself and stops nobody else. */
public sealed interface BulkUnit {
    /** The element to echo. */
    Element asSent();

    /**
     * Somebody who can be looked up.
     *
     * @param search whom
     */
    record Good(SearchKey search) implements BulkUnit {
        @Override
        public Element asSent() {
            return search.asSent();
        }
    }

    /**
     * Somebody who cannot.
     *
     * @param asSent the element to echo
     * @param faults at least one
     */
    record Faulty(Element asSent, List<FieldFault> faults) implements BulkUnit {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** Judges one QualificationConfirmSearchInfo. */
    static BulkUnit of(Element search) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<SearchKey> key = SearchKey.read(search, faults);
        return key.isPresent() && faults.isEmpty()
                ? new Good(key.get())
                : new Faulty(search, faults);
    }
}
