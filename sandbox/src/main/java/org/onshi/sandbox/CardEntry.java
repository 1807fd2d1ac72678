package org.onshi.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A card as the office knows it; a change makes another value.
 *
 * @param person key of the holder in the resident register
 * @param pin four digits; empty for a card without one
 * @param ofTest of the test hierarchy
 * @param rounds its certificates, the present ones last
 * @param condition of the present ones
 * @param conditionSince when that began
 * @param pinTriesLeft 0 to {@value #PIN_TRIES}
 * @param replaces the card that it took the place of
 */
record CardEntry(
        String cardId,
        String person,
        CardKind kind,
        String pin,
        LocalDate cardExpiresOn,
        boolean ofTest,
        List<CardRound> rounds,
        CardCondition condition,
        Instant conditionSince,
        int pinTriesLeft,
        Optional<String> replaces) {
    /** Wrong PINs in a row that lock a card (facts §4.1). */
    static final int PIN_TRIES = 3;

    CardEntry {
        rounds = List.copyOf(rounds);
    }

    /** Its present certificates. */
    CardRound present() {
        return rounds.getLast();
    }

    CardEntry become(CardCondition next, Instant at) {
        return new CardEntry(
                cardId,
                person,
                kind,
                pin,
                cardExpiresOn,
                ofTest,
                rounds,
                next,
                at,
                pinTriesLeft,
                replaces);
    }

    /** With new certificates; the present ones are superseded. */
    CardEntry renewed(CardRound next, Instant at) {
        List<CardRound> all = new ArrayList<>(rounds);
        all.add(all.removeLast().endedAt(at));
        all.add(next);
        return new CardEntry(
                cardId,
                person,
                kind,
                pin,
                cardExpiresOn,
                ofTest,
                all,
                condition,
                conditionSince,
                pinTriesLeft,
                replaces);
    }

    CardEntry withPinTriesLeft(int left) {
        return new CardEntry(
                cardId,
                person,
                kind,
                pin,
                cardExpiresOn,
                ofTest,
                rounds,
                condition,
                conditionSince,
                left,
                replaces);
    }

    /** Neither PIN nor key. */
    @Override
    public String toString() {
        return "CardEntry[" + cardId + "]";
    }
}
