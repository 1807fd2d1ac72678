package org.onshi.server.matching;

/** The five attributes of a person that are compared (5情報, requirements B-05). */
public enum Attribute {
    /** 漢字氏名. */
    NAME("漢字氏名", "name"),
    /** カナ氏名. */
    NAME_KANA("カナ氏名", "kana name"),
    /** 生年月日. */
    BIRTH_DATE("生年月日", "birth date"),
    /** 性別. */
    SEX("性別", "sex"),
    /** 住所. */
    ADDRESS("住所", "address");

    private final String japanese;
    private final String english;

    Attribute(String japanese, String english) {
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
}
