package org.onshi.server.rules;

/**
 * The rules that code asks for; each stands in {@code rules/rules.csv} under its key. A row of that
 * calendar (requirements R) that no code asks for yet gets its constant here when some does.
 */
public enum Rule {
    /**
     * Whether an acquisition notice must carry the individual number: OPTIONAL, REQUIRED (B-04).
     */
    INDIVIDUAL_NUMBER_IN_NOTICE("notice.individual-number");

    private final String key;

    Rule(String key) {
        this.key = key;
    }

    /** Its key in the file. */
    String key() {
        return key;
    }
}
