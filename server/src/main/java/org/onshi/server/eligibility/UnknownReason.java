package org.onshi.server.eligibility;

/** Why no coverage was found (verdict 4). */
public enum UnknownReason {
    /** What was written cannot be an insurer's number; a slip of the hand, most likely. */
    INSURER_NUMBER_WRONG,
    /** No coverage has this identifier with this birth date. */
    NO_SUCH_IDENTIFIER,
    /** The day lies before the coverage was first acquired. */
    BEFORE_FIRST_ACQUISITION,
    /** By card: it is not known whose it is (requirements A-14). */
    CARD_NOT_REGISTERED,
    /** By card: the person has no coverage that may be shown. */
    NO_COVERAGE
}
