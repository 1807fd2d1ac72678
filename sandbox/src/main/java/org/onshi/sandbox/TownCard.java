package org.onshi.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.onshi.wire.SharedClock;

/**
 * The card a person of the town holds from the beginning, as town.csv says it.
 *
 * @param pin four digits; empty for a card without one
 * @param registered whether it was registered before, at the portal or a cash machine
 * @param birthDate of the holder
 */
record TownCard(
        String cardId,
        String person,
        CardKind kind,
        String pin,
        LocalDate certificateExpiresOn,
        boolean registered,
        LocalDate birthDate) {
    private static final String PREFIX = "C-";

    /** The id of a person's first card. */
    static String idOf(String person) {
        return PREFIX + person;
    }

    /** Its certificates; everything about them follows from the card. */
    CardRound round() {
        return new CardRound(
                cardId,
                0,
                CardLife.issuedFor(birthDate, certificateExpiresOn),
                certificateExpiresOn,
                "",
                Instant.MAX);
    }

    /** The card as it is before anything happened to it. */
    CardEntry entry() {
        CardRound round = round();
        LocalDate end = CardLife.cardEnd(birthDate, round.issuedOn());
        CardCondition condition = TownCardRecipe.condition(person);
        return new CardEntry(
                cardId,
                person,
                kind,
                pin,
                end.isBefore(certificateExpiresOn) ? certificateExpiresOn : end,
                false,
                List.of(round),
                condition,
                // some day between issue and end
                certificateExpiresOn.minusYears(1).atStartOfDay(SharedClock.ZONE).toInstant(),
                kind == CardKind.PIN_LESS ? 0 : CardEntry.PIN_TRIES,
                Optional.empty());
    }

    /** Without PIN and birth date. */
    @Override
    public String toString() {
        return "TownCard[" + cardId + "]";
    }
}
