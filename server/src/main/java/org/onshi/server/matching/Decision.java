package org.onshi.server.matching;

/** What follows from a comparison (docs/matching.md has the table). */
public enum Decision {
    /** One person: all five attributes are the same. */
    LINK("一致", "one person"),
    /** Somebody has to look: one attribute differs, or some cannot be told. Never links. */
    REVIEW("要確認", "to be reviewed"),
    /** Another person, or too little is the same to ask anyone. */
    NO_MATCH("不一致", "no match");

    private final String japanese;
    private final String english;

    Decision(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
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
