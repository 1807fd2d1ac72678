package org.onshi.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onshi.wire.ConsentKind;

/**
 * What a patient and a clerk do in one visit.
 *
 * @param card the card placed
 * @param mode how the patient is identified
 * @param pin needed for the mode PIN
 * @param consent what is consented to, of what the screen asks
 * @param clerk who identifies visually
 * @param companion FAMILY, HELPER or OTHER, where somebody comes along
 */
record VisitWish(
        String card,
        Mode mode,
        Optional<String> pin,
        Consent consent,
        String clerk,
        Optional<String> companion) {
    /** How the patient is identified. */
    enum Mode {
        FACE,
        PIN,
        VISUAL
    }

    /** What is consented to. */
    sealed interface Consent {
        /** All that is asked, with one touch where the screen offers it. */
        record All() implements Consent {}

        /** These, of what is asked; the rest is refused. */
        record Some(Set<ConsentKind> kinds) implements Consent {
            public Some {
                kinds = kinds.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(kinds));
            }
        }

        /** Reads {@code all}, {@code none} or kinds separated by commas; empty when it is none. */
        static Optional<Consent> of(String text) {
            if (text.equals("all")) {
                return Optional.of(new All());
            }
            if (text.equals("none")) {
                return Optional.of(new Some(Set.of()));
            }
            List<Optional<ConsentKind>> kinds =
                    List.of(text.split(",", -1)).stream().map(ConsentKind::named).toList();
            return kinds.stream().allMatch(Optional::isPresent)
                    ? Optional.of(
                            new Some(
                                    EnumSet.copyOf(
                                            kinds.stream().map(Optional::orElseThrow).toList())))
                    : Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "VisitWish[" + mode + "]";
    }
}
