package org.onshi.server.consent;

import java.util.Set;
import org.onshi.wire.ConsentKind;

/** What the holder of the card answered on the reader. */
public sealed interface ConsentChoice {
    /** 包括同意: one touch for every kind offered (requirements A-11). */
    record Blanket() implements ConsentChoice {}

    /**
     * Kind by kind; a kind that stands in neither stays as it was.
     *
     * @param given agreed to
     * @param refused not agreed to
     */
    record ByKind(Set<ConsentKind> given, Set<ConsentKind> refused) implements ConsentChoice {
        public ByKind {
            given = Set.copyOf(given);
            refused = Set.copyOf(refused);
        }
    }
}
