package org.onshi.bench;

/** What is planted into a population of registrations, in fixed shares. */
enum PlantedKind {
    /** Nothing. */
    PLAIN("そのまま", "as the register writes it", 0, Truth.SAME_PERSON),
    /** Variant characters, width, spaces, kana size. */
    WRITTEN_NAME("氏名の表記ゆれ", "name written otherwise", 2000, Truth.SAME_PERSON),
    /** Hyphens for 丁目番号, prefecture or building left out. */
    WRITTEN_ADDRESS("住所の表記ゆれ", "address written otherwise", 3000, Truth.SAME_PERSON),
    /** Both. */
    WRITTEN_BOTH("氏名・住所の表記ゆれ", "both written otherwise", 1000, Truth.SAME_PERSON),
    /** The insurer has the address before a move. */
    MOVED("転居前の住所", "address before a move", 500, Truth.SAME_PERSON),
    /** The insurer has the name before a marriage. */
    RENAMED("改姓前の氏名", "name before a marriage", 100, Truth.SAME_PERSON),
    /** The insurer has an address the register does not know. */
    UNKNOWN_ADDRESS("住民票にない住所", "address the register does not know", 50, Truth.SAME_PERSON),
    /** A ● in the name. */
    UNREADABLE("氏名に●", "● in the name", 50, Truth.SAME_PERSON),
    /** 島 and 嶋: characters no rule equates. */
    OTHER_CHARACTER("別字", "another character", 40, Truth.SAME_PERSON),
    /** The right person with day and month, or two digits of the year, swapped. */
    TRANSPOSED_DATE("生年月日の誤り", "transposed birth date", 30, Truth.WRONG_RECORD),
    /** A number that was replaced. */
    STALE_NUMBER("変更前の個人番号", "stale number", 30, Truth.WRONG_RECORD),
    /** The number of somebody with the same kana name, birth date and sex. */
    NAMESAKE("同カナ・同生年月日・同性の別人の番号", "number of a namesake", 30, Truth.OTHER_PERSON),
    /** The twin's number. */
    TWIN("双子の番号", "number of the twin", 30, Truth.OTHER_PERSON),
    /** Two digits swapped so that the check digit still holds; the number is somebody's. */
    SWAPPED_DIGITS("桁の入れ替わり", "swapped digits", 20, Truth.OTHER_PERSON);

    /** Shares are of this many. */
    static final int WHOLE = 10_000;

    private final String japanese;
    private final String english;
    private final int share;
    private final Truth truth;

    PlantedKind(String japanese, String english, int share, Truth truth) {
        this.japanese = japanese;
        this.english = english;
        this.share = share;
        this.truth = truth;
    }

    String words() {
        return japanese + " / " + english;
    }

    int share() {
        return share;
    }

    Truth truth() {
        return truth;
    }

    /** What is true of such a registration. */
    enum Truth {
        /** Number and attributes are one person's: to be linked. */
        SAME_PERSON,
        /** One person's, but what was registered is wrong: to be found. */
        WRONG_RECORD,
        /** The number is somebody else's: must never be linked. */
        OTHER_PERSON
    }
}
