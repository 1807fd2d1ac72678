package org.onshi.server.work;

/**
 * How much is asked at once of somebody for whom it may be too much: half of what was too much, and
 * twice as much only after it went well for a while. Who manages little pays for a try at more
 * seldom, and who was silent for another reason soon gets all again. For several threads.
 */
public final class Portion {
    /** Full portions that went well before a larger one is tried. */
    static final int WELL_BEFORE_MORE = 32;

    private final int max;
    private int most;
    private int well;

    /**
     * @param max never more than so much; begins with it
     */
    public Portion(int max) {
        this.max = max;
        this.most = max;
    }

    /** How much to ask at once, from 1. */
    public synchronized int most() {
        return most;
    }

    /**
     * So much went well.
     *
     * @param asked how much it was; less than {@link #most} says nothing of more
     */
    public synchronized void wentWell(int asked) {
        if (asked < most || most == max) {
            return;
        }
        well++;
        if (well == WELL_BEFORE_MORE) {
            well = 0;
            most = Math.min(max, most * 2);
        }
    }

    /**
     * So much got no answer.
     *
     * @param asked how much it was, from 1
     */
    public synchronized void wasTooMuch(int asked) {
        well = 0;
        most = Math.max(1, Math.min(most, asked) / 2);
    }
}
