package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.SpecialDisease;

/**
 * 特定疾病療養受療証 as registered; answered by consent at the card reader only (requirements A-02).
 *
 * @param disease which of the three
 * @param from first day
 * @param to last day, if registered
 */
public record SpecialDiseasePeriod(SpecialDisease disease, LocalDate from, Optional<LocalDate> to) {
    @Override
    public String toString() {
        return "SpecialDiseasePeriod[…]";
    }
}
