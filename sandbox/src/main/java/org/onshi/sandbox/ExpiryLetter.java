package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The sealed letter that tells a holder of a certificate's end (有効期限通知書, requirements G-14): one a
 * certificate, three months before its last day. None goes out for a card that was stopped, nor for
 * a phone, which tells its holder itself.
 */
record ExpiryLetter(
        String cardId, String person, LocalDate sentOn, LocalDate certificateExpiresOn) {
    private static final int MONTHS_BEFORE = 3;

    /** The letter about the present certificates of this card. */
    static Optional<ExpiryLetter> of(CardEntry card) {
        boolean told =
                switch (card.kind()) {
                    case ADULT, MINOR, INFANT, PIN_LESS -> card.condition() == CardCondition.VALID;
                    case PHONE_ANDROID, PHONE_IOS -> false;
                };
        if (!told) {
            return Optional.empty();
        }
        CardRound round = card.present();
        LocalDate day = round.expiresOn().minusMonths(MONTHS_BEFORE);
        // a card issued for less than three months comes with its letter
        LocalDate sentOn = day.isBefore(round.issuedOn()) ? round.issuedOn() : day;
        return Optional.of(
                new ExpiryLetter(card.cardId(), card.person(), sentOn, round.expiresOn()));
    }
}
