package org.onshi.terminal;

/** Where a visit stands (docs/card.md §5). */
enum VisitStep {
    /** No card. */
    WAITING,
    /** The card is being read. */
    CARD,
    /** Face, PIN or visual. */
    IDENTIFY,
    /** The card is not registered as an insurance card: yes or no. */
    REGISTER,
    /** What may be looked at. */
    CONSENT,
    /** The answer is there; the card may be taken. */
    DONE,
    /** It cannot go on this way; the message names the next one. */
    REFUSED
}
