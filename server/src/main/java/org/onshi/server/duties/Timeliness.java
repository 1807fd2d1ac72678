package org.onshi.server.duties;

/** Whether a registration came in time, and who was late (requirements B-10). */
public enum Timeliness {
    /** Notice and registration in time. */
    ON_TIME("間に合った", "In time"),
    /** The notice in time, the registration not. */
    LATE_INSURER("登録が遅れた", "The registration was late"),
    /** The registration in time after a late notice. */
    LATE_EMPLOYER("届出が遅れた", "The notice was late"),
    /** Both: more than ten days in all. */
    LATE_BOTH("届出も登録も遅れた", "Notice and registration were late"),
    /** There was no such duty yet. */
    NOT_JUDGED("判定しない", "Not judged");

    private final String japanese;
    private final String english;

    Timeliness(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** Its name for Japanese readers. */
    public String japanese() {
        return japanese;
    }

    /** Its name for English readers. */
    public String english() {
        return english;
    }

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
