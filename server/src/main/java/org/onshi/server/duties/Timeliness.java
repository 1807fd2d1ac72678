package org.onshi.server.duties;

/** Whether a registration came in time, and who was late (requirements B-10). */
public enum Timeliness {
    /** Notice and registration in time. */
    ON_TIME,
    /** The notice in time, the registration not. */
    LATE_INSURER,
    /** The registration in time after a late notice. */
    LATE_EMPLOYER,
    /** Both: more than ten days in all. */
    LATE_BOTH,
    /** There was no such duty yet. */
    NOT_JUDGED;

    /** Whether it belongs on the late list. */
    public boolean late() {
        return switch (this) {
            case ON_TIME, NOT_JUDGED -> false;
            case LATE_INSURER, LATE_EMPLOYER, LATE_BOTH -> true;
        };
    }

    /** Whether the insurer did its part in time. */
    boolean insurerInTime() {
        return switch (this) {
            case ON_TIME, LATE_EMPLOYER -> true;
            case LATE_INSURER, LATE_BOTH, NOT_JUDGED -> false;
        };
    }
}
