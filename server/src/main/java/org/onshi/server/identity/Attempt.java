package org.onshi.server.identity;

/**
 * One way of identification that was tried within a visit and did not succeed (requirements A-07).
 *
 * @param mode which way
 * @param outcome what became of it
 */
public record Attempt(PresenceMode mode, Outcome outcome) {
    /** Attempts one visit may report. */
    public static final int ATTEMPTS_MAX = 20;

    /** Why it did not succeed. */
    public enum Outcome {
        /** The face before the camera is not the one on the card (requirements J-06). */
        OTHER_FACE,
        /** The camera saw no face well enough (requirements A-34). */
        NOT_READABLE,
        /** The card has no photo (requirements G-10). */
        NO_PHOTO,
        /** The card refused the PIN. */
        WRONG_PIN,
        /** The card's PIN is locked. */
        PIN_LOCKED,
        /** The patient or the clerk broke it off. */
        CANCELLED
    }
}
