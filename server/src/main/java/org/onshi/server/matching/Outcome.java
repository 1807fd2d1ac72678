package org.onshi.server.matching;

/** What comparing one attribute gave, best first. */
public enum Outcome {
    /** The same, character by character. */
    EQUAL("一致", "equal", 0),
    /** The same after rules that are named beside it. */
    EQUAL_AFTER("読み替えて一致", "equal after rules", 1),
    /**
     * Equal but for characters nobody can read (● 〓 ? and those of one office only), or one side is
     * empty: somebody looks, nothing is linked (facts §5.1).
     */
    UNCERTAIN("判読できない文字があり不明", "cannot be told", 2),
    /** Not the same. */
    DIFFERS("不一致", "differs", 3);

    private final String japanese;
    private final String english;
    private final int distance;

    Outcome(String japanese, String english, int distance) {
        this.japanese = japanese;
        this.english = english;
        this.distance = distance;
    }

    /** How far from equal: 0 to 3. */
    int distance() {
        return distance;
    }

    /** Whether it counts as the same: equal, or equal after rules. */
    public boolean same() {
        return this == EQUAL || this == EQUAL_AFTER;
    }

    /** Its words for Japanese readers. */
    public String japanese() {
        return japanese;
    }

    /** Its words for English readers. */
    public String english() {
        return english;
    }
}
