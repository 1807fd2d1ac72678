package org.onshi.sandbox;

import java.util.Optional;

/** Where cards are taken from. */
interface CardDrawer {
    /** The card as it is now; asked anew at every use, so that a renewal shows. */
    Optional<CardInHand> card(String cardId);
}
